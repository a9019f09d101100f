"""A database for benchmarks alone: made before, dropped after, never the one that people work in."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.cache import caches
from django.core.management import call_command
from django.db import connection, connections
from django.test.utils import setup_databases, setup_test_environment, teardown_databases, teardown_test_environment


@contextmanager
def world() -> Iterator[None]:
    """An empty migrated database with the corridor's regions, belts and units in it."""
    setup_test_environment(debug=False)
    names = setup_databases(verbosity=0, interactive=False)
    try:
        call_command("load_corridor", verbosity=0)
        yield
    finally:
        teardown_databases(names, verbosity=0)
        teardown_test_environment()


@contextmanager
def copy_of_database(word: str) -> Iterator[Any]:
    """The database as it is now once more on the same server, for ``asked``: it can be measured in turn with what
    becomes of the first.
    """
    creation = connection.creation
    connection.close()  # nobody may be in a database that is copied
    creation.clone_test_db(word, verbosity=0)
    copy = connections.create_connection("default")
    copy.settings_dict = creation.get_test_db_clone_settings(word)
    try:
        yield copy
    finally:
        copy.close()
        creation.destroy_test_db(suffix=word, verbosity=0)


@contextmanager
def asked(other: Any) -> Iterator[None]:
    """All questions go to the database of this connection, with answers that are kept for it alone."""
    own, cache = connections["default"], caches["default"]
    prefix = cache.key_prefix
    connections["default"], cache.key_prefix = other, f"{prefix}{other.settings_dict['NAME']}"
    try:
        yield
    finally:
        connections["default"], cache.key_prefix = own, prefix


def vacuum(*tables: str) -> None:
    """After bulk writes: statistics and visibility for the planner, as autovacuum would have made them. All tables
    where none is named.
    """
    with connection.cursor() as cursor:
        cursor.execute(f"VACUUM (ANALYZE) {', '.join(tables)}")

"""A database for benchmarks alone: made before, dropped after, never the one that people work in."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management import call_command
from django.db import connection
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


def vacuum() -> None:
    """After bulk writes: statistics and visibility for the planner, as autovacuum would have made them."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM (ANALYZE)")

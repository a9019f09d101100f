"""A million activities with a realistic skew, made by the database itself in a database of its own.

Everything follows from ``setseed``: the same scale gives the same rows.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, connections, transaction

from activities.models import Activity, ActivityParty, Brand, Team, TeamMember, Work, WorkAuthor

STATEMENTS = Path(__file__).with_suffix(".sql")
PEOPLE, TEAMS, WORKS = 60, 2_000, 6_000
NUMBERED = (Activity, ActivityParty, Brand, Team, TeamMember, Work, WorkAuthor)


@contextmanager
def database_of(scale: int) -> Iterator[None]:
    """Use a database with ``scale`` activities as the default one inside the block; it is made when missing."""
    usual = connection.settings_dict["NAME"]
    name = f"{usual}_bench_{scale}"
    _make_database(name)
    _switch_to(name)
    try:
        call_command("migrate", verbosity=0, interactive=False)
        if not _is_filled(scale):
            fill(scale)
        yield
    finally:
        _switch_to(usual)


def _make_database(name):
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name])
        if cursor.fetchone() is None:
            cursor.execute(f"CREATE DATABASE {connection.ops.quote_name(name)}")


def _switch_to(name):
    connections["default"].close()
    connections["default"].settings_dict["NAME"] = name


def _is_filled(scale):
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM activities_activity")
        return cursor.fetchone()[0] == scale


def fill(scale: int) -> None:
    """Empty the tables of facts and make ``scale`` activities with their parties, teams, works and brands."""
    call_command("load_corridor", verbosity=0)
    search = next(index for index in Activity._meta.indexes if index.name == "activity_search")
    numbers = {"scale": scale, "people": PEOPLE, "teams": TEAMS, "works": WORKS}
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(STATEMENTS.read_text(encoding="utf-8"), numbers)
        cursor.execute("SET session_replication_role = DEFAULT")
        with connection.schema_editor() as editor:
            editor.add_index(Activity, search)
        for statement in connection.ops.sequence_reset_sql(no_style(), NUMBERED):
            cursor.execute(statement)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")

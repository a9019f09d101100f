"""Named locks of the database, for rules over rows that do not exist yet and so cannot be locked themselves."""

from django.db import connection


def work_alone(name: str) -> None:
    """Wait until nobody else holds ``name``, and hold it until this transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [name])

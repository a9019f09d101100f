"""Bring the database's triggers to what is declared, and count anew what is declared otherwise than before."""

from typing import Any

import structlog
from django.db import connection, transaction

from indicators.services.tallies.folding import LOCK
from indicators.tallies.facts import FACTS, Fact
from indicators.tallies.splits import built_anew, splits_mark
from indicators.tallies.triggers import PLACES_OF_SETS, engine_mark, fingerprint, statements, trigger_names

AT_ONCE = 5_000
log = structlog.get_logger(__name__)


def install_triggers(**_: Any) -> list[str]:
    """After each ``migrate``. Gives the names of the facts that were counted anew.

    What is installed is told by comments on the functions and on the tallies of places: that of a counting function is
    written when the counting is done, so that an interrupted one is done again.
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO indicators_tallystate (id, folded, folded_to, holes, watched, began_at) "
            "VALUES (1, 0, 0, '{}', '{}', now()) ON CONFLICT DO NOTHING"
        )
        installed = _installed(cursor)
    changed = [fact for fact in FACTS.values() if installed.get(f"count_{fact.name}") != fingerprint(fact)]
    if changed or installed.get("party_set") != engine_mark():
        with transaction.atomic(), connection.cursor() as cursor:
            _drop_others(cursor)
            for statement in statements():
                cursor.execute(statement)
            cursor.execute(f"COMMENT ON FUNCTION indicators_party_set IS '{engine_mark()}'")
    if installed.get("placetally") != splits_mark():
        build_places_anew()
    for fact in changed:
        count_anew(fact)
        with connection.cursor() as cursor:
            cursor.execute(f"COMMENT ON FUNCTION indicators_count_{fact.name} IS '{fingerprint(fact)}'")
    return [fact.name for fact in changed]


def count_anew(fact: Fact) -> int:
    """Work out every record of a fact, some at a time; what differs becomes deltas. Gives how many were looked at."""
    looked_at, last = 0, 0
    while True:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(
                f"SELECT max(id), count(*), array_agg(id) FROM (SELECT id FROM {fact.table} WHERE id > %s "
                "ORDER BY id LIMIT %s) AS batch",
                [last, AT_ONCE],
            )
            highest, count, ids = cursor.fetchone()
            if not count:
                _forget_the_gone(cursor, fact)
                break
            cursor.execute(f"SELECT indicators_count_{fact.name}(%s, false)", [ids])
        last, looked_at = highest, looked_at + count
    if looked_at:
        log.info("counted_anew", fact=fact.name, records=looked_at)
    return looked_at


def build_places_anew() -> None:
    """The places of sets, and the tallies of places from what records add, as they are split now; no fold meanwhile.
    What waits is left waiting.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])
        cursor.execute(f"DELETE FROM indicators_partysetplace; {PLACES_OF_SETS}")
        cursor.execute("DELETE FROM indicators_placetally")
        for fact in FACTS.values():
            cursor.execute(built_anew(fact))
        cursor.execute(f"COMMENT ON TABLE indicators_placetally IS '{splits_mark()}'")


def _forget_the_gone(cursor, fact):
    cursor.execute(
        f"SELECT indicators_count_{fact.name}((SELECT array_agg(DISTINCT fact_id) FROM indicators_contribution AS line "
        f"WHERE fact = %s AND NOT EXISTS (SELECT FROM {fact.table} AS record WHERE record.id = line.fact_id)), true)",
        [fact.name],
    )


def _installed(cursor):
    cursor.execute(
        "SELECT replace(proname, 'indicators_', ''), obj_description(oid, 'pg_proc') FROM pg_proc "
        "WHERE proname LIKE 'indicators\\_%' AND pronamespace = current_schema()::regnamespace "
        "UNION ALL SELECT 'placetally', obj_description('indicators_placetally'::regclass, 'pg_class')"
    )
    return dict(cursor.fetchall())


def _drop_others(cursor):
    """Triggers of facts and tables that are declared no more."""
    cursor.execute(
        "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgname LIKE 'tally\\_%' AND NOT tgisinternal"
    )
    for table, name in set(cursor.fetchall()) - trigger_names():
        cursor.execute(f"DROP TRIGGER {name} ON {table}")

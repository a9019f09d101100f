"""The functions and triggers that keep contributions and deltas, made from the declarations (docs/adr/0012).

Exact whatever is written and by how many at once:

- What a record adds is worked out anew whenever a row that it follows from changes, and compared with what it added
  before; the difference is a delta in the same transaction.
- Whoever works out a record holds its row first, and reads in a later statement: so two transactions that change two
  tables of one record come one after the other, and the second sees the first.
- Rows that stand behind many records (a team's home, a seat in a belt) are not held by whoever writes a record. Instead
  every writer of figures shares a lock that the changer of such a row takes alone. Nobody else is then between working
  out a record and the end of its transaction, so the changer holds no record: who has written one and waits for the
  lock works it out after the changer, and sees what that one has counted.
"""

import hashlib
from collections.abc import Iterator

from indicators.tallies.facts import FACETS, FACTS, LEVELS, Fact, Source

LOCK = 7_153_001
MANY = 100
KEYS = {"belts_region": "code", "meetings_body": "code"}  # tables whose key is not called id
# Names and seats of these stand in answers: a change of them is a change of the version, and adds nothing.
WORDS = (
    "activities_brand", "belts_belt", "belts_beltmembership", "belts_region", "belts_region_successors",
    "volunteers_platform",
)  # fmt: skip
COLUMNS = ("day", "dated", "party_set", *FACETS, "values")
PARTY_SET = "hashtextextended(array_to_string({members}, ','), 0)"
PLACES_OF_SETS = f"""INSERT INTO indicators_partysetplace (party_set, level, code)
    SELECT DISTINCT member.party_set, place.level, place.code FROM indicators_partysetmember AS member
    CROSS JOIN LATERAL (VALUES {", ".join(f"('{level}', {code})" for level, code in LEVELS.items())})
        AS place (level, code)"""

PARTY_SETS = f"""
CREATE OR REPLACE FUNCTION indicators_party_set(members text[]) RETURNS bigint LANGUAGE plpgsql AS $$
DECLARE
    key bigint := {PARTY_SET.format(members="members")};
BEGIN
    IF EXISTS (SELECT FROM indicators_partysetplace WHERE party_set = key) THEN
        RETURN key;
    END IF;
    INSERT INTO indicators_partysetmember (party_set, region, belt, role, province, county)
    SELECT key, split_part(word, '|', 1), split_part(word, '|', 2), split_part(word, '|', 3),
        split_part(word, '|', 4), split_part(word, '|', 5)
    FROM unnest(CASE WHEN members = '{{}}' THEN '{{""}}' ELSE members END) AS word;
    {PLACES_OF_SETS} WHERE member.party_set = key;
    RETURN key;
END $$;"""

# Estimated at few rows, which it nearly always gives: the planner would take a third of all deltas for waiting.
WAITING = """
CREATE OR REPLACE FUNCTION indicators_waiting(wanted text) RETURNS SETOF indicators_delta
LANGUAGE plpgsql STABLE ROWS 100 AS $$
DECLARE
    state indicators_tallystate;
    hole int8range;
BEGIN
    SELECT * INTO state FROM indicators_tallystate WHERE id = 1;
    RETURN QUERY SELECT * FROM indicators_delta
        WHERE id > coalesce(state.folded_to, 0) AND (wanted IS NULL OR fact = wanted);
    -- One by one: joined with them, all deltas there are would be read for a fact of which there are few.
    FOR hole IN SELECT unnest(state.holes) LOOP
        RETURN QUERY SELECT * FROM indicators_delta
            WHERE id >= lower(hole) AND id < upper(hole) AND (wanted IS NULL OR fact = wanted);
    END LOOP;
END $$;"""

NOTHING_ADDED = f"""INSERT INTO indicators_delta (fact, recorded_at, {", ".join(COLUMNS)})
    VALUES ('words', clock_timestamp(), current_date, true, 0, {", ".join("''" for _ in FACETS)}, '{{}}');"""


def statements() -> Iterator[str]:
    """All that stands in the database, in its order; each may be run again."""
    yield PARTY_SETS
    yield WAITING
    for fact in FACTS.values():
        yield counting(fact)
        for source in fact.sources:
            yield from _source(fact, source)
        yield from _truncated(fact)
        yield from _places(fact)
    yield _function("indicators_words_changed", NOTHING_ADDED)
    for table in WORDS:
        yield (
            f"CREATE OR REPLACE TRIGGER tally_words AFTER INSERT OR UPDATE OR DELETE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION indicators_words_changed();"
        )


def engine_mark() -> str:
    """Another one means that functions and triggers must be made anew."""
    return hashlib.sha256("".join(statements()).encode()).hexdigest()


def fingerprint(fact: Fact) -> str:
    """Another one means that what the records add must be worked out anew."""
    return hashlib.sha256(counting(fact).encode()).hexdigest()


def trigger_names() -> set[tuple[str, str]]:
    """(table, name) of each trigger."""
    found = {(fact.table, f"tally_{fact.name}_truncate") for fact in FACTS.values()}
    for fact in FACTS.values():
        tables = [source.table for source in fact.sources]
        found |= {(table, f"tally_{fact.name}_{verb}") for table in tables for verb in ("insert", "update", "delete")}
        found |= {
            ("belts_beltmembership", f"tally_seats_{fact.name}_{verb}") for verb in ("insert", "update", "delete")
        }
        found |= {("belts_region", f"tally_places_{fact.name}_update")}
    return found | {(table, "tally_words") for table in WORDS}


def select(fact: Fact, ids: str) -> str:
    """The lines that records add now, with the key of their set instead of its members; ``ids`` is SQL of an array."""
    columns = ", ".join(name for name in COLUMNS if name != "party_set")
    key = PARTY_SET.format(members="members")
    return f"SELECT fact_id, part, {columns}, {key} AS party_set FROM ({_selected(fact, ids)}) AS fresh"


def _selected(fact: Fact, ids: str) -> str:
    return fact.select.replace("{ids}", ids)


WANTED = """WITH fresh AS MATERIALIZED ({select}),
    sets AS MATERIALIZED (
        SELECT members, CASE WHEN EXISTS (SELECT FROM indicators_partysetplace AS known WHERE known.party_set = key)
            THEN key ELSE indicators_party_set(members) END AS party_set
        FROM (SELECT members, {key} AS key FROM fresh GROUP BY members ORDER BY members) AS different
    )"""

# Room for what a load brings, which would otherwise be written to files between its steps.
COUNTING = """
CREATE OR REPLACE FUNCTION indicators_count_{fact}(ids bigint[], held boolean) RETURNS void LANGUAGE plpgsql
SET plan_cache_mode = auto SET work_mem = '32MB' AS $$
BEGIN
    IF ids IS NULL THEN
        RETURN;
    END IF;
    PERFORM pg_advisory_xact_lock_shared({LOCK});
    -- One plan serves all who write a few; a load is worth one of its own.
    PERFORM set_config('plan_cache_mode',
        CASE WHEN cardinality(ids) > {MANY} THEN 'force_custom_plan' ELSE 'force_generic_plan' END, true);
    IF NOT held THEN
        -- What this transaction has written itself it holds already.
        PERFORM FROM {table} WHERE id = ANY(ids) AND xmin <> pg_current_xact_id()::xid ORDER BY id FOR NO KEY UPDATE;
    END IF;
    -- Of records of which nothing stands yet, nothing need be taken away: that is most of what is written.
    IF NOT EXISTS (SELECT FROM indicators_contribution WHERE fact = '{fact}' AND fact_id = ANY(ids)) THEN
        {wanted},
        come AS (
            INSERT INTO indicators_contribution (fact, fact_id, part, {names})
            SELECT '{fact}', fact_id, part, {names} FROM fresh JOIN sets USING (members)
            RETURNING {names}
        )
        INSERT INTO indicators_delta (fact, recorded_at, {names})
        SELECT '{fact}', clock_timestamp(), {names} FROM come;
        RETURN;
    END IF;
    {wanted},
    stood AS (SELECT fact_id, part, {names} FROM indicators_contribution WHERE fact = '{fact}' AND fact_id = ANY(ids)),
    changed AS MATERIALIZED (
        SELECT fact_id, part, {row}, {stood}, wanted.day IS NOT NULL AS comes, stood.day IS NOT NULL AS goes
        FROM (SELECT * FROM fresh JOIN sets USING (members)) AS wanted FULL JOIN stood USING (fact_id, part)
        WHERE ({row}) IS DISTINCT FROM ({stood_row})
    ),
    gone AS (
        DELETE FROM indicators_contribution AS contribution USING changed
        WHERE contribution.fact = '{fact}' AND contribution.fact_id = changed.fact_id
            AND contribution.part = changed.part AND NOT comes
    ),
    put AS (
        UPDATE indicators_contribution AS contribution SET {put} FROM changed
        WHERE contribution.fact = '{fact}' AND contribution.fact_id = changed.fact_id
            AND contribution.part = changed.part AND comes AND goes
    ),
    -- Nobody else can bring the same one: whoever works out a record holds it.
    come AS (
        INSERT INTO indicators_contribution (fact, fact_id, part, {names})
        SELECT '{fact}', fact_id, part, {names} FROM changed WHERE NOT goes
    )
    INSERT INTO indicators_delta (fact, recorded_at, {names})
    SELECT '{fact}', clock_timestamp(), {names} FROM changed WHERE comes
    UNION ALL
    SELECT '{fact}', clock_timestamp(), {away} FROM changed WHERE goes;
END $$;"""


def counting(fact: Fact) -> str:
    """The function that works out some records of a fact. ``held``: no row need be held any more for that."""
    row, stood = (", ".join(f"{side}.{name}" for name in COLUMNS) for side in ("wanted", "stood"))
    taken = ", ".join(f"-old_values[{place + 1}]" for place in range(len(fact.measures)))
    return COUNTING.format(
        fact=fact.name,
        table=fact.table,
        wanted=WANTED.format(select=_selected(fact, "ids"), key=PARTY_SET.format(members="members")),
        names=", ".join(COLUMNS),
        row=row,
        stood=", ".join(f"stood.{name} AS old_{name}" for name in COLUMNS),
        stood_row=stood,
        away=f"{', '.join(f'old_{name}' for name in COLUMNS[:-1])}, ARRAY[{taken}]",
        put=", ".join(f"{name} = changed.{name}" for name in COLUMNS),
        LOCK=LOCK,
        MANY=MANY,
    )


def _source(fact: Fact, source: Source) -> Iterator[str]:
    held = "true" if source.table == fact.table or source.shared else "false"
    found = (
        f"PERFORM indicators_count_{fact.name}((WITH {{changed}} SELECT array_agg(DISTINCT id) "
        f"FROM ({source.facts}) AS found (id)), {held});"
    )
    yield from _triggers(source, f"{fact.name}", found)


def _places(fact: Fact) -> Iterator[str]:
    """Seats in belts and the regions' own places stand in the sets: who took part there is counted anew."""
    ids = f"""PERFORM indicators_count_{fact.name}((WITH {{changed}} SELECT array_agg(DISTINCT contribution.fact_id)
        FROM indicators_contribution AS contribution JOIN changed ON {{days}} WHERE contribution.fact = '{fact.name}'
        AND contribution.party_set IN (
            SELECT party_set FROM indicators_partysetmember WHERE region = changed.{{region}}
        )), true);"""
    days = "contribution.day >= changed.since AND (changed.until IS NULL OR contribution.day <= changed.until)"
    seats = Source("belts_beltmembership", ("belt_id", "region_id", "since", "until"), "", shared=True)
    yield from _triggers(seats, f"seats_{fact.name}", ids.format(changed="{changed}", days=days, region="region_id"))
    regions = Source("belts_region", ("province_id", "level"), "", shared=True)
    action = ids.format(changed="{changed}", days="true", region="code")
    yield from _triggers(regions, f"places_{fact.name}", action, verbs=("update",))


def _triggers(
    source: Source, name: str, action: str, verbs: tuple[str, ...] = ("insert", "update", "delete")
) -> Iterator[str]:
    """A function for rows that come or go, and one for rows that change in what is watched."""
    key = KEYS.get(source.table, "id")
    old, new = (", ".join(f"{side}.{column}" for column in source.watched) for side in ("old_rows", "new_rows"))
    differ = f"FROM new_rows JOIN old_rows USING ({key}) WHERE ({new}) IS DISTINCT FROM ({old})"
    columns = ", ".join({key: None} | dict.fromkeys(source.watched))
    both = (
        f"changed AS (SELECT {columns} FROM new_rows WHERE {key} IN (SELECT {key} {differ}) "
        f"UNION ALL SELECT {columns} FROM old_rows WHERE {key} IN (SELECT {key} {differ}))"
    )
    alone = f"PERFORM pg_advisory_xact_lock({LOCK});" if source.shared else ""
    stem = f"indicators_{name}_of_{source.table}"
    if "insert" in verbs or "delete" in verbs:
        counted = action.format(changed="changed AS (SELECT * FROM changed_rows)")
        yield _function(stem, f"{_awaiting(source)}{alone}\n    {counted}")
    update = f"IF EXISTS (SELECT {differ}) THEN\n        {alone}\n        {action.format(changed=both)}\n    END IF;"
    yield _function(f"{stem}_update", update)
    for verb, tables, suffix in (
        ("insert", "NEW TABLE AS changed_rows", ""),
        ("update", "OLD TABLE AS old_rows NEW TABLE AS new_rows", "_update"),
        ("delete", "OLD TABLE AS changed_rows", ""),
    ):
        if verb in verbs:
            yield (
                f"CREATE OR REPLACE TRIGGER tally_{name}_{verb} AFTER {verb.upper()} ON {source.table} "
                f"REFERENCING {tables} FOR EACH STATEMENT EXECUTE FUNCTION {stem}{suffix}();"
            )


def _awaiting(source: Source) -> str:
    """New ids lie behind all others, so one look at the index finds that nothing lies between them."""
    if not source.awaits:
        return ""
    table, key = source.awaits
    return (
        f"IF TG_OP = 'INSERT' AND NOT EXISTS (SELECT FROM {table} WHERE {key} "
        "BETWEEN (SELECT min(id) FROM changed_rows) AND (SELECT max(id) FROM changed_rows)) THEN\n"
        "        RETURN NULL;\n    END IF;\n    "
    )


def _function(name: str, body: str) -> str:
    return f"""
CREATE OR REPLACE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    {body}
    RETURN NULL;
END $$;"""


def _truncated(fact: Fact) -> Iterator[str]:
    body = (
        f"PERFORM indicators_count_{fact.name}((SELECT array_agg(DISTINCT fact_id) FROM indicators_contribution "
        f"WHERE fact = '{fact.name}'), true);"
    )
    yield _function(f"indicators_{fact.name}_truncated", body)
    yield (
        f"CREATE OR REPLACE TRIGGER tally_{fact.name}_truncate AFTER TRUNCATE ON {fact.table} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION indicators_{fact.name}_truncated();"
    )

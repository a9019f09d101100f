"""Deltas into tallies. It may run twice, at once, or be killed: one transaction folds some deltas, or none."""

from dataclasses import dataclass

from django.db import connection, transaction

from core.snapshots import ENDED_BELOW
from indicators.tallies.facts import BESIDE, FACETS, FACTS
from indicators.tallies.splits import PLACE_KEYS, SINCE, WORD, added_up, following

LOCK = 7_153_002
AT_ONCE = 200_000
WIDTH = max(len(fact.measures) for fact in FACTS.values())
# For this transaction only: the planner knows nothing of how many rows the parts of the statement give. It takes them
# for few, and would join them by loops, and sort them where adding up by hash is twice as quick; and that needs room.
ROOM = """
SELECT set_config('enable_nestloop', 'off', true), set_config('enable_sort', 'off', true),
    set_config('work_mem', '256MB', true), set_config('jit', 'off', true)
"""
# Our own number first: whoever is still writing and has a lower one may yet fill a hole.
STATE = f"""
SELECT pg_current_xact_id()::text::bigint, {ENDED_BELOW},
    folded_to, holes::text, watched_since FROM indicators_tallystate WHERE id = 1
"""


def fold_deltas(*, most: int | None = None) -> int:
    """Fold what waits (at most ``most`` deltas). Gives how many; 0 when another process folds already."""
    folded = 0
    while most is None or folded < most:
        count = _fold_some(AT_ONCE if most is None else min(AT_ONCE, most - folded))
        folded += count
        if not count:
            break
    return folded


@dataclass(frozen=True)
class _State:
    own: int
    oldest: int
    folded_to: int
    holes: str
    watched_since: int | None


def _fold_some(count: int) -> int:
    begun_here = not connection.in_atomic_block
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return 0
        cursor.execute(ROOM)
        cursor.execute(STATE)
        state = _State(*cursor.fetchone())
        cursor.execute(FOLD, [state.holes, state.folded_to, count, count])
        found = cursor.fetchone()
        folded = found[0] if found else 0
        if begun_here and folded < count:
            _watch(cursor, state)
    return folded


def _watch(cursor, state):
    """All that waited was taken. Forget holes that nobody can fill any more, or begin to watch those that are there.

    Who fills a hole began to write before the fold that saw the hole, so its transaction has a lower number than
    ``own`` of the next fold; where no lower one is open, all that it will ever show was taken just now.
    """
    if state.watched_since is None:
        change, values = "watched_since = %s", [state.own]
    elif state.oldest >= state.watched_since:
        change, values = "holes = holes - watched, watched = holes - watched, watched_since = NULL", []
    else:
        return
    cursor.execute(f"UPDATE indicators_tallystate SET {change} WHERE id = 1 AND NOT isempty(holes)", values)


def _sums(side: str) -> str:
    """Facts with fewer measures have nothing at the later places."""
    return ", ".join(f"sum({side}.values[{place}])::bigint" for place in range(1, WIDTH + 1))


def _added(table: str) -> str:
    return ", ".join(
        f"coalesce({table}.values[{place}], 0) + coalesce(EXCLUDED.values[{place}], 0)" for place in range(1, WIDTH + 1)
    )


_FACETS = ", ".join(FACETS)
_KEYS = ", ".join(PLACE_KEYS)
_ADDED_UP = ", ".join(f"('{fact.name}', '{split}')" for fact in FACTS.values() for split in added_up(fact))
_FOLLOWING = ", ".join(str((fact.name, *line)) for fact in FACTS.values() for line in following(fact))
# The lines are numbered before they are credited to places, so that millions of rows are added up by two numbers; and
# what follows from them (a month from its days, a facet from its pair) is added up from the few that this gives.
FOLD = f"""
WITH taken AS MATERIALIZED (
    SELECT id, fact, day, date_trunc('month', day)::date AS month, dated, party_set, {_FACETS}, values
    FROM (
        SELECT delta.* FROM unnest(%s::int8multirange) AS hole
        CROSS JOIN LATERAL (SELECT * FROM indicators_delta WHERE id >= lower(hole) AND id < upper(hole)) AS delta
        UNION ALL (SELECT * FROM indicators_delta WHERE id > %s ORDER BY id LIMIT %s)
    ) AS waiting ORDER BY id LIMIT %s
),
by_set AS (
    INSERT INTO indicators_settally AS tally (fact, month, party_set, dated, values)
    SELECT fact, month, party_set, dated, ARRAY[{_sums("taken")}]
    FROM taken WHERE fact <> 'words' GROUP BY fact, month, party_set, dated
    ON CONFLICT (fact, month, party_set, dated) DO UPDATE SET values = ARRAY[{_added("tally")}]
),
split AS MATERIALIZED (
    SELECT fact, since, dated, party_set, facet, word, ARRAY[{_sums("line")}] AS values
    FROM (
        SELECT taken.fact, {SINCE.format(line="taken")} AS since, dated, party_set,
            split.facet, {WORD.format(line="taken")} AS word, taken.values
        FROM taken JOIN (VALUES {_ADDED_UP}) AS split (fact, facet) ON split.fact = taken.fact
    ) AS line
    GROUP BY fact, since, dated, party_set, facet, word
),
line AS MATERIALIZED (
    SELECT row_number() OVER () AS line, * FROM (SELECT DISTINCT fact, since, dated, facet, word FROM split) AS found
),
place AS MATERIALIZED (
    SELECT row_number() OVER () AS place, * FROM (SELECT DISTINCT level, code FROM indicators_partysetplace) AS found
),
credited AS MATERIALIZED (
    SELECT line, place, ARRAY[{_sums("split")}] AS values
    FROM split JOIN line USING (fact, since, dated, facet, word)
    JOIN (
        SELECT DISTINCT party_set, place FROM indicators_partysetplace JOIN place USING (level, code)
    ) AS credit USING (party_set)
    GROUP BY line, place
),
added AS MATERIALIZED (
    SELECT fact, {_KEYS}, credited.values FROM credited JOIN line USING (line) JOIN place USING (place)
),
by_place AS (
    INSERT INTO indicators_placetally AS tally (fact, {_KEYS}, values)
    SELECT fact, {_KEYS}, values FROM added
    UNION ALL
    SELECT fact, {_KEYS}, ARRAY[{_sums("line")}] FROM (
        SELECT added.fact, level, other.facet, date_trunc('month', since)::date AS since, code,
            split_part(word, '{BESIDE}', other.place) AS word, dated, values
        FROM added JOIN (VALUES {_FOLLOWING}) AS other (fact, split, facet, place)
            ON other.fact = added.fact AND other.split = added.facet
    ) AS line GROUP BY fact, {_KEYS}
    ON CONFLICT (fact, {_KEYS}) DO UPDATE SET values = ARRAY[{_added("tally")}]
),
seen AS (SELECT count(*) AS number, max(id) AS last, range_agg(int8range(id, id + 1)) AS numbers FROM taken)
UPDATE indicators_tallystate SET
    folded = folded + number,
    folded_to = greatest(folded_to, last),
    holes = (holes + int8multirange(int8range(folded_to + 1, greatest(folded_to, last) + 1))) - numbers,
    watched = watched - numbers
FROM seen WHERE id = 1 AND number > 0 RETURNING number
"""

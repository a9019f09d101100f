"""SQL that compares what figures are read from with the records.

Each gives (line, None) for a line that differs, and last (None, how many lines were compared).
"""

from collections.abc import Iterator

from indicators.tallies.facts import LEVELS, Fact
from indicators.tallies.splits import PLACE_KEYS, credited
from indicators.tallies.triggers import COLUMNS, PARTY_SET, select

_SET_KEYS = ("month", "dated", "party_set")


def comparisons(fact: Fact) -> Iterator[tuple[str, str]]:
    """(what is compared, SQL) for one fact."""
    yield "records and contributions", _records(fact)
    yield "contributions and tallies of sets", _by_set(fact)
    yield "contributions and tallies of places", _by_place(fact)
    yield "sets of parties and their places", _dictionary(fact)


def _compare(keys: tuple[str, ...], wanted: str, stands: str) -> str:
    using = ", ".join(keys)
    return f"""
        WITH wanted AS ({wanted}), stands AS ({stands}),
        compared AS MATERIALIZED (
            SELECT {using}, wanted.said AS wanted, stands.said AS stands
            FROM wanted FULL JOIN stands USING ({using})
        )
        (SELECT to_jsonb(compared), NULL::bigint FROM compared WHERE wanted IS DISTINCT FROM stands LIMIT 20)
        UNION ALL SELECT NULL, count(*) FROM compared"""


def _records(fact: Fact) -> str:
    said = f"to_jsonb(ROW({', '.join(name for name in COLUMNS)})) AS said"
    return _compare(
        ("fact_id", "part"),
        f"SELECT fact_id, part, {said} FROM ({select(fact, f'ARRAY(SELECT id FROM {fact.table})')}) AS line",
        f"SELECT fact_id, part, {said} FROM indicators_contribution WHERE fact = '{fact.name}'",
    )


def _sums(fact: Fact, side: str = "line") -> str:
    return f"ARRAY[{', '.join(f'sum({side}.values[{place + 1}])' for place in range(len(fact.measures)))}] AS said"


def _something(fact: Fact) -> str:
    return " OR ".join(f"sum(line.values[{place + 1}]) <> 0" for place in range(len(fact.measures)))


def _by_set(fact: Fact) -> str:
    """Tallies with the deltas that wait; lines that add nothing may stand or not."""
    keys = "date_trunc('month', day)::date AS month, dated, party_set, values"
    own = f"WHERE fact = '{fact.name}'"
    group = f"GROUP BY {', '.join(_SET_KEYS)} HAVING {_something(fact)}"
    wanted = f"SELECT {keys} FROM indicators_contribution {own}"
    stands = (
        f"SELECT {', '.join(_SET_KEYS)}, values FROM indicators_settally {own} "
        f"UNION ALL SELECT {keys} FROM indicators_waiting('{fact.name}')"
    )
    sides = (f"SELECT {', '.join(_SET_KEYS)}, {_sums(fact)} FROM ({side}) AS line {group}" for side in (wanted, stands))
    return _compare(_SET_KEYS, *sides)


def _by_place(fact: Fact) -> str:
    own = f"WHERE fact = '{fact.name}'"
    group = f"GROUP BY {', '.join(PLACE_KEYS)} HAVING {_something(fact)}"
    folded = f"SELECT {', '.join(PLACE_KEYS)}, values FROM indicators_placetally {own}"
    waiting = credited(fact, f"indicators_waiting('{fact.name}')")
    stands = f"{folded} UNION ALL {waiting}"
    wanted = credited(fact, "indicators_contribution")
    sides = (
        f"SELECT {', '.join(PLACE_KEYS)}, {_sums(fact)} FROM ({side}) AS line {group}" for side in (wanted, stands)
    )
    return _compare(PLACE_KEYS, *sides)


def _dictionary(fact: Fact) -> str:
    """Each set's key follows from its members, and its places from them."""
    used = f"party_set IN (SELECT party_set FROM indicators_contribution WHERE fact = '{fact.name}')"
    words = "array_agg(DISTINCT concat_ws('|', region, belt, role, province, county))"
    key = PARTY_SET.format(members=f"CASE WHEN {words} = '{{||||}}' THEN '{{}}' ELSE {words} END")
    places = ", ".join(f"'{level} ' || {code}" for level, code in LEVELS.items())
    wanted = f"""
        SELECT {key} AS party_set,
            array(SELECT DISTINCT place FROM unnest(array_agg(ARRAY[{places}])) AS place ORDER BY 1) AS said
        FROM indicators_partysetmember WHERE {used} GROUP BY indicators_partysetmember.party_set"""
    stands = f"""
        SELECT party_set,
            array(SELECT DISTINCT place FROM unnest(array_agg(level || ' ' || code)) AS place ORDER BY 1) AS said
        FROM indicators_partysetplace WHERE {used} GROUP BY party_set"""
    return _compare(("party_set",), wanted, stands)

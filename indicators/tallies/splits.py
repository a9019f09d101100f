"""How the tallies of places are split, and what a line adds to each: for the fold, the recount and the readers."""

import hashlib
from collections.abc import Sequence

from indicators.tallies.facts import BESIDE, DAY, FACTS, LEVELS, Fact, split_by

PLACE_KEYS = ("level", "facet", "since", "code", "word", "dated")
_NAMES = list(dict.fromkeys(split for fact in FACTS.values() for split in fact.splits if split not in ("", DAY)))
_BETWEEN = f" || '{BESIDE}' || "


def _said(split: str) -> str:
    return _BETWEEN.join(f"{{line}}.{facet}" for facet in split.split(BESIDE))


# Of one split of one line: its word, and the first day that it is counted under.
_WHENS = " ".join(f"WHEN '{name}' THEN {_said(name)}" for name in _NAMES)
WORD = f"CASE split.facet {_WHENS} ELSE '' END"
SINCE = f"CASE split.facet WHEN '{DAY}' THEN {{line}}.day ELSE date_trunc('month', {{line}}.day)::date END"


def words_of(facets: Sequence[str], word: str) -> str:
    """Columns named as the facets (none where there are none), from the word of the tally by them together."""
    return "".join(f", split_part({word}, '{BESIDE}', {place}) AS {facet}" for place, facet in enumerate(facets, 1))


def added_up(fact: Fact) -> tuple[str, ...]:
    """The splits that the fold adds up from lines; the others follow from these."""
    together = {facet for pair in fact.pairs for facet in pair}
    return tuple(split for split in fact.splits if split and split not in together)


def following(fact: Fact) -> list[tuple[str, str, int]]:
    """(split that is added up, split that follows from it, place of its word in the other's): the month from its days,
    a facet from the first pair that it stands in.
    """
    found = {"": (DAY, "", 1)}
    for split in map(split_by, fact.pairs):
        for place, facet in enumerate(split.split(BESIDE), 1):
            found.setdefault(facet, (split, facet, place))
    return list(found.values())


def credited(fact: Fact, lines: str) -> str:
    """The keys of tallies of places, and values: what lines of contributions or deltas add to each, not yet summed."""
    splits = ", ".join(f"('{facet}')" for facet in fact.splits)
    return f"""
        SELECT place.level, split.facet, {SINCE.format(line="line")} AS since, place.code,
            {WORD.format(line="line")} AS word, line.dated, line.values
        FROM {lines} AS line
        JOIN (SELECT DISTINCT party_set, level, code FROM indicators_partysetplace) AS place USING (party_set)
        CROSS JOIN (VALUES {splits}) AS split (facet) WHERE fact = '{fact.name}'"""


def built_anew(fact: Fact) -> str:
    """Fills an empty table with the fact's tallies: of what the records add now, less what waits to be folded."""
    sums = ", ".join(f"sum(line.sign * line.values[{place + 1}])::bigint" for place in range(len(fact.measures)))
    keys = ", ".join(PLACE_KEYS)
    return f"""
        INSERT INTO indicators_placetally (fact, {keys}, values)
        SELECT '{fact.name}', {keys}, ARRAY[{sums}] FROM (
            SELECT 1 AS sign, * FROM ({credited(fact, "indicators_contribution")}) AS adds
            UNION ALL SELECT -1, * FROM ({credited(fact, f"indicators_waiting('{fact.name}')")}) AS waits
        ) AS line GROUP BY {keys}"""


def splits_mark() -> str:
    """Another one means that tallies of places must be built anew, and with them the places of sets."""
    shape = [LEVELS, WORD, SINCE, *(fact.splits for fact in FACTS.values())]
    return hashlib.sha256(repr(shape).encode()).hexdigest()

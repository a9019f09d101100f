"""What a declaration of a fact is made of."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.conf import settings

FACETS = ("kind", "task", "brand", "platform", "born")
BESIDE = "|"  # between facets that a tally has together, and between their words
DAY = "day"  # a facet of the tallies of places alone: each day by itself
ZONE = f"AT TIME ZONE '{settings.TIME_ZONE}'"

# Levels of places, and the code by which a party (columns belt, province and county) is credited on each.
LEVELS = {
    "all": "''",
    "corridor": "CASE WHEN belt <> '' THEN 'corridor' ELSE '' END",
    "province": "province",
    "belt": "belt",
    "county": "county",
    "share": "belt || '|' || province",  # of a province in a belt
    "office": "CASE WHEN county = '' THEN province ELSE '' END",  # of a province, but of none of its counties
}


@dataclass(frozen=True)
class Source:
    """A table that a fact follows from. ``facts`` turns ``changed`` (its rows that changed) into ids of the fact.

    ``watched`` are the columns that matter. ``shared``: one row of it stands behind many facts, and whoever writes a
    fact need not hold it; a change of it waits until nobody writes figures, and then counts alone. ``awaits``: table
    and column of what a new record adds nothing without, and what as a rule comes after it.
    """

    table: str
    watched: tuple[str, ...]
    facts: str
    shared: bool = False
    awaits: tuple[str, str] | None = None


@dataclass(frozen=True)
class Fact:
    """``table`` holds the records; ``facets`` are those by which they can be split, ``pairs`` those asked for together
    that have a tally of their own.
    """

    name: str
    table: str
    measures: tuple[str, ...]
    select: str
    sources: tuple[Source, ...]
    facets: tuple[str, ...] = ()
    pairs: tuple[tuple[str, str], ...] = ()

    @property
    def splits(self) -> tuple[str, ...]:
        """How tallies of places hold it: whole, by day, by each facet, and by the pairs."""
        return ("", DAY, *self.facets, *(split_by(pair) for pair in self.pairs))


def split_by(facets: Iterable[str]) -> str:
    """The name of the tally by these together; its words have the same order, and the same sign between them."""
    return BESIDE.join(name for name in FACETS if name in set(facets))


MEMBER = """concat_ws('|', region.code, coalesce(seat.belt_id, ''), party.role,
    coalesce(region.province_id, region.code), CASE WHEN region.level = 'county' THEN region.code ELSE '' END)"""
SEATED = """JOIN belts_region AS region ON region.code = party.region_id
    LEFT JOIN belts_beltmembership AS seat ON seat.region_id = party.region_id
        AND {day} >= seat.since AND (seat.until IS NULL OR {day} <= seat.until)"""


def members(parties: str, day: str) -> str:
    """The set of parties, each “region|belt of the day|role|province|county, where it is one”."""
    return f"ARRAY(SELECT DISTINCT {MEMBER} FROM ({parties}) AS party {SEATED.format(day=day)} ORDER BY 1)"


def line(day: str, members: str, values: list[str], *, dated: str = "true", part: str = "0", **facets: str) -> str:
    words = ", ".join(f"{facets.get(name, repr(''))} AS {name}" for name in FACETS)
    return (
        f"fact.id AS fact_id, {part} AS part, {day} AS day, {dated} AS dated, {members} AS members, {words}, "
        f"ARRAY[{', '.join(f'({value})::bigint' for value in values)}] AS values"
    )


def listed(words: tuple[str, ...]) -> str:
    return ", ".join(f"'{word}'" for word in words)


def own(table: str, *watched: str, awaits: tuple[str, str] | None = None) -> Source:
    return Source(table, watched, "SELECT id FROM changed", awaits=awaits)


def parts(table: str, key: str, *watched: str) -> Source:
    return Source(table, (key, *watched), f"SELECT {key} FROM changed")


def both_provinces(regions: str) -> str:
    return f"""(SELECT count(DISTINCT coalesce(region.province_id, region.code)) > 1
        FROM ({regions}) AS party JOIN belts_region AS region ON region.code = party.region_id)"""

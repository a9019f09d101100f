"""Figures of one-card lending, from tallies that are kept with the movements: right to the last committed row.

A crossing between two places is one crossing for both, so figures of places do not add up to those of the whole: each
place is asked for itself. ``libraries`` is None for the whole corridor's network, or the keys of the libraries meant.
"""

import datetime as dt
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from typing import Any

from django.db import connection
from django.utils import timezone

PROVINCE = "coalesce({region}.province_id, {region}.code)"
PAIRS = """
    FROM venues_libraryflow AS flow
    JOIN venues_library AS here ON here.id = flow.source_id JOIN belts_region AS near ON near.code = here.region_id
    JOIN venues_library AS there ON there.id = flow.target_id JOIN belts_region AS far ON far.code = there.region_id
    WHERE flow.month BETWEEN %(first)s AND %(last)s AND flow.number > 0
    AND (%(all)s OR flow.source_id = ANY(%(keys)s) OR flow.target_id = ANY(%(keys)s))
"""
ACROSS = f"{PROVINCE.format(region='near')} <> {PROVINCE.format(region='far')}"
AT_HAND = "(%(all)s OR flow.target_id = ANY(%(keys)s))"

FIGURES = f"""
SELECT coalesce(sum(number) FILTER (WHERE kind = 'borrowed' AND {AT_HAND}), 0),
       coalesce(sum(number) FILTER (WHERE kind = 'returned' AND {AT_HAND}), 0),
       coalesce(sum(number) FILTER (WHERE kind = 'transferred'), 0),
       coalesce(sum(number) FILTER (WHERE kind = 'borrowed' AND source_id <> target_id), 0),
       coalesce(sum(number) FILTER (WHERE kind = 'returned' AND source_id <> target_id), 0),
       coalesce(sum(number) FILTER (WHERE kind = 'borrowed' AND {ACROSS}), 0),
       coalesce(sum(number) FILTER (WHERE kind = 'returned' AND {ACROSS}), 0)
{PAIRS}
"""
STAYS = """
SELECT coalesce(sum(number) FILTER (WHERE owner_id <> holder_id), 0),
       coalesce(sum(number) FILTER (WHERE owner_id <> holder_id AND (%(all)s OR owner_id = ANY(%(keys)s))), 0),
       coalesce(sum(number) FILTER (WHERE owner_id <> holder_id AND (%(all)s OR holder_id = ANY(%(keys)s))), 0),
       coalesce(sum(number) FILTER (WHERE on_loan AND (%(all)s OR holder_id = ANY(%(keys)s))), 0)
FROM venues_librarystay
WHERE %(all)s OR owner_id = ANY(%(keys)s) OR holder_id = ANY(%(keys)s)
"""
FACTS = f"""
SELECT flow.month, flow.kind, here.region_id, {PROVINCE.format(region="near")}, there.region_id,
       {PROVINCE.format(region="far")}, flow.source_id <> flow.target_id, sum(number)
{PAIRS}
GROUP BY 1, 2, 3, 4, 5, 6, 7 ORDER BY 1, 2, 3, 5, 7
"""


@dataclass(frozen=True)
class Figures:
    """Counts of transactions. Cross-library: the reader's, or the lending, library is another one."""

    loans: int  # lent here
    returns: int  # taken back here
    transfers: int  # sent or received
    cross_library_loans: int
    cross_library_returns: int
    cross_province_loans: int
    cross_province_returns: int


@dataclass(frozen=True)
class Stays:
    """Items where they are now. ``elsewhere`` counts an item once, whichever of the two places is asked for."""

    elsewhere: int  # held by a library that does not own them
    lent_out: int  # of these, owned here
    guests: int  # of these, held here
    on_loan: int  # lent from here and not back


@dataclass(frozen=True)
class LendingFact:
    """One line for a cube: movements of a month between the places of two libraries.

    ``crosses`` is whether the libraries differ (two libraries of one county cross without leaving it). A loan belongs
    to the target, where it was lent; a return to the target, where it was taken back; a crossing to both places.
    """

    month: dt.date  # its first day
    kind: str  # borrowed, returned, transferred
    source_region: str
    source_province: str
    target_region: str
    target_province: str
    crosses: bool
    number: int


def figures(*, first: dt.date, last: dt.date, libraries: Collection[int] | None = None) -> Figures:
    """Of the months from ``first`` to ``last`` (their first days)."""
    [row] = _ask(FIGURES, libraries, first=first, last=last)
    return Figures(*map(int, row))


def stays(*, libraries: Collection[int] | None = None) -> Stays:
    """Now, whatever the months: how many items are where."""
    [row] = _ask(STAYS, libraries)
    return Stays(*map(int, row))


def lending_facts(*, first: dt.date, last: dt.date) -> list[LendingFact]:
    """All of the network for statistics: as many lines as pairs of places moved something in a month.

    Regions are those where the libraries lie today; a county and the belt it sat in that month follow from them.
    """
    return [LendingFact(**row) for row in _named(_ask(FACTS, None, first=first, last=last))]


def _named(rows: Iterable[Sequence[Any]]) -> Iterator[dict[str, Any]]:
    """Rows under the names of LendingFact's fields; the database's sum is a Decimal."""
    names = [field.name for field in fields(LendingFact)]
    for row in rows:
        found = dict(zip(names, row, strict=True))
        yield found | {"number": int(found["number"])}


def readers_of(*, library: int, month: dt.date) -> int:
    """How many different people borrowed there in that month; known while its movements are kept."""
    sql = (
        "SELECT count(DISTINCT reader) FROM venues_librarymovement WHERE library_id = %(library)s AND aside = ''"
        " AND kind = 'borrowed' AND at >= %(first)s AND at < %(beyond)s"
    )
    with connection.cursor() as cursor:
        cursor.execute(sql, {"library": library, "first": midnight(month), "beyond": midnight(next_month(month))})
        return int(cursor.fetchone()[0])


def as_mapping(figure: Any) -> dict[str, int]:
    return {field.name: getattr(figure, field.name) for field in fields(figure)}


def midnight(day: dt.date) -> dt.datetime:
    return timezone.make_aware(dt.datetime.combine(day, dt.time.min))


def next_month(month: dt.date) -> dt.date:
    return (month.replace(day=28) + dt.timedelta(days=4)).replace(day=1)


def _ask(statement: str, libraries: Collection[int] | None, **given: Any) -> list[tuple[Any, ...]]:
    with connection.cursor() as cursor:
        cursor.execute(statement, {"all": libraries is None, "keys": list(libraries or []), **given})
        return cursor.fetchall()

"""Members by name beside what was published of their number; the chain of an item."""

import csv
import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from django.db.models import Q

from venues.models import Library, LibraryItem, LibraryMovement

COUNTS = Path(__file__).resolve().parent.parent / "data" / "library_counts.csv"


@dataclass(frozen=True)
class PublishedCount:
    """How many members somebody published. ``as_of`` is the first day of the year or month that it speaks of."""

    as_of: dt.date
    known_to: str  # year, month or day
    count: int
    source: str

    @property
    def last_day(self):
        if self.known_to == "year":
            return self.as_of.replace(month=12, day=31)
        if self.known_to == "month":
            return (self.as_of.replace(day=28) + dt.timedelta(days=4)).replace(day=1) - dt.timedelta(days=1)
        return self.as_of


@lru_cache(maxsize=1)
def published_counts() -> tuple[PublishedCount, ...]:
    """What ``venues/data/library_counts.csv`` says, the oldest first. Never added to or mixed with records."""
    with COUNTS.open(encoding="utf-8", newline="") as lines:
        return tuple(
            PublishedCount(dt.date.fromisoformat(row["as_of"]), row["known_to"], int(row["count"]), row["source"])
            for row in csv.DictReader(lines)
        )


@dataclass(frozen=True)
class Known:
    """Members known by name on a day; of ``undated`` nobody knows since when."""

    dated: int
    undated: int


def known_members(day: dt.date, rows=None) -> Known:
    """Of ``rows`` (all libraries without them)."""
    rows = (Library.objects.all() if rows is None else rows).on(day)
    undated = rows.filter(since=None).count()
    return Known(rows.count() - undated, undated)


def member_series(rows=None) -> list[tuple[PublishedCount, Known]]:
    """Each published number beside what is known by name on the last day that it may speak of."""
    return [(published, known_members(published.last_day, rows)) for published in published_counts()]


@dataclass(frozen=True)
class Chain:
    """Where an item is, and how it came there. ``item`` is None when it is at home on its shelf."""

    owner: Library
    code: str
    item: LibraryItem | None
    movements: list[LibraryMovement]


def chain_of(movement) -> Chain:
    """The movements of one item that are kept, in order."""
    same = Q(owner=movement.owner_id, item=movement.item)
    movements = sorted(
        LibraryMovement.objects.filter(same).select_related("library", "other", "delivery__actor"),
        key=lambda row: (row.at, row.library_id, len(row.number), row.number),
    )
    item = LibraryItem.objects.filter(same).select_related("holder").first()
    return Chain(movement.owner, movement.item, item, movements)

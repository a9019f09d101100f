"""Whether a venue is open: its week, or that of what it is part of, the days that differ, and holidays."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from core.workdays import Calendar, calendar
from venues.models import Closure, OpeningException, OpeningHours, Venue

ONE_DAY = dt.timedelta(days=1)
MANY = 1000
NOBODY = 0  # no venue's key
Span = tuple[dt.time | None, dt.time | None]  # from when to when on one day; None is its beginning or end
Week = dict[int, list[Span]]
WHOLE_DAY: list[Span] = [(None, None)]


class Opening:
    """The hours of one venue, read once; asked for any number of days.

    ``week``: weekday → spans in order, or None for around the clock; ``days``: those that differ, no span is closed.
    """

    def __init__(
        self, *, open_on_holidays: bool, week: Week | None, days: dict[dt.date, list[Span]], holidays: Calendar
    ) -> None:
        self.open_on_holidays, self.week, self.days, self.holidays = open_on_holidays, week, days, holidays

    def on(self, day: dt.date) -> list[Span]:
        """When the venue is open that day, in order; nothing on a statutory holiday unless it says so."""
        if day in self.days:
            return self.days[day]
        if not self.open_on_holidays and self.holidays.holiday_on(day):
            return []
        return WHOLE_DAY if self.week is None else self.week.get(day.weekday(), [])

    @property
    def always(self) -> bool:
        """Nobody has set hours: open around the clock."""
        return self.week is None

    def hours_on(self, day: dt.date) -> float:
        """How many hours it is open that day."""
        return sum((_minutes(closes, 24 * 60) - _minutes(opens, 0)) / 60 for opens, closes in self.on(day))

    def holds(self, starts_at: dt.datetime, ends_at: dt.datetime) -> bool:
        """Whether it is open all the time from one moment to the other."""
        begins, ends = timezone.localtime(starts_at), timezone.localtime(ends_at)
        day = begins.date()
        while day <= ends.date():
            first = begins.time() if day == begins.date() else dt.time.min
            last = ends.time() if day == ends.date() else None
            if last != dt.time.min and not _covered(self.on(day), first, last):
                return False
            day += ONE_DAY
        return True


def openings_of(venues: Iterable[Any], days: Collection[dt.date] | None = None) -> dict[int, Opening]:
    """By id. A venue has its own hours, else those of the nearest whole with some; so for each day that differs.

    ``days``: only these are going to be asked about, so nothing else is read. Venues that are open alike share one.
    """
    flags = {venue.pk: venue.open_on_holidays for venue in venues}
    parents = _parents(flags.keys())
    pks = flags.keys() | set(parents.values())
    weeks, differing = _weeks(pks, days), _differing(pks, days)
    names = {pk: str(week) if days else str(pk) for pk, week in weeks.items()}
    alike: dict[object, Opening] = {}
    found, holidays = {}, calendar()
    for pk, flag in flags.items():
        chain = _upwards(pk, parents)
        owner = next((one for one in chain if one in weeks), NOBODY)
        others = [one for one in reversed(chain) if one in differing]
        key = (flag, names.get(owner), *others)
        if key not in alike:
            own_days = {day: spans for one in others for day, spans in differing[one].items()}
            alike[key] = Opening(open_on_holidays=flag, week=weeks.get(owner), days=own_days, holidays=holidays)
        found[pk] = alike[key]
    return found


def _weeks(pks: Collection[int], days: Collection[dt.date] | None) -> dict[int, Week]:
    """Whoever has hours of its own, also when none of them is on a weekday that is asked about."""
    rows = _among(OpeningHours.objects.order_by("opens"), pks)
    weeks: dict[int, Week] = {pk: {} for pk in rows.order_by().values_list("venue_id", flat=True).distinct()}
    if days is not None:
        rows = rows.filter(weekday__in={day.weekday() for day in days})
    for pk, weekday, opens, closes in rows.values_list("venue_id", "weekday", "opens", "closes"):
        weeks[pk].setdefault(weekday, []).append((opens, closes))
    return weeks


def _differing(pks: Collection[int], days: Collection[dt.date] | None) -> dict[int, dict[dt.date, list[Span]]]:
    rows = _among(OpeningException.objects.order_by("opens"), pks)
    if days is not None:
        rows = rows.filter(day__in=days)
    found: dict[int, dict[dt.date, list[Span]]] = defaultdict(lambda: defaultdict(list))
    for pk, day, opens, closes in rows.values_list("venue_id", "day", "opens", "closes"):
        found[pk][day] += [(opens, closes)] if opens else []
    return found


def not_open(venues: Iterable[Any], starts_at: dt.datetime, ends_at: dt.datetime) -> list[int]:
    """Ids of those whose hours do not hold all of that time; in a fixed number of queries."""
    first, last = timezone.localdate(starts_at), timezone.localdate(ends_at)
    days = [first + number * ONE_DAY for number in range((last - first).days + 1)]
    openings = openings_of(venues, days)
    shut = {opening for opening in set(openings.values()) if not opening.holds(starts_at, ends_at)}
    return [pk for pk, opening in openings.items() if opening in shut]


def opening_of(venue: Venue) -> Opening:
    return openings_of([venue])[venue.pk]


def _parents(pks: Collection[int]) -> dict[int, int]:
    """Each of these venues, and of the wholes above them, that is a part → its whole; a query for each level."""
    parents: dict[int, int] = {}
    asked, wanted = set(), set(pks)
    while wanted:
        rows = _among(Venue.objects.order_by().exclude(parent=None), wanted, "pk")
        parents |= dict(rows.values_list("pk", "parent_id"))
        asked |= wanted
        wanted = set(parents.values()) - asked
    return parents


def _among(rows: QuerySet, pks: Collection[int], field: str = "venue") -> QuerySet:
    """Those of these venues. Of thousands all: reading what is not needed costs less than naming them."""
    return rows if len(pks) > MANY else rows.filter(**{f"{field}__in": pks})


def _upwards(pk: int, parents: dict[int, int]) -> list[int]:
    """The venue and the wholes above it, the nearest first."""
    chain = [pk]
    while pk in parents:
        pk = parents[pk]
        chain.append(pk)
    return chain


def is_open(venue: Venue, starts_at: dt.datetime, ends_at: dt.datetime) -> bool:
    """Whether the venue's hours hold all of that time; closures are asked by ``closed_by``."""
    return not not_open([venue], starts_at, ends_at)


def closed_by(space, during) -> Closure | None:
    """A closure of anything that shares room and time with it, or None."""
    return Closure.objects.filter(space__overlap=space, during__overlap=during).select_related("venue").first()


def _minutes(time: dt.time | None, otherwise: int) -> int:
    return otherwise if time is None else time.hour * 60 + time.minute


def _covered(spans, first, last):
    """Times of opening do not overlap, but may touch: 8–12 and 12–18 are open at noon."""
    for opens, closes in spans:
        if (opens or dt.time.min) <= first and (closes is None or closes > first):
            if closes is None or (last is not None and last <= closes):
                return True
            first = closes
    return False

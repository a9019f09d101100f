"""Whether a venue is open: its week, or that of what it is part of, the days that differ, and holidays."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.utils import timezone

from core.workdays import Calendar, calendar
from venues.models import Closure, OpeningException, OpeningHours, Venue

ONE_DAY = dt.timedelta(days=1)
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


def openings_of(venues: Iterable[Venue]) -> dict[int, Opening]:
    """By id. A venue has its own hours, else those of the nearest whole with some; so for each day that differs."""
    venues = list(venues)
    parents = _parents({venue.pk for venue in venues})
    weeks: dict[int, Week] = defaultdict(lambda: defaultdict(list))
    days: dict[int, dict[dt.date, list[Span]]] = defaultdict(lambda: defaultdict(list))
    for row in OpeningHours.objects.filter(venue__in=parents).order_by("opens"):
        weeks[row.venue_id][row.weekday].append((row.opens, row.closes))
    for other in OpeningException.objects.filter(venue__in=parents).order_by("opens"):
        days[other.venue_id][other.day] += [(other.opens, other.closes)] if other.opens else []
    found, holidays = {}, calendar()
    for venue in venues:
        chain = list(_upwards(venue.pk, parents))
        week = next((weeks[pk] for pk in chain if pk in weeks), None)
        differing = {day: spans for pk in reversed(chain) if pk in days for day, spans in days[pk].items()}
        found[venue.pk] = Opening(open_on_holidays=venue.open_on_holidays, week=week, days=differing, holidays=holidays)
    return found


def opening_of(venue: Venue) -> Opening:
    return openings_of([venue])[venue.pk]


def _parents(pks: set[int]) -> dict[int, int | None]:
    """Each of these venues and of the wholes above them → its whole; a query for each level."""
    parents: dict[int, int | None] = {}
    while pks:
        parents |= dict(Venue.objects.filter(pk__in=pks).values_list("pk", "parent_id"))
        pks = {parent for parent in parents.values() if parent is not None} - parents.keys()
    return parents


def _upwards(pk: int | None, parents: dict[int, int | None]) -> Iterable[int]:
    while pk is not None:
        yield pk
        pk = parents[pk]


def is_open(venue: Venue, starts_at: dt.datetime, ends_at: dt.datetime) -> bool:
    """Whether the venue's hours hold all of that time; closures are asked by ``closed_by``."""
    return opening_of(venue).holds(starts_at, ends_at)


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

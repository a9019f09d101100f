"""The plan of a venue day by day, as calendars, the asking page and the door sheet show it."""

import calendar
import datetime as dt
from dataclasses import dataclass, field

from django.utils import timezone

from core.dated import start_of
from venues.queries.free import Block, plan
from venues.queries.opening import opening_of

WAYS = ("day", "week", "month")
FIRST, LAST = dt.date(2000, 2, 1), dt.date(2099, 11, 30)  # so that one can turn back and on from any of them


@dataclass
class Day:
    """``blocks`` in the order of their beginning; what goes over midnight stands on each of its days.

    ``opens``: pairs of times, None for the day's beginning or end; an empty list on a day on which it is not open.
    """

    day: dt.date
    is_today: bool
    in_month: bool = True
    blocks: list[Block] = field(default_factory=list)
    opens: list[tuple[dt.time | None, dt.time | None]] = field(default_factory=list)

    @property
    def is_open_around_the_clock(self):
        return self.opens == [(None, None)]


@dataclass(frozen=True)
class Span:
    """From a first to a last day, with the days that one turns back and on to."""

    way: str
    day: dt.date
    first: dt.date
    last: dt.date
    before: dt.date
    after: dt.date


def shown(day):
    """The day, or the first or last one that calendars show."""
    return min(max(day, FIRST), LAST)


def span_of(way, day):
    """The day, its week from Monday, or its month."""
    one = dt.timedelta(days=1)
    if way == "day":
        return Span(way, day, day, day, day - one, day + one)
    if way == "week":
        first = day - day.weekday() * one
        return Span(way, day, first, first + 6 * one, day - 7 * one, day + 7 * one)
    first = day.replace(day=1)
    last = day.replace(day=calendar.monthrange(day.year, day.month)[1])
    return Span(way, day, first, last, (first - one).replace(day=1), last + one)


def days_of(venue, first, last, user):
    """A ``Day`` for each day from ``first`` to ``last``, in a fixed number of queries."""
    today, one, opening = timezone.localdate(), dt.timedelta(days=1), opening_of(venue)
    days = [Day(first + number * one, first + number * one == today) for number in range((last - first).days + 1)]
    blocks = sorted(plan(venue, first, last, user), key=lambda block: (block.starts_at, block.ends_at))
    for day in days:
        day.opens = opening.on(day.day)
        begins, ends = start_of(day.day), start_of(day.day + one)
        day.blocks = [block for block in blocks if block.starts_at < ends and begins < block.ends_at]
    return days


def weeks_of(venue, span, user):
    """The month as rows of seven days; those of the months beside it are empty."""
    known = {day.day: day for day in days_of(venue, span.first, span.last, user)}
    weeks = calendar.Calendar().monthdatescalendar(span.first.year, span.first.month)
    return [[known.get(day) or Day(day, is_today=False, in_month=False) for day in week] for week in weeks]

"""Which lines of the tallies a question reads: measures that are read alike make one read."""

import calendar
import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from indicators.measures import MEASURES, VOLUNTEER
from indicators.queries.question import Question
from indicators.tallies.facts import FACTS

ONE_DAY = dt.timedelta(days=1)
# Measures that are no column of their own: the open resolutions whose day has passed.
UP_TO_YESTERDAY = {"resolutions_overdue": "resolutions_open"}
PLACE_OF = {name: (fact.name, place + 1) for fact in FACTS.values() for place, name in enumerate(fact.measures)}
TALLIED = PLACE_OF | {name: PLACE_OF[other] for name, other in UP_TO_YESTERDAY.items()}


@dataclass(frozen=True)
class Read:
    """``measures`` of one fact from ``first`` to ``last``. ``level``: what stands on ``last``, whenever it came."""

    fact: str
    measures: tuple[str, ...]
    first: dt.date | None
    last: dt.date | None
    level: bool


@dataclass(frozen=True)
class Edge:
    """Days for which records are asked: to be added to the whole months, or (``sign`` is -1) taken away from them."""

    first: dt.date
    last: dt.date
    sign: int


@dataclass(frozen=True)
class Days:
    """Whole months, which tallies hold (None is no end), and the days beside them."""

    months: tuple[dt.date | None, dt.date | None] | None
    edges: tuple[Edge, ...]


def reads_of(question: Question, today: dt.date) -> list[Read]:
    """Of a measure each is in exactly one."""
    groups: dict[tuple[str, dt.date | None, dt.date | None, bool], list[str]] = {}
    first, last = question.filter_value("from"), question.filter_value("to")
    for name in question.measures:
        level = MEASURES[name].fact == VOLUNTEER
        until = last
        if level:
            until = min(last or today, today)
        elif name in UP_TO_YESTERDAY:
            until = min(last or today, today - ONE_DAY)
        groups.setdefault((TALLIED[name][0], None if level else first, until, level), []).append(name)
    return [Read(fact, tuple(names), since, until, level) for (fact, since, until, level), names in groups.items()]


def days_of(first: dt.date | None, last: dt.date | None) -> Days:
    """Split a period into whole months and edges; nothing at all where it ends before it begins.

    Of a month that is cut the shorter side is asked of the records. So a period until today costs next to nothing:
    hardly a record is of a day to come.
    """
    if first and last and last < first:
        return Days(None, ())
    if first and last and _month(first) == _month(last):
        whole = first.day == 1 and last == _month_end(last)
        return Days((first, last), ()) if whole else Days(None, (Edge(first, last, 1),))
    since, before = (None, ()) if first is None else _from(first)
    until, after = (None, ()) if last is None else _until(last)
    whole = since is None or until is None or since <= until
    return Days((since, until) if whole else None, (*before, *after))


def _from(day: dt.date) -> tuple[dt.date, tuple[Edge, ...]]:
    """The first day of the months that are read for a period from ``day``, and the edge that puts it right."""
    if day.day == 1:
        return day, ()
    end = _month_end(day)
    if day.day <= end.day // 2:
        return _month(day), (Edge(_month(day), day - ONE_DAY, -1),)
    return end + ONE_DAY, (Edge(day, end, 1),)


def _until(day: dt.date) -> tuple[dt.date, tuple[Edge, ...]]:
    end = _month_end(day)
    if day == end:
        return day, ()
    if day.day > end.day // 2 or day >= timezone.localdate():
        return end, (Edge(day + ONE_DAY, end, -1),)
    return _month(day) - ONE_DAY, (Edge(_month(day), day, 1),)


def _month(day: dt.date) -> dt.date:
    return day.replace(day=1)


def _month_end(day: dt.date) -> dt.date:
    return day.replace(day=calendar.monthrange(day.year, day.month)[1])

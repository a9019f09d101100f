"""What a list says beside its rows: how many there are, what hides them, what goes on in a month."""

import calendar
import datetime as dt
from dataclasses import dataclass, field

from django.db.models import Count, F, Q, Window
from django.db.models.functions import RowNumber
from django.utils import timezone

from activities.models import Activity

ORDER = ("-starts_on", "-pk")
MOST_IN_A_DAY = 4
MOST_LONG = 20


@dataclass
class Day:
    """One square of the calendar; ``more`` records beyond those shown."""

    day: dt.date
    in_month: bool
    is_today: bool
    rows: list[Activity] = field(default_factory=list)
    more: int = 0


@dataclass
class Month:
    """A month's records by their first day; ``long`` are those that run into it, or are known to the month or year."""

    first: dt.date
    last: dt.date
    weeks: list[list[Day]]
    long: list[Activity]
    count: int

    @property
    def before(self):
        return (self.first - dt.timedelta(days=1)).replace(day=1)

    @property
    def after(self):
        return self.last + dt.timedelta(days=1)


def month_of(rows, first):
    """The calendar of the month that begins on ``first``, in four queries however many records there are."""
    last = first.replace(day=calendar.monthrange(first.year, first.month)[1])
    exact = rows.filter(precision=Activity.Precision.DAY, starts_on__range=(first, last))
    counts = dict(exact.order_by().values_list("starts_on").annotate(Count("pk")))
    shown = _first_of_each_day(exact)
    today = timezone.localdate()
    weeks = [
        [_day(day, first.month, today, shown, counts) for day in week]
        for week in calendar.Calendar().monthdatescalendar(first.year, first.month)
    ]
    return Month(first, last, weeks, list(_running(rows, first, last)[:MOST_LONG]), sum(counts.values()))


def _first_of_each_day(rows):
    place = Window(RowNumber(), partition_by=F("starts_on"), order_by=[F("starts_at").asc(nulls_last=True), F("pk")])
    kept = rows.order_by().annotate(in_day=place).filter(in_day__lte=MOST_IN_A_DAY)
    shown = {}
    for activity in kept.order_by("starts_on", "in_day"):
        shown.setdefault(activity.starts_on, []).append(activity)
    return shown


def _day(day, month, today, shown, counts):
    if day.month != month:
        return Day(day, in_month=False, is_today=False)
    rows = shown.get(day, [])
    return Day(day, in_month=True, is_today=day == today, rows=rows, more=counts.get(day, 0) - len(rows))


def _running(rows, first, last):
    """Began before the month and last into it, or known to the month or year only."""
    return rows.filter(
        ~Q(precision=Activity.Precision.DAY) | Q(starts_on__lt=first), starts_on__lte=last, ends_on__gte=first
    ).order_by("-starts_on", "-pk")

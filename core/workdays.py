"""Working days of mainland China, with its holidays and the weekends that are worked instead.

The corridor office's own table has the first word (``core.models.calendar``), then the library. The table is read anew
for each question, in one query, and handed on as a ``Calendar`` to whoever asks about many days. It has some forty rows
for each year that was entered, so that reading it costs less than knowing whether a copy of it is still right; and a
year entered by one process counts for all of them at once, also inside the transaction that enters it.
"""

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

import chinese_calendar

ONE_DAY = dt.timedelta(days=1)
HOLIDAY, WORKDAY, REST = "holiday", "workday", "rest"
SATURDAY = 5


@dataclass(frozen=True)
class Special:
    """A day that is not what its weekday says: a holiday, a weekend that is worked, or another day of rest."""

    kind: str
    name: str
    source: str = ""
    in_table: bool = True


@dataclass(frozen=True)
class Calendar:
    """``whole``: years of which the own table holds the whole arrangement, so that the library is not asked."""

    days: Mapping[dt.date, Special] = field(default_factory=dict)
    whole: frozenset[int] = frozenset()

    def special(self, day: dt.date) -> Special | None:
        """What the day is beside its weekday; None for a plain one."""
        own = self.days.get(day)
        if own or day.year in self.whole or not library_knows(day.year):
            return own
        return _from_library(day)

    def is_working_day(self, day: dt.date) -> bool:
        """Next year's arrangement is published in November; until somebody has it, weekdays stand in."""
        special = self.special(day)
        return day.weekday() < SATURDAY if special is None else special.kind == WORKDAY

    def is_plain_working_day(self, day: dt.date) -> bool:
        """A working day that is no made-up Saturday or Sunday."""
        return day.weekday() < SATURDAY and self.is_working_day(day)

    def holiday_on(self, day: dt.date) -> str | None:
        """The statutory holiday that the day belongs to, by its name, or None; a plain weekend is none."""
        special = self.special(day)
        return special.name if special and special.kind == HOLIDAY else None

    def is_guess(self, day: dt.date) -> bool:
        """Nobody has published that year's arrangement, and the table does not name the day by itself."""
        return day not in self.days and not self.knows(day.year)

    def knows(self, year: int) -> bool:
        return year in self.whole or library_knows(year)

    def add_working_days(self, day: dt.date, count: int) -> dt.date:
        """The day that lies ``count`` working days after ``day``; ``day`` itself is not counted."""
        while count:
            day += ONE_DAY
            count -= self.is_working_day(day)
        return day

    def specials_of(self, year: int) -> Iterable[tuple[dt.date, Special]]:
        """Every day of the year that is not what its weekday says, in order."""
        day = dt.date(year, 1, 1)
        while day.year == year:
            if special := self.special(day):
                yield day, special
            day += ONE_DAY


def calendar() -> Calendar:
    """As the table stands now; one query."""
    from core.models import CalendarDay

    rows = CalendarDay.objects.values_list("day", "kind", "name", "source", "year_id", "year__is_whole")
    days, whole = {}, set()
    for day, kind, name, source, year, is_whole in rows.order_by():
        days[day] = Special(kind, name, source)
        if is_whole:
            whole.add(year)
    return Calendar(days, frozenset(whole))


def is_working_day(day: dt.date) -> bool:
    return calendar().is_working_day(day)


def add_working_days(day: dt.date, count: int) -> dt.date:
    return calendar().add_working_days(day, count)


def holiday_on(day: dt.date) -> str | None:
    return calendar().holiday_on(day)


def is_guess(day: dt.date) -> bool:
    return calendar().is_guess(day)


@cache
def library_knows(year: int) -> bool:
    try:
        chinese_calendar.is_workday(dt.date(year, 1, 1))
    except NotImplementedError:
        return False
    return True


def _from_library(day: dt.date) -> Special | None:
    """The library names the holiday also for the weekends that are worked for it, and plain weekends not at all."""
    free, name = chinese_calendar.get_holiday_detail(day)
    if free:
        return Special(HOLIDAY, name, in_table=False) if name else None
    return Special(WORKDAY, name or "", in_table=False) if day.weekday() >= SATURDAY else None

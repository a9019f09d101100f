"""A year of the calendar as people and systems read it."""

import datetime as dt
from dataclasses import dataclass

import chinese_calendar
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from core.models import CalendarDay, CalendarYear
from core.workdays import Special, calendar, library_knows

TABLE, LIBRARY, NOWHERE = "table", "library", "nowhere"
CHINESE = {holiday.value: holiday.chinese for holiday in chinese_calendar.Holiday}


@dataclass(frozen=True)
class Line:
    """A run of days of one kind and name."""

    first: dt.date
    last: dt.date
    special: Special

    @property
    def kind_label(self) -> str:
        return str(CalendarDay.Kind(self.special.kind).label)

    @property
    def name(self) -> str:
        return name_of(self.special)

    @property
    def count(self) -> int:
        return (self.last - self.first).days + 1


@dataclass(frozen=True)
class Year:
    """``origin``: where the year's arrangement stands; "nowhere" means that weekdays stand in, and days are a guess."""

    year: int
    row: CalendarYear | None
    days: list[tuple[dt.date, Special]]

    @property
    def origin(self) -> str:
        if self.row and self.row.is_whole:
            return TABLE
        return LIBRARY if library_knows(self.year) else NOWHERE

    @property
    def version(self) -> int:
        return self.row.version if self.row else 0

    @property
    def source(self) -> str:
        if self.origin == TABLE and self.row:
            return str(self.row.source)
        return _("the calendar library of the portal") if self.origin == LIBRARY else ""

    @property
    def own_days(self) -> list[dt.date]:
        return [day for day, special in self.days if special.in_table]

    @property
    def lines(self) -> list[Line]:
        lines: list[Line] = []
        for day, special in self.days:
            last = lines[-1] if lines else None
            if last and last.special == special and (day - last.last).days == 1:
                lines[-1] = Line(last.first, day, special)
            else:
                lines.append(Line(day, day, special))
        return lines


def year_of(year: int) -> Year:
    """In two queries."""
    return Year(year, CalendarYear.objects.filter(pk=year).first(), list(calendar().specials_of(year)))


def name_of(special: Special) -> str:
    """The library knows holidays by English names; the table says what somebody wrote."""
    chinese = (get_language() or "").startswith("zh") and not special.in_table
    return CHINESE.get(special.name, special.name) if chinese else special.name

"""Periods by name: “this quarter”, “2024-H1”, “year to date” as first and last day, and what each is compared with."""

import calendar
import datetime as dt
import re
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext

from core.filters import FIRST_YEAR, LAST_YEAR

YEAR_TO_DATE, ALL = "year_to_date", "all"
# Kinds of calendar periods by their length in months.
MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}
RELATIVE = {
    "this_month": gettext_lazy("this month"),
    "last_month": gettext_lazy("last month"),
    "this_quarter": gettext_lazy("this quarter"),
    "last_quarter": gettext_lazy("last quarter"),
    "this_half": gettext_lazy("this half-year"),
    "last_half": gettext_lazy("last half-year"),
    "this_year": gettext_lazy("this year"),
    "last_year": gettext_lazy("last year"),
    YEAR_TO_DATE: gettext_lazy("year to date"),
    ALL: gettext_lazy("all days"),
}
CALENDAR = re.compile(r"(20\d\d)(?:-(?:H([12])|Q([1-4])|(0[1-9]|1[0-2])))?", re.ASCII)


@dataclass(frozen=True)
class Period:
    """Both days belong to it. Only ``all`` has none; ``word`` of a span without a name is 2025-01-03/2025-02-11."""

    word: str
    first: dt.date | None
    last: dt.date | None

    def before(self) -> "Period | None":
        """The period of the same length and kind that ends before this one; None where nothing can lie before.

        Whole months before whole months, as many days before a span of days; the year to date has the same days of
        the year before.
        """
        if self.first is None or self.last is None:
            return None
        if self.word == YEAR_TO_DATE:
            return self.year_before()
        if not _whole_months(self.first, self.last):
            length = self.last - self.first
            last = self.first - dt.timedelta(days=1)
            return span(last - length, last)
        return _months(_index(self.first) - self._length_in_months(), self._length_in_months())

    def year_before(self) -> "Period | None":
        """The same days a year earlier, or the same months: February 2024 has 29 days beside February 2025.

        29 February is compared with 28 February.
        """
        if self.first is None or self.last is None:
            return None
        if self.word != YEAR_TO_DATE and _whole_months(self.first, self.last):
            return _months(_index(self.first) - 12, self._length_in_months())
        return span(_year_earlier(self.first), _year_earlier(self.last), named=False)

    @property
    def label(self) -> str:
        """In the language of the moment: “this quarter”, “Q1 2025”, “2025-01-03 – 2025-02-11”."""
        if self.word in RELATIVE:
            return str(RELATIVE[self.word])
        if found := CALENDAR.fullmatch(self.word):
            return _calendar_label(*found.groups())
        return f"{self.first or ''} – {self.last or ''}"

    def _length_in_months(self):
        return _index(self.last) - _index(self.first) + 1


def period_of(word: str, today: dt.date) -> Period:
    """What ``word`` means on the day ``today``. Raises ValidationError (``unknown_period``)."""
    if word == ALL:
        return Period(word, None, None)
    if word == YEAR_TO_DATE:
        return Period(word, today.replace(month=1, day=1), today)
    if word in RELATIVE:
        which, kind = word.split("_")
        length = MONTHS[kind]
        start = _index(today) // length * length - (length if which == "last" else 0)
        found = _months(start, length)
        return Period(word, found.first, found.last)
    if named := CALENDAR.fullmatch(word):
        return _calendar(*named.groups())
    message = _("“%(word)s” names no period. Allowed: %(known)s, or 2024, 2024-H1, 2024-Q1, 2024-05.")
    raise ValidationError(message % {"word": word, "known": ", ".join(RELATIVE)}, code="unknown_period")


def span(first: dt.date | None, last: dt.date | None, *, named: bool = True) -> Period:
    """These days as a period; a whole month, quarter, half or year gets its name unless ``named`` says otherwise."""
    if named and first and last and _whole_months(first, last):
        return _months(_index(first), _index(last) - _index(first) + 1)
    return Period(f"{first or ''}/{last or ''}", first, last)


def can_be_asked(period: Period) -> bool:
    """Whether the portal's filters take these days."""
    return all(day is None or FIRST_YEAR <= day.year <= LAST_YEAR for day in (period.first, period.last))


def _calendar(year, half, quarter, month):
    if half:
        return _months(12 * int(year) + 6 * (int(half) - 1), 6)
    if quarter:
        return _months(12 * int(year) + 3 * (int(quarter) - 1), 3)
    return _months(12 * int(year) + int(month) - 1, 1) if month else _months(12 * int(year), 12)


def _months(start, length):
    """``length`` whole months from the month with this index."""
    first, last = dt.date(start // 12, start % 12 + 1, 1), _end_of(start + length - 1)
    return Period(_word(start, length) or f"{first}/{last}", first, last)


def _word(start, length):
    year, month = f"{start // 12}", start % 12
    if length not in MONTHS.values() or month % length:
        return ""
    return {
        1: f"{year}-{month + 1:02d}",
        3: f"{year}-Q{month // 3 + 1}",
        6: f"{year}-H{month // 6 + 1}",
        12: year,
    }[length]


def _index(day):
    return 12 * day.year + day.month - 1


def _end_of(index):
    year, month = index // 12, index % 12 + 1
    return dt.date(year, month, calendar.monthrange(year, month)[1])


def _whole_months(first, last):
    return first.day == 1 and last == _end_of(_index(last))


def _year_earlier(day):
    return day.replace(year=day.year - 1, day=28 if (day.month, day.day) == (2, 29) else day.day)


def _calendar_label(year, half, quarter, month):
    if half:
        names = {"1": _("first half of %(year)s"), "2": _("second half of %(year)s")}
        return names[half] % {"year": year}
    if quarter:
        return _("Q%(quarter)s %(year)s") % {"quarter": quarter, "year": year}
    if month:
        return str(date_format(dt.date(int(year), int(month), 1), "YEAR_MONTH_FORMAT"))
    return pgettext("the year of a row", "%(year)s") % {"year": year}

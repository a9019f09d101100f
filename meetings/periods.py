"""Half-years and quarters: when a body owes a meeting. No database and no clock in here."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

MONTHS = {"quarter": 3, "half_year": 6}
LETTERS = {"quarter": "Q", "half_year": "H"}


@dataclass(frozen=True)
class Period:
    """``code`` is "2026Q4" or "2026H2"; ``last`` is its last day, included."""

    code: str
    first: dt.date
    last: dt.date


def words_of(code: str) -> str:
    """ "2026Q4" in the words of the language that is active."""
    year, letter, number = code[:4], code[4], code[5]
    if letter == "Q":
        return _("quarter %(number)s of %(year)s") % {"number": number, "year": year}
    return (_("first half of %(year)s") if number == "1" else _("second half of %(year)s")) % {"year": year}


def period_of(cadence: str, day: dt.date) -> Period:
    """The half-year or quarter that the day lies in. KeyError for a cadence that has no periods."""
    months = MONTHS[cadence]
    number = (day.month - 1) // months + 1
    first = dt.date(day.year, (number - 1) * months + 1, 1)
    following = dt.date(day.year + number * months // 12, number * months % 12 + 1, 1)
    return Period(f"{day.year}{LETTERS[cadence]}{number}", first, following - dt.timedelta(days=1))


def periods(cadence: str, since: dt.date, until: dt.date) -> Iterator[Period]:
    """Every period that has a day from ``since`` to ``until``, in their order."""
    day = since
    while day <= until:
        period = period_of(cadence, day)
        yield period
        day = period.last + dt.timedelta(days=1)

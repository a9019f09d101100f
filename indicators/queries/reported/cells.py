"""Which figures a data set asks for: its periods, who reports, what, and until when. Nothing here is stored."""

import datetime as dt
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from belts.models import BeltMembership, Region
from core import workdays
from indicators.models import DataSet, Indicator, Report
from indicators.models.reported.scope import MINDED
from indicators.periods import MONTHS, RELATIVE, Period, can_be_asked, period_of, span


@dataclass(frozen=True)
class Span:
    """A period that figures are reported for; both days belong to it."""

    word: str
    first: dt.date
    last: dt.date

    @property
    def label(self) -> str:
        return Period(self.word, self.first, self.last).label

    @property
    def days(self) -> tuple[dt.date, dt.date]:
        return self.first, self.last


def period_for(data_set: DataSet, word: str, today: dt.date) -> Span:
    """The period by its word. ValidationError where it is of another length, not over, or the data set is not valid."""
    period = period_of(word, today)
    months = 0 if word in RELATIVE else _months_in(period)
    if period.first is None or period.last is None or months != MONTHS[data_set.frequency]:
        message = _("%(data_set)s is reported %(often)s; “%(word)s” is no such period.")
        params = {"data_set": data_set, "often": data_set.get_frequency_display(), "word": word}
        raise _refusal(message % params, "period_of_another_kind")
    if period.last >= today:
        raise _refusal(_("The period is not over yet."), "period_not_over")
    if not data_set.holds_on(period.last):
        raise _refusal(_("The data set was not valid in that period."), "data_set_not_valid")
    return Span(period.word, period.first, period.last)


def latest_periods(data_set: DataSet, today: dt.date, count: int) -> list[Span]:
    """Up to ``count`` periods that are over and in which the data set was valid, the latest first."""
    period: Period | None = period_of(f"last_{data_set.frequency}", today)
    found: list[Span] = []
    while period and period.first and period.last and period.last >= data_set.since and len(found) < count:
        if not can_be_asked(period):
            break
        if data_set.holds_on(period.last):
            found.append(Span(span(period.first, period.last).word, period.first, period.last))
        period = period.before()
    return found


def minded_periods(data_set: DataSet, today: dt.date) -> list[Span]:
    """The periods of the year before ``today``, which somebody may still have to report or to close; latest first."""
    found = latest_periods(data_set, today, MONTHS["year"] // MONTHS[data_set.frequency])
    return [period for period in found if period.last >= today - MINDED]


def due_on(data_set: DataSet, last: dt.date, days: workdays.Calendar | None = None) -> dt.date:
    """The last day to report a period that ends on ``last``."""
    return (days or workdays.calendar()).add_working_days(last, data_set.due_days)


def regions_of(data_set: DataSet, last: dt.date) -> QuerySet[Region]:
    """Who reports: the counties that sat in a belt on the period's last day, or their provinces."""
    counties = Region.objects.counties().in_corridor(last).select_related("province")
    if data_set.level == DataSet.Level.COUNTY:
        return counties.order_by("pk")
    return Region.objects.filter(pk__in=counties.order_by().values("province")).order_by("pk")


def reporters_over(data_set: DataSet, periods: list[Span]) -> dict[str, dict[str, str]]:
    """By word of the period: who reports (``regions_of``), each with its province. One query for all periods."""
    seats = BeltMembership.objects.filter(region__level=Region.Level.COUNTY).select_related("region")
    rows = list(seats.order_by("region"))
    found = {}
    for period in periods:
        counties = {row.region_id: row.region.province_code for row in rows if row.holds_on(period.last)}
        provinces = {code: code for code in sorted(set(counties.values()))}
        found[period.word] = counties if data_set.level == DataSet.Level.COUNTY else provinces
    return found


def provinces_of(data_set: DataSet, last: dt.date) -> QuerySet[Region]:
    """Whose offices accept: the provinces of those who report."""
    counties = Region.objects.counties().in_corridor(last)
    return Region.objects.filter(pk__in=counties.values("province")).order_by("pk")


def indicators_of(data_set: DataSet, last: dt.date) -> QuerySet[Indicator]:
    """What is asked, in the order of the form: the indicators that were valid on the period's last day."""
    return Indicator.objects.on(last).filter(data_set=data_set).order_by("position", "pk")


def _months_in(period: Period) -> int:
    if period.first is None or period.last is None:
        return 0
    return 12 * (period.last.year - period.first.year) + period.last.month - period.first.month + 1


def _refusal(message: str, code: str) -> ValidationError:
    return ValidationError({"period": ValidationError(message, code=code)})


def label_of(report: Report) -> str:
    """The period of a figure, in words."""
    return Span(report.period, report.first, report.last).label

"""Invented figures of the counties that have sample people, over the latest periods. Never in production.

Everything goes through the services, each step at its time; only the history's own stamps say today.
"""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts.models import Role, User
from belts.models import Region
from core import clock
from indicators.models import DataSet, Indicator, Report
from indicators.queries.reported import cells
from indicators.queries.reported.cells import Span
from indicators.services.reported.accepting import accept_report, close_period, return_report
from indicators.services.reported.differences import claim_figure
from indicators.services.reported.reports import report_figure

SOURCE = "样例数据（虚构），不作统计依据"
PERIODS = {"tourism": 4, "surveys": 2}
BEFORE_THE_DEADLINE = dt.timedelta(days=3)
# Of each visitor, in yuan: invented.
PER_VISITOR = {"visitors": 1, "tourism_income": 620, "tourism_value_added": 240}
SEASONS = (84, 100, 118, 96)  # per cent, from the first quarter on
# What the latest period looks like: one jump that nobody has explained, one figure sent back, one county late.
JUMPS, SENT_BACK, LATE = "500101", "511083", "511623"


@transaction.atomic
def load_reported_sample() -> int:
    """How many figures were made; none where figures are there already."""
    if Report.objects.exists():
        return 0
    for data_set in DataSet.objects.filter(pk__in=PERIODS):
        spans = cells.latest_periods(data_set, timezone.localdate(), PERIODS[data_set.pk])
        for place, span in enumerate(reversed(spans), start=1):
            _period(data_set, span, latest=place == len(spans))
    return Report.objects.count()


def _period(data_set: DataSet, span: Span, *, latest: bool) -> None:
    indicators = list(cells.indicators_of(data_set, span.last).select_related("data_set", "part_of"))
    with clock.set_to(_moment(cells.due_on(data_set, span.last) - BEFORE_THE_DEADLINE)):
        for region in cells.regions_of(data_set, span.last):
            person = _person(Role.COUNTY_LOGGER, region.pk)
            if person and not (latest and region.pk == LATE):
                _report(person, indicators, region, span, latest)
    with clock.set_to(_moment(cells.due_on(data_set, span.last) - dt.timedelta(days=1))):
        for province in cells.provinces_of(data_set, span.last):
            office = _person(Role.PROVINCIAL_OFFICE, province.pk)
            if office:
                _decide(office, data_set, province, span, latest)


def _report(person: Any, indicators: list[Indicator], region: Region, span: Span, latest: bool) -> None:
    common = {"actor": person, "region": region, "period": span.word, "source": SOURCE}
    for indicator in indicators:
        if indicator.measure:
            if latest and region.pk == JUMPS:
                reason = "样例：一场宣讲尚未登记"
                claim_figure(indicator=indicator, value=Decimal(99), explanation=reason, **common)
        elif indicator.is_survey:
            sample = 400 + 40 * (int(region.pk) % 13)
            value = Decimal(9700 + int(region.pk) * 7 % 250) / 100
            report_figure(indicator=indicator, value=value, sample_size=sample, **common)
        elif indicator.pk in PER_VISITOR:
            report_figure(indicator=indicator, value=_of_visitors(indicator, region, span, latest), **common)


def _of_visitors(indicator: Indicator, region: Region, span: Span, latest: bool) -> Decimal:
    """In step with the number of people who live there and with the season."""
    people = Decimal(region.population or 500_000) * SEASONS[(span.last.month - 1) // 3] / 100
    times = 3 if latest and region.pk == JUMPS and indicator.pk == "visitors" else 1
    return (people * times).quantize(Decimal(1)) * PER_VISITOR[indicator.pk]


def _decide(office: Any, data_set: DataSet, province: Region, span: Span, latest: bool) -> None:
    rows = Report.objects.filter(indicator__data_set=data_set, indicator__measure="", period=span.word)
    for report in rows.filter(region__province=province).select_related("indicator__data_set", "region"):
        if not latest:
            accept_report(actor=office, report=report)
        elif report.region_id == SENT_BACK and report.indicator_id in {"visitors", "safety"}:
            return_report(actor=office, report=report, reason="样例：与上报材料不一致，请核对后重报")
    if not latest:
        missing = "样例：其余区县没有样例人员，未填报"
        close_period(actor=office, data_set=data_set, province=province, period=span.word, missing=missing)


def _person(role: str, code: str) -> Any:
    return User.objects.holding_today(role, regions=[code]).order_by("pk").first()


def _moment(day: dt.date) -> dt.datetime:
    """Eleven o'clock of that day, or now where the day is yet to come."""
    return min(timezone.make_aware(dt.datetime.combine(day, dt.time(11))), timezone.now())

"""What is doubtful about a reported figure. A doubt never refuses a figure: it asks for an explanation first."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from indicators.measures import MEASURES
from indicators.models import Report
from indicators.queries.reported.ledger import Counted, Span, counted_beside
from indicators.queries.reported.numbers import shown
from indicators.queries.small_cells import hides_few
from indicators.readers import LedgerReader

ONE_DAY = dt.timedelta(days=1)
Key = tuple[str, str, dt.date]


@dataclass(frozen=True)
class Doubt:
    """``code`` says which rule, ``text`` what it found, for people."""

    code: str
    text: str


@dataclass
class _Beside:
    """What the figures are compared with, read once for all of them; ``tells`` what the ledgers count, or does not."""

    before: dict[Key, Decimal]  # by the day after the period before
    wholes: dict[Key, Decimal]
    counted: dict[tuple[str, Span], Counted]
    tells: bool


def doubts_of(user: Any, reports: list[Report]) -> dict[Key, list[Doubt]]:
    """By ``key_of`` the report: a rule each in which it is out of the ordinary; also of reports not saved yet."""
    if not reports:
        return {}
    counted = counted_beside(LedgerReader(), reports, "not_below")
    beside = _Beside(_before(reports), _wholes(reports), counted, tells=not hides_few(user))
    return {key_of(report): list(_doubts(report, beside)) for report in reports}


def key_of(report: Report) -> Key:
    return report.indicator_id, report.region_id, report.first


def _doubts(report: Report, beside: _Beside) -> Iterator[Doubt]:
    yield from _out_of_range(report)
    yield from _jumped(report, beside.before.get(key_of(report)))
    yield from _below(report, beside)
    yield from _above_whole(report, beside.wholes)


def _out_of_range(report: Report) -> Iterator[Doubt]:
    indicator = report.indicator
    if indicator.lowest is not None and report.value < indicator.lowest:
        message = _("It is below the lowest plausible value, %(value)s.")
        yield Doubt("below_range", message % {"value": shown(indicator.lowest, indicator)})
    if indicator.highest is not None and report.value > indicator.highest:
        message = _("It is above the highest plausible value, %(value)s.")
        yield Doubt("above_range", message % {"value": shown(indicator.highest, indicator)})


def _jumped(report: Report, before: Decimal | None) -> Iterator[Doubt]:
    """A change beyond what is usual. From nought no percentage can be said: then any figure but nought is a jump."""
    most = report.indicator.most_change
    if most is None or before is None:
        return
    if abs(report.value - before) * 100 > abs(before) * most:
        message = _("In the period before it was %(before)s; a change of more than %(most)d %% is unusual.")
        yield Doubt("jump", message % {"before": shown(before, report.indicator), "most": most})


def _below(report: Report, beside: _Beside) -> Iterator[Doubt]:
    measure = report.indicator.not_below
    least = beside.counted[measure, (report.first, report.last)].of(report.region_id) if measure else None
    if least is None or report.value >= least:
        return
    label = MEASURES[measure].label
    if beside.tells:
        message = _("The statistics count %(least)s for “%(measure)s” in the same place and time.")
        text = message % {"least": f"{least:,f}", "measure": label}
    else:
        text = _("The statistics count more for “%(measure)s” in the same place and time.") % {"measure": label}
    yield Doubt("below_measure", text)


def _above_whole(report: Report, wholes: dict[Key, Decimal]) -> Iterator[Doubt]:
    whole = report.indicator.part_of
    most = wholes.get((whole.pk, report.region_id, report.first)) if whole else None
    if whole and most is not None and report.value > most:
        message = _("It is above “%(whole)s”, of which it is a part: %(most)s.")
        yield Doubt("above_whole", message % {"whole": whole, "most": shown(most, whole)})


def _before(reports: list[Report]) -> dict[Key, Decimal]:
    rows = _figures(reports, {report.indicator_id for report in reports})
    rows = rows.filter(last__in={report.first - ONE_DAY for report in reports})
    return {(code, region, last + ONE_DAY): value for code, region, _first, last, value in rows}


def _wholes(reports: list[Report]) -> dict[Key, Decimal]:
    wholes = {report.indicator.part_of_id for report in reports} - {None}
    if not wholes:
        return {}
    rows = _figures(reports, wholes).filter(first__in={report.first for report in reports})
    return {(code, region, first): value for code, region, first, _last, value in rows}


def _figures(reports: list[Report], indicators: set[Any]) -> QuerySet[Any, Any]:
    rows = Report.objects.filter(indicator__in=indicators, region__in={report.region_id for report in reports})
    rows = rows.exclude(state=Report.State.RETURNED).order_by()
    return rows.values_list("indicator_id", "region_id", "first", "last", "value")

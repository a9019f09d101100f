"""Reported figures as files: an indicator over its periods, or a data set in one of them.

One line is one figure: a total, what a region reported, or what was published. Whoever takes the file gets the figures
that its page shows to them, and stands in the audit.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import Act
from accounts.services.audit import record_act
from belts.models import Region
from core import exports
from core.exports import Column, Table
from indicators.models import DataSet, Indicator, PublishedFigure, Report
from indicators.queries.reported import cells
from indicators.queries.reported.cells import Span
from indicators.queries.reported.numbers import rounded
from indicators.queries.reported.series import series_of
from indicators.queries.reported.totals import Total, figures_of, totals_of

MOST_PERIODS = 60  # five years of months
MOST_EXACT = 10**15  # a number of a workbook is exact below that; larger ones are text


@dataclass(frozen=True)
class Line:
    """``value`` is None where nobody has reported. ``report`` is there for what one region reported."""

    indicator: Indicator
    period: str
    first: dt.date
    last: dt.date
    what: str
    region: Region | None
    value: Decimal | None
    sample: int | None
    state: str
    came_in: str = ""
    source: str = ""
    report: Report | None = None


def series_file(*, actor: Any, indicator: Indicator, today: dt.date) -> Table:
    """All periods of an indicator up to ``MOST_PERIODS``, the latest first, and what was published."""
    made = series_of(actor, indicator, today, MOST_PERIODS)
    lines = [_published(indicator, figure) for figure in made.published]
    for point in made.points:
        lines.append(_total(indicator, point.span, None, point.corridor))
        lines += [_total(indicator, point.span, province, total) for province, total in point.provinces]
        reports = [(point.reports.get(region.pk), region) for region in made.regions]
        lines += [_reported(indicator, point.span, region, report) for report, region in reports if report]
    return _file(actor, str(indicator), lines, _definitions(indicator))


def period_file(*, actor: Any, data_set: DataSet, span: Span) -> Table:
    """Every indicator of a data set in one period."""
    indicators = list(cells.indicators_of(data_set, span.last).select_related("data_set"))
    provinces = list(cells.provinces_of(data_set, span.last))
    regions = {region.pk: region for region in cells.regions_of(data_set, span.last)}
    found = Report.objects.visible_to(actor).filter(indicator__in=indicators, period=span.word, region__in=regions)
    reports: dict[str, list[Report]] = {}
    for report in found.order_by("region"):
        reports.setdefault(report.indicator_id, []).append(report)
    data = figures_of(indicators, [span]) if indicators else None
    lines = []
    for row in indicators:
        totals = totals_of(actor, row, span, data)
        lines.append(_total(row, span, None, totals[""]))
        lines += [_total(row, span, province, totals[province.pk]) for province in provinces if province.pk in totals]
        if not row.measure:
            lines += [_reported(row, span, regions[found.region_id], found) for found in reports.get(row.pk, [])]
    return _file(actor, f"{data_set} {span.label}", lines, [])


def _total(indicator: Indicator, span: Span, region: Region | None, total: Total) -> Line:
    if total.counted:
        state, came_in = _("counted by the statistics"), ""
    else:
        state = _("provisional") if total.provisional else pgettext("period", "closed")
        came_in = f"{total.reported} / {total.expected}"
    return Line(
        indicator, span.word, span.first, span.last, _("total"), region, total.value, total.sample, str(state), came_in
    )


def _reported(indicator: Indicator, span: Span, region: Region, report: Report) -> Line:
    return Line(
        indicator, span.word, span.first, span.last, _("reported by the region"), region, report.value,
        report.sample_size, str(report.get_state_display()), source=report.source, report=report,
    )  # fmt: skip


def _published(indicator: Indicator, figure: PublishedFigure) -> Line:
    state, (first, last) = str(figure.get_qualifier_display()), figure.days
    return Line(
        indicator, figure.as_of, first, last, _("published"), figure.region, figure.value, None, state,
        source=figure.source,
    )  # fmt: skip


def _file(actor: Any, name: str, lines: list[Line], more: list[tuple[str, str]]) -> Table:
    now = timezone.now()
    exports.refuse_more(len(lines))
    counting = [
        _("Percentages are weighted by sample size, never averaged. What was returned is in no total."),
        _("Published figures stand as their source says and are never added to what counties report."),
        _("Figures that are not accepted yet are only in files of those who read them on the page as well."),
    ]
    facts = exports.facts_of(description=name, as_of=now, counting=counting, more=more)
    what = _("reported figures")
    record_act(actor=actor, action=Act.EXPORT, target=f"{what}: {name}", reason=str(len(lines)))
    columns = [*_what(), *_figure(), *_why()]
    return Table(f"{name} {timezone.localtime(now):%Y-%m-%d %H%M}", columns, lines, facts)


def _definitions(indicator: Indicator) -> list[tuple[str, str]]:
    found = [
        (_("Definition of Chongqing"), indicator.definition_chongqing),
        (_("Definition of Sichuan"), indicator.definition_sichuan),
    ]
    return [(name, text) for name, text in found if text]


def _what() -> Iterator[Column]:
    yield Column(_("Indicator (code)"), _("As in the dictionary."), lambda line: line.indicator.pk)
    yield Column(_("Indicator"), _("Its name today."), lambda line: line.indicator.name, 24)
    yield Column(_("Period"), _("2025, 2025-H1, 2025-Q1 or 2025-05; of a published figure its day."), _of("period"))
    yield Column(_("First day"), _("Of the period."), _of("first"))
    yield Column(_("Last day"), _("Of the period."), _of("last"))
    yield Column(_("What it is"), _("A total, what one region reported, or what was published."), _of("what"), 20)
    yield Column(_("Region (code)"), _("Empty for the corridor."), lambda line: line.region.pk if line.region else "")
    yield Column(_("Region"), _("The corridor, a province or a county."), _place, 20)


def _figure() -> Iterator[Column]:
    yield Column(_("Figure"), _("Empty where nobody has reported."), _value, 16)
    yield Column(_("Unit"), _("Of the figure."), lambda line: line.indicator.unit)
    yield Column(_("Sample size"), _("Of a survey: how many people were asked."), _of("sample"))
    yield Column(_("State"), _("Of a total whether all provinces in it have closed the period."), _of("state"), 18)
    yield Column(
        pgettext("figures that came in", "In"), _("How many of how many figures are in a total."), _of("came_in")
    )


def _why() -> Iterator[Column]:
    yield Column(_("Source"), _("As it was typed."), _of("source"), 30)
    yield Column(_("Date of the figure"), _("As it was typed."), _of_report("measured_on"))
    yield Column(_("Explanation"), _("Why a figure is out of the ordinary."), _of_report("explanation"), 30)
    yield Column(_("Reason for the late change"), _("Why it came after the deadline."), _of_report("late_reason"), 30)
    yield Column(_("Why it was returned"), _("By its provincial office."), _of_report("return_reason"), 30)


def _of(name):
    return lambda line: getattr(line, name)


def _of_report(name):
    return lambda line: getattr(line.report, name) if line.report else ""


def _place(line):
    return str(line.region) if line.region else _("corridor")


def _value(line):
    """With the decimal places of its indicator."""
    if line.value is None:
        return None
    value = rounded(line.value, line.indicator)
    return value if abs(value) < MOST_EXACT else str(value)

"""Typing a figure, changing it, explaining it."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belts.models import Region
from core.history import because
from indicators.models import DataSet, Indicator, Report
from indicators.queries.reported import cells
from indicators.queries.reported.numbers import shown
from indicators.services.reported.rows import check_version, held, hold, is_late, reopen, text_of
from indicators.services.reported.telling import withdraw_returned

FIGURE = ("value", "sample_size", "source", "measured_on")


@transaction.atomic
def report_figure(
    *, actor: Any, indicator: Indicator, region: Region, period: str, value: Decimal, source: str,
    measured_on: dt.date | None = None, sample_size: int | None = None, explanation: str = "",
    late_reason: str = "", version: int | None = None,
) -> Report:  # fmt: skip
    """The region's figure of a period, new or changed: it waits for its provincial office then.

    A change after the deadline or after acceptance needs ``late_reason``. The same figure again changes nothing.
    Refused where the statistics fill the cell (``cell_is_derived``): see ``differences.claim_figure``; and with the
    explanation that was given for another value (``explanation_of_before``).
    """
    if indicator.measure:
        raise ValidationError(_("The statistics fill this cell; it is locked."), code="cell_is_derived")
    return write_figure(
        actor=actor, indicator=indicator, region=region, period=period, explanation=explanation,
        late_reason=late_reason, version=version, value=value, sample_size=sample_size, source=source.strip(),
        measured_on=measured_on,
    )  # fmt: skip


def write_figure(
    *, actor: Any, indicator: Indicator, region: Region, period: str, explanation: str, late_reason: str,
    version: int | None, **figure: Any,
) -> Report:  # fmt: skip
    """The row of a cell, under the lock of its province's period."""
    data_set, span = _checked(indicator, region, period)
    hold(data_set, region.province_code, period)
    figure["measured_on"] = figure["measured_on"] or span.last
    rows = Report.objects.select_for_update(of=("self",)).filter(indicator=indicator, region=region, period=period)
    report = rows.select_related("indicator__data_set", "region").first()
    if report and _says_the_same(report, figure, explanation):
        return report
    if report is None:
        due = cells.due_on(data_set, span.last)
        cell = {"indicator": indicator, "region": region, "period": period, "first": span.first, "last": span.last}
        report = Report(**cell, due_on=due, handed_in_at=timezone.now(), version=0)
    else:
        check_version(report, version)
        _check_explanation(report, explanation.strip(), figure)
    return _hand_in(report, actor=actor, explanation=explanation, late_reason=late_reason, figure=figure)


@transaction.atomic
def explain_figure(*, actor: Any, report: Report, explanation: str, version: int | None = None) -> Report:
    """Say why a figure is out of the ordinary. What is accepted is explained no more."""
    report = held(report)
    check_version(report, version)
    explanation = text_of(explanation, "explanation", "explanation_missing")
    if report.state == Report.State.ACCEPTED:
        raise ValidationError(_("The figure is accepted already."), code="report_not_waiting")
    report.explanation = explanation
    return keep(report, actor=actor)


def keep(report: Report, *, actor: Any, reason: str = "", **values: Any) -> Report:
    """Write the row as its next version; a new state begins now."""
    if values.get("state", report.state) != report.state:
        report.state_since = timezone.now()
    for name, value in values.items():
        setattr(report, name, value)
    report.version += 1
    report.full_clean()
    with because(reason, actor=actor):
        report.save()
    return report


def _checked(indicator: Indicator, region: Region, word: str) -> tuple[DataSet, cells.Span]:
    if indicator.data_set is None:
        raise ValidationError(_("Nobody is asked for this indicator."), code="not_reported")
    span = cells.period_for(indicator.data_set, word, timezone.localdate())
    if not indicator.holds_on(span.last):
        message = _("The indicator was not valid in that period.")
        raise ValidationError({"period": ValidationError(message, code="indicator_not_valid")})
    if not cells.regions_of(indicator.data_set, span.last).filter(pk=region.pk).exists():
        message = _("%(region)s does not report that.")
        params = {"region": region}
        raise ValidationError({"region": ValidationError(message, code="region_does_not_report", params=params)})
    return indicator.data_set, span


def _hand_in(report: Report, *, actor: Any, explanation: str, late_reason: str, figure: dict[str, Any]) -> Report:
    """It waits from now on, also where it was accepted; and its province has not closed the period any more."""
    late = is_late(report, timezone.localdate())
    reason = text_of(late_reason, "late_reason", "late_reason_missing") if late else ""
    values = {
        "explanation": explanation.strip(), "late_reason": reason, "state": Report.State.REPORTED, "typed_by": actor,
        "accepted_by": None, "return_reason": "",
    }  # fmt: skip
    if report.state == Report.State.RETURNED:
        withdraw_returned(report)
    report = keep(report, actor=actor, reason=reason, **figure, **values)
    with because(reason, actor=actor):
        reopen(report)
    return report


def _check_explanation(report: Report, explanation: str, figure: dict[str, Any]) -> None:
    """What was said of one value would let another one pass."""
    if report.indicator.measure or not explanation or explanation != report.explanation:
        return
    if any(getattr(report, name) != figure[name] for name in ("value", "sample_size")):
        message = _("That was said of the figure before, %(value)s. Explain the new one, or leave this empty.")
        params = {"value": shown(report.value, report.indicator)}
        raise ValidationError({"explanation": ValidationError(message, code="explanation_of_before", params=params)})


def _says_the_same(report: Report, figure: dict[str, Any], explanation: str) -> bool:
    same = all(getattr(report, name) == figure[name] for name in FIGURE) and report.explanation == explanation.strip()
    return same and report.state != Report.State.RETURNED

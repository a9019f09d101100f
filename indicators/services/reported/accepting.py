"""The provincial office's part: accept, return with a reason, close the period. Each province has its own chain."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belts.models import Region
from core.history import because
from indicators.models import Closing, DataSet, Report
from indicators.queries.reported import cells
from indicators.queries.reported.doubts import doubts_of, key_of
from indicators.services.reported.reports import keep
from indicators.services.reported.rows import check_version, held, hold, reopen, text_of
from indicators.services.reported.telling import tell_returned

State = Report.State


@transaction.atomic
def accept_report(*, actor: Any, report: Report, version: int | None = None) -> Report:
    """Accepted twice by the same person it is accepted once. Not by who typed it, and not while it is doubtful
    and nobody has explained it.
    """
    report = held(report)
    if report.state == State.ACCEPTED and report.accepted_by_id == actor.pk:
        return report
    _check_waits(report)
    check_version(report, version)
    if report.indicator.measure:
        message = _("The statistics fill this cell: sign the difference instead.")
        raise ValidationError(message, code="cell_is_derived")
    if report.typed_by_id == actor.pk:
        raise ValidationError(_("Who typed a figure does not accept it."), code="own_report")
    doubts = [] if report.explanation else doubts_of(actor, [report])[key_of(report)]
    if doubts:
        message = _("Ask for an explanation first: %(doubts)s")
        params = {"doubts": " ".join(doubt.text for doubt in doubts)}
        raise ValidationError(message, code="explanation_missing", params=params)
    return keep(report, actor=actor, state=State.ACCEPTED, accepted_by=actor)


@transaction.atomic
def return_report(*, actor: Any, report: Report, reason: str, version: int | None = None) -> Report:
    """Back to the region, which is told, with what is to be put right; also one that was accepted, which opens the
    period again.
    """
    report = held(report)
    reason = text_of(reason, "reason", "return_reason_missing")
    if report.state == State.RETURNED:
        _check_waits(report)
    check_version(report, version)
    with because(reason, actor=actor):
        reopen(report)
    report = keep(report, actor=actor, reason=reason, state=State.RETURNED, return_reason=reason, accepted_by=None)
    tell_returned(report, actor=actor)
    return report


@transaction.atomic
def close_period(*, actor: Any, data_set: DataSet, province: Region, period: str, missing: str = "") -> Closing:
    """The province stands behind its figures. Nothing may wait; what nobody reported is named with a reason."""
    found = cells.period_for(data_set, period, timezone.localdate())
    hold(data_set, province.pk, period)
    known = Closing.objects.filter(data_set=data_set, province=province, period=period).first()
    if known:
        return known
    regions = cells.regions_of(data_set, found.last)
    own = [region for region in regions if region.province_code == province.pk]
    wanted = {
        (indicator.pk, region.pk)
        for indicator in cells.indicators_of(data_set, found.last).filter(measure="")
        for region in own
    }
    rows = Report.objects.filter(indicator__data_set=data_set, indicator__measure="", region__in=own, period=period)
    states = {(code, region): state for code, region, state in rows.values_list("indicator", "region", "state")}
    _check_nothing_waits(states)
    if wanted - set(states):
        missing = text_of(missing, "missing", "missing_unexplained")
    closing = Closing(data_set=data_set, province=province, period=period, missing=missing.strip(), closed_by=actor)
    closing.full_clean()
    with because(closing.missing, actor=actor):
        closing.save(force_insert=True)
    return closing


def _check_nothing_waits(states: dict[Any, str]) -> None:
    waiting = sum(state != State.ACCEPTED for state in states.values())
    if waiting:
        message = _("%(count)d figures are not accepted yet.")
        raise ValidationError(message, code="reports_wait", params={"count": waiting})


def _check_waits(report: Report) -> None:
    if report.state != State.REPORTED:
        message = _("The figure is “%(state)s”; that step cannot be made now.")
        raise ValidationError(message, code="report_not_waiting", params={"state": report.get_state_display()})

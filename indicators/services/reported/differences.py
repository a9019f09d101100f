"""“Derived first, typed last”: a typed figure that the ledgers contradict is kept, listed, and signed."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from belts.models import Region
from core.history import because
from indicators.models import Indicator, Report, Signature
from indicators.queries.reported.ledger import counted_of
from indicators.services.reported.reports import write_figure
from indicators.services.reported.rows import check_version, held, text_of


@transaction.atomic
def claim_figure(
    *, actor: Any, indicator: Indicator, region: Region, period: str, value: Decimal, source: str, explanation: str,
    measured_on: dt.date | None = None, late_reason: str = "", version: int | None = None,
) -> Report:  # fmt: skip
    """The region says that another figure is right than the one that the statistics fill in.

    No total takes it: it stands among the differences until the ledger is put right, or somebody signs it.
    """
    if not indicator.measure:
        raise ValidationError(_("The statistics do not fill this cell: report the figure."), code="cell_is_typed")
    explanation = text_of(explanation, "explanation", "explanation_missing")
    return write_figure(
        actor=actor, indicator=indicator, region=region, period=period, explanation=explanation,
        late_reason=late_reason, version=version, value=value, sample_size=None, source=source.strip(),
        measured_on=measured_on,
    )  # fmt: skip


@transaction.atomic
def sign_difference(*, actor: Any, report: Report, reason: str, version: int | None = None) -> Signature:
    """Of the two values as they stand now. The same difference signed twice is signed once.

    Refused to systems that are not told a count of so few people (``count_not_told``): a person signs on the page.
    """
    report = held(report)
    check_version(report, version)
    reason = text_of(reason, "reason", "sign_reason_missing")
    if not report.indicator.measure:
        raise ValidationError(_("The statistics do not fill this cell."), code="cell_is_typed")
    if report.typed_by_id == actor.pk:
        raise ValidationError(_("Who typed a figure does not sign it."), code="own_report")
    counted = counted_of(actor, report.indicator, (report.first, report.last)).of(report.region_id)
    if counted is None:
        message = _("The statistics count few people there, which systems are not told. Sign it on the page.")
        raise ValidationError(message, code="count_not_told")
    if counted == report.value:
        raise ValidationError(_("The two figures are the same."), code="no_difference")
    known = Signature.objects.filter(report=report, typed=report.value, counted=counted).first()
    if known:
        return known
    signature = Signature(report=report, typed=report.value, counted=counted, reason=reason, signed_by=actor)
    signature.full_clean()
    with because(reason, actor=actor):
        signature.save(force_insert=True)
    return signature

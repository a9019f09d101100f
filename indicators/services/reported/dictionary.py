"""Keeping the dictionary: data sets, indicators with what each province means by them, published figures."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from belts.models import Region
from core.history import because
from core.locks import work_alone
from indicators.models import DataSet, Indicator, PublishedFigure, Report
from indicators.services.reported.rows import check_version, held, reopen

DEFINITIONS = {"500000": "definition_chongqing", "510000": "definition_sichuan"}
# What figures that were reported rest on: another meaning is another indicator, with a code of its own.
SETTLED = ("unit", "places", "aggregation", "data_set")


@transaction.atomic
def record_data_set(*, actor: Any, code: str, reason: str = "", **values: Any) -> DataSet:
    """A data set, new or as it shall be. How often and by whom it is reported stays once figures have come in."""
    work_alone(f"data set {code}")
    row = DataSet.objects.filter(pk=code).first()
    if row and Report.objects.filter(indicator__data_set=row).exists():
        _check_settled(row, values, ("frequency", "level"))
    return _keep(row or DataSet(code=code), actor, reason, values)


@transaction.atomic
def record_indicator(
    *, actor: Any, code: str, version: int | None = None, reason: str = "", **values: Any
) -> Indicator:
    """An entry, new or as it shall be. Unit, places, totals and data set stay once figures have come in.

    Where figures are of another kind from now on, counted or reported, those that nobody has accepted open their
    periods again: no total is final over them.
    """
    work_alone(f"indicator {code}")
    row = Indicator.objects.filter(pk=code).first()
    if row:
        check_version(row, version)
        if row.reports.exists():
            _check_settled(row, values, SETTLED)
        if all(getattr(row, name) == value for name, value in values.items()):
            return row
        if values.get("measure", row.measure) != row.measure:
            _reopen_unaccepted(row, actor, reason)
        row.version += 1
    return _keep(row or Indicator(code=code), actor, reason, values)


@transaction.atomic
def define_indicator(
    *, actor: Any, indicator: Indicator, province: Region, text: str, version: int | None = None
) -> Indicator:
    """What this province means by the indicator; each words its own."""
    if province.pk not in DEFINITIONS:
        raise ValidationError(_("Only the two provinces define indicators."), code="not_a_province")
    return record_indicator(
        actor=actor, code=indicator.pk, version=version, **{DEFINITIONS[province.pk]: text.replace("\x00", "").strip()}
    )


@transaction.atomic
def record_published(*, actor: Any, figure: PublishedFigure | None = None, **values: Any) -> PublishedFigure:
    """A published figure, new or put right."""
    return _keep(figure or PublishedFigure(), actor, "", values)


def _keep(row: Any, actor: Any, reason: str, values: dict[str, Any]) -> Any:
    for name, value in values.items():
        setattr(row, name, value)
    row.full_clean()
    with because(reason, actor=actor):
        row.save()
    return row


def _reopen_unaccepted(row: Indicator, actor: Any, reason: str) -> None:
    rows = row.reports.exclude(state=Report.State.ACCEPTED).select_related("indicator__data_set", "region")
    with because(reason, actor=actor):
        for report in rows.order_by("period", "region__province", "pk"):
            reopen(held(report))


def _check_settled(row: Any, values: dict[str, Any], names: tuple[str, ...]) -> None:
    changed = [name for name in names if name in values and values[name] != getattr(row, name)]
    if changed:
        message = _("Figures were reported already; make a new one for another meaning.")
        raise ValidationError({name: ValidationError(message, code="meaning_is_settled") for name in changed})

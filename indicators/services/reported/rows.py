"""What the services of reported indicators share: one at a time in a province's period, versions, words."""

import datetime as dt
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.locks import work_alone
from indicators.models import Closing, DataSet, Report

LONGEST_REASON = 500


def hold(data_set: DataSet, province: str, period: str) -> None:
    """Until this transaction ends nobody else changes, accepts or closes that province's figures of the period."""
    work_alone(f"reported {data_set.pk} {province} {period}")


def held(report: Report) -> Report:
    """The figure as it is now, with its province's period held."""
    data_set = report.indicator.data_set
    if data_set is None:
        raise ValidationError(_("This indicator is in no data set any more."), code="not_reported")
    hold(data_set, report.region.province_code, report.period)
    rows = Report.objects.select_for_update(of=("self",)).select_related("indicator__data_set", "region")
    found = rows.filter(pk=report.pk).first()
    if found is None:
        raise ValidationError(_("This figure does not exist any more."), code="gone")
    return found


def check_version(row: Any, version: int | None) -> None:
    """``version`` is what the person saw; None skips the check."""
    if version is not None and int(version) != row.version:
        message = _("Somebody changed this after you opened it. Look at it again and decide anew.")
        raise ValidationError(message, code="stale")


def text_of(value: str, field: str, code: str) -> str:
    """Stripped; ValidationError under ``field`` where nothing is left."""
    value = (value or "").replace("\x00", "").strip()
    if not value or len(value) > LONGEST_REASON:
        message = _("Say why, in at most %(most)d characters.")
        raise ValidationError({field: ValidationError(message, code=code, params={"most": LONGEST_REASON})})
    return value


def reopen(report: Report) -> None:
    """The province has not closed the period any more: one of its figures changed."""
    closings = Closing.objects.filter(data_set=report.indicator.data_set, period=report.period)
    closings.filter(province_id=report.region.province_code).delete()


def is_late(report: Report, today: dt.date) -> bool:
    """A change now would come after the deadline, or after the figure was accepted."""
    return today > report.due_on or report.state == Report.State.ACCEPTED

"""The region is told what its provincial office sent back; a notice that nobody has seen goes when it is put right."""

from typing import Any

from accounts.models import Notice, Role, User
from accounts.services.notices import cancel_notices, owe_notices
from indicators.models import Report

RETURNED = "report_returned"
# Who types: a county's people, or for a province's own figures its office.
TYPING = (Role.COUNTY_LOGGER, Role.COUNTY_REVIEWER, Role.PROVINCIAL_OFFICE)


def tell_returned(report: Report, *, actor: Any) -> None:
    people = User.objects.holding_today(*TYPING, regions=[report.region_id]).exclude(pk=actor.pk)
    params = {
        "indicator": str(report.indicator), "region": str(report.region), "period": report.period,
        "reason": report.return_reason,
    }  # fmt: skip
    key = f"{_stem(report)}{report.version}"
    owe_notices(to=people, kind=RETURNED, key=key, url=report.get_absolute_url(), params=params)


def withdraw_returned(report: Report) -> None:
    """It was put right before everybody has read that it came back."""
    told = Notice.objects.filter(kind=RETURNED, key__startswith=_stem(report), cancelled_at=None)
    for key in told.values_list("key", flat=True).distinct():
        cancel_notices(kind=RETURNED, key=key)


def _stem(report: Report) -> str:
    """Of the keys of all notices about this figure; the version says which return it was."""
    return f"report-{report.pk}-"

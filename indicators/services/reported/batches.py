"""Several figures at once: a county's form, an office's list. Each goes through the service of one."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import transaction

from belts.models import Region
from indicators.models import Indicator, Report
from indicators.services.reported.accepting import accept_report
from indicators.services.reported.reports import report_figure

SEPARATOR = "-"
Refusal = tuple[Report, ValidationError]


@transaction.atomic
def report_figures(
    *, actor: Any, region: Region, period: str, figures: dict[Indicator, dict[str, Any]], late_reason: str = ""
) -> list[Report]:
    """All or none. What is refused is a ValidationError under “<code of the indicator>-<field>”.

    A missing reason for a late change is one for the whole form: it stands under ``late_reason``.
    """
    made: list[Report] = []
    refused: dict[str, Any] = {}
    for indicator, figure in figures.items():
        try:
            made.append(
                report_figure(
                    actor=actor, indicator=indicator, region=region, period=period, late_reason=late_reason, **figure
                )
            )
        except ValidationError as error:
            refused |= _named(indicator, error)
    if refused:
        raise ValidationError(refused)
    return made


def _named(indicator, error):
    if not hasattr(error, "error_dict"):
        return {f"{indicator.pk}{SEPARATOR}{NON_FIELD_ERRORS}": error}
    shared = {"late_reason"}
    return {
        name if name in shared else f"{indicator.pk}{SEPARATOR}{name}": problems
        for name, problems in error.error_dict.items()
    }


def accept_reports(*, actor: Any, reports: Iterable[Report]) -> tuple[list[Report], list[Refusal]]:
    """Each by itself: those accepted, and those refused with why."""
    accepted: list[Report] = []
    refused: list[Refusal] = []
    for report in reports:
        try:
            accepted.append(accept_report(actor=actor, report=report, version=report.version))
        except ValidationError as error:
            refused.append((report, error))
    return accepted, refused

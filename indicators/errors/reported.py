"""Codes of the refusals that reported indicators know."""

from django.utils.translation import gettext_lazy as _

CODES = {
    "unknown_period": _("The word names no period. Write 2025, 2025-H1, 2025-Q1 or 2025-05."),
    "period_of_another_kind": _("The data set is reported for periods of another length. The message names it."),
    "period_not_over": _("Figures are reported when their period is over."),
    "data_set_not_valid": _("The data set was not valid on the last day of that period."),
    "indicator_not_valid": _("The indicator was not valid on the last day of that period."),
    "not_reported": _("The indicator is in no data set: it has a published series only."),
    "region_does_not_report": _(
        "The region had no seat in the corridor on the period's last day, or the data set is reported by others."
    ),
    "region_not_yours": _("You do not report for this region."),
    "sample_size_missing": _("A survey value without its sample size is refused: it could not be weighted."),
    "share_out_of_range": _("A survey's share lies between 0 and 100 %."),
    "measured_in_future": _("The date of a figure is not later than today."),
    "too_many_places": _("The figure has more decimal places than its indicator."),
    "late_reason_missing": _("After the deadline, or after acceptance, a change says why it comes late."),
    "explanation_missing": _("The figure is out of the ordinary. Explain it; the message says what was found."),
    "explanation_of_before": _("An explanation is of the figure as it was. Explain the new one, or send none."),
    "report_not_waiting": _("Somebody accepted or returned the figure already. Read it again."),
    "return_reason_missing": _("A figure is returned with a reason."),
    "own_report": _("Who typed a figure neither accepts it nor signs for it. Ask a colleague."),
    "reports_wait": _("A period is closed when each figure that came in is accepted."),
    "missing_unexplained": _("A period is closed without some figures only with the reason why they are missing."),
    "cell_is_derived": _("The statistics fill this cell; it is locked. Send another figure as a claim."),
    "cell_is_typed": _("The statistics do not fill this cell. Report the figure."),
    "no_difference": _("The typed figure and the counted one are the same; there is nothing to sign."),
    "count_not_told": _("What the statistics count there is too few people for systems to know. A person signs."),
    "sign_reason_missing": _("A difference is signed with a reason."),
    "meaning_is_settled": _("Figures rest on this meaning already. Make a new indicator or data set."),
    "not_a_province": _("Only the two provinces define indicators."),
}

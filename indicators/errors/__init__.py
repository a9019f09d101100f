"""Codes of the refusals that the statistics know; shown on the page of error codes."""

from django.utils.translation import gettext_lazy as _

from indicators.errors import reported

CODES = {
    **reported.CODES,
    "unknown_measure": _("The statistics do not count that. The answer names the measures they know."),
    "unknown_dimension": _("The statistics cannot be split by that. The answer names the dimensions they know."),
    "unknown_format": _("The statistics answer as JSON, CSV, XLSX or SDMX-CSV: format=json, csv, xlsx or sdmx-csv."),
    "unknown_state": _("The statistics count verified records, or all: state=verified or state=all."),
    "too_many_dimensions": _("Split by at most three dimensions."),
    "too_many_cells": _("The answer would have too many cells. Narrow the period, or split by less."),
    "measure_dimension_mismatch": _(
        "Only activities have a kind, a key task and a brand here, only volunteers a platform and an age; who stands "
        "in the registry is not split by time. Ask separately."
    ),
    "measure_filter_mismatch": _(
        "This filter is about activities and says nothing about teams, works, brands, venues, bookings, meetings, "
        "resolutions or volunteers. Ask for them separately."
    ),
    "state_not_allowed": _(
        "Records that are not verified are counted only for the offices and counties that keep them."
    ),
    "year_out_of_range": _("The year lies between 2000 and the current one."),
    "unknown_moment": _("A moment is a day and a time with its offset, for example 2025-01-08T00:00+08:00."),
    "vintage_needs_tallies": _(
        "With these filters figures are counted from the records of today. Leave “at” and “updatedAfter” out, or the "
        "filters."
    ),
    "vintage_too_early": _("Nothing is known of the figures of that moment. The answer says since when it is."),
    "vintage_too_recent": _(
        "The moment of “at” or “updatedAfter” is not over yet. Ask again in a minute, or for an earlier one."
    ),
    "updated_after_plain": _(
        "updatedAfter gives the figures that changed, and nothing beside them: leave out compare, show and top."
    ),
    "updated_after_at": _("The figures at the moment of “at” cannot have changed after a later one."),
    "unknown_period": _("A period is a word such as this_quarter or year_to_date, or 2024, 2024-H1, 2024-Q1, 2024-05."),
    "period_and_days": _("Give a period by its word, or its first and last day: not both."),
    "mixed_provenance": _(
        "People who signed in, were counted or were estimated are not added unless provenance=mixed asks for it."
    ),
    "unknown_provenance": _("The only word here is provenance=mixed."),
    "unknown_comparison": _("Compare with the period before or with the same days a year earlier."),
    "comparison_without_period": _(
        "A comparison needs a period with a first and a last day: give period, or from and to."
    ),
    "comparison_mismatch": _(
        "The rows of the two periods do not stand side by side. Split by a shorter time, or not by time."
    ),
    "unknown_column": _("Beside a figure stand its share, its rank, its running total: show=share,rank,running."),
    "not_additive": _(
        "The rows do not add up to the total: a joint record stands in the row of each place, hours are rounded in "
        "each row. Split by time, or leave this column out."
    ),
    "no_rows": _("Without rows there is nothing to rank, to share out or to add up. Say by what to split."),
    "top_out_of_range": _("Write how many rows as a number from 1 to 1000."),
    "sdmx_plain": _(
        "SDMX holds figures of verified records alone: leave out compare, show, top, state and provenance."
    ),
    "sdmx_period": _("SDMX needs a first and a last day: give period, or from and to."),
    "sdmx_filter": _("This filter is no dimension of the SDMX structure, or has several values."),
    "dimension_twice": _("What stands in the rows cannot stand across as well."),
    "too_many_saved_views": _("A person keeps at most a hundred tables."),
}
CODES |= {
    "unknown_period": _("The period has no name that the statistics know."),
    "bulletin_step_not_open": _("The bulletin is in another state, in which that step cannot be made."),
    "bulletin_period": _("A bulletin is of a year, half-year, quarter or month: 2024, 2024-H1, 2024-Q3, 2024-05."),
    "period_not_over": _("A bulletin is drawn up when its period is over."),
    "approves_own_text": _("Whoever wrote in a bulletin's text does not approve it."),
    "approved_by_you": _("Two different people approve a bulletin."),
    "bulletin_reason_missing": _("Returning a bulletin and drawing it anew need a reason."),
    "bulletin_text_missing": _("A bulletin has a title, an issuing office and a headline paragraph."),
    "too_many_screens": _("A place has at most 20 screens at a time. Revoke one that does not hang any more."),
    "screen_is_revoked": _("A revoked screen gets no new address. Make a new screen."),
}

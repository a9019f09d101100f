"""Codes of the refusals that the statistics know; shown on the page of error codes."""

from django.utils.translation import gettext_lazy as _

CODES = {
    "unknown_measure": _("The statistics do not count that. The answer names the measures they know."),
    "unknown_dimension": _("The statistics cannot be split by that. The answer names the dimensions they know."),
    "unknown_format": _("The statistics answer as JSON, CSV or XLSX: format=json, csv or xlsx."),
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
}

"""The filter set of reported figures over the API."""

import django_filters
from django.utils.translation import gettext_lazy as _

from belts.models import Region
from core.filters import KeyFilter, StrictFilterSet, words
from core.scoping import visible
from indicators.models import DataSet, Indicator, Report


class ReportFilter(StrictFilterSet):
    indicator = KeyFilter(queryset=visible(Indicator), label=_("Indicator"))
    data_set = KeyFilter(queryset=visible(DataSet), field_name="indicator__data_set", label=_("Data set"))
    region = KeyFilter(queryset=visible(Region), label=_("Region"))
    province = KeyFilter(queryset=visible(Region), label=_("Province"), method="of_province")
    period = django_filters.CharFilter(label=_("Period, for example 2025-Q1"), max_length=7)
    state = words(Report.State.choices, _("State"))

    def of_province(self, rows, _name, province):
        """The province's own figures and those of its counties."""
        return rows.filter(region=province) | rows.filter(region__province=province)

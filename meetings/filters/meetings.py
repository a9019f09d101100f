"""The filter set of meetings: the list and the API use it."""

import django_filters
from django import forms
from django.core.validators import RegexValidator
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from drf_spectacular.utils import extend_schema_field

from core.filters import FIRST_YEAR, LAST_YEAR, KeyFilter, StrictFilterSet, words
from core.scoping import visible
from meetings.models import Body, MeetingState

PERIOD = RegexValidator(r"^\d{4}(Q[1-4]|H[12])$", _("Write the period as 2026Q4 or 2026H2."))


class PeriodFilter(django_filters.CharFilter):
    field_class = forms.CharField

    def __init__(self, **options):
        super().__init__(max_length=6, validators=[PERIOD], **options)


@extend_schema_field({"type": "integer", "minimum": FIRST_YEAR, "maximum": LAST_YEAR})
class YearFilter(django_filters.Filter):
    field_class = forms.IntegerField

    def __init__(self, **options):
        super().__init__(min_value=FIRST_YEAR, max_value=LAST_YEAR, **options)


class MeetingFilter(StrictFilterSet):
    """A meeting is of the year of its period; one of no period of the year of its day."""

    body = KeyFilter(queryset=visible(Body), names_allowed=True, label=_("Body"), empty_label=_("any"))
    state = words(MeetingState.choices, _("State"))
    period = PeriodFilter(label=pgettext_lazy("of a meeting", "Period"), help_text=_("For example 2026Q4 or 2026H2."))
    year = YearFilter(label=_("Year"), method="of_year")

    def of_year(self, rows, _name, year):
        return rows.filter(Q(period_first__year=year) | Q(period=None, starts_at__year=year))

"""The filter set of meetings: the list and the API use it."""

import django_filters
from django import forms
from django.core.validators import RegexValidator
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from drf_spectacular.utils import extend_schema_field

from belts.models import Belt, Region
from belts.queries.seats import AS_WAS, MEMBERSHIPS
from core.filters import FIRST_YEAR, LAST_YEAR, DayFilter, KeyFilter, StrictFilterSet, word, words, yes_or_no
from core.scoping import visible
from meetings.models import Body, MeetingState
from meetings.queries.credited import HELD, OWED, counted_meetings
from venues.queries.credited import Place

PERIOD = RegexValidator(r"^\d{4}(Q[1-4]|H[12])$", _("Write the period as 2026Q4 or 2026H2."))


COUNTED = [(OWED, _("owed, one a period")), (HELD, pgettext_lazy("meetings", "held"))]


def place_in(given, membership="membership"):
    """The place that the cleaned values ask for together."""
    return Place(
        region=given["region"],
        province=given["province"],
        belt=given["belt"],
        corridor=None if given["corridor"] == "" else given["corridor"],
        membership=given[membership] or AS_WAS,
    )


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
    """A meeting is of the year of its period; one of no period of the year of its day.

    Places are those of the regions that sat in the body: one of them is all that is asked, as figures have it.
    """

    body = KeyFilter(queryset=visible(Body), names_allowed=True, label=_("Body"), empty_label=_("any"))
    state = words(MeetingState.choices, _("State"))
    period = PeriodFilter(label=pgettext_lazy("of a meeting", "Period"), help_text=_("For example 2026Q4 or 2026H2."))
    year = YearFilter(label=_("Year"), method="of_year")

    counted = word(
        COUNTED, _("As the figures count"), method="together", empty_label=_("no, all of them"),
        help_text=_("Owed: one a period, on its last day. Held: on the day on which it took place."),
    )  # fmt: skip
    region = KeyFilter(
        queryset=visible(Region), label=_("County or province that sat in it"), method="together",
        empty_label=_("any"),
    )  # fmt: skip
    province = KeyFilter(
        queryset=lambda request: visible(Region)(request).filter(level=Region.Level.PROVINCE), names_allowed=True,
        label=_("Province of one that sat in it"), method="together", empty_label=_("any"),
    )  # fmt: skip
    belt = KeyFilter(
        queryset=visible(Belt), names_allowed=True, label=_("Belt of one that sat in it"), method="together",
        empty_label=_("any"),
    )  # fmt: skip
    corridor = yes_or_no(_("One of the corridor sat in it"), method="together")
    membership = word(MEMBERSHIPS, _("Belt membership"), default=AS_WAS, method="together")

    @classmethod
    def get_filters(cls):
        """``from`` is a word of Python, so it cannot stand in the class body."""
        return super().get_filters() | {
            "from": DayFilter(field_name="day", lookup_expr="gte", label=_("From day")),
            "to": DayFilter(field_name="day", lookup_expr="lte", label=_("To day")),
        }

    def filter_queryset(self, queryset):
        """What counts and where first: it gives the rows their ``day``."""
        given = self.form.cleaned_data
        return super().filter_queryset(counted_meetings(queryset, given["counted"], place_in(given)))

    def together(self, rows, _name, _value):
        return rows

    def of_year(self, rows, _name, year):
        return rows.filter(Q(period_first__year=year) | Q(period=None, starts_at__year=year))

"""The one filter set of venues: the list, the map, the files and the API use it."""

import django_filters
from django import forms
from django.db.models import Q
from django.forms import SearchInput
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from belts.models import Belt, BeltMembership, Region
from core.filters import KeyFilter, StrictFilterSet, word, words, yes_or_no
from core.scoping import visible
from core.search import LONGEST_QUERY, matching
from venues.models import Facility, Kind, Venue
from venues.models.venue import SEARCHED_FIELDS

NOW, ENDED, ALL = "now", "ended", "all"
WHEN = [(NOW, _("in use today")), (ENDED, _("ended, or not begun")), (ALL, _("all"))]
LARGEST = 2_147_483_647


def counties(request):
    return visible(Region)(request).counties()


class WholeNumberFilter(django_filters.NumberFilter):
    field_class = forms.IntegerField

    def get_max_validator(self):
        """The field has its own."""


class VenueFilter(StrictFilterSet):
    """Narrows any queryset: ``VenueFilter(request.GET, Venue.objects.visible_to(user), request=request)``."""

    q = django_filters.CharFilter(
        label=_("Search"),
        method="search",
        max_length=LONGEST_QUERY,
        widget=SearchInput(attrs={"placeholder": _("name or address")}),
    )
    kind = words(Kind.choices, _("Kind"))
    belt = KeyFilter(
        queryset=visible(Belt), names_allowed=True, label=_("Belt"), method="in_belt", empty_label=_("any")
    )
    province = KeyFilter(
        queryset=lambda request: visible(Region)(request).filter(level=Region.Level.PROVINCE),
        names_allowed=True,
        label=_("Province"),
        method="in_province",
        empty_label=_("any"),
    )
    region = KeyFilter(
        queryset=counties, names_allowed=True, label=_("County"), method="of_county", empty_label=_("any")
    )
    capacity = WholeNumberFilter(
        label=_("Holds at least (people)"),
        field_name="capacity",
        lookup_expr="gte",
        min_value=1,
        max_value=LARGEST,
    )
    facility = words(Facility.choices, _("Has all of"), method="with_facilities")
    bookable = yes_or_no(_("Can be booked"))
    part = yes_or_no(_("Part of another venue"), method="as_part")
    when = word(WHEN, _("In use"), default=NOW, method="in_use")
    near = KeyFilter(
        queryset=counties,
        names_allowed=True,
        label=_("Nearest to"),
        method="ordered_only",
        empty_label=_("my own county"),
        help_text=_("Orders the list: this county's venues, then its neighbours' across the border, then by distance."),
    )

    class Meta(StrictFilterSet.Meta):
        model = Venue
        fields: list[str] = []

    def filter_queryset(self, queryset):
        if not self.form.cleaned_data["when"]:
            queryset = queryset.on(timezone.localdate())
        return super().filter_queryset(queryset)

    @property
    def county(self):
        """The county that the list is ordered from, where one is asked for."""
        return self.form.cleaned_data.get("near") if self.is_valid() else None

    def search(self, rows, name, text):
        return matching(rows, SEARCHED_FIELDS, text)

    def in_belt(self, rows, name, belt):
        seats = BeltMembership.objects.visible_to(self.user).on(timezone.localdate()).filter(belt=belt)
        return rows.filter(region__in=seats.values("region_id"))

    def in_province(self, rows, name, province):
        return rows.filter(region__province=province)

    def of_county(self, rows, name, region):
        """Its own, and those of others that it shares."""
        shared = Venue.objects.visible_to(self.user).filter(shared_with=region).values("pk")
        return rows.filter(Q(region=region) | Q(pk__in=shared))

    def with_facilities(self, rows, name, wanted):
        return rows.filter(facilities__contains=wanted) if wanted else rows

    def as_part(self, rows, name, value):
        return rows.filter(parent__isnull=not value)

    def in_use(self, rows, name, value):
        today = timezone.localdate()
        if value == NOW:
            return rows.on(today)
        return rows.filter(Q(until__lt=today) | Q(since__gt=today)) if value == ENDED else rows

    def ordered_only(self, rows, name, county):
        return rows

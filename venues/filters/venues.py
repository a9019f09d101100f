"""The one filter set of venues: the list, the map, the files and the API use it."""

import datetime as dt

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms import SearchInput
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from belts.models import Belt, BeltMembership, Region
from belts.queries.seats import MEMBERSHIPS
from core.filters import (
    FIRST_YEAR,
    LAST_YEAR,
    DayFilter,
    FilterForm,
    KeyFilter,
    StrictFilterSet,
    word,
    words,
    yes_or_no,
)
from core.scoping import visible
from core.search import LONGEST_QUERY, matching
from core.widgets import DateTimeInput
from venues.models import Facility, Kind, Venue
from venues.models.venue import SEARCHED_FIELDS
from venues.queries.credited import OPENED, counted_venues, place_of
from venues.queries.free import free_of

NOW, ENDED, ALL = "now", "ended", "all"
WHEN = [(NOW, _("in use today")), (ENDED, _("ended, or not begun")), (ALL, _("all"))]
LARGEST = 2_147_483_647
MOST_DAYS = dt.timedelta(days=31)


def counties(request):
    return visible(Region)(request).counties()


class VenueFilterForm(FilterForm):
    """A time that is asked for has two ends."""

    def clean(self):
        super().clean()
        begin, end = self.cleaned_data.get("free_from"), self.cleaned_data.get("free_to")
        if {"free_from", "free_to"} & self.errors.keys():
            return
        if bool(begin) != bool(end):
            missing = "free_to" if begin else "free_from"
            self.add_error(missing, ValidationError(_("Give both ends of the time."), code="half_given"))
        elif begin and end <= begin:
            self.add_error("free_to", ValidationError(_("The end is not before the start."), code="ends_before_start"))
        elif begin and end - begin > MOST_DAYS:
            message = _("Ask for at most %(days)d days.")
            refusal = ValidationError(message, code="too_many_days", params={"days": MOST_DAYS.days})
            self.add_error("free_to", refusal)


class MomentField(forms.DateTimeField):
    """A day and a time of day here, between 2000 and 2099."""

    widget = DateTimeInput

    def clean(self, value):
        moment = super().clean(value)
        if moment and not FIRST_YEAR <= moment.year <= LAST_YEAR:
            message = _("The day lies between %(first)s and %(last)s.")
            params = {"first": f"{FIRST_YEAR}-01-01", "last": f"{LAST_YEAR}-12-31"}
            raise ValidationError(message, code="day_out_of_range", params=params)
        return moment


class MomentFilter(django_filters.DateTimeFilter):
    field_class = MomentField


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

    free_from = MomentFilter(
        label=_("Free from"), method="ordered_only", help_text=_("Nobody has it, and it is open, for all of the time.")
    )
    free_to = MomentFilter(label=_("Free to"), method="ordered_only")

    corridor = yes_or_no(_("In the corridor"), method="in_corridor")
    counted = word(
        MEMBERSHIPS,
        _("As the figures count, by membership"),
        method="ordered_only",
        empty_label=_("no, where it lies"),
        help_text=_("Wholes of whatever time; a place also has those that its units built."),
    )

    class Meta(StrictFilterSet.Meta):
        model = Venue
        form = VenueFilterForm
        fields: list[str] = []

    @classmethod
    def get_filters(cls):
        """``from`` is a word of Python, so it cannot stand in the class body."""
        unknown = _("Where nobody knows the day: the day on which it was entered.")
        return super().get_filters() | {
            "from": DayFilter(method="opened_from", label=_("Opened from"), help_text=unknown),
            "to": DayFilter(method="opened_until", label=_("Opened until"), help_text=unknown),
        }

    def filter_queryset(self, queryset):
        given = self.form.cleaned_data
        if given["counted"]:
            queryset = counted_venues(queryset, self.place)
        elif not given["when"]:
            queryset = queryset.on(timezone.localdate())
        queryset = super().filter_queryset(queryset)
        if given["free_from"] and given["free_to"]:  # last: the hours of what is left are asked one by one
            queryset = free_of(queryset, given["free_from"], given["free_to"])
        return queryset

    @property
    def county(self):
        """The county that the list is ordered from, where one is asked for."""
        return self.form.cleaned_data.get("near") if self.is_valid() else None

    @property
    def place(self):
        return place_of(self.form.cleaned_data, membership="counted")

    @property
    def counts(self):
        """Place is one condition with the others, as figures have it: see filter_queryset."""
        return bool(self.form.cleaned_data["counted"])

    def search(self, rows, name, text):
        return matching(rows, SEARCHED_FIELDS, text)

    def in_belt(self, rows, name, belt):
        return rows if self.counts else rows.filter(region__in=self._seats().filter(belt=belt).values("region_id"))

    def in_corridor(self, rows, name, wanted):
        if self.counts:
            return rows
        inside = Q(region__in=self._seats().values("region_id"))
        return rows.filter(inside if wanted else ~inside)

    def _seats(self):
        return BeltMembership.objects.visible_to(self.user).on(timezone.localdate())

    def in_province(self, rows, name, province):
        return rows if self.counts else rows.filter(region__province=province)

    def opened_from(self, rows, name, day):
        return rows.alias(opened=OPENED).filter(opened__gte=day)

    def opened_until(self, rows, name, day):
        return rows.alias(opened=OPENED).filter(opened__lte=day)

    def of_county(self, rows, name, region):
        """Its own, and those of others that it shares."""
        if self.counts:
            return rows
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

"""The filter set of bookings: the list and the API use it."""

import datetime as dt

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from belts.models import Belt, Region
from belts.queries.seats import AS_WAS, MEMBERSHIPS
from core.dated import start_of
from core.filters import DayFilter, KeyFilter, StrictFilterSet, word, words, yes_or_no
from core.scoping import visible
from venues.models import Booking, BookingSeries, Purpose, Venue
from venues.queries.credited import bookings_of, place_of


class BookingFilter(StrictFilterSet):
    """A county or province is on either side: it lends or it borrows. Days are those on which a booking begins.

    With a belt, or the corridor, one side is all that is asked: 荣昌 as a county of the belt, say.
    """

    venue = KeyFilter(
        queryset=visible(Venue), label=_("Venue"), method="of_venue", help_text=_("With its parts and its wholes.")
    )
    region = KeyFilter(
        queryset=lambda request: visible(Region)(request).counties(),
        names_allowed=True,
        label=_("County, lending or borrowing"),
        method="of_region",
        empty_label=_("any"),
    )
    province = KeyFilter(
        queryset=lambda request: visible(Region)(request).filter(level=Region.Level.PROVINCE),
        names_allowed=True,
        label=_("Province, lending or borrowing"),
        method="of_province",
        empty_label=_("any"),
    )
    belt = KeyFilter(
        queryset=visible(Belt),
        names_allowed=True,
        label=_("Belt, lending or borrowing"),
        method="of_one_side",
        empty_label=_("any"),
    )
    corridor = yes_or_no(_("In the corridor, lending or borrowing"), method="of_one_side")
    membership = word(MEMBERSHIPS, _("Belt membership"), default=AS_WAS, method="of_one_side")
    lender = KeyFilter(
        queryset=visible(Region), label=_("Who lends"), method="of_lender", help_text=_("A province has its counties.")
    )
    borrower = KeyFilter(
        queryset=visible(Region),
        label=_("Who borrows"),
        method="of_borrower",
        help_text=_("A province has its counties."),
    )
    across = yes_or_no(_("Across the provincial border"), method="is_across")
    series = KeyFilter(queryset=visible(BookingSeries), label=_("Series"))
    state = words(Booking.State.choices, _("State"))
    purpose = words(Purpose.choices, _("Purpose"))

    @classmethod
    def get_filters(cls):
        """``from`` is a word of Python, so it cannot stand in the class body."""
        return super().get_filters() | {
            "from": DayFilter(method="from_day", label=_("From day")),
            "to": DayFilter(method="to_day", label=_("To day")),
        }

    def filter_queryset(self, queryset):
        if self.place.belt or self.place.corridor is not None:
            queryset = bookings_of(queryset, self.place)
        return super().filter_queryset(queryset)

    @property
    def place(self):
        return place_of(self.form.cleaned_data, membership="membership")

    def of_one_side(self, rows, _name, _value):
        """One condition together with the others on one side: see filter_queryset."""
        return rows

    def of_venue(self, rows, _name, venue):
        return rows.filter(space__overlap=venue.space)

    def of_region(self, rows, _name, region):
        return rows.filter(Q(venue__region=region) | Q(borrower_region=region))

    def of_province(self, rows, _name, province):
        lends = Q(venue__region=province) | Q(venue__region__province=province)
        return rows.filter(lends | Q(borrower_region=province) | Q(borrower_region__province=province))

    def of_lender(self, rows, _name, region):
        return rows.filter(Q(venue__region=region) | Q(venue__region__province=region))

    def of_borrower(self, rows, _name, region):
        return rows.filter(Q(borrower_region=region) | Q(borrower_region__province=region))

    def is_across(self, rows, _name, wanted):
        return rows.across_provinces(wanted)

    def from_day(self, rows, _name, day):
        return rows.filter(starts_at__gte=start_of(day))

    def to_day(self, rows, _name, day):
        return rows.filter(starts_at__lt=start_of(day + dt.timedelta(days=1)))

"""The list of venues, the map and the files: all over one filter set."""

from django.utils import timezone
from django.utils.functional import cached_property
from django.views.decorators.http import require_safe

from belts.models import Region
from core.listing import WordedListing, whole_or_rows
from venues import exporting
from venues.filters.terms import description_of, terms_of
from venues.filters.venues import VenueFilter
from venues.models import Venue
from venues.queries import choices
from venues.queries.lists import ordered, say_nearness
from venues.queries.sketch import points_on


class VenueListing(WordedListing):
    first_fields = ("q", "near", "region", "capacity", "free_from", "free_to")

    def __init__(self, request, **options):
        super().__init__(request, VenueFilter, Venue.objects.visible_to(request.user), terms_of=terms_of, **options)

    @cached_property
    def county(self):
        """The county that “near” is measured from: the one asked for, else the reader's own."""
        if self.filters.county:
            return self.filters.county
        own = self.request.user.home_region
        return own if own and own.level == Region.Level.COUNTY else None

    def ordered(self):
        return ordered(self.rows, self.county)

    def page(self):
        page = super().page()
        say_nearness(page.rows)
        return page

    def words(self):
        may_create = choices.regions_for(self.request.user).exists()
        return super().words() | {"county": self.county, "may_create": may_create}


@require_safe
def venue_list(request):
    return VenueListing(request).response(whole="venues/venue_list.html", rows="venues/_venue_rows.html")


@require_safe
def venue_map(request):
    """The sketch map with the found venues as points; the list beside it says the same."""
    listing = VenueListing(request, also=())
    rows, order = listing.ordered()
    sketch = points_on(rows.order_by(*order), timezone.localdate(), listing.county)
    context = listing.words() | {"sketch": sketch}
    return whole_or_rows(request, "venues/venue_map.html", "venues/_map_rows.html", context)


@require_safe
def venue_export(request):
    """The rows that the list shows, all of them, as ``?format=csv`` or ``xlsx``."""
    listing = VenueListing(request, also=("format",))
    return listing.as_file(exporting.table_of, description_of, back="venues:list")

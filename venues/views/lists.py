"""The list of venues, the map and the files: all over one filter set."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import patch_vary_headers
from django.utils.functional import cached_property
from django.views.decorators.http import require_safe

from belts.models import Region
from core import exports
from core.filters import check_known
from core.paging import Page, page_of
from venues import exporting
from venues.filters.terms import description_of, terms_of
from venues.filters.venues import VenueFilter
from venues.models import Venue
from venues.queries import choices
from venues.queries.lists import MOST_COUNTED, count_up_to, ordered, say_nearness
from venues.queries.sketch import points_on

FIRST_FIELDS = ("q", "near", "region", "capacity", "free_from", "free_to")


class Listing:
    """What the address asks for. Where something in it is wrong there are problems and no rows."""

    def __init__(self, request, also=("cursor",)):
        self.request = request
        self.filters = VenueFilter(request.GET, Venue.objects.visible_to(request.user), request=request)
        self.known = set(self.filters.filters) | set(also)

    @cached_property
    def problems(self):
        try:
            check_known(self.request.GET, self.known)
        except ValidationError as error:
            return error.messages
        fields = self.filters.form.fields
        return [f"{fields[name].label}: {message}" for name, found in self.filters.errors.items() for message in found]

    @property
    def rows(self):
        return self.filters.queryset.none() if self.problems else self.filters.qs

    @cached_property
    def county(self):
        """The county that “near” is measured from: the one asked for, else the reader's own."""
        if self.filters.county:
            return self.filters.county
        own = self.request.user.home_region
        return own if own and own.level == Region.Level.COUNTY else None

    def page(self):
        rows, order = ordered(self.rows, self.county)
        try:
            page = page_of(rows, order=order, cursor=self.request.GET.get("cursor", ""))
        except ValidationError as error:
            self.problems = error.messages
            return Page()
        say_nearness(page.rows)
        return page

    def hiding(self):
        """For an empty list: what taking one filter away would show."""
        found = []
        for term in terms_of(self.filters):
            query = term.removed_from(self.request.GET)
            rows = Venue.objects.visible_to(self.request.user)
            left = VenueFilter(QueryDict(query.removeprefix("?")), rows, request=self.request)
            if count := count_up_to(left.qs):
                found.append({"text": term.text, "removed": query, "count": count})
        return found

    def context(self):
        query = self.request.GET.copy()
        query.pop("cursor", None)
        terms = [{"text": term.text, "removed": term.removed_from(self.request.GET)} for term in terms_of(self.filters)]
        return {
            "filters": self.filters,
            "first_fields": [self.filters.form[name] for name in FIRST_FIELDS],
            "more_fields": [field for field in self.filters.form if field.name not in FIRST_FIELDS],
            "problems": self.problems,
            "terms": terms,
            "query": query.urlencode(),
            "county": self.county,
            "may_create": choices.regions_for(self.request.user).exists(),
        }


@require_safe
def venue_list(request):
    listing = Listing(request)
    page = listing.page()
    count = count_up_to(listing.rows)
    context = listing.context() | {
        "page": page,
        "count": min(count, MOST_COUNTED),
        "more_than_counted": count > MOST_COUNTED,
        "hiding": listing.hiding() if not page.rows and not listing.problems else [],
    }
    return _whole_or_fragment(request, "venues/venue_list.html", "venues/_venue_rows.html", context)


@require_safe
def venue_map(request):
    """The sketch map with the found venues as points; the list beside it says the same."""
    listing = Listing(request, also=())
    rows, order = ordered(listing.rows, listing.county)
    sketch = points_on(rows.order_by(*order), timezone.localdate(), listing.county)
    context = listing.context() | {"sketch": sketch}
    return _whole_or_fragment(request, "venues/venue_map.html", "venues/_map_rows.html", context)


def _whole_or_fragment(request, whole, fragment, context):
    partly = request.htmx and not request.htmx.history_restore_request
    response = render(request, fragment if partly else whole, context)
    patch_vary_headers(response, ["HX-Request"])
    return response


@require_safe
def venue_export(request):
    """The rows that the list shows, all of them, as ``?format=csv`` or ``xlsx``."""
    listing = Listing(request, also=("format",))
    try:
        file_format = exports.check_format(request.GET.get("format", "csv"))
        if listing.problems:
            raise ValidationError(listing.problems, code="invalid")
        table = exporting.table_of(listing.rows, actor=request.user, description=description_of(listing.filters))
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
        kept = request.GET.copy()
        kept.pop("format", None)
        return redirect(f"{reverse('venues:list')}?{kept.urlencode()}")
    return exports.answer(table, file_format)

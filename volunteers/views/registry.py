"""The registry for staff: the list, a volunteer's page, what they offer, and files of what is filtered."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe
from django.views.generic import DetailView, UpdateView

from core import exports
from core.listing import Listing
from core.panels import panels_for
from core.scoping import ScopedRowsMixin
from core.views import ServiceFormMixin, add_to_form
from volunteers import exporting
from volunteers.filters.registry import VolunteerFilter
from volunteers.filters.registry_terms import description_of, terms_of
from volunteers.forms.registry import ExportForm, OfferForm
from volunteers.models import Volunteer
from volunteers.models.scope import reads_people
from volunteers.queries import registry
from volunteers.services.offering import change_offer
from volunteers.services.telling_across import note_looked_at

FIRST_FIELDS = ("q", "whose", "region", "platform")


def _listing(request):
    """Only for those who read people: for others there is nothing to filter."""
    if not reads_people(request.user):
        raise PermissionDenied
    rows = Volunteer.objects.visible_to(request.user)
    return Listing(request, VolunteerFilter, rows, order=registry.ORDER, complete=registry.listed)


@require_safe
def volunteer_list(request):
    listing = _listing(request)
    query = request.GET.copy()
    query.pop("cursor", None)
    form = listing.filters.form
    response = listing.response(
        whole="volunteers/volunteer_list.html",
        rows="volunteers/_volunteer_rows.html",
        first_fields=[form[name] for name in FIRST_FIELDS],
        more_fields=[field for field in form if field.name not in FIRST_FIELDS],
        terms=[{"text": term.text, "removed": term.removed_from(request.GET)} for term in terms_of(listing.filters)],
        query=query.urlencode(),
    )
    return response

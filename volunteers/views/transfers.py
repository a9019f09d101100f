"""The log of transfers to the other side, and its file."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from accounts.models import Role
from core import exports
from core.listing import Listing
from volunteers.exporting.transfers import transfer_table
from volunteers.filters.transfers import TransferFilter
from volunteers.models import Transfer
from volunteers.queries.transfers import ORDER, complete

READERS = frozenset({Role.PROVINCIAL_OFFICE, Role.CORRIDOR_OFFICE, Role.AUDITOR})


def _listing(request):
    if not READERS & request.user.reach.roles:
        raise Http404
    return Listing(request, TransferFilter, Transfer.objects.visible_to(request.user), order=ORDER, complete=complete)


@require_safe
def transfer_list(request):
    query = request.GET.copy()
    query.pop("cursor", None)
    return _listing(request).response(
        whole="volunteers/transfer_list.html", rows="volunteers/_transfer_rows.html", query=query.urlencode()
    )


@require_safe
def transfer_export(request):
    """The rows that the list shows, all of them, as ``?format=csv`` or ``xlsx``."""
    given = request.GET.copy()
    wanted = given.pop("format", ["csv"])[-1]
    request.GET = given  # what is left are the filters, as on the page
    listing = _listing(request)
    try:
        file_format = exports.check_format(wanted)
        if listing.problems:
            raise ValidationError(listing.problems, code="invalid")
        filters = listing.filters
        table = transfer_table(filters.qs, actor=request.user, description=filters.described())
    except ValidationError as error:
        for message in error.messages:
            messages.error(request, message)
        return redirect(f"{reverse('volunteers:transfers')}?{given.urlencode()}")
    return exports.answer(table, file_format)

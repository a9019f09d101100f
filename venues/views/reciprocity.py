"""Hours lent and borrowed, use of venues, and how often nobody came."""

from urllib.parse import urlencode

from django.core.exceptions import PermissionDenied
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from belts.models import Region
from venues.forms.reciprocity import PeriodForm
from venues.models.scope import COUNTED_STATES
from venues.queries import reciprocity as queries


@require_safe
def reciprocity(request):
    """Every figure leads to the bookings behind it, of which the list shows those whose one side is the reader's."""
    if not request.user.reach.staff:
        raise PermissionDenied
    form = PeriodForm(request.GET, user=request.user)
    context = {"form": form}
    if form.is_valid():
        context |= _figures(request.user, form.cleaned_data)
    return render(request, "venues/reciprocity.html", context)


def _figures(user, asked):
    period = (asked["from"], asked["to"])
    region = asked["region"]
    county = region if region and region.level == Region.Level.COUNTY else None
    return {
        "first": period[0],
        "last": period[1],
        "county": county,
        "lending": [
            (row, _rows(period, COUNTED_STATES, lender=row.lender.pk, borrower=row.borrower.pk))
            for row in queries.lending(user, *period, asked["level"])
        ],
        "attendance": [
            (row, _rows(period, queries.TOOK_UP, borrower=row.borrower.pk))
            for row in queries.attendance(user, *period, asked["level"])
        ],
        "use": [
            (row, _rows(period, COUNTED_STATES, venue=row.venue.pk))
            for row in (queries.use_of(user, *period, county) if county else ())
        ],
    }


def _rows(period, states, **filters):
    query = {"from": period[0].isoformat(), "to": period[1].isoformat(), "state": ",".join(states), **filters}
    return f"{reverse('venues:bookings')}?{urlencode(query)}"

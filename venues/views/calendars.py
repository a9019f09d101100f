"""A venue's calendar by day, week and month, and the sheet for its door."""

from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_safe

from core.filters import DayField
from venues.models import Booking, Venue
from venues.models.scope import may_ask
from venues.queries.asked import complete
from venues.queries.days import WAYS, days_of, shown, span_of, weeks_of
from venues.queries.sheets import sheet_of


def _span(request, usual="week"):
    way = request.GET.get("view", usual)
    if way not in WAYS:
        raise Http404
    try:
        day = DayField(required=False).clean(request.GET.get("day", "")) or timezone.localdate()
    except ValidationError as error:
        raise Http404 from error
    return span_of(way, shown(day))


@require_safe
def venue_calendar(request, pk):
    """Who may see a booking reads what it is for; everybody else that the venue is taken."""
    venue = get_object_or_404(Venue.objects.visible_to(request.user).select_related("region"), pk=pk)
    span = _span(request)
    if span.way == "month":
        content = {"weeks": weeks_of(venue, span, request.user)}
    else:
        content = {"days": days_of(venue, span.first, span.last, request.user)}
    context = {
        "venue": venue,
        "span": span,
        "today": timezone.localdate(),
        "may_ask": may_ask(request.user),
        "manages": _manages(request.user, venue),
        **content,
    }
    return render(request, "venues/calendar.html", context)


@require_safe
def door_sheet(request, pk):
    """What is on in a venue and its parts on a day or in a week, for paper; for those who manage the venue."""
    venue = get_object_or_404(
        Venue.objects.visible_to(request.user).managed_by(request.user).select_related("region"), pk=pk
    )
    span = _span(request, usual="day")
    rows = complete(Booking.objects.visible_to(request.user).decidable_by(request.user))
    context = {"venue": venue, "span": span, "days": sheet_of(rows, venue, span), "as_of": timezone.now()}
    return render(request, "venues/door_sheet.html", context)


def _manages(user, venue):
    return Venue.objects.visible_to(user).managed_by(user).filter(pk=venue.pk).exists()

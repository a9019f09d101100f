"""What is on in a venue, for the sheet on its door."""

import datetime as dt

from django.utils import timezone

from core.dated import start_of

ON = ("approved", "held", "no_show")


def sheet_of(rows, venue, span):
    """Pairs of a day and its bookings among ``rows`` in the venue and its parts, from the first day to the last."""
    end = start_of(span.last + dt.timedelta(days=1))
    rows = rows.filter(space__contained_by=venue.space, state__in=ON, starts_at__lt=end)
    rows = rows.filter(ends_at__gt=start_of(span.first)).order_by("starts_at", "pk")
    days = {span.first + dt.timedelta(days=number): [] for number in range((span.last - span.first).days + 1)}
    for booking in rows:
        day = max(timezone.localdate(booking.starts_at), span.first)
        days[day].append(booking)
    return list(days.items())

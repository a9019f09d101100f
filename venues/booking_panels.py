"""What bookings put on a venue's page."""

import datetime as dt

from django.utils import timezone

from venues.models.scope import may_ask
from venues.queries.days import days_of

DAYS = dt.timedelta(days=6)


def week_panel(request, venue):
    """Today and the six days that follow, each with the way to ask for it."""
    today = timezone.localdate()
    days = days_of(venue, today, today + DAYS, request.user)
    return {"venue": venue, "days": days, "may_ask": may_ask(request.user) and venue.bookable}

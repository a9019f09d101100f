"""Calendars that programs fetch: one of a venue, and one of what one's county has borrowed."""

import datetime as dt

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accounts.feeds import register_feed
from core.calendars import Event
from venues.models import Booking, Venue
from venues.queries.asked import complete

KEPT = dt.timedelta(days=60)
MOST_EVENTS = 2000
MOST_OFFERED = 50
SHOWN = ("approved", "offered", "held", "no_show")


def register_feeds():
    register_feed("venue", gettext_lazy("Venue"), venue_events, venue_names)
    register_feed("bookings", gettext_lazy("My county's bookings"), county_events)


def venue_names(user, ids):
    """Everybody may subscribe to any venue; offered are those that one manages."""
    rows = Venue.objects.visible_to(user)
    if ids is None:
        rows = rows.managed_by(user).order_by("name")[:MOST_OFFERED]
    else:
        rows = rows.filter(pk__in=[key for key in ids if key.isdecimal() and len(key) < 19])
    return {str(venue.pk): venue.name for venue in rows}


def venue_events(user, key):
    """With names for who may see them; for others only that the venue is taken."""
    venue = Venue.objects.visible_to(user).get(pk=key)
    rows = _recent(Booking.objects.filter(space__overlap=venue.space))
    seen = set(rows.visible_to(user).values_list("pk", flat=True))
    for booking in complete(rows.filter(state__in=(*SHOWN, "cancelled")))[:MOST_EVENTS]:
        if booking.pk in seen:
            yield event_of(booking)
        elif booking.state in SHOWN:
            yield Event(
                uid=f"booking-{booking.pk}",
                summary=_("Taken"),
                start=booking.during.lower,
                end=booking.during.upper,
                changed_at=booking.state_since,
                location=str(venue),
                sequence=booking.version,
            )


def county_events(user, _key):
    rows = Booking.objects.visible_to(user).manageable_by(user).filter(state__in=(*SHOWN, "cancelled"))
    return [event_of(booking) for booking in complete(_recent(rows))[:MOST_EVENTS]]


def event_of(booking):
    return Event(
        uid=f"booking-{booking.pk}",
        summary=booking.title,
        start=booking.starts_at,
        end=booking.ends_at,
        changed_at=booking.state_since,
        description=f"{booking.borrower_unit or booking.borrower_region} · {booking.get_state_display()}",
        location=f"{booking.venue} · {booking.venue.region}",
        url=booking.get_absolute_url(),
        sequence=booking.version,
        cancelled=booking.state == "cancelled",
        alarms=(dt.timedelta(days=1),),
    )


def _recent(rows):
    return rows.filter(ends_at__gte=timezone.now() - KEPT).order_by("starts_at", "pk")

"""Who has what, counted by walking the tree in Python: nothing of ``space`` or ``during`` is believed here."""

import datetime as dt
from itertools import combinations

from venues.models import Booking, Venue

MINUTE = dt.timedelta(minutes=1)


def overlaps():
    """Pairs of bookings that have the same room at the same time."""
    parents = dict(Venue.objects.values_list("pk", "parent_id"))
    held = Booking.objects.filter(state__in=("approved", "offered", "held", "no_show"))
    return [
        (one.pk, other.pk)
        for one, other in combinations(held, 2)
        if _times_meet(one, other) and _share_room(one.venue_id, other.venue_id, parents)
    ]


def _times_meet(one, other):
    return _begin(one) < _end(other) and _begin(other) < _end(one)


def _begin(booking):
    return booking.starts_at - booking.setup_minutes * MINUTE


def _end(booking):
    return booking.ends_at + booking.cleanup_minutes * MINUTE


def _share_room(one, other, parents):
    return one in _upwards(other, parents) or other in _upwards(one, parents)


def _upwards(venue, parents):
    while venue is not None:
        yield venue
        venue = parents[venue]

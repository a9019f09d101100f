"""Who is told of what happens to a booking. Called by the services that make it happen, inside their transaction."""

import datetime as dt

from django.db.models import Q
from django.utils import timezone

from accounts.models import Notice, PostHolding, Role, User
from accounts.services.notices import cancel_notices, owe_notices

DAY = dt.timedelta(days=1)
REMINDER = "booking_tomorrow"


def tell(*, booking, what, actor=None, reason=""):
    """``what``: the state it came to, or "moved". Whoever did it is not told; the same step is told once."""
    for kind, people in _receivers(booking, what).items():
        to = [person for person in people if actor is None or person.pk != actor.pk]
        _owe(booking, kind, to, key=f"booking-{booking.pk}-{booking.version}", reason=reason)
    _remind(booking)


def tell_of_closure(*, closure, bookings):
    """To those who have a venue that is closed, with the reason; their bookings stay until somebody changes them."""
    for booking in bookings:
        key = f"closure-{closure.pk}-{booking.pk}"
        _owe(booking, "booking_closed", [booking.requested_by], key=key, reason=closure.reason)


def _receivers(booking, what):
    """Kind of notice → the people who get it."""
    borrower = [booking.requested_by]
    if what == "requested":
        return _asked(booking)
    if what == "agreed":
        return {"booking_agreed": borrower, "booking_requested": managers_of(booking.venue)}
    if what == "withdrawn":
        return {"booking_withdrawn": managers_of(booking.venue)}
    if what in ("cancelled", "moved"):
        return {f"booking_{what}": [*borrower, *managers_of(booking.venue)]}
    return {f"booking_{what}": borrower} if what in ("approved", "refused", "offered", "lapsed") else {}


def _asked(booking):
    """Nobody is asked while it is on the waiting list; a neighbour's request goes to its own county first."""
    if booking.waits_since is not None:
        return {}
    if booking.crosses_a_border:
        return {"booking_to_agree": reviewers_of(booking.borrower_region_id)}
    return {"booking_requested": managers_of(booking.venue)}


def _owe(booking, kind, to, *, key, reason="", due_at=None):
    params = {
        "title": booking.title,
        "venue": booking.venue.name,
        "at": booking.starts_at.isoformat(),
        "county": booking.borrower_region.name,
        "reason": reason,
    }
    owe_notices(to=to, kind=kind, key=key, url=booking.get_absolute_url(), params=params, due_at=due_at)


def _remind(booking):
    """The day before. What was owed before this step may name another time, or what is off: it is withdrawn."""
    earlier = Notice.objects.filter(user=booking.requested_by_id, kind=REMINDER)  # by the index of a person's notices
    earlier = earlier.filter(key__startswith=f"booking-{booking.pk}-")
    for key in set(earlier.values_list("key", flat=True)):
        cancel_notices(kind=REMINDER, key=key)
    due_at = booking.starts_at - DAY
    if booking.state == "approved" and due_at > timezone.now():
        key = f"booking-{booking.pk}-{booking.version}"
        _owe(booking, REMINDER, [booking.requested_by], key=key, due_at=due_at)


def managers_of(venue):
    """Who manages the venue today: the manager of its unit, or of all venues of its county; else the reviewers."""
    place = Q(post__region=venue.region_id, post__unit=None)
    if venue.unit_id:
        place |= Q(post__unit=venue.unit_id)
    held = PostHolding.objects.on(timezone.localdate()).filter(place, post__role=Role.VENUE_MANAGER)
    managers = list(User.objects.filter(is_active=True, pk__in=held.values("user_id")))
    return managers or reviewers_of(venue.region_id)


def reviewers_of(region_code):
    return list(User.objects.holding_today(Role.COUNTY_REVIEWER, regions=[region_code]))

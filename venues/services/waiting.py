"""The waiting list: what becomes free is offered in order, to one after the other, with a time to answer.

An offer blocks its room and time, so that nobody takes it meanwhile. Across a border only what the borrower's own
county has agreed to is offered. The venue's manager can refuse at any time; what was left standing is given with the
offer.
"""

import datetime as dt

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from venues.models import Booking
from venues.services import checks, rooms
from venues.services.steps import State, check_state, hold_and_lock, is_done, lock, move

READY = Q(state=State.AGREED) | Q(state=State.REQUESTED, borrower_region=F("venue__region"))


@transaction.atomic
def offer_freed(*, space, during):
    """Offer what is free now to those who wait for it, the first one first. The caller holds the whole's lock."""
    offered = []
    rows = Booking.objects.overlapping(space, during).filter(READY, waits_since__isnull=False)
    for waiting in rows.filter(starts_at__gt=timezone.now()).order_by("waits_since", "pk"):
        booking = lock(waiting)
        if booking.state not in {State.REQUESTED, State.AGREED} or checks.who_has_it(booking).exists():
            continue
        try:
            checks.check_place(booking)
            checks.check_quota(booking)
        except ValidationError:
            continue  # closed, ended or used up: it keeps its place for when that changes
        booking.answer_by = min(timezone.now() + dt.timedelta(hours=settings.OFFER_HOURS), booking.starts_at)
        offered.append(move(booking, to=State.OFFERED, actor=None))
    return offered


@transaction.atomic
def accept_offer(*, actor, booking):
    """The borrower takes it: from now on it is approved."""
    booking = hold_and_lock(booking)
    if is_done(booking, State.APPROVED, actor):
        return booking
    check_state(booking, State.OFFERED)
    if booking.answer_by <= timezone.now():
        raise ValidationError(_("The time to answer is over; the next in the list is asked."), code="offer_lapsed")
    checks.check_place(booking)
    booking.waits_since = booking.answer_by = None
    return move(booking, to=State.APPROVED, actor=actor)


@transaction.atomic
def decline_offer(*, actor, booking):
    """The borrower does not want it any more; the next in the list is asked."""
    booking = hold_and_lock(booking)
    if is_done(booking, State.WITHDRAWN, actor):
        return booking
    check_state(booking, State.OFFERED)
    return _give_back(booking, State.WITHDRAWN, actor)


def lapse_offers():
    """Offers that nobody answered in time go to the next in the list. Each for itself, and only once."""
    lapsed = 0
    for booking in Booking.objects.filter(state=State.OFFERED, answer_by__lte=timezone.now()).select_related("venue"):
        with transaction.atomic():
            rooms.hold(booking.venue)
            now = lock(booking)
            if now.state == State.OFFERED and now.answer_by <= timezone.now():
                _give_back(now, State.LAPSED, None)
                lapsed += 1
    return lapsed


def _give_back(booking, state, actor):
    booking.waits_since = booking.answer_by = None
    booking = move(booking, to=state, actor=actor)
    offer_freed(space=booking.space, during=booking.during)
    return booking

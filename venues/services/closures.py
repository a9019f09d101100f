"""Closing a venue for a time: what is booked stays until somebody changes it, and those who have it are warned."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.history import because
from venues.models import Booking, Closure
from venues.services import purposes, rooms
from venues.services.steps import clean_reason
from venues.services.telling import tell_of_closure
from venues.services.waiting import offer_freed


@transaction.atomic
def close_venue(*, actor, venue, starts_at, ends_at, reason):
    """Nobody can book the venue, its parts or its wholes in that time. The same again changes nothing."""
    (venue,) = rooms.hold(venue)
    reason = clean_reason(reason)
    if ends_at <= starts_at:
        message = _("The end is not before the start.")
        raise ValidationError({"ends": ValidationError(message, code="ends_before_start")})
    if ends_at <= timezone.now():
        raise ValidationError(_("This time has passed. Choose a time to come."), code="in_the_past")
    during = (starts_at, ends_at)
    known = venue.closures.filter(during=during, reason=reason).first()
    if known:
        return known
    closure = Closure(venue=venue, space=venue.space, during=during, reason=reason, created_by=actor)
    closure.full_clean()
    with because(reason, actor=actor):
        closure.save()
    _warn(closure)
    return closure


@transaction.atomic
def lift_closure(*, actor, closure):
    """The venue can be booked again; whoever waits for that time is asked. Lifting twice changes nothing."""
    rooms.hold(closure.venue)
    found = Closure.objects.select_for_update(of=("self",)).filter(pk=closure.pk).first()
    if found is None:
        return
    space, during = found.space, found.during
    with because(_("closure lifted"), actor=actor):
        found.delete()
    offer_freed(space=space, during=during)


def _warn(closure):
    rows = Booking.objects.overlapping(closure.venue.space, closure.during).filter(state__in=("approved", "offered"))
    bookings = list(rows.select_related("venue", "borrower_region", "requested_by"))
    tell_of_closure(closure=closure, bookings=bookings)
    for booking in bookings:
        purposes.pass_on(booking, "closed")

"""The hall of a meeting: asked for when it is planned, moved with it, given up when it does not take place there."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from core.history import because
from venues.models import Booking, Purpose
from venues.services.booking import move_booking, request_booking
from venues.services.borrowing import give_up_booking, is_to_come, on_the_venue

State = Booking.State


def settle_hall(*, actor, meeting):
    """Let the booking follow the meeting, which the caller has locked and saved; ask for one where there is none."""
    booking = meeting.booking
    if is_to_come(booking):
        if meeting.venue_id == booking.venue_id and _can_move(booking):
            on_the_venue(
                move_booking, actor=actor, booking=booking, starts_at=meeting.starts_at, ends_at=meeting.ends_at
            )
            return
        give_up_hall(actor=actor, meeting=meeting, reason=_("The meeting takes place elsewhere."))
    if meeting.venue:
        _keep(meeting, on_the_venue(request_booking, **_request(actor, meeting)), actor)


def give_up_hall(*, actor, meeting, reason):
    """Let others have the hall. What is over, or was refused, stays as it is."""
    booking = meeting.booking
    if not is_to_come(booking):
        return
    _keep(meeting, None, actor)  # first, so that nobody is warned of what they do themselves
    give_up_booking(actor=actor, booking=booking, reason=reason)


def _keep(meeting, booking, actor):
    meeting.booking = booking
    with because("", actor=actor):
        meeting.save(update_fields=["booking"])


def _can_move(booking):
    """An offer of the waiting list is for its own time alone."""
    return booking.state != State.OFFERED and booking.starts_at > timezone.now()


def _request(actor, meeting):
    if meeting.host is None:
        message = _("Nobody is host of a meeting on that day, so nobody can ask for the hall. Say the place instead.")
        raise ValidationError({"venue": ValidationError(message, code="venue_needs_host")})
    return {
        "actor": actor,
        "venue": meeting.venue,
        "starts_at": meeting.starts_at,
        "ends_at": meeting.ends_at,
        "purpose": Purpose.MEETING,
        "title": str(meeting),
        "borrower_region": meeting.host,
    }

"""What upper apps do with the booking of a record of theirs: whether it is still to come, and giving it up."""

from django.core.exceptions import ValidationError
from django.utils import timezone

from venues.models import Booking
from venues.services.booking import cancel_booking, withdraw_booking
from venues.services.waiting import decline_offer

State = Booking.State
OPEN = (State.REQUESTED, State.AGREED, State.OFFERED, State.APPROVED)


def is_to_come(booking):
    """Not refused, not given up and not over: a record that is put right afterwards leaves its booking as it was."""
    return booking is not None and booking.state in OPEN and booking.ends_at > timezone.now()


def give_up_booking(*, actor, booking, reason):
    """Let others have the venue, by the step that fits the booking's state. The caller has asked ``is_to_come``."""
    if booking.state == State.APPROVED:
        return cancel_booking(actor=actor, booking=booking, reason=reason)
    if booking.state == State.OFFERED:
        return decline_offer(actor=actor, booking=booking)
    return withdraw_booking(actor=actor, booking=booking, reason=reason)


def on_the_venue(service, **values):
    """What the venue refuses stands at the record's venue field; the booking's own fields are none of the record's."""
    try:
        return service(**values)
    except ValidationError as error:
        found = error.error_dict.values() if hasattr(error, "error_dict") else [error.error_list]
        raise ValidationError({"venue": [problem for problems in found for problem in problems]}) from error

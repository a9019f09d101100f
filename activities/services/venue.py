"""The booking of a record's venue: asked for with the record, moved with it, given up with it."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from venues.models import Booking, Purpose
from venues.services.booking import cancel_booking, move_booking, request_booking, withdraw_booking
from venues.services.waiting import decline_offer

State = Booking.State
OPEN = (State.REQUESTED, State.AGREED, State.OFFERED, State.APPROVED)


def settle_venue(*, actor, activity, ask=False):
    """Let the booking follow the record, which the caller has locked and saved; ask for one where it is wanted.

    A booking that was refused, cancelled or held stays with the record until another one is asked for.
    """
    booking = activity.booking
    if is_to_come(booking):
        if activity.venue_id == booking.venue_id:
            _follow(actor, activity, booking)
            return
        give_up_booking(actor=actor, activity=activity, reason=_("The activity takes place elsewhere."))
    if ask and activity.venue:
        activity.booking = _on_the_venue(request_booking, **_request(actor, activity))
        activity.save(update_fields=["booking"])


def is_to_come(booking):
    """Not refused, not given up and not over: a record that is put right afterwards leaves its booking as it was."""
    return booking is not None and booking.state in OPEN and booking.ends_at > timezone.now()


def give_up_booking(*, actor, activity, reason):
    """Let others have the venue. What is over, or was refused, stays as it is."""
    booking = activity.booking
    if not is_to_come(booking):
        return
    # First, so that nobody is warned of what they do themselves.
    activity.booking = None
    activity.save(update_fields=["booking"])
    if booking.state == State.APPROVED:
        cancel_booking(actor=actor, booking=booking, reason=reason)
    elif booking.state == State.OFFERED:
        decline_offer(actor=actor, booking=booking)
    else:
        withdraw_booking(actor=actor, booking=booking, reason=reason)


def _follow(actor, activity, booking):
    if activity.starts_at is None or activity.ends_at is None or booking.starts_at <= timezone.now():
        return  # the record does not say when any more, or it has begun: nobody moves it now
    starts_at, ends_at = _times(activity)
    if (starts_at, ends_at) != (booking.starts_at, booking.ends_at):
        _on_the_venue(move_booking, actor=actor, booking=booking, starts_at=starts_at, ends_at=ends_at)


def _request(actor, activity):
    lead = activity.parties.filter(role="lead").select_related("region", "unit").first()
    if lead is None:
        message = _("Name the lead first: it is the one that asks for the venue.")
        raise ValidationError({"venue": ValidationError(message, code="venue_needs_lead")})
    if activity.starts_at is None or activity.ends_at is None or activity.precision != activity.Precision.DAY:
        message = _("Say the day, and from when to when: a venue is asked for by the hour.")
        raise ValidationError({"venue": ValidationError(message, code="venue_needs_times")})
    starts_at, ends_at = _times(activity)
    return {
        "actor": actor,
        "venue": activity.venue,
        "starts_at": starts_at,
        "ends_at": ends_at,
        "purpose": Purpose.ACTIVITY,
        "title": activity.title,
        "borrower_region": lead.region,
        "borrower_unit": lead.unit,
        "people": activity.audience,
    }


def _times(activity):
    start = dt.datetime.combine(activity.starts_on, activity.starts_at)
    return timezone.make_aware(start), timezone.make_aware(dt.datetime.combine(activity.ends_on, activity.ends_at))


def _on_the_venue(service, **values):
    """What the venue refuses stands at the venue's field; its own fields are none of the record's."""
    try:
        return service(**values)
    except ValidationError as error:
        found = error.error_dict.values() if hasattr(error, "error_dict") else [error.error_list]
        raise ValidationError({"venue": [problem for problems in found for problem in problems]}) from error

"""The booking of a record's venue: asked for with the record, moved with it, given up with it."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from venues.models import Purpose
from venues.services import borrowing
from venues.services.booking import move_booking, request_booking
from venues.services.borrowing import is_to_come, on_the_venue


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
        activity.booking = on_the_venue(request_booking, **_request(actor, activity))
        activity.save(update_fields=["booking"])


def give_up_booking(*, actor, activity, reason):
    """Let others have the venue. What is over, or was refused, stays as it is."""
    booking = activity.booking
    if not is_to_come(booking):
        return
    # First, so that nobody is warned of what they do themselves.
    activity.booking = None
    activity.save(update_fields=["booking"])
    borrowing.give_up_booking(actor=actor, booking=booking, reason=reason)


def _follow(actor, activity, booking):
    if activity.starts_at is None or activity.ends_at is None or booking.starts_at <= timezone.now():
        return  # the record does not say when any more, or it has begun: nobody moves it now
    starts_at, ends_at = _times(activity)
    if (starts_at, ends_at) != (booking.starts_at, booking.ends_at):
        on_the_venue(move_booking, actor=actor, booking=booking, starts_at=starts_at, ends_at=ends_at)


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

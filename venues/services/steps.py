"""Locking a booking and writing a step of its life: shared by everything that moves bookings."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.history import because
from venues.models import Booking, BookingStep
from venues.services import purposes, rooms
from venues.services.checks import taken
from venues.services.telling import tell

State = Booking.State
LONGEST_REASON = BookingStep._meta.get_field("reason").max_length


def lock(booking):
    """The booking as it is now, held until the transaction ends."""
    rows = Booking.objects.select_for_update(of=("self",)).filter(pk=booking.pk)
    row = rows.select_related(
        "venue__region", "venue__unit", "borrower_region", "borrower_unit", "requested_by"
    ).first()
    if row is None:
        raise ValidationError(_("This booking does not exist any more."), code="gone")
    return row


def hold_and_lock(booking):
    """The same, with the lock of its venue's whole taken before: for steps that decide who has the venue."""
    rooms.hold(booking.venue)
    row = lock(booking)
    if row.venue_id != booking.venue_id:
        raise _stale()
    return row


def _stale():
    return ValidationError(
        _("Somebody changed this booking after you opened it. Look at it again and decide anew."), code="stale"
    )


def check_version(booking, version):
    """``version`` is what the person saw; None skips the check."""
    if version is not None and int(version) != booking.version:
        raise _stale()


def is_done(booking, state, actor):
    """The same person made this very step last: a second click."""
    last = booking.steps.order_by("-at", "-pk").first()
    return booking.state == state and last is not None and last.actor_id == actor.pk


def check_state(booking, *allowed):
    if booking.state in allowed:
        return
    last = booking.steps.select_related("actor").order_by("-at", "-pk").first()
    if last and last.actor and booking.state in {State.APPROVED, State.REFUSED, State.AGREED}:
        raise ValidationError(
            _("%(person)s was faster: the booking is %(state)s."),
            code="decided_by_another",
            params={"person": last.actor, "state": booking.get_state_display()},
        )
    raise ValidationError(
        _("This booking is %(state)s; that step cannot be made any more."),
        code="step_not_open",
        params={"state": booking.get_state_display()},
    )


def clean_reason(reason, *, needed=True):
    reason = (reason or "").replace("\x00", "").strip()
    if len(reason) > LONGEST_REASON or (needed and not reason):
        message = _("Give the reason in 1 to %(most)d characters.")
        refusal = ValidationError(message, code="reason_missing", params={"most": LONGEST_REASON})
        raise ValidationError({"reason": refusal})
    return reason


def move(booking, *, to, actor, what="", reason=""):
    """Write the step and the new state, tell who has to know. The caller holds the locks and has checked the step.

    ``what`` is said of it instead of the state ("moved"). Raises ``taken`` when the database lets nobody have it.
    """
    now = timezone.now()
    step = BookingStep(booking=booking, from_state=booking.state, to_state=to, actor=actor, at=now, reason=reason)
    booking.state, booking.state_since = to, now
    booking.version += 1
    save(booking, reason=reason, actor=actor)
    step.save()
    tell(booking=booking, what=what or to, actor=actor, reason=reason)
    purposes.pass_on(booking, what or to)
    return booking


def save(booking, *, reason="", actor=None):
    """In a savepoint: the exclusion constraint has the last word, and what it refuses is said in words."""
    try:
        with because(reason, actor=actor), transaction.atomic():
            booking.save()
    except IntegrityError as error:
        if "venue_had_by_one_at_a_time" not in str(error):
            raise
        raise taken(booking) from error
    booking.refresh_from_db(fields=["space", "during"])

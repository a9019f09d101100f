"""The life of a booking: requested → agreed by the borrower's own county, across a border → approved or refused → held.

Callers have limited what the person may choose and move. Each step may be repeated safely. Whoever decides who has a
venue holds the lock of its whole first (``rooms.hold``), then the booking, then looks, then writes.
"""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from venues.models import Booking, BookingStep, Venue
from venues.queries.limits import buffers
from venues.services import checks, rooms
from venues.services.steps import (
    State,
    check_state,
    check_version,
    clean_reason,
    hold_and_lock,
    is_done,
    lock,
    move,
    save,
)
from venues.services.telling import tell

MINUTE = dt.timedelta(minutes=1)


@transaction.atomic
def request_booking(
    *, actor, venue, starts_at, ends_at, purpose, title, borrower_region, borrower_unit=None, people=None, note="",
    form_key=None, wait=False, series=None,
):  # fmt: skip
    """Ask for a venue. The same ``form_key`` again gives the first request; ``wait`` puts it on the waiting list.

    What somebody else has is refused (``taken``) unless one waits for it; what is free is never waited for.
    """
    if known := _asked_before(actor, form_key):
        return known
    checks.check_times(starts_at, ends_at)
    venue = Venue.objects.select_related("region", "unit").get(pk=venue.pk)
    booking = Booking(
        venue=venue, starts_at=starts_at, ends_at=ends_at, purpose=purpose, title=(title or "").strip(), people=people,
        note=(note or "").strip(), borrower_region=borrower_region, borrower_unit=borrower_unit, requested_by=actor,
        form_key=form_key, series=series,
    )  # fmt: skip
    settle(booking)
    check_texts(booking)
    checks.check_request(booking)
    if checks.who_has_it(booking).exists():
        if not wait:
            raise checks.taken(booking)
        booking.waits_since = timezone.now()
    booking.full_clean(exclude=["series"])
    try:
        with transaction.atomic():
            save(booking, actor=actor)
    except IntegrityError as error:
        if known := _asked_before(actor, form_key):  # the other click was faster
            return known
        raise error
    BookingStep.objects.create(booking=booking, to_state=booking.state, actor=actor)
    tell(booking=booking, what="requested", actor=actor)
    return booking


def _asked_before(actor, form_key):
    known = form_key and Booking.objects.filter(form_key=form_key).first()
    if known and known.requested_by_id != actor.pk:
        raise ValidationError(_("This form was sent by somebody else already. Open a new one."), code="form_key_taken")
    return known


def settle(booking):
    """Set-up and clean-up by the venue's rules, and the room and time that they make; the database does the same."""
    for field, minutes in buffers(booking.venue).items():
        setattr(booking, field, minutes)
    booking.space = booking.venue.space
    begin = booking.starts_at - booking.setup_minutes * MINUTE
    booking.during = (begin, max(begin, booking.ends_at + booking.cleanup_minutes * MINUTE))


def check_texts(booking):
    for name in ("title", "note"):
        if "\x00" in getattr(booking, name):
            message = _("The text contains a NUL character, which cannot be kept.")
            raise ValidationError({name: ValidationError(message, code="null_character")})


@transaction.atomic
def agree_booking(*, actor, booking, version=None):
    """The borrower's own county lets its request go to the neighbour; a reviewer does, not who asked."""
    booking = hold_and_lock(booking)
    if is_done(booking, State.AGREED, actor):
        return booking
    if not booking.crosses_a_border:
        raise ValidationError(
            _("The venue is of the county that asks; its manager decides at once."), code="no_agreement_needed"
        )
    check_state(booking, State.REQUESTED)
    check_version(booking, version)
    if actor.pk == booking.requested_by_id:
        raise ValidationError(
            _("Nobody agrees to what they asked for themselves. Another reviewer of your county does."),
            code="own_request",
        )
    booking = move(booking, to=State.AGREED, actor=actor)
    if booking.waits_since is not None:
        _offer(booking.space, booking.during)
    return booking


@transaction.atomic
def approve_booking(*, actor, booking, version=None):
    """The venue's manager gives it. Looks again, alone, at all that may have changed since it was asked for."""
    if checks.is_lost(booking):  # in a rush most are: they need not queue for the lock to hear it
        raise checks.taken(booking)
    booking = hold_and_lock(booking)
    if is_done(booking, State.APPROVED, actor):
        return booking
    if booking.crosses_a_border and booking.state == State.REQUESTED:
        raise ValidationError(
            _("A reviewer of %(county)s agrees first."),
            code="not_agreed_yet",
            params={"county": booking.borrower_region},
        )
    check_state(booking, State.REQUESTED, State.AGREED)
    check_version(booking, version)
    if booking.starts_at <= timezone.now():
        raise ValidationError(_("This time has passed. Choose a time to come."), code="in_the_past")
    settle(booking)
    checks.check_place(booking)
    checks.check_quota(booking)
    if checks.who_has_it(booking).exists():
        raise checks.taken(booking)
    booking.waits_since = None
    return move(booking, to=State.APPROVED, actor=actor)


@transaction.atomic
def refuse_booking(*, actor, booking, reason, version=None):
    """The venue's manager says no, or the borrower's own county does before the neighbour is asked."""
    booking, reason = lock(booking), clean_reason(reason)
    if is_done(booking, State.REFUSED, actor):
        return booking
    check_state(booking, State.REQUESTED, State.AGREED)
    check_version(booking, version)
    return move(booking, to=State.REFUSED, actor=actor, reason=reason)


@transaction.atomic
def withdraw_booking(*, actor, booking, reason=""):
    """The borrower takes a request back."""
    booking, reason = lock(booking), clean_reason(reason, needed=False)
    if is_done(booking, State.WITHDRAWN, actor):
        return booking
    check_state(booking, State.REQUESTED, State.AGREED)
    return move(booking, to=State.WITHDRAWN, actor=actor, reason=reason)


@transaction.atomic
def cancel_booking(*, actor, booking, reason):
    """Either side gives up what was approved, before it is over; whoever waits for the time is asked."""
    booking, reason = hold_and_lock(booking), clean_reason(reason)
    if is_done(booking, State.CANCELLED, actor):
        return booking
    check_state(booking, State.APPROVED)
    if booking.ends_at <= timezone.now():
        raise ValidationError(_("It is over. Note whether it was held, or that nobody came."), code="over_already")
    booking = move(booking, to=State.CANCELLED, actor=actor, reason=reason)
    _offer(booking.space, booking.during)
    return booking


@transaction.atomic
def move_booking(*, actor, booking, starts_at, ends_at, venue=None, version=None):
    """Another time or venue. What lies within the time that was approved stays approved; else it is asked for anew."""
    checks.check_times(starts_at, ends_at)
    _here, there = rooms.hold(booking.venue, venue or booking.venue)
    booking = lock(booking)
    check_state(booking, State.REQUESTED, State.AGREED, State.APPROVED)
    check_version(booking, version)
    if (booking.venue_id, booking.starts_at, booking.ends_at) == (there.pk, starts_at, ends_at):
        return booking
    before = Booking(space=booking.space, during=booking.during, venue_id=booking.venue_id, state=booking.state)
    booking.venue, booking.starts_at, booking.ends_at = there, starts_at, ends_at
    settle(booking)
    checks.check_request(booking)
    if checks.who_has_it(booking).exists():
        raise checks.taken(booking)
    booking.waits_since = None
    booking = move(booking, to=_state_after(booking, before), actor=actor, what="moved")
    if before.state == State.APPROVED:
        _offer(before.space, before.during)
    return booking


def _state_after(booking, before):
    if before.state != State.APPROVED:
        return before.state if booking.venue_id == before.venue_id else State.REQUESTED
    begin, end = booking.during
    if booking.venue_id == before.venue_id and before.during.lower <= begin and end <= before.during.upper:
        return State.APPROVED
    return State.REQUESTED


@transaction.atomic
def record_held(*, actor, booking):
    """The venue's manager notes that it took place."""
    return _record(actor, booking, State.HELD)


@transaction.atomic
def record_no_show(*, actor, booking):
    """The venue's manager notes that nobody came."""
    return _record(actor, booking, State.NO_SHOW)


def _record(actor, booking, state):
    booking = lock(booking)
    if is_done(booking, state, actor):
        return booking
    check_state(booking, State.APPROVED, State.HELD, State.NO_SHOW)
    if booking.ends_at > timezone.now():
        raise ValidationError(_("It is not over yet."), code="not_over_yet")
    return move(booking, to=state, actor=actor)


def _offer(space, during):
    from venues.services.waiting import offer_freed

    offer_freed(space=space, during=during)

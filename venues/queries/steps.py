"""Which steps of a booking somebody may make now: the page shows these as buttons, and nothing else decides."""

from django.utils import timezone

from venues.models import Booking

State = Booking.State
CHANGEABLE = (State.REQUESTED, State.AGREED, State.APPROVED)
REFUSABLE = (State.REQUESTED, State.AGREED)


def steps_for(user, booking):
    """Names of steps, as in ``venues.views.booking_steps``; also "move". At most three queries."""
    decides, agrees, borrows = (
        rows.filter(pk=booking.pk).exists() for rows in (deciding(user), agreeing(user), borrowing(user))
    )
    state, crosses = booking.state, booking.crosses_a_border
    waits_for_agreement = state == State.REQUESTED and crosses
    over, waits = booking.ends_at <= timezone.now(), booking.waits_since is not None
    open_now = {
        "agree": agrees and waits_for_agreement and booking.requested_by_id != user.pk,
        "approve": decides and (state == State.AGREED or (state == State.REQUESTED and not crosses)) and not waits,
        "refuse": state in REFUSABLE and (decides or (agrees and waits_for_agreement)),
        "accept": borrows and state == State.OFFERED,
        "decline": borrows and state == State.OFFERED,
        "move": borrows and state in CHANGEABLE and not waits and not over,
        "withdraw": borrows and state in REFUSABLE,
        "cancel": (borrows or decides) and state == State.APPROVED and not over,
        "held": decides and state in (State.APPROVED, State.NO_SHOW) and over,
        "no_show": decides and state in (State.APPROVED, State.HELD) and over,
    }
    return {name for name, is_open in open_now.items() if is_open}


def deciding(user):
    return Booking.objects.visible_to(user).decidable_by(user)


def agreeing(user):
    return Booking.objects.visible_to(user).agreeable_by(user)


def refusing(user):
    """The venue's manager, or the county that asks, before the manager is asked."""
    return deciding(user) | agreeing(user)


def borrowing(user):
    return Booking.objects.visible_to(user).manageable_by(user)


def cancelling(user):
    """Both sides."""
    return borrowing(user) | deciding(user)

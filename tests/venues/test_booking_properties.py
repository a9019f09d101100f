"""Whatever people do in whatever order, no two have the same room at the same time."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import factories
from tests.venues.booking_world import at, make_world
from tests.venues.recount import overlaps
from venues.models import Booking, Closure, Venue
from venues.services import booking as services
from venues.services.closures import close_venue, lift_closure
from venues.services.venues import move_venue
from venues.services.waiting import accept_offer, decline_offer

HOUR = dt.timedelta(hours=1)
ACTS = (
    "ask", "wait", "agree", "approve", "refuse", "withdraw", "cancel", "move", "accept", "decline", "close", "lift",
    "move_part",
)  # fmt: skip
act = st.tuples(st.sampled_from(ACTS), st.integers(0, 5), st.integers(0, 7), st.integers(8, 16), st.integers(1, 4))


class Acts:
    """What people do, with numbers that choose among the rows that are there; a refusal is an answer like any other."""

    def __init__(self):
        self.world = make_world()
        hall = self.world.hall
        halves = [factories.VenueFactory(parent=hall) for _number in range(2)]
        other = factories.VenueFactory(region=hall.region)
        self.venues = [
            hall,
            *halves,
            factories.VenueFactory(parent=halves[0]),
            other,
            factories.VenueFactory(parent=other),
        ]

    def do(self, name, which, row, hour, length):
        venue = Venue.objects.get(pk=self.venues[which].pk)
        bookings = list(Booking.objects.order_by("pk"))
        booking = bookings[row % len(bookings)] if bookings else None
        times = {"starts_at": at(hour), "ends_at": at(hour) + length * HOUR}
        if name in ("agree", "approve", "refuse", "withdraw", "cancel", "move", "accept", "decline") and not booking:
            return
        try:
            with transaction.atomic():
                getattr(self, name)(venue=venue, booking=booking, row=row, times=times)
        except ValidationError:
            pass

    def ask(self, *, venue, row, times, wait=False, **_rest):
        world = self.world
        borrower, actor = [(world.neighbour, world.neighbour_logger), (world.own, world.logger)][row % 2]
        services.request_booking(
            actor=actor, venue=venue, purpose="other", title="用", borrower_region=borrower, wait=wait, **times
        )  # fmt: skip

    def wait(self, **given):
        self.ask(wait=True, **given)

    def agree(self, *, booking, **_rest):
        services.agree_booking(actor=self.world.reviewer, booking=booking)

    def approve(self, *, booking, **_rest):
        services.approve_booking(actor=self.world.manager, booking=booking)

    def refuse(self, *, booking, **_rest):
        services.refuse_booking(actor=self.world.manager, booking=booking, reason="否")

    def withdraw(self, *, booking, **_rest):
        services.withdraw_booking(actor=self.world.logger, booking=booking)

    def cancel(self, *, booking, **_rest):
        services.cancel_booking(actor=self.world.manager, booking=booking, reason="否")

    def move(self, *, booking, venue, times, **_rest):
        services.move_booking(actor=self.world.logger, booking=booking, venue=venue, **times)

    def accept(self, *, booking, **_rest):
        accept_offer(actor=self.world.logger, booking=booking)

    def decline(self, *, booking, **_rest):
        decline_offer(actor=self.world.logger, booking=booking)

    def close(self, *, venue, times, **_rest):
        close_venue(actor=self.world.manager, venue=venue, reason="修", **times)

    def lift(self, *, row, **_rest):
        closures = list(Closure.objects.order_by("pk"))
        if closures:
            lift_closure(actor=self.world.manager, closure=closures[row % len(closures)])

    def move_part(self, *, venue, row, **_rest):
        parent = Venue.objects.get(pk=self.venues[row % len(self.venues)].pk)
        move_venue(actor=self.world.manager, venue=venue, parent=parent)


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(act, min_size=5, max_size=25))
def test_no_two_have_the_same_room_at_the_same_time(acts):
    with transaction.atomic():
        world = Acts()
        for one in acts:
            world.do(*one)
            assert overlaps() == []
        transaction.set_rollback(True)

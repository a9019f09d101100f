"""Many at once, on real connections: exactly one has the room, nobody meets a deadlock, and a recount finds no overlap.

``benchmarks/bookings.py`` does the same with 200 connections, over and over.
"""

import datetime as dt
import threading
from collections import Counter

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from tests import factories
from tests.venues.booking_world import at, booked, make_world
from tests.venues.recount import overlaps
from venues.models import Booking
from venues.services import booking as services
from venues.services import rooms
from venues.services.series import cancel_series, request_series
from venues.services.waiting import accept_offer, lapse_offers, offer_freed

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(transactional_db):
    return make_world()


def at_once(*calls):
    """Each call in a thread of its own; what came of each: "done", or the code of its refusal."""
    begin, found = threading.Barrier(len(calls)), []

    def run(call):
        try:
            begin.wait()
            call()
            found.append("done")
        except ValidationError as error:
            found.append(error.code)
        except Exception as error:
            found.append(type(error).__name__)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return Counter(found)


def own(world, **fields):
    return booked(world, borrower_region=world.neighbour, requested_by=world.neighbour_logger, **fields)


def approve(world, booking):
    return lambda: services.approve_booking(actor=world.manager, booking=booking)


def weekly(world, *, last_day):
    day = at(9).date()
    return {
        "actor": world.neighbour_logger, "venue": world.hall, "every": "week", "interval": 1,
        "weekdays": [day.weekday()], "ordinal": None, "skip_holidays": False, "first_day": day, "last_day": last_day,
        "starts": at(9).time(), "ends": at(11).time(), "title": "系列", "purpose": "other",
        "borrower_region": world.neighbour,
    }  # fmt: skip


def test_many_want_one_slot_and_one_gets_it(world):
    bookings = [own(world) for _number in range(20)]
    assert at_once(*(approve(world, booking) for booking in bookings)) == {"done": 1, "taken": 19}
    assert overlaps() == []


def test_the_whole_or_its_halves(world):
    halves = [factories.VenueFactory(parent=world.hall) for _number in range(2)]
    bookings = [own(world, venue=venue) for venue in (world.hall, *halves) for _number in range(5)]
    found = at_once(*(approve(world, booking) for booking in bookings))
    held = set(Booking.objects.filter(state="approved").values_list("venue", flat=True))
    assert held in ({world.hall.pk}, {half.pk for half in halves})
    assert found == {"done": len(held), "taken": 15 - len(held)}
    assert overlaps() == []


def test_two_managers_approve_the_same_request(world):
    booking, other = own(world), factories.person("venue_manager", world.neighbour)
    found = at_once(
        approve(world, booking), lambda: services.approve_booking(actor=other, booking=booking)
    )  # fmt: skip
    assert found == {"done": 1, "decided_by_another": 1}
    assert booking.steps.filter(to_state="approved").count() == 1


def test_a_series_against_a_single_one(world):
    (of_series,) = request_series(**weekly(world, last_day=at(9).date())).bookings
    assert at_once(approve(world, of_series), approve(world, own(world))) == {"done": 1, "taken": 1}
    assert overlaps() == []


def test_moves_into_one_another_s_place_do_not_wait_for_each_other(world):
    halls = [world.hall, factories.VenueFactory(region=world.neighbour)]
    bookings = [own(world, venue=hall, state="approved") for hall in halls]

    def move(booking, venue):
        return lambda: services.move_booking(
            actor=world.neighbour_logger, booking=booking, starts_at=at(9), ends_at=at(11), venue=venue
        )

    found = at_once(*(move(booking, hall) for booking, hall in zip(bookings, reversed(halls), strict=True)))
    assert found["taken"] >= 1
    assert found["done"] + found["taken"] == 2
    assert overlaps() == []


def test_two_series_in_the_same_two_halls_in_opposite_order_do_not_wait_for_each_other(world):
    halls = [world.hall, factories.VenueFactory(region=world.neighbour)]
    day = at(9).date()
    last_day = day + dt.timedelta(days=364)
    series = [request_series(**weekly(world, last_day=last_day)).bookings for _number in range(2)]
    for bookings, order in zip(series, (halls, halls[::-1]), strict=True):
        approve_in_turn(bookings, order)
    calls = [
        lambda booking=booking: cancel_series(actor=world.manager, booking=booking, which="all", reason="停")
        for (booking, *_others) in series
    ]
    assert at_once(*calls, *calls) == {"done": 4}
    assert set(Booking.objects.values_list("state", flat=True)) == {"cancelled"}


def approve_in_turn(bookings, halls):
    """The first half of the dates in the first hall, the second half in the second."""
    for number, booking in enumerate(bookings):
        Booking.objects.filter(pk=booking.pk).update(venue=halls[number * 2 >= len(bookings)], state="approved")


def test_a_freed_slot_is_offered_to_one_though_it_is_freed_twice(world):
    have = own(world, state="approved")
    for _number in range(3):
        own(world, waits_since=at(8))
    cancel = {"actor": world.manager, "booking": have, "reason": "停电"}
    at_once(
        lambda: services.cancel_booking(**cancel),
        lambda: services.cancel_booking(**cancel),
        lambda: services.cancel_booking(**cancel),
    )
    assert Booking.objects.filter(state="offered").count() == 1
    assert overlaps() == []


def test_an_answer_against_the_end_of_its_time(world):
    past = at(8).replace(year=2020)
    offered, _next = own(world, state="offered", answer_by=past), own(world, waits_since=at(8))
    found = at_once(lapse_offers, lapse_offers, lambda: accept_offer(actor=world.neighbour_logger, booking=offered))
    assert found["done"] >= 2
    assert found["offer_lapsed"] + found["step_not_open"] == 1
    assert Booking.objects.filter(state="offered").count() == 1
    assert overlaps() == []


def test_offers_and_approvals_at_once(world):
    bookings = [own(world, waits_since=at(8)), own(world), own(world)]

    @transaction.atomic
    def offer():
        rooms.hold(world.hall)
        offer_freed(space=world.hall.space, during=bookings[0].during)

    at_once(offer, offer, *(approve(world, booking) for booking in bookings[1:]))
    assert Booking.objects.blocking().count() == 1
    assert overlaps() == []

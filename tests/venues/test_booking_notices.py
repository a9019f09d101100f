"""Who is told of what."""

import datetime as dt

import pytest

from accounts.models import Notice, Role
from tests import factories
from tests.venues.booking_world import booked, make_world
from venues.services import booking as services
from venues.services.telling import managers_of, tell, tell_of_closure

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


def told(kind):
    return set(Notice.objects.filter(kind=kind, cancelled_at=None).values_list("user", flat=True))


def pks(*people):
    return {person.pk for person in people}


def test_each_step_tells_the_people_who_have_to_know(world):
    booking = services.request_booking(
        actor=world.logger, venue=world.hall, starts_at=booked(world).starts_at + dt.timedelta(hours=5),
        ends_at=booked(world).ends_at + dt.timedelta(hours=5), purpose="activity", title="联合宣讲",
        borrower_region=world.own,
    )  # fmt: skip
    assert told("booking_to_agree") == pks(world.reviewer)
    assert told("booking_requested") == set()
    services.agree_booking(actor=world.reviewer, booking=booking)
    assert told("booking_requested") == pks(world.manager)
    assert told("booking_agreed") == pks(world.logger)
    booking.refresh_from_db()
    services.approve_booking(actor=world.manager, booking=booking)
    assert told("booking_approved") == pks(world.logger)
    booking.refresh_from_db()
    reminder = Notice.objects.get(kind="booking_tomorrow", cancelled_at=None)
    assert reminder.due_at == booking.starts_at - dt.timedelta(days=1)
    services.cancel_booking(actor=world.manager, booking=booking, reason="礼堂检修")
    assert told("booking_cancelled") == pks(world.logger)
    assert "礼堂检修" in Notice.objects.get(kind="booking_cancelled").text.sentence
    assert told("booking_tomorrow") == set()


def test_telling_twice_tells_once(world):
    booking = booked(world, state="approved")
    for _again in range(2):
        tell(booking=booking, what="approved", actor=world.manager)
    assert Notice.objects.filter(kind="booking_approved").count() == 1


def test_what_waits_tells_nobody(world):
    tell(booking=booked(world, waits_since=booked(world).starts_at), what="requested", actor=world.logger)
    assert not Notice.objects.exists()


def test_managers_are_those_of_the_unit_and_of_the_county_else_the_reviewers(world):
    unit = factories.UnitFactory(region=world.neighbour)
    other = factories.UnitFactory(region=world.neighbour)
    of_unit = factories.person(Role.VENUE_MANAGER, world.neighbour, unit=unit)
    factories.person(Role.VENUE_MANAGER, world.neighbour, unit=other)
    factories.person(Role.VENUE_MANAGER, world.neighbour, until=dt.date(2021, 1, 1))
    hall = factories.VenueFactory(region=world.neighbour, unit=unit)
    assert {person.pk for person in managers_of(hall)} == pks(of_unit, world.manager)
    reviewer = factories.reviewer(world.own)
    assert {person.pk for person in managers_of(factories.VenueFactory(region=world.own))} == pks(
        world.reviewer, reviewer
    )


def test_a_closure_tells_those_who_have_it(world):
    booking = booked(world, state="approved")
    tell_of_closure(closure=factories.ClosureFactory(venue=world.hall), bookings=[booking])
    assert told("booking_closed") == pks(world.logger)
    assert "检修" in Notice.objects.get().text.sentence

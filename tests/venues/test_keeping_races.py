"""Many at once who enter, change and move venues, beside those who book them: on real connections."""

import uuid

import pytest
from django.core.exceptions import ValidationError

from tests import factories
from tests.venues.booking_world import make_world
from tests.venues.recount import overlaps
from tests.venues.test_booking_races import approve, at_once, own
from venues.models import Venue
from venues.services.venues import change_venue, create_venue, move_venue

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def county(transactional_db):
    return factories.CountyFactory(code="500153")


def by_code(call):
    """The same call; a refusal that names its field is raised without the field."""

    def made():
        try:
            call()
        except ValidationError as error:
            by_field = error.error_dict if hasattr(error, "error_dict") else {"": error.error_list}
            raise next(iter(by_field.values()))[0] from None

    return made


def test_one_form_sent_five_times_at_once_is_one_venue(county):
    clerk, key = factories.logger(county), uuid.uuid4()
    new = {"actor": clerk, "region": county, "name": "礼堂", "kind": "room", "form_key": key}
    assert at_once(*[lambda: create_venue(**new)] * 5) == {"done": 5}
    assert Venue.objects.count() == 1


def test_of_two_who_change_what_they_read_one_is_told_to_read_again(county):
    venue = factories.VenueFactory(region=county)
    change = {"actor": factories.logger(county), "venue": venue, "version": 1}
    found = at_once(lambda: change_venue(**change, capacity=1), lambda: change_venue(**change, capacity=2))
    assert found == {"done": 1, "stale": 1}


def test_two_venues_cannot_become_part_of_each_other(county):
    clerk = factories.logger(county)
    for _round in range(5):
        one, two = factories.VenueFactory(region=county), factories.VenueFactory(region=county)
        pairs = ((one, two), (two, one))
        moves = [by_code(lambda a=a, b=b: move_venue(actor=clerk, venue=a, parent=b)) for a, b in pairs]
        assert at_once(*moves) == {"done": 1, "part_of_itself": 1}
        assert Venue.objects.filter(pk__in=[one.pk, two.pk], parent=None).count() == 1


def test_a_part_that_moves_while_bookings_are_approved_is_never_had_twice(transactional_db):
    world = make_world()
    clerk = factories.logger(world.neighbour)
    for _round in range(5):
        whole = factories.VenueFactory(region=world.neighbour)
        hall = factories.VenueFactory(region=world.neighbour)
        bookings = [own(world, venue=venue, state="requested") for venue in (whole, hall)]
        move = {"actor": clerk, "venue": hall, "parent": whole}
        calls = [lambda move=move: move_venue(**move), *[approve(world, booking) for booking in bookings]]
        assert at_once(*map(by_code, calls))["done"] == 2
        assert overlaps() == []

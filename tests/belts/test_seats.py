import datetime as dt

import pytest

from belts.seats import regions_as_is, seats_as_is
from tests import factories

pytestmark = pytest.mark.django_db

LAST_DAY = dt.date(2025, 11, 5)
AFTER = dt.date(2026, 11, 23)


@pytest.fixture
def yubei():
    """渝北 is abolished; 北碚 takes its seat, 两江新区 takes most of its land and no seat."""
    belt = factories.BeltFactory(code="north")
    yubei = factories.CountyFactory(code="500112", until=LAST_DAY)
    beibei = factories.CountyFactory(code="500109")
    yubei.successors.add(beibei, factories.CountyFactory(code="500157", since=LAST_DAY + dt.timedelta(days=1)))
    factories.BeltMembershipFactory(belt=belt, region=yubei, until=LAST_DAY)
    factories.BeltMembershipFactory(belt=belt, region=beibei, since=LAST_DAY + dt.timedelta(days=1))
    return yubei


def test_abolished_county_counts_where_its_heir_sits(yubei):
    assert seats_as_is(AFTER) == {"500112": "north", "500109": "north"}


def test_before_the_change_only_the_old_county_sits(yubei):
    assert seats_as_is(LAST_DAY) == {"500112": "north"}


def test_heir_that_moved_takes_the_old_records_along(yubei):
    east = factories.BeltFactory(code="east")
    yubei.successors.get(code="500109").belt_memberships.filter(belt="north").update(until=dt.date(2026, 12, 31))
    factories.BeltMembershipFactory(belt=east, region_id="500109", since=dt.date(2027, 1, 1))
    assert seats_as_is(dt.date(2027, 6, 1)) == {"500112": "east", "500109": "east"}


def test_heir_that_left_leaves_no_seat(yubei):
    yubei.successors.get(code="500109").belt_memberships.update(until=dt.date(2026, 1, 1))
    assert seats_as_is(AFTER) == {}


def test_successor_in_another_belt_is_no_heir(yubei):
    factories.BeltMembershipFactory(belt=factories.BeltFactory(code="east"), region_id="500157")
    assert seats_as_is(AFTER)["500112"] == "north"


def test_county_that_left_and_still_exists_has_no_seat():
    factories.BeltMembershipFactory(until=dt.date(2025, 1, 1))
    assert seats_as_is(AFTER) == {}


def test_regions_of_a_belt_include_the_abolished(yubei):
    assert regions_as_is("north", AFTER) == {"500112", "500109"}
    assert regions_as_is("east", AFTER) == set()

"""Entering, changing, moving and ending venues."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import Role
from tests.factories import (
    BookingFactory,
    BorderPairFactory,
    CountyFactory,
    UnitFactory,
    VenueFactory,
    logger,
    person,
    sichuan,
)
from venues.models import Venue
from venues.queries import choices
from venues.services.venues import change_venue, create_venue, end_venue, move_venue

MORNING = dt.datetime(2026, 12, 5, 9, tzinfo=dt.UTC)

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return CountyFactory(code="500153", name="荣昌区")


@pytest.fixture
def clerk(county):
    return logger(county)


def refused(error):
    """Code by field of a ValidationError."""
    return {field: [problem.code for problem in found] for field, found in error.value.error_dict.items()}


def test_a_venue_is_entered_with_its_links(clerk, county):
    neighbour = CountyFactory(province=sichuan())
    unit = UnitFactory(region=county)
    venue = create_venue(
        actor=clerk, region=county, name=" 新风礼堂 ", kind="custom_hall", unit=unit, facilities=["stage", "stage"],
        shared_with=[neighbour], builders=[unit],
    )  # fmt: skip
    assert (venue.name, venue.facilities, venue.version) == ("新风礼堂", ["stage"], 1)
    assert list(venue.shared_with.all()) == [neighbour]
    assert venue.space.upper - venue.space.lower == 1


def test_the_same_form_twice_is_one_venue_and_nobody_elses(clerk, county):
    key = uuid.uuid4()
    first = create_venue(actor=clerk, region=county, name="礼堂", kind="custom_hall", form_key=key)
    assert create_venue(actor=clerk, region=county, name="礼堂", kind="custom_hall", form_key=key) == first
    with pytest.raises(ValidationError) as error:
        create_venue(actor=logger(CountyFactory()), region=county, name="礼堂", kind="custom_hall", form_key=key)
    assert error.value.code == "form_key_taken"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"name": ""}, {"name": ["blank"]}),
        ({"name": "礼\x00堂"}, {"name": ["null_characters_not_allowed"]}),
        ({"kind": "castle"}, {"kind": ["invalid_choice"]}),
        ({"since": dt.date(2025, 1, 2), "until": dt.date(2025, 1, 1)}, {"until": ["period_reversed"]}),
        ({"until": dt.date(9999, 1, 1)}, {"until": ["day_out_of_range"]}),
        ({"facilities": ["moat"]}, {"facilities": ["item_invalid"]}),
        ({"capacity": -1}, {"capacity": ["min_value"]}),
    ],
)
def test_what_cannot_be_a_venue_is_refused_by_field(clerk, county, fields, expected):
    with pytest.raises(ValidationError) as error:
        create_venue(actor=clerk, region=county, **({"name": "礼堂", "kind": "custom_hall"} | fields))
    assert refused(error) == expected
    assert not Venue.objects.exists()


def test_a_name_stands_once_in_a_county_and_once_in_a_whole(clerk, county):
    whole = VenueFactory(region=county, name="礼堂")
    with pytest.raises(ValidationError) as error:
        create_venue(actor=clerk, region=county, name="礼堂", kind="room")
    assert refused(error) == {"name": ["unique"]}
    part = create_venue(actor=clerk, region=county, parent=whole, name="礼堂", kind="room")
    assert part.parent == whole


def test_half_a_place_is_none(clerk, county):
    with pytest.raises(ValidationError, match="together"):
        create_venue(actor=clerk, region=county, name="礼堂", kind="room", latitude="29.1")


def test_a_unit_of_another_county_is_refused(clerk, county):
    with pytest.raises(ValidationError) as error:
        create_venue(actor=clerk, region=county, name="礼堂", kind="room", unit=UnitFactory())
    assert refused(error) == {"unit": ["unit_of_another_region"]}


def test_a_change_says_which_version_it_saw(clerk, county):
    venue = VenueFactory(region=county)
    assert change_venue(actor=clerk, venue=venue, version=1, capacity=80).version == 2
    with pytest.raises(ValidationError) as error:
        change_venue(actor=clerk, venue=venue, version=1, capacity=90)
    assert error.value.code == "stale"
    assert Venue.objects.get().capacity == 80


def test_a_part_lies_in_the_county_of_its_whole(clerk, county):
    with pytest.raises(ValidationError) as error:
        create_venue(actor=clerk, region=county, parent=VenueFactory(), name="厅", kind="room")
    assert refused(error) == {"parent": ["part_in_another_county"]}


def test_a_venue_moves_with_its_parts_and_back_out(clerk, county):
    whole, hall = VenueFactory(region=county), VenueFactory(region=county)
    half = VenueFactory(parent=hall)
    moved = move_venue(actor=clerk, venue=hall, parent=whole)
    half.refresh_from_db()
    assert moved.space.lower >= whole.space.lower
    assert moved.space.lower <= half.space.lower < half.space.upper <= moved.space.upper <= whole.space.upper
    assert move_venue(actor=clerk, venue=hall, parent=None).space.upper - hall.space.lower == 1
    assert move_venue(actor=clerk, venue=hall, parent=None).version == 3  # the same again changes nothing


@pytest.mark.parametrize("inner", ["itself", "part"])
def test_a_venue_is_not_a_part_of_itself(clerk, county, inner):
    hall = VenueFactory(region=county)
    parent = {"itself": hall, "part": VenueFactory(parent=VenueFactory(parent=hall))}[inner]
    with pytest.raises(ValidationError) as error:
        move_venue(actor=clerk, venue=hall, parent=parent)
    assert refused(error) == {"parent": ["part_of_itself"]}


def test_a_move_that_would_book_twice_is_refused_in_words(clerk, county):
    hall, whole = VenueFactory(region=county), VenueFactory(region=county)
    for venue in (hall, whole):
        BookingFactory(venue=venue, state="approved", starts_at=MORNING)
    with pytest.raises(ValidationError) as error:
        move_venue(actor=clerk, venue=hall, parent=whole)
    assert refused(error) == {"parent": ["taken_after_the_move"]}
    hall.refresh_from_db()
    assert (hall.parent, hall.version) == (None, 1)


def test_a_venue_ends_with_its_parts(clerk, county):
    hall = VenueFactory(region=county)
    half = VenueFactory(parent=hall)
    day = timezone.localdate()
    end_venue(actor=clerk, venue=hall, last_day=day, reason="搬迁")
    half.refresh_from_db()
    assert half.until == day
    with pytest.raises(ValidationError) as error:
        create_venue(actor=clerk, region=county, parent=hall, name="新厅", kind="room")
    assert refused(error) == {"until": ["whole_has_ended"]}


@pytest.mark.parametrize("state", ["requested", "approved", "cancelled"])
def test_a_venue_does_not_end_before_what_is_booked_in_it(clerk, county, state):
    hall = VenueFactory(region=county)
    BookingFactory(venue=VenueFactory(parent=hall), state=state, starts_at=timezone.now() + dt.timedelta(days=5))
    end = {"actor": clerk, "venue": hall, "last_day": timezone.localdate(), "reason": "搬迁"}
    if state == "cancelled":
        assert end_venue(**end).until == timezone.localdate()
        return
    with pytest.raises(ValidationError) as error:
        end_venue(**end)
    assert refused(error) == {"last_day": ["bookings_after_the_end"]}


def test_the_manager_of_a_unit_keeps_its_venues_and_no_others(county):
    own, other = UnitFactory(region=county), UnitFactory(region=county)
    manager = person(Role.VENUE_MANAGER, county, unit=own)
    assert set(choices.units_for(manager)) == {own}
    venue = create_venue(actor=manager, region=county, name="礼堂", kind="room", unit=own)
    with pytest.raises(ValidationError) as error:
        create_venue(actor=manager, region=county, name="另一处", kind="room")
    assert refused(error) == {"unit": ["venue_not_yours"]}
    with pytest.raises(ValidationError):
        change_venue(actor=manager, venue=venue, unit=other)
    assert set(Venue.objects.manageable_by(manager)) == {venue}


def test_who_enters_venues_where(county):
    manager, office = person(Role.VENUE_MANAGER, county), person(Role.CORRIDOR_OFFICE)
    elsewhere = CountyFactory(province=sichuan())
    assert set(choices.regions_for(manager)) == {county}
    assert set(choices.regions_for(office)) == {county, elsewhere}
    assert set(choices.regions_for(person(Role.PROVINCIAL_OFFICE, county.province))) == {county}
    for role in (None, Role.VOLUNTEER, Role.AUDITOR, Role.SYSTEM_ADMINISTRATOR):
        assert not choices.regions_for(person(role)).exists()


def test_contacts_and_builders_come_from_both_sides_of_the_border(county):
    pair = BorderPairFactory(chongqing=county)
    assert choices.near([county.pk]) == [county.pk, pair.sichuan_id]

"""The database's own word on who has which room: every way around the services is refused, too."""

import datetime as dt
import itertools

import pytest
from django.db import IntegrityError, transaction

from tests.factories import BookingFactory, ClosureFactory, VenueFactory
from venues.models import Booking, Venue

MORNING = dt.datetime(2026, 12, 5, 9, tzinfo=dt.UTC)
HOUR = dt.timedelta(hours=1)

pytestmark = pytest.mark.django_db


@pytest.fixture
def complex_():
    """A complex, its hall, both halves of the hall, and a garden."""
    whole = VenueFactory(kind="complex")
    hall = VenueFactory(parent=whole)
    return {
        "whole": whole,
        "hall": hall,
        "left": VenueFactory(parent=hall),
        "right": VenueFactory(parent=hall),
        "garden": VenueFactory(parent=whole),
        "elsewhere": VenueFactory(),
    }


SHARING = {
    ("whole", "hall"), ("whole", "left"), ("whole", "right"), ("whole", "garden"), ("hall", "left"), ("hall", "right"),
}  # fmt: skip
NAMES = ("whole", "hall", "left", "right", "garden", "elsewhere")


@pytest.mark.parametrize("first", NAMES)
@pytest.mark.parametrize("second", NAMES)
def test_a_whole_and_its_parts_exclude_each_other_and_nothing_else(complex_, first, second):
    shares = first == second or (first, second) in SHARING or (second, first) in SHARING
    BookingFactory(venue=complex_[first], state="approved", starts_at=MORNING)
    if not shares:
        BookingFactory(venue=complex_[second], state="approved", starts_at=MORNING)
        return
    with pytest.raises(IntegrityError, match="venue_had_by_one_at_a_time"), transaction.atomic():
        BookingFactory(venue=complex_[second], state="approved", starts_at=MORNING)


@pytest.mark.parametrize("state", Booking.State.values)
def test_only_what_is_taken_excludes(state):
    venue = VenueFactory()
    BookingFactory(venue=venue, state="approved", starts_at=MORNING)
    if state in {"approved", "offered", "held", "no_show"}:
        with pytest.raises(IntegrityError), transaction.atomic():
            BookingFactory(venue=venue, state=state, starts_at=MORNING, answer_by=MORNING)
    else:
        BookingFactory(venue=venue, state=state, starts_at=MORNING)


def test_set_up_and_clean_up_are_inside_the_time_and_ends_touch():
    venue = VenueFactory()
    BookingFactory(venue=venue, state="approved", starts_at=MORNING, setup_minutes=30, cleanup_minutes=15)
    BookingFactory(venue=venue, state="approved", starts_at=MORNING - HOUR - dt.timedelta(minutes=30))
    BookingFactory(venue=venue, state="approved", starts_at=MORNING + HOUR + dt.timedelta(minutes=15))
    with pytest.raises(IntegrityError), transaction.atomic():
        BookingFactory(venue=venue, state="approved", starts_at=MORNING - HOUR - dt.timedelta(minutes=20))


def test_a_booking_follows_its_venue_into_another_whole(complex_):
    booking = BookingFactory(venue=complex_["left"], state="approved", starts_at=MORNING)
    closure = ClosureFactory(venue=complex_["left"])
    Venue.objects.filter(pk=complex_["hall"].pk).update(parent=complex_["elsewhere"])
    for row in (booking, closure, complex_["left"]):
        row.refresh_from_db()
    assert booking.space == closure.space == complex_["left"].space
    BookingFactory(venue=complex_["whole"], state="approved", starts_at=MORNING)
    with pytest.raises(IntegrityError), transaction.atomic():
        BookingFactory(venue=complex_["elsewhere"], state="approved", starts_at=MORNING)


def test_a_move_that_would_book_twice_is_refused(complex_):
    BookingFactory(venue=complex_["left"], state="approved", starts_at=MORNING)
    BookingFactory(venue=complex_["elsewhere"], state="approved", starts_at=MORNING)
    with pytest.raises(IntegrityError, match="venue_had_by_one_at_a_time"), transaction.atomic():
        Venue.objects.filter(pk=complex_["hall"].pk).update(parent=complex_["elsewhere"])


def test_a_venue_is_no_part_of_its_own_parts(complex_):
    for inner in ("whole", "hall", "left"):
        with pytest.raises(IntegrityError, match="not a part of its own parts"), transaction.atomic():
            Venue.objects.filter(pk=complex_["whole"].pk).update(parent=complex_[inner])


def test_raw_sql_cannot_choose_another_room(complex_):
    booking = BookingFactory(venue=complex_["left"], state="approved", starts_at=MORNING)
    with pytest.raises(IntegrityError, match="room_follows_the_venue"), transaction.atomic():
        Booking.objects.filter(pk=booking.pk).update(space=(0, 1))


def test_a_place_in_a_whole_is_never_given_twice(complex_):
    gone = complex_["right"].space
    complex_["right"].delete()
    assert VenueFactory(parent=complex_["hall"]).space != gone


def test_parts_go_as_deep_as_one_likes():
    venue = VenueFactory()
    spaces = []
    for _depth in range(12):
        spaces.append(venue.space)
        venue = VenueFactory(parent=venue)
    for outer, inner in itertools.pairwise(spaces):
        assert outer.lower < inner.lower < inner.upper < outer.upper

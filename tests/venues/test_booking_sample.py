import csv

import pytest
from django.core.management import CommandError, call_command

from tests import factories
from venues.models import Booking
from venues.services.sample import FILE

pytestmark = pytest.mark.django_db


@pytest.fixture
def _people_and_venues():
    own = factories.CountyFactory(code="500153")
    neighbour = factories.CountyFactory(code="511083", province=factories.sichuan())
    for county in (own, neighbour):
        factories.logger(county)
        factories.reviewer(county)
    with FILE.open(encoding="utf-8", newline="") as file:
        for name in {row["venue"] for row in csv.DictReader(file)}:
            factories.VenueFactory(region=own, name=name)


@pytest.mark.usefixtures("_people_and_venues")
def test_samples_are_loaded_once_and_marked():
    for _again in range(2):
        call_command("load_bookings")
    bookings = Booking.objects.all()
    assert {booking.state for booking in bookings} == {"requested", "agreed", "approved"}
    assert all(booking.title.startswith("【样例】") for booking in bookings)
    with FILE.open(encoding="utf-8", newline="") as file:
        assert len(bookings) == sum(1 for _row in csv.DictReader(file))


def test_without_people_and_venues_there_is_nothing_to_ask_for():
    call_command("load_bookings")
    assert not Booking.objects.exists()


def test_samples_are_not_for_production(settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError):
        call_command("load_bookings")

"""Hours lent and borrowed, use of venues, and how often nobody came."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts.models import Role
from tests import factories
from tests.venues.booking_world import DAY, booked, make_world
from venues.models import OpeningException, OpeningHours
from venues.queries import reciprocity as queries

pytestmark = pytest.mark.django_db
WEEK = (DAY, DAY + dt.timedelta(days=6))


@pytest.fixture
def world():
    return make_world()


def test_hours_are_counted_between_different_places_only(world):
    booked(world, state="approved", setup_minutes=30)
    booked(world, state="held", start=13, end=14)
    booked(world, state="requested", start=15, end=16)
    booked(world, state="approved", start=17, end=18, borrower_region=world.neighbour)
    booked(world, state="approved", venue=factories.VenueFactory(region=factories.CountyFactory(code="500101")))
    counties = [
        (row.lender.pk, row.borrower.pk, row.bookings, row.hours)
        for row in queries.lending(world.far_logger, *WEEK, "county")
    ]
    assert counties == [("511083", "500153", 2, 3.0), ("500101", "500153", 1, 2.0)]
    provinces = [
        (row.lender.pk, row.borrower.pk, row.bookings, row.hours)
        for row in queries.lending(world.far_logger, *WEEK, "province")
    ]
    assert provinces == [("510000", "500000", 2, 3.0)]


def test_the_rate_is_of_those_that_are_noted(world):
    for hour, state in ((8, "held"), (10, "held"), (12, "held"), (14, "no_show"), (16, "approved")):
        booked(world, state=state, start=hour, end=hour + 1)
    (row,) = queries.attendance(world.far_logger, *WEEK, "county")
    assert (row.borrower.pk, row.held, row.missed, row.rate) == ("500153", 3, 1, 25.0)


def test_use_is_of_the_hours_of_the_venue_or_its_whole(world, monkeypatch):
    monkeypatch.setattr("core.workdays.Calendar.holiday_on", lambda calendar, day: None)
    for weekday in range(5):
        OpeningHours.objects.create(venue=world.hall, weekday=weekday, opens=dt.time(9), closes=dt.time(17))
    half = factories.VenueFactory(parent=world.hall, name="半厅")
    round_the_clock = factories.VenueFactory(region=world.neighbour, name="全天")
    booked(world, state="approved", venue=half)
    found = {row.venue: row for row in queries.use_of(world.logger, *WEEK, world.neighbour)}
    assert (found[half].booked_hours, found[half].open_hours, found[half].percent) == (2.0, 40.0, 5.0)
    assert found[world.hall].booked_hours == 0
    OpeningException.objects.create(venue=world.hall, day=DAY, reason="检修")
    found = {row.venue: row for row in queries.use_of(world.logger, *WEEK, world.neighbour)}
    assert found[half].open_hours == (32.0 if DAY.weekday() < 5 else 40.0), "a day without hours is taken off"
    assert found[round_the_clock].percent is None


def test_each_figure_leads_to_its_rows(world, client):
    booked(world, state="approved")
    booked(world, state="no_show", start=13, end=14)
    client.force_login(factories.person(Role.CORRIDOR_OFFICE))
    page = client.get(reverse("venues:reciprocity"), {"from": WEEK[0], "to": WEEK[1], "region": "511083"})
    context = page.context
    for row, url in context["lending"]:
        assert len(client.get(url).context["page"]) == row.bookings == 1
    for row, url in context["attendance"]:
        assert len(client.get(url).context["page"]) == row.held + row.missed == 1
    assert [len(client.get(url).context["page"]) for row, url in context["use"]] == [1]


@pytest.mark.parametrize(
    "query", [{"from": "x"}, {"from": "2026-02-02", "to": "2026-02-01"}, {"level": "belt"}, {"from": "2001-01-01"}]
)
def test_a_period_that_means_nothing_is_refused_in_the_form(world, client, query):
    client.force_login(world.logger)
    page = client.get(reverse("venues:reciprocity"), query)
    assert page.status_code == 200
    assert page.context["form"].errors
    assert "lending" not in page.context


@pytest.mark.parametrize("number", [1, 3])
def test_the_page_asks_a_fixed_number_of_queries(world, client, number, django_assert_max_num_queries):
    for step in range(number):
        booked(world, state="held", start=8 + step, end=9 + step)
    client.force_login(world.logger)
    client.get(reverse("venues:reciprocity"))
    with django_assert_max_num_queries(18):
        assert client.get(reverse("venues:reciprocity"), {"to": WEEK[1]}).status_code == 200

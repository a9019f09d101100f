"""The calendar of a venue, the sheet for its door, the feeds."""

import datetime as dt

import pytest
from django.urls import reverse

from accounts import feeds
from accounts.models import Notice
from tests import factories
from tests.venues.booking_world import DAY, at, booked, make_world
from venues.models import Booking, Closure
from venues.queries.days import span_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def look(client, world):
    def at_page(person, route="venues:calendar", **query):
        client.force_login(person)
        return client.get(reverse(route, args=[world.hall.pk]), {"day": DAY.isoformat()} | query)

    return at_page


@pytest.mark.parametrize("view", ["day", "week", "month"])
def test_names_are_for_the_two_sides_and_the_rest_see_that_it_is_taken(world, look, view):
    booked(world, state="approved", title="村晚彩排")
    for person in (world.manager, world.logger):
        assert "村晚彩排" in look(person, view=view).content.decode()
    stranger = look(world.far_logger, view=view).content.decode()
    assert "村晚彩排" not in stranger
    assert "09:00" in stranger


@pytest.mark.parametrize(
    ("way", "first", "last", "before", "after"),
    [
        ("day", "2026-02-28", "2026-02-28", "2026-02-27", "2026-03-01"),
        ("week", "2026-02-23", "2026-03-01", "2026-02-21", "2026-03-07"),
        ("month", "2026-02-01", "2026-02-28", "2026-01-01", "2026-03-01"),
    ],
)
def test_one_turns_back_and_on_by_what_is_shown(way, first, last, before, after):
    span = span_of(way, dt.date(2026, 2, 28))
    assert [str(day) for day in (span.first, span.last, span.before, span.after)] == [first, last, before, after]


@pytest.mark.parametrize("query", [{"view": "year"}, {"day": "2026-02-30"}, {"day": "1999-01-01"}])
def test_an_address_that_means_nothing_is_not_found(world, look, query):
    assert look(world.logger, **query).status_code == 404


@pytest.mark.parametrize("number", [1, 3])
def test_a_month_asks_a_fixed_number_of_queries(world, look, number, django_assert_max_num_queries):
    for step in range(number):
        booked(world, state="approved", start=8 + step, end=9 + step)
    look(world.manager)
    with django_assert_max_num_queries(20):
        assert look(world.manager, view="month").status_code == 200


def test_the_door_sheet_holds_what_is_on_in_the_venue_and_its_parts(world, look):
    half = factories.VenueFactory(parent=world.hall, name="东半厅")
    booked(world, state="approved", title="宣讲", people=80)
    booked(world, state="approved", title="读书会", venue=half, start=14, end=15)
    booked(world, state="agreed", title="还没定的", start=16, end=17)
    sheet = look(world.manager, "venues:door_sheet").content.decode()
    assert sheet.index("宣讲") < sheet.index("读书会")
    assert "东半厅" in sheet
    assert "还没定的" not in sheet
    assert "宣讲" in look(world.manager, "venues:door_sheet", view="week").content.decode()
    assert look(world.logger, "venues:door_sheet").status_code == 404


def events(person, subject):
    return {event.summary: event for event in feeds.events_of(person, subject)}


def test_the_feed_of_a_venue_names_only_what_one_may_see(world):
    booking = booked(world, state="approved", title="内部会议")
    subject = f"venue:{world.hall.pk}"
    assert events(world.manager, subject)["内部会议"].start == at(9)
    anonymous = events(world.far_logger, subject)
    assert list(anonymous) == ["Taken"]
    assert anonymous["Taken"].url == ""
    Booking.objects.filter(pk=booking.pk).update(state="cancelled")
    assert events(world.manager, subject)["内部会议"].cancelled
    assert events(world.far_logger, subject) == {}


def test_the_feed_of_the_county_holds_what_it_has_borrowed(world):
    booked(world, state="approved", title="联合宣讲")
    booked(world, state="requested", title="还没定的", start=14, end=15)
    assert list(events(world.logger, "bookings")) == ["联合宣讲"]
    assert events(world.neighbour_logger, "bookings") == {}


def test_subjects_that_are_no_venue_have_no_name(world):
    subjects = [f"venue:{world.hall.pk}", "venue:0", "venue:" + "9" * 30, "venue:x", "venue"]
    assert feeds.names_of(world.logger, subjects) == {subjects[0]: world.hall.name}
    assert (subjects[0], world.hall.name) in feeds.offered(world.manager)
    assert (subjects[0], world.hall.name) not in feeds.offered(world.far_logger)


def closing(**changes):
    day = DAY.isoformat()
    return {"first_day": day, "starts": "", "last_day": day, "ends": "", "reason": "礼堂检修"} | changes


def test_closing_tells_who_has_it_and_is_lifted_again(world, client):
    booking = booked(world, state="approved", title="村晚彩排")
    client.force_login(world.manager)
    address = reverse("venues:close", args=[world.hall.pk])
    client.post(address, closing())
    client.post(address, closing())
    closure = Closure.objects.get()
    assert (closure.during.lower, closure.during.upper) == (at(0), at(0) + dt.timedelta(days=1))
    assert Notice.objects.get(kind="booking_closed").user == world.logger
    assert "礼堂检修" in client.get(address).content.decode()
    assert booking.state == "approved"
    client.post(reverse("venues:lift_closure", args=[closure.pk]))
    assert not Closure.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"last_day": (DAY - dt.timedelta(days=3)).isoformat()}, "ends"),
        ({"reason": " "}, "reason"),
        ({"reason": "x" * 201}, "reason"),
        ({"first_day": "9999-12-31", "last_day": "9999-12-31"}, "first_day"),
        ({"starts": "noon"}, "starts"),
    ],
)
def test_a_bad_closure_is_refused_in_the_form(world, client, changes, field):
    client.force_login(world.manager)
    page = client.post(reverse("venues:close", args=[world.hall.pk]), closing(**changes))
    assert page.status_code == 200
    assert field in page.context["form"].errors
    assert not Closure.objects.exists()

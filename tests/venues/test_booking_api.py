"""Bookings, series and calendars over the API."""

import datetime as dt
import uuid

import pytest
from django.urls import reverse

from tests.venues.booking_world import DAY, at, booked, make_world
from venues.models import Booking, BookingSeries

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def api(client, world):
    """``api(person, method, route, *args, data=…, headers=…)``."""

    def call(person, method, route, *args, data=None, query="", **headers):
        client.force_login(person)
        options = {} if method == "get" else {"data": data or {}, "content_type": "application/json"}
        return getattr(client, method)(reverse(route, args=args) + query, headers=headers, **options)

    return call


def wanted(world, **changes):
    return {
        "venue": world.hall.pk,
        "starts_at": at(9).isoformat(),
        "ends_at": at(11).isoformat(),
        "title": "联合宣讲",
        "purpose": "activity",
        "borrower_region": "500153",
    } | changes


def codes(response):
    return {(error["field"], error["code"]) for error in response.json()["errors"]}


def test_a_request_by_a_system_is_one_however_often_it_is_sent(world, api):
    key = str(uuid.uuid4())
    first = api(world.logger, "post", "api:booking-list", data=wanted(world), **{"Idempotency-Key": key})
    again = api(world.logger, "post", "api:booking-list", data=wanted(world), **{"Idempotency-Key": key})
    assert (first.status_code, again.status_code) == (201, 200)
    assert first.json()["id"] == again.json()["id"]
    assert first.json()["state"] == "requested"
    assert Booking.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"borrower_region": "511083"}, "borrower_region", "region_not_yours"),
        ({"borrower_region": "999999"}, "borrower_region", "does_not_exist"),
        ({"venue": 0}, "venue", "does_not_exist"),
        ({"purpose": "wedding"}, "purpose", "invalid_choice"),
        ({"starts_at": "noon"}, "starts_at", "invalid"),
        ({"title": "宣\x00讲"}, "title", "null_characters_not_allowed"),
        ({"title": "x" * 201}, "title", "max_length"),
        ({"people": -1}, "people", "invalid"),
        ({"state": "approved"}, "state", "unknown_field"),
        ({"wait": "perhaps"}, "wait", "invalid"),
    ],
)
def test_a_bad_request_is_refused_by_field_with_a_code(world, api, changes, field, code):
    response = api(world.logger, "post", "api:booking-list", data=wanted(world, **changes))
    assert response.status_code == 400
    assert (field, code) in codes(response)
    assert not Booking.objects.exists()


def test_a_key_that_is_no_uuid_is_refused(world, api):
    response = api(world.logger, "post", "api:booking-list", data=wanted(world), **{"Idempotency-Key": "1"})
    assert codes(response) == {(None, "bad_key")}


def test_what_is_taken_is_refused_or_waited_for(world, api):
    booked(world, state="approved", borrower_region=world.neighbour)
    refused = api(world.logger, "post", "api:booking-list", data=wanted(world))
    assert refused.status_code == 400
    assert "taken" in {code for _field, code in codes(refused)}
    waits = api(world.logger, "post", "api:booking-list", data=wanted(world, wait=True))
    assert waits.status_code == 201
    assert waits.json()["waiting"] is True


def test_the_life_of_a_request_over_the_api(world, api):
    booking = booked(world)
    assert api(world.manager, "post", "api:booking-agree", booking.pk).status_code == 404
    assert api(world.reviewer, "post", "api:booking-agree", booking.pk, data={"version": 1}).json()["state"] == "agreed"
    stale = api(world.manager, "post", "api:booking-approve", booking.pk, data={"version": 1})
    assert stale.status_code == 409
    assert api(world.manager, "post", "api:booking-approve", booking.pk).json()["state"] == "approved"
    bare = api(world.logger, "post", "api:booking-cancel", booking.pk)
    assert codes(bare) == {("reason", "required")} or codes(bare) == {("reason", "invalid")}
    done = api(world.logger, "post", "api:booking-cancel", booking.pk, data={"reason": "改期"})
    assert done.json()["state"] == "cancelled"


def test_refusing_withdrawing_moving_and_answering_an_offer(world, api):
    first, second, third = (
        booked(world, state="agreed"),
        booked(world, start=12, end=13),
        booked(world, start=14, end=15),
    )
    assert (
        api(world.manager, "post", "api:booking-refuse", first.pk, data={"reason": "检修"}).json()["state"] == "refused"
    )
    assert api(world.logger, "post", "api:booking-withdraw", second.pk).json()["state"] == "withdrawn"
    later = {"starts_at": at(16).isoformat(), "ends_at": at(17).isoformat(), "version": third.version}
    moved = api(world.logger, "post", "api:booking-move", third.pk, data=later).json()
    assert dt.datetime.fromisoformat(moved["starts_at"]) == at(16)
    since = at(9) - dt.timedelta(days=9)
    for answer, state in (("accept", {"approved"}), ("decline", {"withdrawn", "lapsed", "refused"})):
        offer = booked(world, state="offered", answer_by=at(8), waits_since=since, start=18, end=19)
        assert api(world.logger, "post", f"api:booking-{answer}", offer.pk).json()["state"] in state
        Booking.objects.filter(pk=offer.pk).update(state="cancelled")


def test_the_list_shows_both_sides_and_refuses_unknown_parameters(world, api):
    booked(world)
    booked(world, borrower_region=world.neighbour, start=12, end=13, requested_by=world.neighbour_logger)
    assert len(api(world.manager, "get", "api:booking-list").json()["results"]) == 2
    assert len(api(world.logger, "get", "api:booking-list").json()["results"]) == 1
    assert api(world.far_logger, "get", "api:booking-list").json()["results"] == []
    assert codes(api(world.logger, "get", "api:booking-list", query="?color=red")) == {(None, "unknown_parameter")}


def series(world, **changes):
    return {
        "venue": world.hall.pk,
        "every": "week",
        "weekdays": [DAY.weekday()],
        "skip_holidays": False,
        "first_day": DAY.isoformat(),
        "last_day": (DAY + dt.timedelta(weeks=2)).isoformat(),
        "starts": "19:00",
        "ends": "21:00",
        "title": "夜校",
        "purpose": "other",
        "borrower_region": "500153",
    } | changes


def test_a_preview_says_which_dates_fail_and_keeps_nothing(world, api):
    booked(world, state="approved", start=20, end=22, borrower_region=world.neighbour)
    response = api(world.logger, "post", "api:booking-series-list", data=series(world, preview=True))
    data = response.json()
    assert response.status_code == 200
    assert data["series"] is None
    assert len(data["bookings"]) == 2
    assert [(failure["day"], failure["code"]) for failure in data["failures"]] == [(DAY.isoformat(), "taken")]
    assert not BookingSeries.objects.exists()
    assert Booking.objects.count() == 1


def test_a_series_is_asked_for_whole_or_where_it_is_free(world, api):
    booked(world, state="approved", start=20, end=22, borrower_region=world.neighbour)
    whole = api(world.logger, "post", "api:booking-series-list", data=series(world))
    assert whole.status_code in (200, 400)
    assert not BookingSeries.objects.exists()
    partly = api(world.logger, "post", "api:booking-series-list", data=series(world, partly=True))
    assert partly.status_code == 201
    assert Booking.objects.filter(series_id=partly.json()["series"]["id"]).count() == 2


def test_a_series_is_cancelled_by_its_county_alone(world, api):
    made = api(world.logger, "post", "api:booking-series-list", data=series(world)).json()
    route = ("post", "api:booking-series-cancel", made["series"]["id"])
    assert api(world.far_logger, *route, data={"reason": "x"}).status_code == 404
    response = api(world.logger, *route, data={"reason": "不办了"})
    assert response.status_code == 200
    assert {row["state"] for row in response.json()} <= {"cancelled", "withdrawn"}


def test_a_calendar_shows_names_to_those_who_may_see_them(world, api):
    booked(world, state="approved", title="内部会议", borrower_region=world.neighbour)
    query = f"?from={DAY}&to={DAY}"
    owner = api(world.manager, "get", "api:venue-calendar", world.hall.pk, query=query).json()
    other = api(world.far_logger, "get", "api:venue-calendar", world.hall.pk, query=query)
    taken = [block for block in owner["blocks"] if block["booking"]]
    assert [block["title"] for block in taken] == ["内部会议"]
    assert "内部会议" not in other.content.decode()
    assert any(dt.datetime.fromisoformat(block["starts_at"]) == at(9) for block in other.json()["blocks"])
    assert all(block["booking"] is None for block in other.json()["blocks"])


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("?from=2026-01-01&to=2026-12-31", "too_many_days"),
        ("?from=2026-01-02&to=2026-01-01", "period_reversed"),
        ("?from=tomorrow", "invalid"),
        ("?days=3", "unknown_parameter"),
    ],
)
def test_a_calendar_refuses_what_it_does_not_understand(world, api, query, code):
    response = api(world.logger, "get", "api:venue-calendar", world.hall.pk, query=query)
    assert response.status_code == 400
    assert code in {found for _field, found in codes(response)}


def test_free_venues_are_those_that_nobody_has(world, api):
    query = "?" + "&".join(f"{name}={moment.strftime('%Y-%m-%dT%H:%M')}" for name, moment in times().items())
    assert world.hall.pk in free(api, world, query)
    booked(world, state="approved", start=10, end=12)
    assert world.hall.pk not in free(api, world, query)


def times():
    return {"starts_at": at(9), "ends_at": at(11)}


def free(api, world, query):
    return {row["id"] for row in api(world.logger, "get", "api:venue-free", query=query).json()}


@pytest.mark.parametrize(
    "query", ["", "?starts_at=x&ends_at=y", "?starts_at=2026-01-02&ends_at=2026-01-01", "?near=000000"]
)
def test_free_venues_need_a_time(world, api, query):
    assert api(world.logger, "get", "api:venue-free", query=query).status_code == 400


@pytest.mark.parametrize(
    ("starts_at", "ends_at", "field", "code"),
    [
        ("0001-01-01T00:00:00Z", "0001-01-01T01:00:00Z", "ends_at", "day_out_of_range"),
        ("0001-01-01T00:00", "0001-01-01T01:00", "ends_at", "day_out_of_range"),
        ("0001-01-01T00:00:00%2B14:00", "2030-01-01T01:00:00Z", "ends_at", "day_out_of_range"),
        ("9999-12-31T22:00:00Z", "9999-12-31T23:00:00Z", "ends_at", "day_out_of_range"),
        ("9999-12-31T22:00", "9999-12-31T23:00", "ends_at", "day_out_of_range"),
        ("9999-12-31T22:00:00-14:00", "9999-12-31T23:00:00-14:00", "ends_at", "day_out_of_range"),
        ("1999-12-31T09:00", "2000-01-01T09:00", "ends_at", "day_out_of_range"),
        ("2099-12-31T09:00", "2100-01-01T09:00", "ends_at", "day_out_of_range"),
        ("2030-12-05T11:00:00%2B08:00", "2030-12-05T09:00:00%2B08:00", "ends_at", "ends_before_start"),
        ("2030-12-05T09:00", "2030-12-05T09:00", "ends_at", "ends_before_start"),
        ("2030-12-05T09:00", "2031-02-05T09:00", "ends_at", "too_long"),
        ("99999-12-31T22:00", "2030-12-05T09:00", "starts_at", "invalid"),
        ("2030-02-30T09:00", "2030-03-05T09:00", "starts_at", "invalid"),
    ],
)
def test_far_off_and_reversed_times_are_refused_in_words(world, api, starts_at, ends_at, field, code):
    response = api(world.logger, "get", "api:venue-free", query=f"?starts_at={starts_at}&ends_at={ends_at}")
    assert response.status_code == 400
    assert (field, code) in [(found["field"], found["code"]) for found in response.json()["errors"]]
    assert all(found["message"] for found in response.json()["errors"])


def test_a_time_without_an_offset_is_local_time(world, api):
    booked(world, state="approved", start=10, end=12)
    day = DAY.isoformat()
    for begin, end, is_free in (("09:00", "10:00", True), ("11:00", "12:00", False)):
        plain = free(api, world, f"?starts_at={day}T{begin}&ends_at={day}T{end}")
        offset = free(api, world, f"?starts_at={day}T{begin}%2B08:00&ends_at={day}T{end}%2B08:00")
        assert plain == offset
        assert (world.hall.pk in plain) is is_free

"""Venues over the API: the same rows, filters and rules as the pages."""

import uuid

import pytest
from rest_framework.test import APIClient

from tests.factories import BookingFactory, CountyFactory, VenueFactory, logger, sichuan
from venues.models import Venue

pytestmark = pytest.mark.django_db
VENUES = "/api/v1/venues/"
NEW = {"name": "石燕桥新风礼堂", "kind": "custom_hall", "region": "500153", "facilities": ["stage"]}


@pytest.fixture
def county():
    return CountyFactory(code="500153", name="荣昌区")


@pytest.fixture
def api(county):
    client = APIClient()
    client.force_authenticate(logger(county))
    return client


def codes(answer):
    return {(error["field"], error["code"]) for error in answer.json()["errors"]}


def test_a_venue_sent_again_is_the_same_and_changed_where_it_differs(api):
    neighbour = CountyFactory(code="511083", province=sichuan())
    sent = NEW | {"source": "台账", "source_id": "7", "shared_with": ["511083"]}
    first = api.post(VENUES, sent, format="json")
    assert (first.status_code, first.json()["shared_with"]) == (201, [neighbour.pk])
    again = api.post(VENUES, sent, format="json")
    assert (again.status_code, again.json()["version"]) == (200, 1)
    changed = api.post(VENUES, sent | {"capacity": 80}, format="json")
    assert (changed.status_code, changed.json()["version"], changed.json()["capacity"]) == (200, 2, 80)
    assert Venue.objects.count() == 1


def test_a_key_makes_a_repeated_post_one_venue(api):
    headers = {"HTTP_IDEMPOTENCY_KEY": str(uuid.uuid4())}
    assert api.post(VENUES, NEW, format="json", **headers).status_code == 201
    assert api.post(VENUES, NEW, format="json", **headers).status_code == 200
    assert Venue.objects.count() == 1
    assert codes(api.post(VENUES, NEW, format="json", HTTP_IDEMPOTENCY_KEY="x")) == {(None, "bad_key")}


@pytest.mark.parametrize(
    ("sent", "expected"),
    [
        ({"name": ""}, {("name", "invalid")}),
        ({"name": "\x00"}, {("name", "null_characters_not_allowed")}),
        ({"kind": "castle"}, {("kind", "invalid_choice")}),
        ({"region": "999999"}, {("region", "does_not_exist")}),
        ({"facilities": ["moat"]}, {("facilities.0", "invalid_choice")}),
        ({"latitude": 29.4}, {(None, "invalid")}),
        ({"colour": "red"}, {("colour", "unknown_field")}),
        ({"version": 1}, {("version", "unknown_field")}),
        ({"capacity": 99999999999}, {("capacity", "invalid")}),
        ({"parent": 99999999999999999999}, {("parent", "does_not_exist")}),
        ({"unit": True}, {("unit", "invalid")}),
        ({"since": "2025-02-30"}, {("since", "invalid")}),
    ],
)
def test_what_cannot_be_a_venue_is_refused(api, sent, expected):
    answer = api.post(VENUES, NEW | sent, format="json")
    assert (answer.status_code, codes(answer)) == (400, expected)
    assert not Venue.objects.exists()


def test_a_county_or_whole_of_others_is_refused(api):
    theirs = VenueFactory(region=CountyFactory(code="500118"))
    assert codes(api.post(VENUES, NEW | {"region": "500118"}, format="json")) == {("region", "venue_not_yours")}
    assert codes(api.post(VENUES, NEW | {"parent": theirs.pk}, format="json")) == {("parent", "venue_not_yours")}
    assert api.patch(f"{VENUES}{theirs.pk}/", {"version": 1, "name": "x"}, format="json").status_code == 404


def test_a_change_names_its_version(api, county):
    venue = VenueFactory(region=county)
    address = f"{VENUES}{venue.pk}/"
    assert codes(api.patch(address, {"capacity": 5}, format="json")) == {("version", "version_missing")}
    assert api.patch(address, {"capacity": 5, "version": 1}, format="json").json()["version"] == 2
    stale = api.patch(address, {"capacity": 6, "version": 1}, format="json")
    assert (stale.status_code, codes(stale)) == (409, {(None, "stale")})
    assert codes(api.patch(address, {"region": "500118", "version": 2}, format="json")) == {("region", "unknown_field")}


def test_parts_move_and_end(api, county):
    whole = VenueFactory(region=county, name="综合体")
    hall = api.post(VENUES, NEW | {"parent": whole.pk}, format="json").json()
    VenueFactory(parent=Venue.objects.get(pk=hall["id"]), name="东半")
    tree = api.get(f"{VENUES}{hall['id']}/parts/").json()
    assert [(part["name"], part["depth"], part["is_here"]) for part in tree] == [
        ("综合体", 0, False), ("石燕桥新风礼堂", 1, True), ("东半", 2, False),
    ]  # fmt: skip
    moved = api.post(f"{VENUES}{whole.pk}/move/", {"parent": hall["id"]}, format="json")
    assert codes(moved) == {("parent", "part_of_itself")}
    assert api.post(f"{VENUES}{hall['id']}/move/", {"parent": None}, format="json").json()["parent"] is None
    for day in ("9999-12-31", "0001-01-01"):
        never = api.post(f"{VENUES}{whole.pk}/end/", {"last_day": day, "reason": "搬迁"}, format="json")
        assert codes(never) == {("until", "day_out_of_range")}
    ended = api.post(f"{VENUES}{whole.pk}/end/", {"last_day": "2030-01-01", "reason": "搬迁"}, format="json")
    assert ended.json()["until"] == "2030-01-01"


def test_a_move_that_would_book_twice_is_refused(api, county):
    hall, whole = VenueFactory(region=county), VenueFactory(region=county)
    booking = BookingFactory(venue=hall, state="approved")
    BookingFactory(venue=whole, state="approved", starts_at=booking.starts_at)
    answer = api.post(f"{VENUES}{hall.pk}/move/", {"parent": whole.pk}, format="json")
    assert (answer.status_code, codes(answer)) == (400, {("parent", "taken_after_the_move")})


def test_hours_are_set_for_the_week(api, county):
    venue = VenueFactory(region=county)
    week = {"hours": [{"weekday": 5, "opens": "09:00", "closes": "12:00"}], "version": 1}
    answer = api.put(f"{VENUES}{venue.pk}/hours/", week, format="json")
    assert answer.json()["hours"] == [{"weekday": 5, "opens": "09:00:00", "closes": "12:00:00"}]
    assert api.put(f"{VENUES}{venue.pk}/hours/", week, format="json").status_code == 409
    wrong = {"hours": [{"weekday": 7, "opens": "09:00", "closes": "12:00"}]}
    assert api.put(f"{VENUES}{venue.pk}/hours/", wrong, format="json").status_code == 400


def test_the_nearest_come_first_when_asked(api, county):
    county.latitude, county.longitude = "29.4", "105.59"
    county.save()
    far = CountyFactory(code="500101", latitude="30.81", longitude="108.38")
    VenueFactory(region=far, name="远")
    VenueFactory(region=county, name="近")
    found = api.get(f"{VENUES}?near=500101&size=1").json()
    assert [row["name"] for row in found["results"]] == ["远"]
    assert found["results"][0]["near"] == {"own_county": True, "across_the_border": False, "kilometres": 0}
    later = api.get(found["next"]).json()["results"]
    assert [(row["name"], row["near"]["own_county"]) for row in later] == [("近", False)]
    assert api.get(VENUES).json()["results"][0]["near"] is None
    assert codes(api.get(f"{VENUES}?near=1")) == {("near", "invalid_choice")}
    assert codes(api.get(f"{VENUES}?colour=red")) == {(None, "unknown_parameter")}

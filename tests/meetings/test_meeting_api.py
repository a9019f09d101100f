"""Bodies and meetings over the API: the same rows, rights and refusals as on the pages."""

import pytest
from django.urls import reverse

from accounts.models import User
from meetings.models import JointMeeting
from tests import factories
from tests.meetings.sessions import TODAY, at, expected, planned, stand_at

DAY = {"starts_at": "2026-12-15T09:00:00+08:00", "ends_at": "2026-12-15T11:30:00+08:00", "place": "会议室"}


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    stand_at(monkeypatch, at(TODAY, 10))


@pytest.fixture
def body(belt, terms):
    return factories.BodyFactory(belt=belt)


@pytest.fixture
def convener(counties):
    return factories.logger(counties["荣昌"])


@pytest.fixture
def member(counties):
    return factories.reviewer(counties["隆昌"])


def get(client, person, route, *args, **query):
    client.force_login(person)
    return client.get(reverse(f"api:{route}", args=args), query)


def post(client, person, route, *args, **data):
    client.force_login(person)
    return client.post(reverse(f"api:{route}", args=args), data, content_type="application/json")


def code(response):
    return response.json()["errors"][0]["code"]


def test_bodies_with_their_members_and_periods(client, body, convener, member):
    expected(body, "2026Q3", state="missed")
    planned(body, convener)
    listed = get(client, member, "body-list").json()["results"]
    assert [(row["code"], row["cadence"], row["reminder_days"]) for row in listed] == [
        ("south", "quarter", [30, 15, 7, 1])
    ]
    one = get(client, member, "body-detail", "south").json()
    assert one["host"] == {"code": "500153", "name": "荣昌区", "province": "500000"}
    assert len(one["members"]) == 5
    assert [(row["period"], row["verdict"]) for row in one["periods"]] == [("2026Q4", "planned"), ("2026Q3", "missed")]


def test_meetings_are_listed_filtered_and_shown(client, body, convener, member):
    meeting = planned(body, convener)
    expected(body, "2027Q1")
    rows = get(client, member, "meeting-list").json()["results"]
    assert [row["period"] for row in rows] == ["2027Q1", "2026Q4"]
    assert [row["id"] for row in get(client, member, "meeting-list", state="planned").json()["results"]] == [meeting.pk]
    one = get(client, member, "meeting-detail", meeting.pk).json()
    assert (one["host_name"], one["late"], one["starts_at"]) == ("荣昌区", False, "2026-12-15T09:00:00+08:00")
    assert [step["to_state"] for step in one["steps"]] == ["planned"]
    for query, expectation in (({"colour": "red"}, "unknown_parameter"), ({"year": "x"}, "invalid")):
        assert code(get(client, member, "meeting-list", **query)) == expectation


@pytest.mark.parametrize("count", [1, 3])
def test_lists_take_the_same_queries_however_many_rows(client, body, convener, count, django_assert_num_queries):
    for number in range(count):
        expected(body, f"{2026 + number}Q4")
    client.force_login(convener)
    with django_assert_num_queries(8):
        client.get(reverse("api:meeting-list"))


def test_the_whole_life_over_the_api(client, body, convener, member, monkeypatch):
    meeting = expected(body)
    assert post(client, member, "meeting-plan", meeting.pk, **DAY).status_code == 404
    answer = post(client, convener, "meeting-plan", meeting.pk, **DAY, version=1)
    assert (answer.status_code, answer.json()["state"], answer.json()["version"]) == (200, "planned", 2)
    moved = post(client, convener, "meeting-move", meeting.pk, **DAY | {"place": "礼堂"}, version=2).json()
    assert (moved["place"], moved["sequence"]) == ("礼堂", 1)
    for step, state in (("open-agenda", "agenda_open"), ("lock-agenda", "agenda_locked"), ("notice", "noticed")):
        assert post(client, member, f"meeting-{step}", meeting.pk).status_code == 404
        assert post(client, convener, f"meeting-{step}", meeting.pk).json()["state"] == state
    assert code(post(client, convener, "meeting-hold", meeting.pk)) == "not_begun_yet"
    stand_at(monkeypatch, at("2026-12-15", 12))
    assert post(client, convener, "meeting-hold", meeting.pk).json()["state"] == "held"
    JointMeeting.objects.update(state="issued")
    assert post(client, convener, "meeting-archive", meeting.pk).json()["state"] == "archived"


def test_giving_up_needs_a_reason_and_the_version_that_was_read(client, body, convener):
    meeting, other = planned(body, convener), expected(body, "2027Q1")
    assert code(post(client, convener, "meeting-postpone", meeting.pk)) == "required"
    stale = post(client, convener, "meeting-postpone", meeting.pk, reason="防汛", version=1)
    assert (stale.status_code, code(stale)) == (409, "stale")
    merged = post(client, convener, "meeting-merge", meeting.pk, reason="合并", into=other.pk).json()
    assert (merged["state"], merged["merged_into"]) == ("merged", other.pk)
    assert code(post(client, convener, "meeting-postpone", meeting.pk, reason="防汛")) == "step_not_open"
    assert post(client, convener, "meeting-postpone", other.pk, reason="防汛").json()["state"] == "postponed"


def test_refusals_have_their_codes_and_fields(client, body, convener):
    meeting = expected(body)
    january = {"starts_at": "2027-01-05T09:00:00+08:00", "ends_at": "2027-01-05T10:00:00+08:00"}
    late = post(client, convener, "meeting-plan", meeting.pk, **DAY | january).json()["errors"][0]
    assert (late["code"], late["field"]) == ("late_without_reason", "reason")
    assert code(post(client, convener, "meeting-plan", meeting.pk, **DAY, colour="red")) == "unknown_field"
    far = post(client, convener, "meeting-plan", meeting.pk, **DAY, venue=77).json()["errors"][0]
    assert far["field"] == "venue"


def test_a_meeting_of_no_period_is_added_once_by_who_calls_the_body(client, body, convener, member):
    assert post(client, member, "meeting-list", body="south", **DAY).status_code == 404
    first = post(client, convener, "meeting-list", body="south", **DAY)
    again = post(client, convener, "meeting-list", body="south", **DAY)
    assert first.status_code == 201
    assert first.json()["id"] == again.json()["id"]
    assert first.json()["period"] is None


def test_a_read_only_token_changes_nothing(body):
    meeting = expected(body)
    office = factories.person("corridor_office")
    token = factories.ApiTokenFactory(user=office, may_write=False)
    assert JointMeeting.objects.manageable_by(office).filter(pk=meeting.pk).exists()
    office = User.objects.get(pk=office.pk)
    office.token = token
    assert not JointMeeting.objects.manageable_by(office).exists()

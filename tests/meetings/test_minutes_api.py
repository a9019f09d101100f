"""Invitations, attendance and minutes over the API."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from meetings.models import Attendee, Countersignature
from meetings.services import minutes as services
from tests import factories
from tests.meetings.papers_world import begins, coming, invited, make_world
from tests.meetings.refusals import codes


@pytest.fixture
def world(db):
    return make_world()


def get(client, person, route, *args, **query):
    client.force_login(person)
    return client.get(reverse(f"api:{route}", args=args), query)


def post(client, person, route, *args, **data):
    client.force_login(person)
    return client.post(reverse(f"api:{route}", args=args), data, content_type="application/json")


def test_replying(client, world):
    row = invited(world)["隆昌"]
    body = {
        "reply": "coming",
        "people": [{"name": "钱八", "rank": "副部长"}, {"name": "李四", "stands_in_for": "王五"}],
    }
    answer = post(client, world.loggers["隆昌"], "invitation-reply", row.pk, **body)
    assert answer.status_code == 200
    assert (answer.json()["reply"], answer.json()["people"], answer.json()["by_phone"]) == ("coming", 2, False)
    assert codes(post(client, world.loggers["隆昌"], "invitation-reply", row.pk, reply="excused")) == ["text_missing"]
    assert codes(
        post(client, world.loggers["隆昌"], "invitation-reply", row.pk, reply="coming", people=[{"nickname": "x"}])
    )
    assert post(client, world.convener, "invitation-reply", row.pk, reply="excused", note="来电").json()["by_phone"]
    for person in (world.loggers["泸县"], world.stranger, world.office, world.auditor):
        assert post(client, person, "invitation-reply", row.pk, **body).status_code == 404
    stale = {"reply": "coming", "people": [{"name": "别人"}], "version": 1}
    assert post(client, world.loggers["隆昌"], "invitation-reply", row.pk, **stale).status_code == 409


def test_names_are_in_the_list_of_the_circle_alone(client, world):
    invited(world)
    coming(world, "隆昌", "钱八")
    query = {"meeting": world.meeting.pk}
    assert [
        row["name"] for row in get(client, world.loggers["泸县"], "attendance-list", **query).json()["results"]
    ] == ["钱八"]
    assert get(client, world.stranger, "attendance-list", **query).json()["results"] == []
    rows = get(client, world.stranger, "invitation-list", **query).json()["results"]
    assert sorted(row["people"] for row in rows) == [0, 0, 0, 1]
    assert "钱八" not in str(rows)
    assert codes(get(client, world.convener, "attendance-list", colour="red")) == ["unknown_parameter"]


def test_presence_and_arrivals(client, world):
    row = invited(world)["泸县"]
    coming(world, "隆昌", "钱八")
    person = Attendee.objects.get()
    assert codes(post(client, world.convener, "attendance-presence", person.pk, presence="present")) == [
        "attendance_not_yet"
    ]
    begins(world.meeting)
    answer = post(client, world.convener, "attendance-presence", person.pk, presence="present")
    assert (answer.status_code, answer.json()["presence"], answer.json()["region"]) == (200, "present", "511083")
    assert post(client, world.loggers["隆昌"], "attendance-presence", person.pk, presence="absent").status_code == 404
    added = post(client, world.convener, "attendance-list", invitation=row.pk, name="孙九", unit="泸县文明办")
    assert (added.status_code, added.json()["presence"], added.json()["role"]) == (201, "present", "member")
    assert post(client, world.loggers["隆昌"], "attendance-list", invitation=row.pk, name="某").status_code == 403


def test_minutes_from_circulation_to_issue(client, world):
    world.meeting.state = "held"
    begins(world.meeting)
    factories.ResolutionFactory(meeting=world.meeting)
    minutes = services.draft_minutes(actor=world.convener, meeting=world.meeting)
    member = world.reviewers["隆昌"]
    assert get(client, member, "minutes-list").json()["results"] == []
    assert post(client, member, "minutes-circulate", minutes.pk).status_code == 404
    assert post(client, world.convener, "minutes-circulate", minutes.pk, version=1).json()["circulated_at"]
    assert post(client, world.loggers["隆昌"], "minutes-sign", minutes.pk, version=1).status_code == 404
    other = {"version": 1, "region": world.counties["泸县"].pk}
    assert codes(post(client, member, "minutes-sign", minutes.pk, **other)) == ["region_not_yours"]
    answer = post(client, member, "minutes-object", minutes.pk, version=1, note="期限不对")
    assert answer.json()["countersignatures"][0]["note"] == "期限不对"
    for person in world.reviewers.values():
        assert post(client, person, "minutes-sign", minutes.pk, version=1).status_code == 200
    assert post(client, member, "minutes-sign", minutes.pk, version=9).status_code == 409
    assert post(client, member, "minutes-issue", minutes.pk, version=1).status_code == 404
    issued = post(client, world.convener, "minutes-issue", minutes.pk, version=1, document_number="荣纪[2026]1").json()
    assert (issued["issue_number"], issued["document_number"], issued["state"]) == (1, "荣纪〔2026〕1号", "issued")
    assert get(client, world.stranger, "minutes-detail", minutes.pk).status_code == 404
    assert get(client, member, "minutes-pdf", minutes.pk).content.startswith(b"%PDF")
    assert get(client, member, "minutes-docx", minutes.pk).content.startswith(b"PK")
    assert get(client, world.stranger, "minutes-docx", minutes.pk).status_code == 404


def test_lists_cost_the_same_for_one_row_and_for_three(client, world):
    spent = {}
    for count in (1, 2, 3):
        meeting = factories.MeetingFactory(body=world.body, state="minutes_drafted")
        minutes = factories.MinutesFactory(meeting=meeting, circulated_at=meeting.starts_at - dt.timedelta(days=1))
        Countersignature.objects.create(
            minutes=minutes,
            region=world.counties["隆昌"],
            verdict="signed",
            version=1,
            signed_by=world.reviewers["隆昌"],
        )
        factories.AttendeeFactory(invitation__meeting=meeting, invitation__region=world.counties["隆昌"])
        for route in ("invitation-list", "attendance-list", "minutes-list"):
            client.force_login(world.convener)
            client.get(reverse("api:convener-terms"))  # what a first request asks for beside
            with CaptureQueriesContext(connection) as queries:
                rows = client.get(reverse(f"api:{route}")).json()["results"]
            assert len(rows) == count
            spent[route, count] = len(queries)
    for route in ("invitation-list", "attendance-list", "minutes-list"):
        assert spent[route, 1] == spent[route, 3] <= 9

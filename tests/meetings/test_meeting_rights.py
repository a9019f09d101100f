"""Whose a meeting is follows the term: at midnight of the new year, with a substitute, after a swap; no job runs."""

import datetime as dt

import pytest

from meetings import services
from meetings.models import Body, JointMeeting
from meetings.queries.meeting_work import work_for
from meetings.queries.steps import steps_for
from meetings.services import life
from tests import factories
from tests.meetings.sessions import at, expected, stand_at


@pytest.fixture
def body(belt, terms):
    return factories.BodyFactory(belt=belt)


@pytest.fixture
def people(counties):
    return {name: factories.reviewer(region) for name, region in counties.items()}


def holders(people, meeting):
    found = {}
    for name, person in people.items():
        rows = JointMeeting.objects.manageable_by(person).filter(pk=meeting.pk)
        assert rows.exists() == bool(steps_for(person, meeting))
        assert rows.exists() == Body.objects.led_by(person).filter(pk=meeting.body_id).exists()
        found[name] = rows.exists()
    return {name for name, holds in found.items() if holds}


@pytest.mark.parametrize(
    ("moment", "holder"),
    [
        ("2026-12-31T15:59:59Z", "荣昌"),  # 23:59:59 in Shanghai
        ("2026-12-31T16:00:00Z", "隆昌"),  # 00:00 on 1 January
        ("2027-12-31T15:59:59Z", "隆昌"),
        ("2027-12-31T16:00:00Z", "永川"),
    ],
)
def test_meetings_pass_on_at_midnight_in_shanghai(body, people, monkeypatch, moment, holder):
    meeting = expected(body, "2027Q1")
    stand_at(monkeypatch, dt.datetime.fromisoformat(moment))
    assert holders(people, meeting) == {holder}


def test_an_old_meeting_is_the_new_convener_s_too(body, people, monkeypatch):
    """Its minutes and its archive are work of whoever convenes now; that is what the handover hands over."""
    meeting = expected(body, "2026Q4", state="noticed", starts_at=at("2026-12-30"))
    stand_at(monkeypatch, at("2027-01-01", 0))
    assert holders(people, meeting) == {"隆昌"}
    assert steps_for(people["隆昌"], meeting) == {"hold", "postpone", "merge"}
    assert steps_for(people["荣昌"], meeting) == set()


def test_a_substitute_has_them_and_who_it_stands_in_for_does_not(body, people, counties, monkeypatch):
    stand_at(monkeypatch, at("2026-11-28"))
    meeting = expected(body)
    ask = {"actor": people["荣昌"], "belt": body.belt, "year": 2026, "region": counties["江津"], "reason": "机构改革"}
    change = services.ask_substitute(**ask)
    assert holders(people, meeting) == {"荣昌"}, "asked is not agreed"
    services.agree_change(actor=people["江津"], change=change)
    assert holders(people, meeting) == {"江津"}
    stand_at(monkeypatch, at("2027-01-01", 0))
    assert holders(people, meeting) == {"隆昌"}


def test_after_a_swap_each_has_the_other_s_year(body, people, monkeypatch):
    stand_at(monkeypatch, at("2026-11-28"))
    meeting = expected(body, "2027Q1")
    change = services.ask_swap(actor=people["隆昌"], belt=body.belt, year=2027, other_year=2028, reason="换届")
    services.agree_change(actor=people["永川"], change=change)
    for day, holder in (("2026-12-31", "荣昌"), ("2027-01-01", "永川"), ("2028-01-01", "隆昌")):
        stand_at(monkeypatch, at(day, 0))
        assert holders(people, meeting) == {holder}


def test_offices_have_all_or_what_is_no_belt_s(body, people, monkeypatch):
    stand_at(monkeypatch, at("2026-11-28"))
    provincial = expected(factories.BodyFactory(belt=None, kind="provincial", code="provincial", name="省级联席会议"))
    regional = expected(body)
    office = factories.person("provincial_office", factories.chongqing())
    corridor = factories.person("corridor_office")
    assert list(JointMeeting.objects.manageable_by(office)) == [provincial]
    assert set(JointMeeting.objects.manageable_by(corridor)) == {provincial, regional}
    for other in (factories.person("auditor"), factories.person(), factories.person("volunteer")):
        assert not JointMeeting.objects.manageable_by(other).exists()


def titles(person):
    return [(item.title, item.due) for item in work_for(person)]


def test_the_convener_s_home_page_shows_what_waits(body, people, monkeypatch):
    stand_at(monkeypatch, at("2026-11-28"))
    meeting = expected(body)
    expected(body, "2027Q1")
    assert titles(people["荣昌"]) == [(f"Plan the meeting: {meeting}", dt.date(2026, 12, 1))]
    assert titles(people["隆昌"]) == titles(factories.person("corridor_office")) == []
    for state, title, due in (
        ("planned", None, None),
        ("agenda_open", "Lock the agenda", "2026-12-05"),
        ("agenda_locked", "Give notice", "2026-12-08"),
        ("noticed", None, None),
    ):
        values = {"state": state, "starts_at": at("2026-12-15"), "ends_at": at("2026-12-15", 11)}
        JointMeeting.objects.filter(pk=meeting.pk).update(items_until=at("2026-12-05", 18), **values)
        expectation = [(f"{title}: {meeting}", dt.date.fromisoformat(due))] if title else []
        assert titles(people["荣昌"]) == expectation, state
    stand_at(monkeypatch, at("2026-12-15", 10))
    assert titles(people["荣昌"]) == [(f"Was it held? {meeting}", dt.date(2026, 12, 15))]
    meeting.refresh_from_db()
    life.record_held(actor=people["荣昌"], meeting=meeting)
    assert titles(people["荣昌"]) == []


def test_a_provincial_office_is_asked_for_the_half_years_that_it_hosts(body, monkeypatch):
    stand_at(monkeypatch, at("2026-11-28"))
    offices = {place.pk: factories.person("provincial_office", place) for place in (
        factories.chongqing(), factories.sichuan())}  # fmt: skip
    provincial = factories.BodyFactory(
        belt=None, kind="provincial", cadence="half_year", code="provincial", name="省级联席会议",
        since=dt.date(2026, 7, 1), first_host=factories.sichuan(),
    )  # fmt: skip
    expected(provincial, "2026Q4")
    assert titles(offices["500000"]) == []
    assert len(titles(offices["510000"])) == 1

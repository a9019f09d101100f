"""Calendars of meetings: who sees which, and files that two readers of their own read alike."""

import datetime as dt

import icalendar
import pytest
from django.utils import timezone

from accounts import feeds
from accounts.services.feeds import create_feed_address
from core.calendars import render
from core.dated import start_of
from meetings.feeds import event_of
from tests import factories
from tests.core.test_calendars import plain_lines

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
SOON = start_of(TODAY + dt.timedelta(days=100)) + dt.timedelta(hours=9, minutes=30)
EARLIER = SOON - dt.timedelta(days=90)
HOURS = dt.timedelta(hours=2)


@pytest.fixture
def body(belt, counties):
    return factories.BodyFactory(belt=belt, reminder_days=[7, 30, 1])


@pytest.fixture
def camp(counties):
    """A body of its own in which 荣昌 has a seat for a month from now on."""
    made = factories.BodyFactory(belt=None, kind="other", cadence="none", code="camp", name="明月山")
    factories.BodyMemberFactory(body=made, region=counties["荣昌"], until=TODAY + dt.timedelta(days=30))
    return made


def planned(body, moment=SOON, **given):
    return factories.MeetingFactory(body=body, starts_at=moment, **given)


def read(events):
    """What the strict reader finds."""
    calendar = icalendar.Calendar.from_ical(render("会议", events))
    assert not calendar.errors
    assert not any(part.errors for part in calendar.walk())
    return list(calendar.events)


def reread(events):
    """What a second reader finds, of RFC 5545 alone: each event's lines by name, and the triggers of its alarms."""
    found, path = [], []
    for name, parameters, value in plain_lines(render("会议", events)):
        if name == "BEGIN":
            path.append(value)
            if value == "VEVENT":
                found.append({"TRIGGERS": []})
        elif name == "END":
            assert path.pop() == value
        elif path[-1] == "VALARM" and name == "TRIGGER":
            found[-1]["TRIGGERS"].append(value)
        elif path[-1] == "VEVENT":
            assert name not in found[-1], "each property once"
            found[-1][name] = value
            found[-1][f"{name} parameters"] = parameters
    assert path == []
    return found


def plain(text):
    return text.replace("\\n", "\n").replace("\\,", ",").replace("\\;", ";").replace("\\\\", "\\")


def test_a_meeting_is_the_same_to_two_readers(body, counties):
    hall = factories.VenueFactory(region=counties["荣昌"], name="荣昌礼堂")
    meeting = planned(body, host=counties["荣昌"], venue=hall, place="三楼, 东厅", title="第一次会议; 联席", sequence=3)
    (one,), (other,) = read([event_of(meeting)]), reread([event_of(meeting)])
    assert str(one["uid"]) == other["UID"] == f"meeting-{meeting.pk}@corridor-portal"
    assert str(one["summary"]) == plain(other["SUMMARY"]) == "第一次会议; 联席"
    assert str(one["location"]) == plain(other["LOCATION"]) == "荣昌礼堂 · 荣昌区 · 三楼, 东厅"
    assert (one.sequence, other["SEQUENCE"]) == (3, "3")
    assert (str(one["status"]), other["STATUS"]) == ("CONFIRMED", "CONFIRMED")
    assert (one.start, other["DTSTART"]) == (SOON, f"{SOON.date():%Y%m%d}T093000")
    assert (one.end, other["DTEND"]) == (SOON + HOURS, f"{SOON.date():%Y%m%d}T113000")
    assert one["dtstart"].params["TZID"] == "Asia/Shanghai"
    assert other["DTSTART parameters"] == other["DTEND parameters"] == ";TZID=Asia/Shanghai"
    assert one.categories == plain(other["CATEGORIES"]).split(",") == ["regional joint meeting", "川南渝西"]
    assert [alarm["trigger"].dt.days for alarm in one.walk("VALARM")] == [-30, -7, -1]
    assert other["TRIGGERS"] == ["-P30D", "-P7D", "-P1D"]
    assert str(one["url"]) == other["URL"] == f"http://localhost:8000/meetings/{meeting.pk}/"
    assert {"DTSTAMP", "LAST-MODIFIED", "DESCRIPTION"} <= other.keys()


@pytest.mark.parametrize("state", ["postponed", "missed"])
def test_a_meeting_that_lost_its_day_is_cancelled_and_reminds_nobody(body, state):
    (event,) = read([event_of(planned(body, state=state, sequence=1))])
    assert str(event["status"]) == "CANCELLED"
    assert event.walk("VALARM") == []


def test_a_merged_meeting_is_cancelled_and_the_other_stands(body):
    other = planned(body)
    merged = planned(body, state="merged", merged_into=other)
    assert [str(event["status"]) for event in read([event_of(merged), event_of(other)])] == ["CANCELLED", "CONFIRMED"]


def test_a_day_without_a_time_is_a_whole_day(body):
    (event,) = read([event_of(planned(body, precision="day"))])
    assert (event.start, event.end) == (SOON.date(), SOON.date() + dt.timedelta(days=1))


def uids(user, subject):
    return [int(event.uid.removeprefix("meeting-")) for event in feeds.events_of(user, subject)]


class TestSubjects:
    @pytest.fixture
    def meetings(self, body, camp):
        other = factories.BodyFactory(belt=factories.BeltFactory(code="north", name="川东北渝北"))
        return {
            "ours": planned(body).pk,
            "camp": planned(camp, EARLIER, state="held").pk,
            "late camp": planned(camp).pk,
            "other": planned(other).pk,
        }

    def test_mine_are_of_the_bodies_in_which_my_county_sits_today(self, meetings, counties):
        clerk, stranger = factories.logger(counties["荣昌"]), factories.logger(factories.CountyFactory(code="500101"))
        assert uids(clerk, "mine") == [meetings["camp"], meetings["ours"], meetings["late camp"]]
        assert uids(stranger, "mine") == []
        assert uids(factories.person("volunteer"), "mine") == []

    def test_of_a_body_a_belt_and_a_county(self, meetings, counties):
        clerk = factories.logger(counties["泸县"])
        assert uids(clerk, "body:camp") == [meetings["camp"], meetings["late camp"]]
        assert uids(clerk, "belt:north") == [meetings["other"]]
        # 荣昌 had left the camp by the second meeting.
        assert uids(clerk, "county:500153") == [meetings["camp"], meetings["ours"]]
        assert uids(clerk, "county:510521") == [meetings["ours"]]

    def test_only_days_that_are_known_are_in_a_feed(self, body, counties):
        kept = planned(body)
        planned(body, precision="month", state="held")
        planned(body, moment=None, state="expected", period="2027Q1", period_first=SOON.date(), period_last=SOON.date())
        planned(body, moment=timezone.now() - dt.timedelta(days=400), state="held")
        assert uids(factories.logger(counties["荣昌"]), "body:south") == [kept.pk]

    def test_offered_are_one_s_own_and_any_may_be_named(self, meetings, counties):
        clerk = factories.logger(counties["荣昌"])
        found = [subject for subject, _name in feeds.offered(clerk)]
        assert {"mine", "body:south", "body:camp", "belt:south", "county:500153"} <= set(found)
        assert not {"body:north", "belt:north", "county:510521"} & set(found)
        named = feeds.names_of(clerk, ["body:north", "belt:north", "county:510521", "body:none"])
        assert named.keys() == {"body:north", "belt:north", "county:510521"}
        assert feeds.names_of(factories.person("volunteer"), ["body:north", "belt:north", "county:510521"]) == {}

    @pytest.mark.parametrize("count", [1, 3])
    def test_a_feed_takes_the_same_queries_however_many(self, body, counties, count, django_assert_num_queries):
        for number in range(count):
            planned(body, SOON + number * HOURS, host=counties["荣昌"], venue=factories.VenueFactory())
        clerk = factories.logger(counties["荣昌"])
        assert clerk.reach.staff
        with django_assert_num_queries(1):
            assert len(uids(clerk, "body:south")) == count


def test_the_file_comes_from_a_secret_address(client, body, counties):
    clerk = factories.logger(counties["荣昌"])
    meeting = planned(body)
    _row, secret = create_feed_address(actor=clerk, subject="belt:south")
    answer = client.get(f"/feeds/{secret}.ics")
    assert answer.status_code == 200
    assert f"UID:meeting-{meeting.pk}@corridor-portal".encode() in answer.content

"""A meeting moves to another day: its invitations are replied to anew."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notice
from core.work import items_for
from meetings.models import Invitation
from meetings.queries.attendance import awaited_of, counted, quorum_of
from meetings.services import invitations
from meetings.services.life import postpone_meeting
from meetings.services.planning import move_meeting, plan_meeting
from tests.meetings.papers_world import coming, invited, make_world
from tests.meetings.refusals import refused

DAY = dt.timedelta(days=1)


@pytest.fixture
def world(db):
    return make_world()


@pytest.fixture
def replied(world):
    """隆昌 comes with two, 泸县 is excused; the others have said nothing."""
    invited(world)
    coming(world, "隆昌", "钱八", "李四 for 王五")
    row = Invitation.objects.get(region=world.counties["泸县"])
    excuse = {"reply": "excused", "note": "防汛", "people": [{"name": "冯六"}]}
    invitations.reply_invitation(actor=world.loggers["泸县"], invitation=row, **excuse)
    return world


def moved(world, by=2 * DAY, service=move_meeting):
    world.meeting.refresh_from_db()
    begin = world.meeting.starts_at + by
    day = {"starts_at": begin, "ends_at": begin + dt.timedelta(hours=2), "place": "海棠大礼堂"}
    world.meeting = service(actor=world.convener, meeting=world.meeting, reason="会场检修", **day)


def row_of(world, name):
    return Invitation.objects.get(region=world.counties[name])


def told(world, name, **given):
    return Notice.objects.filter(kind="invitation_anew", user=world.loggers[name], **given)


def test_another_day_asks_everybody_anew_and_keeps_what_was_said(replied):
    moved(replied)
    row = row_of(replied, "隆昌")
    assert (row.reply, row.is_asked_anew, row.version) == ("none", True, 3)
    assert list(row.attendees.values_list("name", "presence")) == [("钱八", "expected"), ("李四", "expected")]
    excused = row_of(replied, "泸县")
    assert (excused.reply, excused.note, excused.attendees.get().presence) == ("none", "", "expected")
    events = excused.events.order_by("pgh_id")
    assert list(events.values_list("reply", "note")) == [("none", ""), ("excused", "防汛"), ("none", "")]
    assert [line.coming for line in quorum_of(counted(replied.meeting.invitations.all()))] == [0, 0]


def test_the_invited_are_told_once_with_both_days(replied):
    before = timezone.localdate(replied.meeting.starts_at)
    moved(replied)
    for name in ("荣昌", "永川", "泸县", "隆昌"):
        notice = told(replied, name).get()
        assert notice.params["before"] == before.isoformat()
        assert replied.counties[name].name in notice.text.sentence
    assert told(replied, "隆昌").get().url == reverse("meetings:reply", args=[row_of(replied, "隆昌").pk])
    assert not Notice.objects.filter(kind="meeting_invitation", cancelled_at=None).exists(), "with the earlier day"
    moved(replied)
    assert told(replied, "隆昌").count() == 2
    assert told(replied, "隆昌", cancelled_at=None).get().params["at"] == replied.meeting.starts_at.isoformat()


def test_an_hour_or_a_hall_leaves_the_replies(replied):
    begin = timezone.localtime(replied.meeting.starts_at).replace(hour=9, minute=0)
    type(replied.meeting).objects.update(starts_at=begin, ends_at=begin + dt.timedelta(hours=2))
    moved(replied, by=dt.timedelta(hours=3))
    assert (row_of(replied, "隆昌").reply, row_of(replied, "泸县").reply) == ("coming", "excused")
    assert not Notice.objects.filter(kind="invitation_anew").exists()


def test_postponed_and_planned_anew_is_another_day_too(replied):
    postpone_meeting(actor=replied.convener, meeting=replied.meeting, reason="防汛")
    assert row_of(replied, "隆昌").reply == "coming", "no day yet for which it could be asked"
    moved(replied, service=plan_meeting)
    assert (row_of(replied, "隆昌").is_asked_anew, row_of(replied, "永川").is_asked_anew) == (True, False)


def test_a_reply_for_the_new_day_counts_and_an_old_page_does_not(replied):
    moved(replied)
    row = row_of(replied, "隆昌")
    reply = {"actor": replied.loggers["隆昌"], "invitation": row, "reply": "coming", "people": [{"name": "钱八"}]}
    assert refused(invitations.reply_invitation, **reply, version=2) == "stale"
    again = invitations.reply_invitation(**reply, version=3)
    assert (again.reply, again.is_asked_anew) == ("coming", False)
    assert {region.name for region in awaited_of(replied.meeting.invitations.all())} == {"荣昌区", "永川区", "泸县"}


def test_a_withdrawn_observer_is_asked_nothing(replied):
    observer = invitations.invite_observer(actor=replied.convener, meeting=replied.meeting, region=replied.outsider)
    moved(replied)
    invitations.withdraw_invitation(actor=replied.convener, invitation=observer)
    assert not Notice.objects.filter(user=replied.stranger, cancelled_at=None).exists()


def test_the_page_says_who_has_not_answered_and_work_waits_again(client, replied):
    client.force_login(replied.convener)
    url = reverse("meetings:people", args=[replied.meeting.pk])
    assert "Not answered for it yet" not in client.get(url).content.decode()
    assert not [item for item in items_for(replied.loggers["隆昌"]) if item.action == "Reply"]
    moved(replied)
    text = client.get(url).content.decode()
    assert "Not answered for it yet: 永川区, 荣昌区, 泸县, 隆昌市." in text
    assert text.count("no reply for the new day") == 2
    [item] = [item for item in items_for(replied.loggers["隆昌"]) if item.action == "Reply"]
    client.force_login(replied.loggers["隆昌"])
    assert "钱八" in client.get(item.url).content.decode(), "the people named before stand in the form"


def test_the_api_says_so_too(client, replied):
    moved(replied)
    client.force_login(replied.loggers["永川"])
    rows = client.get(f"/api/v1/invitations/?meeting={replied.meeting.pk}&reply=none").json()["results"]
    assert {row["region"]: row["asked_anew"] for row in rows} == {
        "500118": False, "500153": False, "510521": True, "511083": True,
    }  # fmt: skip

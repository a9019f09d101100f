"""Invitations, replies and who was there."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.models import Notice
from meetings.models import Attendee, Invitation
from meetings.queries.attendance import counted, quorum_of, sheet_of
from meetings.services import attendance, invitations
from tests import factories
from tests.meetings.papers_world import begins, coming, invited, make_world
from tests.meetings.refusals import refused


@pytest.fixture
def world(db):
    return make_world()


def sheet(world):
    return [
        (row.invitation.region.name[:2], row.name, row.role, row.presence)
        for row in sheet_of(world.meeting, world.convener)
    ]


def test_every_member_of_the_day_is_invited_once_and_its_staff_told(world):
    gone = factories.CountyFactory(code="500112", name="渝北区")
    factories.BeltMembershipFactory(belt=world.belt, region=gone, until=timezone.localdate())
    assert set(invited(world)) == {"荣昌", "永川", "泸县", "隆昌"}
    told = Notice.objects.filter(kind="meeting_invitation")
    assert set(told.values_list("user", flat=True)) == {
        person.pk for people in (world.reviewers, world.loggers) for person in people.values()
    }
    coming(world, "隆昌", "钱八")
    assert invited(world)["隆昌"].reply == "coming", "again changes nothing"
    assert (Invitation.objects.count(), told.count()) == (4, 8)


def test_an_observer_is_invited_and_withdrawn_but_a_member_stays(world):
    rows = invited(world)
    add = {"actor": world.convener, "meeting": world.meeting}
    observer = invitations.invite_observer(**add, region=world.outsider)
    assert observer.observes
    assert invitations.invite_observer(**add, region=world.outsider) == observer
    assert invitations.invite_observer(**add, region=world.counties["泸县"]).observes is False
    assert (
        refused(invitations.withdraw_invitation, actor=world.convener, invitation=rows["泸县"])
        == "member_stays_invited"
    )
    for _again in range(2):
        invitations.withdraw_invitation(actor=world.convener, invitation=observer)
    assert Invitation.objects.filter(region=world.outsider).count() == 0
    assert Notice.objects.filter(user=world.stranger, cancelled_at=None).count() == 0


def test_a_reply_names_people_and_is_changed_until_the_meeting_begins(world):
    invited(world)
    row = coming(world, "隆昌", "钱八", "李四 for 王五")
    assert [(person.name, person.role, person.stands_in_for) for person in row.attendees.all()] == [
        ("钱八", "member", ""), ("李四", "delegate", "王五"),
    ]  # fmt: skip
    kept = row.attendees.get(name="钱八").pk
    assert coming(world, "隆昌", "钱八", "李四 for 王五", version=1).version == row.version, "a second click"
    row = coming(world, "隆昌", "赵六", "钱八")
    assert [person.name for person in row.attendees.all()] == ["赵六", "钱八"]
    assert row.attendees.get(name="钱八").pk == kept
    excuse = {"actor": world.loggers["隆昌"], "invitation": row, "reply": "excused"}
    assert refused(invitations.reply_invitation, **excuse) == "text_missing"
    assert refused(invitations.reply_invitation, **excuse, note="防汛", version=1) == "stale"
    assert invitations.reply_invitation(**excuse, note="防汛").reply == "excused"
    assert row.attendees.count() == 0
    begins(world.meeting)
    assert refused(coming, world=world, name="隆昌", version=None) == "reply_is_late"


@pytest.mark.parametrize(
    ("people", "code"),
    [
        ([], "people_missing"),
        ([{"name": "张三"}, {"name": "张三"}], "person_twice"),
        ([{"name": f"人{number}"} for number in range(31)], "too_many_people"),
        ([{"name": ""}], "blank"),
        ([{"name": "长" * 51}], "max_length"),
    ],
)
def test_replies_that_cannot_be(world, people, code):
    row = invited(world)["隆昌"]
    given = {"actor": world.loggers["隆昌"], "invitation": row, "reply": "coming", "people": people}
    assert refused(invitations.reply_invitation, **given) == code


def test_a_reply_by_phone_says_so(world):
    row = invited(world)["泸县"]
    given = {"invitation": row, "reply": "coming", "people": [{"name": "孙九"}]}
    assert invitations.reply_invitation(actor=world.convener, by_phone=True, **given).by_phone
    assert coming(world, "泸县", "孙九", "周十").by_phone is False


def test_the_sheet_is_noted_at_once_and_those_unannounced_are_added(world):
    rows = invited(world)
    guests = invitations.invite_observer(actor=world.convener, meeting=world.meeting, region=world.outsider)
    coming(world, "隆昌", "钱八", "李四 for 王五")
    coming(world, "荣昌", "张三")
    people = {row.name: row.pk for row in Attendee.objects.all()}
    note = {"actor": world.convener, "meeting": world.meeting}
    assert refused(attendance.transcribe_sheet, **note, presences={}) == "attendance_not_yet"
    begins(world.meeting)
    arrivals = [
        {"invitation": rows["荣昌"], "name": "周十"},
        {"invitation": guests, "name": "吴一", "stands_in_for": "郑二"},
    ]
    for _again in range(2):
        attendance.transcribe_sheet(**note, presences={people["李四"]: "absent"}, arrivals=arrivals, rest_present=True)
    assert sheet(world) == [
        ("荣昌", "张三", "member", "present"),
        ("荣昌", "周十", "member", "present"),
        ("隆昌", "钱八", "member", "present"),
        ("隆昌", "李四", "delegate", "absent"),
        ("万州", "吴一", "observer", "present"),
    ]
    assert refused(attendance.transcribe_sheet, **note, presences={0: "absent"}) == "gone"
    assert refused(invitations.withdraw_invitation, actor=world.convener, invitation=guests) == "somebody_was_present"
    row = Attendee.objects.get(name="张三")
    assert attendance.set_presence(actor=world.convener, attendee=row, presence="excused").presence == "excused"
    world.meeting.state = "issued"
    world.meeting.save()
    assert (
        refused(attendance.set_presence, actor=world.convener, attendee=row, presence="present") == "attendance_closed"
    )


def test_who_is_not_named_stays_expected_without_the_rest_being_present(world):
    invited(world)
    coming(world, "荣昌", "张三", "李四")
    begins(world.meeting)
    first = Attendee.objects.get(name="张三")
    attendance.transcribe_sheet(actor=world.convener, meeting=world.meeting, presences={first.pk: "present"})
    assert [line[-1] for line in sheet(world)] == ["present", "expected"]


def test_a_region_that_is_not_invited_is_refused(world):
    invited(world)
    begins(world.meeting)
    other = factories.InvitationFactory()
    given = {"actor": world.convener, "meeting": world.meeting, "presences": {}}
    assert (
        refused(attendance.transcribe_sheet, **given, arrivals=[{"invitation": other, "name": "某"}]) == "not_invited"
    )


def test_the_quorum_counts_regions_by_province_not_people(world):
    invited(world)
    coming(world, "荣昌", "张三", "李四")
    coming(world, "隆昌", "钱八")
    begins(world.meeting)
    attendance.transcribe_sheet(actor=world.convener, meeting=world.meeting, presences={}, rest_present=True)
    person = Attendee.objects.get(name="钱八")
    attendance.set_presence(actor=world.convener, attendee=person, presence="absent")
    lines = quorum_of(counted(world.meeting.invitations.all()))
    assert [(str(line.province), line.invited, line.coming, line.present) for line in lines] == [
        ("重庆市", 2, 1, 1), ("四川省", 2, 1, 0),
    ]  # fmt: skip


def test_names_are_read_by_the_circle_and_counted_for_others(world):
    invited(world)
    coming(world, "隆昌", "钱八")
    for person in (world.convener, world.reviewers["泸县"], world.office, world.auditor):
        assert Attendee.objects.visible_to(person).count() == 1
    assert Attendee.objects.visible_to(world.stranger).count() == 0
    assert [row.people for row in counted(Invitation.objects.visible_to(world.stranger)).order_by("region")] == [
        0,
        0,
        0,
        1,
    ]
    invitations.invite_observer(actor=world.convener, meeting=world.meeting, region=world.outsider)
    assert Attendee.objects.visible_to(world.stranger).count() == 1, "an invited region is of the circle"


def test_a_reply_is_its_regions_and_a_meeting_that_is_off_takes_none(world):
    row = invited(world)["隆昌"]
    assert list(Invitation.objects.answerable_by(world.loggers["隆昌"])) == [row]
    assert list(Invitation.objects.answerable_by(world.stranger)) == []
    world.meeting.state = "postponed"
    world.meeting.save()
    assert refused(coming, world=world, name="隆昌") == "reply_is_late"


def test_moving_a_meeting_does_not_lose_replies(world):
    invited(world)
    coming(world, "隆昌", "钱八")
    begins(world.meeting, dt.timedelta(days=9))
    assert invited(world)["隆昌"].reply == "coming"

"""The life of a meeting after it was planned, who is told of it, and the agenda's clocks."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from accounts.models import Notice
from accounts.services.notices import mark_read
from meetings.models import JointMeeting
from meetings.services import life
from meetings.services.planning import move_meeting, plan_meeting
from meetings.services.steps import move
from meetings.tasks import plan_meetings, turn_agendas
from tests import factories
from tests.meetings.refusals import code_of
from tests.meetings.sessions import TODAY, at, expected, planned, stand_at

NOW = at(TODAY, 10)
STATES = [
    "expected", "planned", "agenda_open", "agenda_locked", "noticed", "held", "minutes_drafted", "countersigned",
    "issued", "archived", "postponed", "missed",
]  # fmt: skip


@pytest.fixture(autouse=True)
def _now(monkeypatch):
    stand_at(monkeypatch, NOW)


@pytest.fixture
def body(belt, terms):
    return factories.BodyFactory(belt=belt)


@pytest.fixture
def convener(counties):
    return factories.logger(counties["荣昌"])


@pytest.fixture
def members(counties):
    """A reviewer of each of three members; a stranger and a provincial office are told nothing."""
    factories.reviewer(factories.CountyFactory(code="500101"))
    factories.person("provincial_office", factories.chongqing())
    return [factories.reviewer(counties[name]) for name in ("荣昌", "隆昌", "泸县")]


def told(kind):
    return set(Notice.objects.filter(kind=f"meeting_{kind}", cancelled_at=None).values_list("user", flat=True))


def keys(people):
    return {person.pk for person in people}


def reminders(meeting):
    rows = Notice.objects.filter(kind="meeting_reminder", cancelled_at=None)
    days = {(meeting.starts_at - due).days for due in rows.values_list("due_at", flat=True)}
    return sorted(days, reverse=True)


def test_from_planned_to_held_each_step_once(body, convener, members, monkeypatch):
    meeting = planned(body, convener)
    for service, state in (
        (life.open_agenda, "agenda_open"), (life.lock_agenda, "agenda_locked"), (life.send_notice, "noticed"),
    ):  # fmt: skip
        moved = service(actor=convener, meeting=meeting)
        again = service(actor=convener, meeting=meeting)
        assert (moved.state, again.version) == (state, moved.version)
    stand_at(monkeypatch, at("2026-12-15", 12))
    life.record_held(actor=convener, meeting=meeting)
    meeting.refresh_from_db()
    assert meeting.was_held
    assert not meeting.was_late
    assert list(meeting.steps.values_list("to_state", flat=True)) == [
        "planned", "agenda_open", "agenda_locked", "noticed", "held",
    ]  # fmt: skip
    assert told("called") == told("noticed") == keys(members)


@pytest.mark.parametrize(
    ("service", "allowed"),
    [
        (life.open_agenda, {"planned"}),
        (life.lock_agenda, {"agenda_open"}),
        (life.send_notice, {"agenda_locked"}),
        (life.archive_meeting, {"issued"}),
        (life.record_held, {"planned", "agenda_open", "agenda_locked", "noticed", "missed"}),
    ],
)
def test_each_step_starts_from_its_states_alone(body, convener, service, allowed):
    found = set()
    for number, state in enumerate(STATES):
        starts_at = at("2026-11-01") if service is life.record_held else at("2026-12-15")
        meeting = expected(body, f"{2020 + number}Q4", state=state, starts_at=starts_at)
        if came_of(service, convener, meeting) == "done":
            found.add(state)
    assert found == allowed


def came_of(service, person, meeting):
    """ "done", or that the step is not open; any other refusal is a fault."""
    try:
        service(actor=person, meeting=meeting)
    except ValidationError as error:
        if error.code != "step_not_open":
            raise
        return error.code
    return "done"


@pytest.mark.parametrize("state", STATES)
def test_what_may_be_postponed_and_merged(body, convener, state):
    other = expected(body, "2027Q1")
    meeting = expected(body, state=state, starts_at=at("2026-12-15"))
    for service, allowed, given in (
        (life.postpone_meeting, STATES[:5], {}), (life.merge_meeting, [*STATES[:5], "postponed"], {"into": other}),
    ):  # fmt: skip
        JointMeeting.objects.filter(pk=meeting.pk).update(state=state, merged_into=None)
        if state in allowed:
            service(actor=convener, meeting=meeting, reason="防汛", **given)
        else:
            with pytest.raises(ValidationError) as found:
                service(actor=convener, meeting=meeting, reason="防汛", **given)
            assert code_of(found) == "step_not_open"


def test_an_old_page_makes_no_step_and_a_reason_is_needed(body, convener):
    meeting = planned(body, convener)
    for service, given, code in (
        (life.open_agenda, {"version": 1}, "stale"),
        (life.record_held, {}, "not_begun_yet"),
        (life.postpone_meeting, {"reason": " "}, "text_missing"),
        (life.merge_meeting, {"reason": "合并", "into": meeting}, "not_of_this_body"),
    ):
        with pytest.raises(ValidationError) as found:
            service(actor=convener, meeting=meeting, **given)
        assert code_of(found) == code
    meeting.refresh_from_db()
    assert meeting.state == "planned"


def test_postponed_its_members_are_told_and_what_they_did_not_see_is_withdrawn(body, convener, members):
    meeting = planned(body, convener)
    life.open_agenda(actor=convener, meeting=meeting)
    seen = Notice.objects.get(kind="meeting_called", user=members[0])
    mark_read(actor=members[0], notice=seen)
    assert reminders(meeting) == [15, 7, 1]
    postponed = life.postpone_meeting(actor=convener, meeting=meeting, reason="防汛")
    again = life.postpone_meeting(actor=convener, meeting=meeting, reason="防汛")
    assert (again.version, postponed.sequence) == (postponed.version, 1)
    assert postponed.starts_at == at("2026-12-15"), "the day that was given up stays known"
    assert reminders(meeting) == []
    assert told("called") == {members[0].pk}, "what was seen stands"
    assert told("postponed") == keys(members)
    notice = Notice.objects.filter(kind="meeting_postponed").first()
    assert "防汛" in notice.text.sentence


def test_planned_anew_after_that_all_is_owed_for_the_new_day(body, convener, members):
    meeting = planned(body, convener)
    life.open_agenda(actor=convener, meeting=meeting)
    life.postpone_meeting(actor=convener, meeting=meeting, reason="防汛")
    day = {"starts_at": at("2026-12-30"), "ends_at": at("2026-12-30", 11), "place": "会议室"}
    meeting = plan_meeting(actor=convener, meeting=meeting, **day)
    life.open_agenda(actor=convener, meeting=meeting)
    assert reminders(meeting) == [30, 15, 7, 1]
    assert told("called") == keys(members)
    assert meeting.sequence == 2


def test_moved_its_members_are_told_and_the_reminders_follow(body, convener, members):
    meeting = planned(body, convener)
    first = Notice.objects.filter(kind="meeting_reminder", key__endswith="-15", user=members[0])
    first.update(read_at=NOW)
    day = {"starts_at": at("2026-12-18"), "ends_at": at("2026-12-18", 11), "place": "会议室"}
    meeting = move_meeting(actor=convener, meeting=meeting, reason="会场检修", **day)
    assert told("moved") == keys(members)
    old = Notice.objects.filter(kind="meeting_reminder", key__startswith=f"meeting-{meeting.pk}-0-")
    assert [notice.user_id for notice in old.filter(cancelled_at=None)] == [members[0].pk], "only what was seen stands"
    new = Notice.objects.filter(kind="meeting_reminder", key__startswith=f"meeting-{meeting.pk}-1-")
    assert set(new.values_list("due_at", flat=True)) == {
        meeting.starts_at - dt.timedelta(days=days) for days in (15, 7, 1)
    }


def test_merged_it_names_the_other_and_its_hall_is_free(body, convener, members):
    meeting, other = planned(body, convener), expected(body, "2027Q1")
    merged = life.merge_meeting(actor=convener, meeting=meeting, into=other, reason="与下季度合并召开")
    assert life.merge_meeting(actor=convener, meeting=meeting, into=other, reason="又一次").version == merged.version
    assert (merged.state, merged.merged_into) == ("merged", other)
    assert told("merged") == keys(members)
    with pytest.raises(ValidationError) as found:
        life.merge_meeting(actor=convener, meeting=other, into=merged, reason="合并")
    assert code_of(found) == "does_not_take_place"
    stranger = factories.MeetingFactory(body=factories.BodyFactory(belt=factories.BeltFactory(code="north")))
    with pytest.raises(ValidationError) as found:
        life.merge_meeting(actor=convener, meeting=other, into=stranger, reason="合并")
    assert code_of(found) == "not_of_this_body"


def test_what_was_only_expected_is_postponed_without_telling_anybody(body, convener, members):
    life.postpone_meeting(actor=convener, meeting=expected(body), reason="机构改革")
    assert not Notice.objects.exists()


def test_the_provincial_meeting_tells_both_offices(terms, members):
    offices = [factories.person("provincial_office", place) for place in (factories.chongqing(), factories.sichuan())]
    body = factories.BodyFactory(
        belt=None, kind="provincial", cadence="half_year", code="provincial", name="省级联席会议",
        first_host=factories.chongqing(),
    )  # fmt: skip
    meeting = plan_meeting(
        actor=offices[0], meeting=expected(body, "2026Q4"), starts_at=at("2026-12-15"), ends_at=at("2026-12-15", 11),
        place="重庆",
    )  # fmt: skip
    assert meeting.host == factories.sichuan(), "the sixth half-year since Chongqing was first"
    life.open_agenda(actor=offices[0], meeting=meeting)
    everybody = set(Notice.objects.filter(kind="meeting_reminder").values_list("user", flat=True))
    assert {person.pk for person in offices} < everybody
    assert not keys(members) & everybody
    assert offices[0].pk not in told("called"), "whoever did it knows"


def test_words_are_in_the_language_of_the_reader(body, convener, members):
    life.open_agenda(actor=convener, meeting=planned(body, convener))
    notice = Notice.objects.filter(kind="meeting_called").first()
    assert notice.text.title == "Call for items: 川南渝西区域联席会议 2026Q4"
    with translation.override("zh-hans"):
        assert notice.text.title == "征集议题：川南渝西区域联席会议 2026Q4"
        assert "荣昌区" in notice.text.sentence


def test_agendas_open_and_lock_by_their_clocks(body, convener, members, monkeypatch):
    meeting = planned(body, convener, "2026-12-30")
    for moment, state in (
        (at("2026-11-30", 8), "planned"),
        (at("2026-11-30", 10), "agenda_open"),  # thirty days before
        (at("2026-12-20", 17), "agenda_open"),
        (at("2026-12-20", 18), "agenda_locked"),  # ten days before, in the evening
        (at("2026-12-30", 12), "agenda_locked"),
    ):
        stand_at(monkeypatch, moment)
        turn_agendas()
        turn_agendas()
        meeting.refresh_from_db()
        assert meeting.state == state, moment
    assert list(meeting.steps.values_list("to_state", "actor")) == [
        ("planned", convener.pk), ("agenda_open", None), ("agenda_locked", None),
    ]  # fmt: skip
    assert told("called") == keys([*members, convener]), "the job did it: everybody is told"


def test_what_has_begun_is_not_opened_any_more(body, convener, monkeypatch):
    meeting = planned(body, convener)
    stand_at(monkeypatch, at("2026-12-16"))
    plan_meetings()
    meeting.refresh_from_db()
    assert meeting.state == "planned"


def test_somebody_faster_than_the_job_is_no_fault(body, convener, monkeypatch):
    meeting = planned(body, convener)
    stale = JointMeeting.objects.get(pk=meeting.pk)
    life.open_agenda(actor=convener, meeting=meeting)
    assert life._moved(life.open_agenda, stale) is False


def test_who_came_to_a_post_since_is_reminded_too(body, convener, members, counties, monkeypatch):
    meeting = planned(body, convener)
    stand_at(monkeypatch, at("2026-12-07", 0, 20))
    newcomer = factories.reviewer(counties["永川"])
    plan_meetings()
    plan_meetings()
    rows = Notice.objects.filter(kind="meeting_reminder", user=newcomer)
    due = sorted((meeting.starts_at - row.due_at).days for row in rows)
    assert due == [1, 7], "those still to come, once"


def test_minutes_move_on_from_held_and_an_issued_one_is_archived(body, convener):
    meeting = expected(body, state="held", starts_at=at("2026-11-01"))
    for state in ("minutes_drafted", "countersigned", "issued"):
        move(meeting, to=state, actor=convener)
    assert life.archive_meeting(actor=convener, meeting=meeting).state == "archived"

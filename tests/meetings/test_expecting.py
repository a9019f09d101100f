"""Expected meetings: there before anybody plans them, once, however often and late the job runs; and missed ones."""

import datetime as dt
import logging
import threading

import pytest
from django.db import connection, transaction
from django.utils import translation

from accounts.models import Notice
from meetings.models import JointMeeting, MeetingStep
from meetings.periods import words_of
from meetings.services.expecting import DAYS_TO_RECORD, expect_meetings, find_missed
from meetings.services.life import record_held
from meetings.services.planning import plan_meeting
from meetings.tasks import plan_meetings
from tests import factories
from tests.meetings.sessions import TODAY, at, expected, stand_at


@pytest.fixture
def body(belt):
    return factories.BodyFactory(belt=belt, since=dt.date(2026, 5, 20))


def periods_of(body):
    return list(body.meetings.order_by("period_first").values_list("period", flat=True))


def test_this_and_the_next_period_are_expected_from_the_body_s_first_day_on(body):
    made = expect_meetings(today=TODAY)
    assert made == [("south", code) for code in ("2026Q2", "2026Q3", "2026Q4", "2027Q1")]
    assert periods_of(body) == ["2026Q2", "2026Q3", "2026Q4", "2027Q1"]
    meeting = body.meetings.get(period="2027Q1")
    assert (meeting.state, meeting.host, meeting.starts_at) == ("expected", None, None)
    assert (meeting.period_first, meeting.period_last) == (dt.date(2027, 1, 1), dt.date(2027, 3, 31))


def test_running_again_makes_nothing_and_says_so(body, caplog):
    with caplog.at_level(logging.INFO, logger="meetings"):
        expect_meetings(today=TODAY)
        assert "south: 2026Q2, 2026Q3, 2026Q4, 2027Q1" in caplog.text
        caplog.clear()
        assert expect_meetings(today=TODAY) == []
        assert caplog.text == ""


def test_after_an_outage_the_rows_are_those_of_a_job_that_ran_each_day(belt):
    steady, paused = (factories.BodyFactory(belt=None, kind="other", code=code, name=code, since=dt.date(2025, 12, 1))
                      for code in ("steady", "paused"))  # fmt: skip
    day = dt.date(2025, 12, 1)
    while day <= dt.date(2026, 9, 1):
        expect_meetings(today=day)
        day += dt.timedelta(days=13)
    paused.meetings.exclude(period__in=("2025Q4", "2026Q1")).delete()
    made = expect_meetings(today=dt.date(2026, 9, 1))
    assert made == [("paused", code) for code in ("2026Q2", "2026Q3", "2026Q4")]
    assert periods_of(steady) == periods_of(paused)


def test_bodies_that_meet_as_needed_or_have_ended_expect_nothing_new(belt):
    factories.BodyFactory(belt=None, kind="other", cadence="none", code="mys", name="明月山")
    ended = factories.BodyFactory(belt=belt, since=dt.date(2026, 1, 1), until=dt.date(2026, 5, 1))
    half = factories.BodyFactory(
        belt=None, kind="provincial", cadence="half_year", code="provincial", name="省级", since=dt.date(2026, 6, 1)
    )
    expect_meetings(today=TODAY)
    assert periods_of(ended) == ["2026Q1", "2026Q2"]
    assert periods_of(half) == ["2026H1", "2026H2", "2027H1"]
    assert not JointMeeting.objects.filter(body="mys").exists()


def test_a_changed_cadence_holds_from_the_next_period_on(body):
    expect_meetings(today=TODAY)
    body.cadence = "half_year"
    body.save()
    expect_meetings(today=TODAY)
    assert periods_of(body)[-1] == "2027Q1"
    expect_meetings(today=dt.date(2027, 2, 1))
    assert periods_of(body)[-2:] == ["2027Q1", "2027H2"], "that half-year has a quarter's meeting already"


@pytest.mark.parametrize("moment", ["2026-12-31T15:59:59Z", "2026-12-31T16:00:00Z"])
def test_the_period_turns_at_midnight_in_shanghai(body, monkeypatch, moment):
    stand_at(monkeypatch, dt.datetime.fromisoformat(moment))
    expect_meetings()
    last = "2027Q1" if moment < "2026-12-31T16" else "2027Q2"
    assert periods_of(body)[-1] == last


@pytest.mark.parametrize("state", ["expected", "postponed"])
def test_what_was_not_held_when_its_period_ended_is_missed_once(body, state):
    meeting = expected(body, "2026Q3", state=state)
    assert find_missed(today=dt.date(2026, 9, 30)) == []
    assert find_missed(today=dt.date(2026, 10, 1)) == [meeting.pk]
    assert find_missed(today=dt.date(2026, 10, 2)) == []
    meeting.refresh_from_db()
    step = meeting.steps.get()
    assert (meeting.state, meeting.version) == ("missed", 2)
    assert (step.from_state, step.to_state, step.actor) == (state, "missed", None)


def told_of_missed():
    return set(Notice.objects.filter(kind="meeting_missed").values_list("user", "key"))


def test_who_was_to_call_it_and_the_offices_are_told_once_that_it_is_missed(body, terms, counties):
    people = [make(counties["荣昌"]) for make in (factories.logger, factories.reviewer)]
    people += [
        factories.person("provincial_office", province) for province in (factories.chongqing(), factories.sichuan())
    ]
    factories.reviewer(counties["永川"])
    meeting = expected(body, "2026Q3")
    find_missed(today=dt.date(2026, 10, 1))
    assert told_of_missed() == {(person.pk, f"meeting-{meeting.pk}-1") for person in people}
    notice = Notice.objects.filter(kind="meeting_missed").first()
    assert (notice.url, notice.params["until"]) == (meeting.get_absolute_url(), "2026-09-30")
    assert "2026Q3" in notice.text.sentence
    find_missed(today=dt.date(2026, 10, 2))
    assert len(told_of_missed()) == 4


def test_after_the_new_year_last_year_s_convener_and_this_year_s_are_told(body, terms, counties):
    before, now = factories.logger(counties["荣昌"]), factories.logger(counties["隆昌"])
    expected(body, "2026Q4")
    find_missed(today=dt.date(2027, 1, 1))
    assert {user for user, _key in told_of_missed()} == {before.pk, now.pk}


def test_the_province_whose_half_year_it_was_and_the_other_are_told(belt):
    both = [
        factories.person("provincial_office", province) for province in (factories.chongqing(), factories.sichuan())
    ]
    factories.BodyFactory(
        belt=None, kind="provincial", cadence="half_year", code="provincial", name="省级", since=dt.date(2026, 1, 1),
        first_host=factories.chongqing(),
    )  # fmt: skip
    expect_meetings(today=dt.date(2026, 7, 1))
    find_missed(today=dt.date(2026, 7, 1))
    assert {user for user, _key in told_of_missed()} == {person.pk for person in both}


def test_nobody_is_told_of_periods_long_past(body, terms, counties):
    factories.logger(counties["荣昌"])
    expected(body, "2026Q2")
    assert len(find_missed(today=TODAY)) == 1
    assert told_of_missed() == set()


def test_missed_again_after_a_late_day_is_told_again(body, terms, counties, monkeypatch):
    person = factories.logger(counties["荣昌"])
    meeting = expected(body, "2026Q3")
    find_missed(today=dt.date(2026, 10, 1))
    stand_at(monkeypatch, at(TODAY))
    day = {"starts_at": at("2026-12-02"), "ends_at": at("2026-12-02", 11), "place": "会议室", "reason": "防汛"}
    plan_meeting(actor=person, meeting=meeting, **day)
    find_missed(today=dt.date(2026, 12, 10))
    assert len(told_of_missed()) == 2


@pytest.mark.parametrize(
    ("state", "day", "missed_on"),
    [
        ("noticed", "2026-09-30", "2026-10-08"),  # a week to note that it was held
        ("planned", "2026-07-10", "2026-10-01"),
        ("agenda_open", "2026-10-20", "2026-10-28"),  # late, and not missed before its day
    ],
)
def test_a_meeting_with_a_day_is_given_until_then(body, state, day, missed_on):
    meeting = expected(body, "2026Q3", state=state, starts_at=at(day))
    missed_on = dt.date.fromisoformat(missed_on)
    assert find_missed(today=missed_on - dt.timedelta(days=1)) == []
    assert find_missed(today=missed_on) == [meeting.pk]
    assert DAYS_TO_RECORD == 7


@pytest.mark.parametrize("state", ["held", "issued", "archived", "missed"])
def test_what_was_held_is_never_missed(body, state):
    expected(body, "2026Q3", state=state, starts_at=at("2026-07-10"))
    assert find_missed(today=TODAY) == []


def test_a_meeting_without_a_period_is_never_missed(body):
    factories.MeetingFactory(body=body, starts_at=at("2026-07-10"))
    assert find_missed(today=TODAY) == []


def test_a_missed_one_may_be_held_late(body, terms, counties, monkeypatch):
    stand_at(monkeypatch, at(TODAY))
    person = factories.logger(counties["荣昌"])
    meeting = expected(body, "2026Q3")
    find_missed()
    meeting = plan_meeting(
        actor=person, meeting=meeting, starts_at=at("2026-12-02"), ends_at=at("2026-12-02", 11), place="会议室",
        reason="防汛期间未开",
    )  # fmt: skip
    stand_at(monkeypatch, at("2026-12-03"))
    record_held(actor=person, meeting=meeting)
    meeting.refresh_from_db()
    assert meeting.was_held
    assert meeting.was_late


def test_the_daily_task_does_all_of_it_and_twice_is_once(body, monkeypatch):
    stand_at(monkeypatch, at(TODAY, 0, 20))
    plan_meetings()
    states = dict(body.meetings.values_list("period", "state"))
    assert states == {"2026Q2": "missed", "2026Q3": "missed", "2026Q4": "expected", "2027Q1": "expected"}
    before = list(JointMeeting.objects.order_by("pk").values())
    plan_meetings()
    assert list(JointMeeting.objects.order_by("pk").values()) == before
    assert MeetingStep.objects.count() == 2


def test_a_thousand_bodies_take_the_queries_of_one(belt, django_assert_max_num_queries):
    for number in range(30):
        factories.BodyFactory(belt=None, kind="other", code=f"b{number}", name=f"{number}", since=dt.date(2026, 1, 1))
    with django_assert_max_num_queries(8):
        expect_meetings(today=TODAY)
    with django_assert_max_num_queries(8):
        assert len(find_missed(today=TODAY)) == 90


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_make_each_row_once(belt):
    for number in range(5):
        factories.BodyFactory(belt=None, kind="other", code=f"b{number}", name=f"{number}", since=dt.date(2026, 1, 1))
    barrier, made, missed, faults = threading.Barrier(3), [], [], []

    def work():
        try:
            barrier.wait()
            made.extend(expect_meetings(today=TODAY))
            missed.extend(find_missed(today=TODAY))
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _number in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert len(made) == len(set(made)) == JointMeeting.objects.count() == 25, "said by one of them, once"
    assert sorted(missed) == sorted(JointMeeting.objects.filter(state="missed").values_list("pk", flat=True))
    assert MeetingStep.objects.count() == 15


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_a_worker_that_dies_leaves_nothing_half_made(belt):
    factories.BodyFactory(belt=belt, since=dt.date(2026, 1, 1))

    def work():
        with transaction.atomic():
            expect_meetings(today=TODAY)
            find_missed(today=TODAY)
            connection.connection.close()  # killed before the commit

    thread = threading.Thread(target=lambda: _dies(work))
    thread.start()
    thread.join()
    assert not JointMeeting.objects.exists()
    assert len(expect_meetings(today=TODAY)) == 5
    assert len(find_missed(today=TODAY)) == 3


def _dies(work):
    try:
        work()
    except Exception as fault:
        logging.getLogger(__name__).info("the worker died: %s", fault)
    finally:
        connection.close()


def test_a_period_in_words():
    assert [words_of(code) for code in ("2026Q4", "2026H1", "2026H2")] == [
        "quarter 4 of 2026", "first half of 2026", "second half of 2026",
    ]  # fmt: skip
    with translation.override("zh-hans"):
        assert words_of("2026Q4") == "2026年第4季度"

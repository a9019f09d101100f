"""A day, a place, a hall and the notices of a meeting: in one step, once, by the rules."""

import datetime as dt
import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction

from accounts.models import Notice
from meetings.models import JointMeeting
from meetings.services.life import postpone_meeting
from meetings.services.planning import add_meeting, move_meeting, plan_meeting
from tests import factories
from tests.meetings.refusals import code_of, field_of
from tests.meetings.sessions import TODAY, at, expected, planned, stand_at
from venues.models import Booking
from venues.services.booking import cancel_booking, refuse_booking
from venues.services.closures import close_venue

NOW = at(TODAY, 10)


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
def hall(counties):
    return factories.VenueFactory(region=counties["荣昌"], name="荣昌新风礼堂")


def refused(service, **given):
    before = list(JointMeeting.objects.order_by("pk").values())
    with pytest.raises(ValidationError) as found:
        service(**given)
    assert list(JointMeeting.objects.order_by("pk").values()) == before
    return code_of(found)


def test_a_planned_meeting_has_its_day_host_and_closing_time(body, counties, convener):
    meeting = planned(body, convener, title="第四季度联席会议")
    meeting.refresh_from_db()
    assert (meeting.state, meeting.host, meeting.sequence) == ("planned", counties["荣昌"], 0)
    assert meeting.items_until == at("2026-12-05", 18), "ten days before, in the evening"
    assert str(meeting) == "第四季度联席会议"
    step = meeting.steps.get()
    assert (step.from_state, step.to_state, step.actor) == ("expected", "planned", convener)


def test_the_host_is_whoever_convenes_on_that_day(body, counties, convener):
    meeting = plan_meeting(
        actor=convener, meeting=expected(body, "2027Q1"), starts_at=at("2027-02-02"), ends_at=at("2027-02-02", 11),
        place="隆昌",
    )  # fmt: skip
    assert meeting.host == counties["隆昌"]


def test_planning_again_with_the_same_values_is_one_step(body, convener):
    meeting = planned(body, convener)
    day = {"starts_at": at("2026-12-15"), "ends_at": at("2026-12-15", 11), "place": "荣昌区行政中心"}
    again = plan_meeting(actor=convener, meeting=meeting, version=1, **day)
    assert again.version == meeting.version
    assert meeting.steps.count() == 1
    assert refused(plan_meeting, actor=convener, meeting=meeting, **day | {"place": "别处"}) == "step_not_open"


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"place": " "}, "place_missing"),
        ({"ends_at": at("2026-12-15", 9)}, "ends_before_start"),
        ({"ends_at": at("2026-12-25")}, "too_long"),
        ({"starts_at": at(TODAY, 9), "ends_at": at(TODAY, 11)}, "in_the_past"),
        ({"starts_at": at("2100-12-15"), "ends_at": at("2100-12-15", 11)}, "day_out_of_range"),
        ({"starts_at": at("2027-01-05"), "ends_at": at("2027-01-05", 11)}, "late_without_reason"),
        ({"items_until": at("2026-12-16")}, "items_after_meeting"),
        ({"place": "长" * 201}, "text_missing"),
        ({"reason": "长" * 501}, "text_missing"),
        ({"version": 7}, "stale"),
    ],
)
def test_days_that_cannot_be(body, convener, given, code):
    day = {"starts_at": at("2026-12-15"), "ends_at": at("2026-12-15", 11), "place": "会议室"}
    assert refused(plan_meeting, actor=convener, meeting=expected(body), **day | given) == code


def test_a_day_before_the_period_is_another_period_s(body, convener):
    day = {"starts_at": at("2026-12-15"), "ends_at": at("2026-12-15", 11), "place": "会议室"}
    assert refused(plan_meeting, actor=convener, meeting=expected(body, "2027Q1"), **day) == "before_its_period"


def test_a_late_day_says_why(body, convener):
    meeting = planned(body, convener, "2027-01-05", reason="防汛")
    assert meeting.steps.get().reason == "防汛"


def test_a_body_that_has_ended_is_not_planned(body, convener):
    body.until = dt.date(2026, 12, 1)
    body.save()
    day = {"starts_at": at("2026-12-15"), "ends_at": at("2026-12-15", 11), "place": "会议室"}
    assert refused(plan_meeting, actor=convener, meeting=expected(body), **day) == "body_not_meeting"


def test_at_short_notice_items_are_taken_for_one_more_day(body, convener):
    assert planned(body, convener, "2026-12-03").items_until == NOW + dt.timedelta(days=1)


def test_at_shorter_notice_until_it_begins(body, convener):
    assert planned(body, convener, "2026-11-29").items_until == at("2026-11-29")


def test_a_body_without_turns_names_its_host_among_its_members(counties, convener):
    other = factories.BodyFactory(belt=None, kind="other", cadence="none", code="mys", name="明月山")
    factories.BodyMemberFactory(body=other, region=counties["荣昌"])
    day = {"starts_at": at("2026-12-15"), "ends_at": at("2026-12-15", 11), "place": "会议室"}
    meeting = add_meeting(actor=convener, body=other, host=counties["荣昌"], **day)
    assert (meeting.host, meeting.period, meeting.state) == (counties["荣昌"], None, "planned")
    assert refused(add_meeting, actor=convener, body=other, host=counties["隆昌"], **day | {"starts_at": at(
        "2026-12-15", 10)}) == "not_in_this_body"  # fmt: skip


def test_a_meeting_beside_the_cadence_is_added_once(body, convener):
    day = {"starts_at": at("2026-12-15"), "ends_at": at("2026-12-15", 11), "place": "会议室"}
    first = add_meeting(actor=convener, body=body, **day)
    assert add_meeting(actor=convener, body=body, **day).pk == first.pk
    assert first.period is None
    assert body.meetings.count() == 1


def test_the_hall_is_asked_for_moved_and_freed_with_the_meeting(body, convener, counties, hall):
    meeting = planned(body, convener, venue=hall)
    booking = Booking.objects.get()
    assert (booking.purpose, booking.title, booking.borrower_region) == ("meeting", str(meeting), counties["荣昌"])
    assert (booking.starts_at, booking.ends_at, booking.state) == (at("2026-12-15"), at("2026-12-15", 11), "requested")
    Booking.objects.update(state="approved")
    day = {"starts_at": at("2026-12-16"), "ends_at": at("2026-12-16", 12), "venue": hall, "place": meeting.place}
    meeting = move_meeting(actor=convener, meeting=meeting, **day)
    booking.refresh_from_db()
    assert (booking.starts_at, booking.ends_at) == (at("2026-12-16"), at("2026-12-16", 12))
    assert not Notice.objects.filter(kind="meeting_hall").exists(), "nobody is warned of what they do themselves"
    postpone_meeting(actor=convener, meeting=meeting, reason="防汛")
    booking.refresh_from_db()
    meeting.refresh_from_db()
    assert (booking.state, meeting.booking) == ("withdrawn", None)


def test_another_hall_gives_up_the_first(body, convener, counties, hall):
    meeting = planned(body, convener, venue=hall)
    other = factories.VenueFactory(region=counties["荣昌"], name="东厅")
    day = {"starts_at": at("2026-12-15"), "ends_at": at("2026-12-15", 11)}
    meeting = move_meeting(actor=convener, meeting=meeting, venue=other, **day)
    states = dict(Booking.objects.values_list("venue", "state"))
    assert states == {hall.pk: "withdrawn", other.pk: "requested"}
    move_meeting(actor=convener, meeting=meeting, place="线上", **day)
    assert set(Booking.objects.values_list("state", flat=True)) == {"withdrawn"}


def test_what_the_hall_refuses_stands_at_the_venue_and_nothing_is_kept(body, convener, counties, hall):
    factories.BookingFactory(
        venue=hall, borrower_region=counties["隆昌"], requested_by=convener, state="approved",
        starts_at=at("2026-12-15", 10), ends_at=at("2026-12-15", 12),
    )  # fmt: skip
    meeting = expected(body)
    with pytest.raises(ValidationError) as found:
        plan_meeting(
            actor=convener, meeting=meeting, starts_at=at("2026-12-15"), ends_at=at("2026-12-15", 11), venue=hall
        )
    assert (field_of(found), code_of(found)) == ("venue", "taken")
    meeting.refresh_from_db()
    assert (meeting.state, meeting.steps.count(), Notice.objects.count()) == ("expected", 0, 0)


def test_without_a_host_nobody_asks_for_a_hall(convener, hall):
    other = factories.BodyFactory(belt=None, kind="other", cadence="none", code="mys", name="明月山")
    day = {"starts_at": at("2026-12-15"), "ends_at": at("2026-12-15", 11)}
    assert refused(add_meeting, actor=convener, body=other, venue=hall, **day) == "venue_needs_host"


@pytest.mark.parametrize("what", ["refused", "cancelled", "closed"])
def test_the_convener_hears_what_happens_to_the_hall(body, convener, counties, hall, what):
    colleague, manager = factories.reviewer(counties["荣昌"]), factories.person("venue_manager", counties["荣昌"])
    meeting = planned(body, convener, venue=hall)
    booking = Booking.objects.get()
    if what == "refused":
        refuse_booking(actor=manager, booking=booking, reason="检修")
    else:
        Booking.objects.update(state="approved")
    if what == "cancelled":
        cancel_booking(actor=manager, booking=booking, reason="检修")
    if what == "closed":
        day = {"starts_at": at("2026-12-14"), "ends_at": at("2026-12-17")}
        close_venue(actor=manager, venue=hall, reason="检修", **day)
    told = Notice.objects.filter(kind="meeting_hall")
    assert set(told.values_list("user", flat=True)) == {convener.pk, colleague.pk}
    notice = told.first()
    assert (notice.url, notice.params["what"]) == (meeting.get_absolute_url(), what)
    assert "荣昌新风礼堂" in notice.text.sentence


def test_moving_raises_the_sequence_and_takes_the_turn_along(body, counties, convener):
    meeting = planned(body, convener)
    meeting = move_meeting(
        actor=convener, meeting=meeting, starts_at=at("2027-01-06"), ends_at=at("2027-01-06", 11), place="隆昌",
        reason="年末事务多", version=meeting.version,
    )  # fmt: skip
    assert (meeting.sequence, meeting.state, meeting.host) == (1, "planned", counties["隆昌"])
    assert meeting.items_until == at("2026-12-27", 18)
    assert list(meeting.steps.values_list("from_state", "to_state", "reason")) == [
        ("expected", "planned", ""), ("planned", "planned", "年末事务多"),
    ]  # fmt: skip
    same = move_meeting(
        actor=convener, meeting=meeting, starts_at=meeting.starts_at, ends_at=meeting.ends_at, place="隆昌"
    )
    assert (same.sequence, meeting.steps.count()) == (1, 2), "twice is once"


def test_what_has_begun_is_not_moved(body, convener, monkeypatch):
    meeting = planned(body, convener)
    stand_at(monkeypatch, at("2026-12-15", 10))
    day = {"starts_at": at("2026-12-16"), "ends_at": at("2026-12-16", 11), "place": "会议室"}
    assert refused(move_meeting, actor=convener, meeting=meeting, **day) == "begun_already"


def test_an_old_page_does_not_move_it(body, convener):
    meeting = planned(body, convener)
    day = {"starts_at": at("2026-12-16"), "ends_at": at("2026-12-16", 11), "place": "会议室"}
    assert refused(move_meeting, actor=convener, meeting=meeting, version=1, **day) == "stale"
    assert refused(move_meeting, actor=convener, meeting=expected(body, "2027Q1"), **day) == "step_not_open"


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_conveners_plan_the_same_period_and_one_wins(belt, terms, counties):
    body = factories.BodyFactory(belt=belt)
    people = [factories.logger(counties["荣昌"]) for _number in range(3)]
    meeting, barrier, found = expected(body), threading.Barrier(3), []

    def work(person, day):
        try:
            barrier.wait()
            plan_meeting(actor=person, meeting=meeting, starts_at=at(day), ends_at=at(day, 11), place=day, version=1)
            found.append("done")
        except ValidationError as error:
            found.append(error.code)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=work, args=(person, f"2026-12-1{number}")) for number, person in enumerate(people)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(found) == ["done", "step_not_open", "step_not_open"]
    meeting.refresh_from_db()
    assert meeting.steps.count() == 1
    assert meeting.place == str(meeting.starts_at.astimezone().date()) or meeting.place.startswith("2026-12-1")


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_a_worker_killed_between_planning_and_notices_leaves_neither(belt, terms, counties):
    body, person = factories.BodyFactory(belt=belt), factories.logger(counties["荣昌"])
    hall = factories.VenueFactory(region=counties["荣昌"])
    meeting = expected(body)
    day = {"starts_at": at("2026-12-15"), "ends_at": at("2026-12-15", 11), "venue": hall}

    def dies():
        try:
            with transaction.atomic():
                plan_meeting(actor=person, meeting=meeting, **day)
                connection.connection.close()  # all is written, nothing is committed
        except Exception as fault:
            died.append(type(fault).__name__)
        finally:
            connection.close()

    died = []
    thread = threading.Thread(target=dies)
    thread.start()
    thread.join()
    meeting.refresh_from_db()
    assert died
    assert (meeting.state, Booking.objects.count(), Notice.objects.count()) == ("expected", 0, 0)
    plan_meeting(actor=person, meeting=meeting, **day)
    assert (Booking.objects.count(), Notice.objects.filter(kind="meeting_reminder").count()) == (1, 3)

"""The life of a booking: every rule has a test that fails without it."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import Notice, Role
from tests import factories
from tests.venues.booking_world import DAY, at, booked, make_world
from venues.models import Booking, Closure
from venues.queries.booking_work import work_for
from venues.services import booking as services
from venues.services import purposes
from venues.services.closures import close_venue, lift_closure
from venues.services.limits import set_limits
from venues.services.waiting import accept_offer, decline_offer, lapse_offers
from venues.tasks import lapse_offers as task

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@pytest.fixture
def world():
    return make_world()


def ask(world, *, start=9, end=11, day=DAY, **fields):
    values = {
        "actor": world.logger, "venue": world.hall, "purpose": "activity", "title": "联合宣讲",
        "borrower_region": world.own, "starts_at": at(start, day=day), "ends_at": at(end, day=day),
    }  # fmt: skip
    return services.request_booking(**values | fields)


def own(world, **fields):
    """Asked for by the hall's own county."""
    return ask(world, actor=world.neighbour_logger, borrower_region=world.neighbour, **fields)


def code(call, *args, **given):
    """The code of the refusal; nothing of bookings or closures has changed."""
    before = list(Booking.objects.order_by("pk").values()), list(Closure.objects.order_by("pk").values())
    with pytest.raises(ValidationError) as refused:
        call(*args, **given)
    assert (list(Booking.objects.order_by("pk").values()), list(Closure.objects.order_by("pk").values())) == before
    error = refused.value
    return next(iter(error.error_dict.values()))[0].code if hasattr(error, "error_dict") else error.code


def approved(world, **fields):
    booking = own(world, **fields)
    return services.approve_booking(actor=world.manager, booking=booking)


def test_across_the_border_the_own_county_agrees_then_the_manager_approves(world):
    booking = ask(world)
    assert booking.state == "requested"
    assert code(services.approve_booking, actor=world.manager, booking=booking) == "not_agreed_yet"
    services.agree_booking(actor=world.reviewer, booking=booking)
    booking = services.approve_booking(actor=world.manager, booking=booking)
    assert booking.state == "approved"
    assert [(step.from_state, step.to_state) for step in booking.steps.all()] == [
        ("", "requested"), ("requested", "agreed"), ("agreed", "approved"),
    ]  # fmt: skip
    kinds = set(Notice.objects.filter(user=world.logger).values_list("kind", flat=True))
    assert {"booking_agreed", "booking_approved"} <= kinds


def test_the_own_county_needs_no_agreement(world):
    booking = own(world)
    assert code(services.agree_booking, actor=world.reviewer, booking=booking) == "no_agreement_needed"
    assert services.approve_booking(actor=world.manager, booking=booking).state == "approved"


def test_nobody_agrees_to_what_they_asked_for(world):
    booking = ask(world, actor=world.reviewer)
    assert code(services.agree_booking, actor=world.reviewer, booking=booking) == "own_request"


def test_the_same_form_is_one_request_and_another_person_s_is_not_taken_over(world):
    key = uuid.uuid4()
    assert ask(world, form_key=key) == ask(world, form_key=key, title="又一次")
    assert Booking.objects.count() == 1
    assert code(ask, world, actor=world.reviewer, form_key=key) == "form_key_taken"


def test_each_step_may_be_repeated(world):
    booking = ask(world)
    for _twice in range(2):
        services.agree_booking(actor=world.reviewer, booking=booking)
    for _twice in range(2):
        services.approve_booking(actor=world.manager, booking=booking)
    for _twice in range(2):
        services.cancel_booking(actor=world.logger, booking=booking, reason="改期")
    assert booking.steps.count() == 4


def test_requests_may_overlap_and_the_second_approval_loses_with_times_that_are_free(world):
    first, second = own(world), own(world, start=10, end=12)
    services.approve_booking(actor=world.manager, booking=first)
    with pytest.raises(ValidationError) as refused:
        services.approve_booking(actor=world.manager, booking=second)
    assert refused.value.code == "taken"
    assert "11:00–13:00" in refused.value.messages[0]
    assert code(own, world) == "taken"


def test_the_whole_and_its_parts_are_one_room(world):
    part = factories.VenueFactory(parent=world.hall)
    approved(world, venue=part)
    assert code(own, world) == "taken"
    assert code(own, world, venue=factories.VenueFactory(parent=part)) == "taken"
    assert own(world, venue=factories.VenueFactory(parent=world.hall)).state == "requested"


def test_set_up_and_clean_up_come_from_the_rules_the_longest_wins(world):
    set_limits(actor=None, limits={"setup": 15, "cleanup": 60})
    set_limits(actor=None, region=world.neighbour, limits={"setup": 30})
    booking = approved(world)
    assert (booking.setup_minutes, booking.cleanup_minutes) == (30, 60)
    assert (booking.during.lower, booking.during.upper) == (at(8, 30), at(12))
    assert code(own, world, start=12, end=13) == "taken", "half an hour of set-up reaches into the clean-up"
    assert own(world, start=13, end=14).state == "requested"


@pytest.mark.parametrize(
    ("limits", "times", "expected"),
    [
        ({"days_ahead": 3}, {}, "too_far_ahead"),
        ({"hours_before": 24 * 30}, {}, "too_short_notice"),
        ({"longest": 60}, {}, "too_long"),
        ({"open_requests": 0}, {}, "too_many_open_requests"),
        ({"neighbour_hours": 1}, {}, "neighbour_hours_used_up"),
    ],
)
def test_rules_of_booking_and_the_answer_names_the_strictest(world, limits, times, expected):
    assert ask(world, **times)
    set_limits(actor=None, region=world.neighbour, limits=limits)
    with pytest.raises(ValidationError) as refused:
        ask(world, **times)
    assert refused.value.code == expected
    assert "隆昌市" in refused.value.messages[0]


def test_the_strictest_of_several_rules_wins(world):
    set_limits(actor=None, limits={"longest": 90})
    set_limits(actor=None, venue=world.hall, limits={"longest": 600})
    assert code(ask, world) == "too_long"
    assert ask(world, end=10).state == "requested"


def test_open_requests_are_counted_by_unit(world):
    set_limits(actor=None, venue=world.hall, limits={"open_requests": 1})
    unit = factories.UnitFactory(region=world.own)
    ask(world, borrower_unit=unit)
    assert code(ask, world, borrower_unit=unit, start=14, end=15) == "too_many_open_requests"
    assert ask(world, start=14, end=15).state == "requested", "another borrower"


def test_the_quota_is_for_others_and_counts_what_they_have(world):
    set_limits(actor=None, venue=world.hall, limits={"neighbour_hours": 3})
    first, second = ask(world), ask(world, start=13, end=15)
    for booking in (first, second):
        services.agree_booking(actor=world.reviewer, booking=booking)
    services.approve_booking(actor=world.manager, booking=first)
    assert code(services.approve_booking, actor=world.manager, booking=second) == "neighbour_hours_used_up"
    assert approved(world, start=15, end=20).state == "approved", "the own county has no quota"


def test_times_that_cannot_be(world):
    past = timezone.now() - HOUR
    assert code(ask, world, starts_at=past, ends_at=past + 2 * HOUR) == "in_the_past"
    assert code(ask, world, start=11, end=9) == "ends_before_start"
    far = at(9).replace(year=2100)
    assert code(ask, world, starts_at=far, ends_at=far + HOUR) == "day_out_of_range"
    assert code(ask, world, ends_at=at(9) + 32 * 24 * HOUR) == "too_long"
    assert code(ask, world, title="联合\x00宣讲") == "null_character"
    assert code(ask, world, borrower_unit=factories.UnitFactory(region=world.neighbour)) == "unit_of_another_region"
    world.hall.bookable = False
    world.hall.save()
    assert code(ask, world) == "not_bookable"


def test_a_venue_that_ended_or_has_not_begun_is_not_had(world):
    world.hall.until = DAY - dt.timedelta(days=1)
    world.hall.save()
    assert code(ask, world) == "not_bookable"


def test_opening_hours_with_a_break_holidays_and_days_that_differ(world):
    hours = [(day, dt.time(8), dt.time(12)) for day in range(7)] + [(day, dt.time(12), dt.time(18)) for day in range(7)]
    from venues.models import OpeningException, OpeningHours

    for weekday, opens, closes in hours:
        OpeningHours.objects.create(venue=world.hall, weekday=weekday, opens=opens, closes=closes)
    assert code(ask, world, start=7, end=9) == "not_open"
    assert code(ask, world, start=17, end=19) == "not_open"
    assert ask(world, start=11, end=13).state == "requested", "12 o'clock is no break"
    OpeningException.objects.create(venue=world.hall, day=DAY, reason="检修")
    assert code(ask, world) == "not_open"
    part = factories.VenueFactory(parent=world.hall)
    assert code(ask, world, venue=part) == "not_open", "a part has the days of its whole"
    OpeningException.objects.create(venue=part, day=DAY, opens=dt.time(9), closes=dt.time(11), reason="另开")
    assert ask(world, venue=part).state == "requested"


def test_a_statutory_holiday_is_closed_unless_the_venue_says_so(world, monkeypatch):
    monkeypatch.setattr(
        "core.workdays.Calendar.holiday_on", lambda _calendar, day: "National Day" if day == DAY else None
    )
    assert code(ask, world) == "not_open"
    world.hall.open_on_holidays = True
    world.hall.save()
    assert ask(world).state == "requested"


def test_a_closure_shuts_whole_and_parts_and_warns_those_who_have_it(world, monkeypatch):
    told = []
    monkeypatch.setitem(
        purposes._registered, "activity", (lambda *_: None, lambda row, what: told.append((row.pk, what)))
    )
    booking = approved(world)
    part = factories.VenueFactory(parent=world.hall)
    told.clear()
    span = {"starts_at": at(0), "ends_at": at(23), "reason": "电路检修"}
    closure = close_venue(actor=world.manager, venue=part, **span)
    assert close_venue(actor=world.manager, venue=part, **span) == closure
    assert told == [(booking.pk, "closed")]
    assert Notice.objects.filter(kind="booking_closed", user=world.neighbour_logger).exists()
    with pytest.raises(ValidationError, match="电路检修"):
        ask(world, start=14, end=15)
    assert code(close_venue, actor=None, venue=part, starts_at=at(9), ends_at=at(8), reason="反") == "ends_before_start"
    assert code(close_venue, actor=None, venue=part, starts_at=at(9), ends_at=at(10), reason=" ") == "reason_missing"
    lift_closure(actor=world.manager, closure=closure)
    lift_closure(actor=world.manager, closure=closure)
    assert ask(world, start=14, end=15).state == "requested"


def test_refusing_and_cancelling_need_a_reason_and_withdrawing_none(world):
    assert code(services.refuse_booking, actor=world.manager, booking=own(world), reason=" ") == "reason_missing"
    booking = approved(world)
    assert code(services.cancel_booking, actor=world.logger, booking=booking, reason="") == "reason_missing"
    assert services.withdraw_booking(actor=world.logger, booking=ask(world, start=13, end=14)).state == "withdrawn"
    assert code(services.withdraw_booking, actor=world.logger, booking=booking) == "decided_by_another"


def test_two_managers_at_once_the_second_is_told_who_was_faster(world):
    booking = own(world)
    services.refuse_booking(actor=world.manager, booking=booking, reason="当天有会")
    other = factories.person(Role.VENUE_MANAGER, world.neighbour)
    with pytest.raises(ValidationError, match=str(world.manager)):
        services.approve_booking(actor=other, booking=booking)


def test_a_stale_decision_is_refused(world):
    booking = ask(world)
    services.move_booking(actor=world.logger, booking=booking, starts_at=at(14), ends_at=at(15))
    assert code(services.agree_booking, actor=world.reviewer, booking=booking, version=booking.version) == "stale"


def test_moving_within_what_was_approved_keeps_it_and_elsewhere_asks_anew(world):
    booking = approved(world)
    booking = services.move_booking(actor=world.logger, booking=booking, starts_at=at(9, 30), ends_at=at(10, 30))
    assert booking.state == "approved"
    booking = services.move_booking(actor=world.logger, booking=booking, starts_at=at(14), ends_at=at(15))
    assert booking.state == "requested"
    assert approved(world, start=9, end=10).state == "approved", "the old time is free"
    assert code(services.move_booking, actor=world.logger, booking=booking, starts_at=at(9), ends_at=at(10)) == "taken"


def test_what_was_held_is_noted_when_it_is_over_and_can_be_put_right(world):
    booking = approved(world)
    assert code(services.record_held, actor=world.manager, booking=booking) == "not_over_yet"
    Booking.objects.filter(pk=booking.pk).update(starts_at=timezone.now() - 2 * HOUR, ends_at=timezone.now() - HOUR)
    assert code(services.cancel_booking, actor=world.logger, booking=booking, reason="晚了") == "over_already"
    assert services.record_no_show(actor=world.manager, booking=booking).state == "no_show"
    assert services.record_held(actor=world.manager, booking=booking).state == "held"


def test_what_is_free_is_not_waited_for(world):
    assert own(world, wait=True).waits_since is None


def test_what_becomes_free_is_offered_in_order_and_the_next_is_asked(world):
    have = approved(world)
    first, second = own(world, wait=True, title="先"), own(world, wait=True, title="后")
    unready = ask(world, wait=True, title="未同意")
    services.cancel_booking(actor=world.manager, booking=have, reason="停电")
    states = {row.title: row.state for row in Booking.objects.exclude(pk=have.pk)}
    assert states == {"先": "offered", "后": "requested", "未同意": "requested"}
    assert Notice.objects.filter(kind="booking_offered", user=world.neighbour_logger).exists()
    assert code(own, world) == "taken", "an offer blocks"
    decline_offer(actor=world.neighbour_logger, booking=first)
    second.refresh_from_db()
    assert second.state == "offered"
    accept_offer(actor=world.neighbour_logger, booking=second)
    assert accept_offer(actor=world.neighbour_logger, booking=second).state == "approved", "twice is once"
    unready.refresh_from_db()
    assert unready.state == "requested"


def test_who_waits_across_the_border_is_offered_once_its_county_agrees(world):
    have = approved(world)
    waiting = ask(world, wait=True)
    services.cancel_booking(actor=world.manager, booking=have, reason="停电")
    services.agree_booking(actor=world.reviewer, booking=waiting)
    waiting.refresh_from_db()
    assert waiting.state == "offered"


def test_an_offer_that_nobody_answers_goes_to_the_next(world):
    have = approved(world)
    first, second = own(world, wait=True), own(world, wait=True)
    services.cancel_booking(actor=world.manager, booking=have, reason="停电")
    assert lapse_offers() == 0
    Booking.objects.filter(pk=first.pk).update(answer_by=timezone.now() - HOUR)
    first.refresh_from_db()
    assert code(accept_offer, actor=world.neighbour_logger, booking=first) == "offer_lapsed"
    task()
    task()
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("lapsed", "offered")


def test_a_shorter_time_and_a_lifted_closure_are_offered_too(world):
    have = approved(world)
    waiting = own(world, start=10, end=11, wait=True)
    services.move_booking(actor=world.neighbour_logger, booking=have, starts_at=at(9), ends_at=at(10))
    waiting.refresh_from_db()
    assert waiting.state == "offered"


def test_the_work_that_waits(world):
    booking = ask(world)
    assert [item.title for item in work_for(world.reviewer)] == ["Agree to borrow: 联合宣讲"]
    assert list(work_for(world.manager)) == []
    services.agree_booking(actor=world.reviewer, booking=booking)
    assert list(work_for(world.reviewer)) == []
    (item,) = work_for(world.manager)
    assert (item.title, item.due) == ("Asked of your venue: 联合宣讲", DAY - dt.timedelta(days=1))
    services.approve_booking(actor=world.manager, booking=booking)
    assert list(work_for(world.manager)) == []
    past = timezone.now() - HOUR
    Booking.objects.filter(pk=booking.pk).update(starts_at=past - HOUR, ends_at=past)
    assert [item.title for item in work_for(world.manager)] == ["Was it held? 联合宣讲"]
    assert list(work_for(world.far_logger)) == []


def test_an_offer_is_work_for_who_waited(world):
    booked(world, state="offered", answer_by=at(8))
    assert [item.title for item in work_for(world.logger)] == ["Free for you: 隆昌新风礼堂"]

"""Proposed days: every rule, and that the same rows give the same days."""

import datetime as dt

import pytest
from django.utils import timezone

from core.holidays.services import publish_calendar_year, set_calendar_day
from meetings.queries.proposals import proposals, window
from tests import factories
from venues.services.hours import set_opening_hours

pytestmark = pytest.mark.django_db
TODAY = dt.date(2026, 9, 14)
NINE, NOON = dt.time(9), dt.time(11, 30)


def at(day, time=NINE):
    return timezone.make_aware(dt.datetime.combine(day, time))


@pytest.fixture
def body(belt, counties):
    return factories.BodyFactory(belt=belt)


@pytest.fixture
def meeting(body):
    """The belt's fourth quarter of 2026, not planned yet."""
    return expected(body, "2026Q4", dt.date(2026, 10, 1), dt.date(2026, 12, 31))


def expected(body, period, first, last):
    return factories.MeetingFactory(
        body=body, state="expected", starts_at=None, host=None, period=period, period_first=first, period_last=last
    )


def planned(body, day, **given):
    return factories.MeetingFactory(body=body, starts_at=at(day), ends_at=at(day, NOON), **given)


def days(found):
    return [proposal.day for proposal in found]


def said(proposal):
    return " · ".join(reason.text for reason in proposal.reasons)


def by_day(found):
    return {proposal.day: proposal for proposal in found}


def test_five_days_around_two_weeks_before_the_quarter_s_end(meeting):
    found = proposals(meeting, today=TODAY)
    assert days(found) == [dt.date(2026, 12, day) for day in (17, 16, 15, 18, 22)]
    best = found[0]
    assert "working day" in said(best)
    assert "2 weeks before the quarter's end" in said(best)
    assert "touches no other meeting" in said(best)
    assert best.score == sum(reason.points for reason in best.reasons)
    assert not best.is_guess


def test_the_same_rows_give_the_same_days(meeting):
    assert proposals(meeting, today=TODAY) == proposals(meeting, today=TODAY)


def test_weekends_holidays_and_worked_weekends_are_never_proposed(body):
    """The first fortnight of October 2026: seven holidays, a worked Saturday, a Sunday."""
    meeting = expected(body, "2026Q4", dt.date(2026, 10, 1), dt.date(2026, 10, 13))
    found = proposals(meeting, today=TODAY)
    assert sorted(days(found)) == [dt.date(2026, 10, day) for day in (8, 9, 12, 13)]


def test_a_day_of_rest_of_the_own_table_is_not_proposed(meeting):
    assert dt.date(2026, 12, 17) in days(proposals(meeting, today=TODAY))
    set_calendar_day(actor=None, day=dt.date(2026, 12, 17), kind="rest", source="测试")
    assert dt.date(2026, 12, 17) not in days(proposals(meeting, today=TODAY))


def test_the_window_begins_tomorrow_and_ends_with_the_period(meeting):
    assert window(meeting, TODAY) == (dt.date(2026, 10, 1), dt.date(2026, 12, 31))
    assert window(meeting, dt.date(2026, 12, 29)) == (dt.date(2026, 12, 30), dt.date(2026, 12, 31))
    assert sorted(days(proposals(meeting, today=dt.date(2026, 12, 29)))) == [
        dt.date(2026, 12, 30),
        dt.date(2026, 12, 31),
    ]


def test_a_period_that_is_over_is_made_up_for_soon(meeting):
    assert window(meeting, dt.date(2027, 2, 1)) == (dt.date(2027, 2, 2), dt.date(2027, 3, 15))


def test_a_meeting_of_no_period_has_the_time_that_its_call_needs(body):
    meeting = factories.MeetingFactory(body=body, state="planned", starts_at=at(TODAY))
    found = proposals(meeting, today=TODAY)
    assert found[0].day == dt.date(2026, 10, 14)  # thirty days
    assert "30 days from today" in said(found[0])


def test_a_day_on_which_the_same_people_meet_is_avoided_and_says_why(meeting, counties):
    other = factories.BodyFactory(belt=None, kind="other", cadence="none", code="camp", name="明月山")
    planned(other, dt.date(2026, 12, 17))
    assert dt.date(2026, 12, 17) in days(proposals(meeting, today=TODAY))  # nobody in common yet
    factories.BodyMemberFactory(body=other, region=counties["荣昌"])
    assert dt.date(2026, 12, 17) not in days(proposals(meeting, today=TODAY))
    assert dt.date(2026, 12, 16) in days(proposals(meeting, today=TODAY))
    alone = proposals(only(meeting, dt.date(2026, 12, 17)), today=TODAY)
    assert "the same people meet that day: 明月山" in said(alone[0])
    assert any(not reason.good for reason in alone[0].reasons)


def only(meeting, day):
    """A window of that one day."""
    meeting.period_first = meeting.period_last = day
    return meeting


def test_a_member_that_has_left_keeps_nobody_away(meeting, counties):
    other = factories.BodyFactory(belt=None, kind="other", cadence="none", code="camp", name="明月山")
    factories.BodyMemberFactory(body=other, region=counties["荣昌"], until=dt.date(2026, 6, 30))
    planned(other, dt.date(2026, 12, 17))
    assert dt.date(2026, 12, 17) in days(proposals(meeting, today=TODAY))


def test_the_provincial_meeting_keeps_the_day_before_and_after_free(meeting):
    provincial = factories.BodyFactory(
        belt=None, kind="provincial", cadence="half_year", code="provincial", name="省级"
    )
    planned(provincial, dt.date(2026, 12, 16))
    found = days(proposals(meeting, today=TODAY))
    assert not {dt.date(2026, 12, day) for day in (15, 16, 17)} & set(found)
    assert found[0] == dt.date(2026, 12, 18)
    touching = proposals(only(meeting, dt.date(2026, 12, 17)), today=TODAY)
    assert "touches 省级" in said(touching[0])


def test_the_provincial_meeting_stays_away_from_the_belts(belt, body, meeting):
    provincial = factories.BodyFactory(
        belt=None, kind="provincial", cadence="half_year", code="provincial", name="省级"
    )
    planned(body, dt.date(2026, 12, 17))
    half = expected(provincial, "2026H2", dt.date(2026, 7, 1), dt.date(2026, 12, 31))
    found = proposals(half, today=TODAY)
    assert not {dt.date(2026, 12, day) for day in (16, 17, 18)} & set(days(found))
    assert "before the half-year's end" in said(found[0])


def test_a_meeting_that_is_known_to_its_month_only_takes_no_day(meeting, body):
    planned(body, dt.date(2026, 12, 17), state="held", precision="month")
    assert dt.date(2026, 12, 17) in days(proposals(meeting, today=TODAY))


def test_the_chosen_hall_must_be_free_open_and_not_closed(meeting):
    hall = factories.VenueFactory()
    for weekday in range(5):
        if weekday != 2:
            set_opening_hours(
                actor=None, venue=hall, hours=[(day, dt.time(8), dt.time(18)) for day in range(5) if day != 2]
            )
    factories.BookingFactory(venue=hall, state="approved", starts_at=at(dt.date(2026, 12, 17)))
    factories.ClosureFactory(venue=hall, during=(at(dt.date(2026, 12, 15)), at(dt.date(2026, 12, 16))))
    found = proposals(meeting, venue=hall, today=TODAY)
    assert not {dt.date(2026, 12, day) for day in (15, 16, 17, 23)} & set(days(found))
    assert found[0].day == dt.date(2026, 12, 18)
    assert "the chosen hall is free" in said(found[0])
    taken = proposals(only(meeting, dt.date(2026, 12, 17)), venue=hall, today=TODAY)
    assert "the chosen hall is taken or closed" in said(taken[0])
    assert "hall" not in said(proposals(meeting, today=TODAY)[0])


def test_its_own_booking_is_no_hindrance_when_it_is_moved(body):
    hall = factories.VenueFactory()
    day = dt.date(2026, 12, 17)
    booking = factories.BookingFactory(venue=hall, state="approved", starts_at=at(day), ends_at=at(day, NOON))
    meeting = planned(body, day, period="2026Q4", period_first=dt.date(2026, 10, 1), period_last=dt.date(2026, 12, 31))
    assert day not in days(proposals(meeting, venue=hall, today=TODAY))
    meeting.booking = booking
    assert proposals(meeting, venue=hall, today=TODAY)[0].day == day


def test_time_for_the_notice_counts_more_than_the_ideal_day(meeting):
    today = dt.date(2026, 12, 14)
    found = proposals(meeting, today=today)
    assert min(days(found)) >= dt.date(2026, 12, 21)  # seven days for the notice
    assert "a short time for the call for items" in said(found[0])
    tight = proposals(meeting, today=dt.date(2026, 12, 28))
    assert "less than 7 days for the notice" in said(tight[0])
    assert "leaves no time to postpone" in said(tight[0])


def test_the_body_s_usual_weekday_is_preferred(meeting, body):
    for number, day in enumerate((dt.date(2026, 3, 16), dt.date(2026, 6, 15), dt.date(2025, 12, 16)), 1):
        planned(body, day, state="held", ordinal=number)
    found = proposals(meeting, today=TODAY)
    assert found[0].day == dt.date(2026, 12, 14)  # a Monday, three days before the ideal Thursday
    assert "usually meets" in said(found[0])


def test_days_of_a_year_that_is_not_published_are_a_guess(body):
    meeting = expected(body, "2031Q1", dt.date(2031, 1, 1), dt.date(2031, 3, 31))
    found = proposals(meeting, today=dt.date(2030, 12, 1))
    assert all(proposal.is_guess for proposal in found)
    assert "not published yet" in said(found[0])
    publish_calendar_year(actor=None, year=2031, days=[(dt.date(2031, 3, 17), "holiday", "测试节")], source="通知")
    found = proposals(meeting, today=dt.date(2030, 12, 1))
    assert not any(proposal.is_guess for proposal in found)
    assert dt.date(2031, 3, 17) not in days(found)
    beside = proposals(only(meeting, dt.date(2031, 3, 18)), today=dt.date(2030, 12, 1))
    assert "next to a holiday" in said(beside[0])


def test_a_window_without_a_working_day_has_no_proposal(body):
    meeting = expected(body, "2026Q4", dt.date(2026, 10, 1), dt.date(2026, 10, 4))
    assert proposals(meeting, today=TODAY) == []


def test_the_number_of_queries_does_not_grow(meeting, counties, django_assert_num_queries):
    hall = factories.VenueFactory()

    def asked():
        proposals(meeting, venue=hall, today=TODAY)

    asked()
    with django_assert_num_queries(QUERIES):
        asked()
    for number in range(1, 6):
        other = factories.BodyFactory(belt=None, kind="other", cadence="none", code=f"o{number}", name=f"机构{number}")
        factories.BodyMemberFactory(body=other, region=counties["荣昌"])
        planned(other, dt.date(2026, 12, number))
        factories.BookingFactory(venue=hall, state="approved", starts_at=at(dt.date(2026, 12, number)))
    with django_assert_num_queries(QUERIES):
        asked()


QUERIES = 14

"""Series: which days a rule gives, and what becomes of all their bookings together."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from tests import factories
from tests.venues.booking_world import DAY, at, make_world
from venues.models import Booking, BookingSeries
from venues.services import booking as services
from venues.services.series import cancel_series, change_series, days_of, request_series

MONDAY, WEDNESDAY, FRIDAY = 0, 2, 4


def rule(first, last, weekdays, **fields):
    values = {"every": "week", "interval": 1, "ordinal": None, "skip_holidays": False} | fields
    return BookingSeries(
        first_day=dt.date.fromisoformat(first), last_day=dt.date.fromisoformat(last), weekdays=weekdays, **values
    )


def days(*given, **fields):
    return [f"{day:%m-%d}" for day in days_of(rule(*given, **fields))]


def test_every_week_on_several_weekdays_both_ends_included():
    assert days("2027-03-01", "2027-03-12", [MONDAY, FRIDAY]) == ["03-01", "03-05", "03-08", "03-12"]


def test_every_other_week_is_counted_from_the_week_of_the_first_day():
    # Begun on a Friday: the Monday of the next week is in the week that is left out.
    assert days("2027-03-05", "2027-03-31", [MONDAY, FRIDAY], interval=2) == ["03-05", "03-15", "03-19", "03-29"]


def test_an_ordinal_weekday_of_the_month():
    month = {"every": "month", "ordinal": 3}
    assert days("2027-01-01", "2027-04-30", [FRIDAY], **month) == ["01-15", "02-19", "03-19", "04-16"]
    assert days("2027-01-16", "2027-04-30", [FRIDAY], **month, interval=2) == ["03-19"], "January's was before the day"


def test_the_last_of_the_month_is_the_fourth_or_the_fifth():
    last = days("2027-01-01", "2027-04-30", [FRIDAY, WEDNESDAY], every="month", ordinal=-1)
    assert last == ["01-27", "01-29", "02-24", "02-26", "03-26", "03-31", "04-28", "04-30"]


@pytest.mark.django_db
def test_statutory_holidays_are_left_out_and_plain_weekends_are_not():
    golden_week = ("2026-09-28", "2026-10-11", [WEDNESDAY, FRIDAY, 6])
    assert days(*golden_week) == ["09-30", "10-02", "10-04", "10-07", "10-09", "10-11"]
    assert days(*golden_week, skip_holidays=True) == ["09-30", "10-09", "10-11"]


@pytest.fixture
def world(db):
    return make_world()


def ask(world, *, weeks=3, **fields):
    """The same weekday for some weeks, by the hall's own county."""
    values = {
        "actor": world.neighbour_logger, "venue": world.hall, "every": "week", "interval": 1,
        "weekdays": [DAY.weekday()], "ordinal": None, "skip_holidays": False, "first_day": DAY,
        "last_day": DAY + dt.timedelta(weeks=weeks - 1), "starts": dt.time(9), "ends": dt.time(11), "title": "夜校",
        "purpose": "other", "borrower_region": world.neighbour,
    }  # fmt: skip
    return request_series(**values | fields)


def take(world, week, hour=9):
    """Somebody else has that hour of that week."""
    day = DAY + dt.timedelta(weeks=week)
    booking = services.request_booking(
        actor=world.neighbour_logger, venue=world.hall, purpose="other", title="另", borrower_region=world.neighbour,
        starts_at=at(hour, day=day), ends_at=at(hour + 1, day=day),
    )  # fmt: skip
    return services.approve_booking(actor=world.manager, booking=booking)


def states(outcome):
    rows = Booking.objects.filter(series=outcome.series).order_by("starts_at")
    return list(rows.values_list("state", flat=True))


def code(call, **given):
    before = list(Booking.objects.order_by("pk").values())
    with pytest.raises(ValidationError) as refused:
        call(**given)
    assert list(Booking.objects.order_by("pk").values()) == before
    error = refused.value
    return next(iter(error.error_dict.values()))[0].code if hasattr(error, "error_dict") else error.code


def test_a_partly_blocked_series_asks_for_nothing_and_says_which_dates_fail(world):
    take(world, 1)
    outcome = ask(world)
    assert (outcome.series, outcome.bookings) == (None, [])
    ((day, error),) = outcome.failures
    assert (day, error.code) == (DAY + dt.timedelta(weeks=1), "taken")
    assert not BookingSeries.objects.exists()
    assert Booking.objects.count() == 1


def test_the_rest_is_asked_for_when_one_says_so(world):
    take(world, 1)
    outcome = ask(world, partly=True)
    assert states(outcome) == ["requested", "requested"]
    assert len(outcome.failures) == 1


@pytest.mark.parametrize(
    ("field", "value"),
    [("title", " "), ("title", "长" * 201), ("note", "空\x00"), ("purpose", "nothing"), ("people", -1)],
)
@pytest.mark.parametrize("partly", [False, True])
def test_what_is_wrong_with_the_content_is_said_once_and_not_for_each_date(world, field, value, partly):
    take(world, 1)
    before = Booking.objects.count()
    with pytest.raises(ValidationError) as refused:
        ask(world, partly=partly, **{field: value})
    assert list(refused.value.error_dict) == [field]
    assert len(refused.value.messages) == 1
    assert Booking.objects.count() == before
    assert not BookingSeries.objects.exists()


def test_a_unit_of_another_county_is_said_once(world):
    unit = factories.UnitFactory(region=factories.CountyFactory())
    assert code(ask, world=world, borrower_unit=unit) == "unit_of_another_region"


def test_rules_without_a_day_or_with_too_many_are_refused(world):
    assert code(ask, world=world, last_day=DAY, weekdays=[(DAY.weekday() + 1) % 7]) == "series_empty"
    assert code(ask, world=world, weekdays=list(range(7)), last_day=DAY + dt.timedelta(days=250)) == "series_too_long"
    assert code(ask, world=world, last_day=DAY + dt.timedelta(days=4 * 366)) == "series_too_long"


def test_one_the_following_or_all_get_other_times(world):
    outcome = ask(world)
    second = outcome.bookings[1]
    who = {"actor": world.neighbour_logger, "booking": second}

    def hours():
        return [booking.starts_at.astimezone(at(0).tzinfo).hour for booking in outcome.series.bookings.order_by("pk")]

    change_series(**who, which="one", starts=dt.time(13), ends=dt.time(14))
    assert hours() == [9, 13, 9]
    second.refresh_from_db()
    change_series(**who, which="following", starts=dt.time(15), ends=dt.time(16))
    assert hours() == [9, 15, 15]
    change_series(**who, which="all", starts=dt.time(17), ends=dt.time(18))
    assert hours() == [17, 17, 17]


def test_a_change_that_one_date_refuses_changes_none(world):
    outcome = ask(world)
    take(world, 2, hour=13)
    refused = code(
        change_series, actor=world.neighbour_logger, booking=outcome.bookings[0], which="all",
        starts=dt.time(13), ends=dt.time(14),
    )  # fmt: skip
    assert refused == "series_partly_blocked"


def test_cancelling_ends_what_is_to_come_each_in_its_way(world):
    outcome = ask(world)
    services.approve_booking(actor=world.manager, booking=outcome.bookings[2])
    cancel = {"actor": world.neighbour_logger, "reason": "课程结束"}
    cancel_series(**cancel, booking=outcome.bookings[1], which="following")
    assert states(outcome) == ["requested", "withdrawn", "cancelled"]
    cancel_series(**cancel, booking=outcome.bookings[1], which="all")
    assert states(outcome) == ["withdrawn", "withdrawn", "cancelled"]

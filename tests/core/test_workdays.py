import datetime as dt

import pytest

from core.workdays import add_working_days, is_working_day


@pytest.mark.parametrize(
    ("day", "working"),
    [
        (dt.date(2026, 11, 23), True),  # a Monday
        (dt.date(2026, 11, 22), False),  # a Sunday
        (dt.date(2026, 10, 1), False),  # a Thursday, the National Day
        (dt.date(2026, 10, 10), True),  # a Saturday that is worked
        (dt.date(2031, 5, 1), True),  # not published yet: a Thursday
        (dt.date(2031, 5, 3), False),  # a Saturday
    ],
)
def test_working_days_follow_the_published_calendar(day, working):
    assert is_working_day(day) is working


@pytest.mark.parametrize(
    ("day", "count", "then"),
    [
        (dt.date(2026, 11, 23), 3, dt.date(2026, 11, 26)),
        (dt.date(2026, 11, 20), 3, dt.date(2026, 11, 25)),  # over a weekend
        (dt.date(2026, 9, 30), 3, dt.date(2026, 10, 10)),  # over the holidays, to a worked Saturday
        (dt.date(2026, 11, 23), 0, dt.date(2026, 11, 23)),
    ],
)
def test_holidays_are_not_counted(day, count, then):
    assert add_working_days(day, count) == then

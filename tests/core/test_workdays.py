import datetime as dt

import pytest

from core.holidays.services import publish_calendar_year, set_calendar_day
from core.workdays import add_working_days, calendar, holiday_on, is_guess, is_working_day

pytestmark = pytest.mark.django_db


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


def test_one_day_of_the_table_is_asked_before_the_library():
    day = dt.date(2026, 11, 23)
    set_calendar_day(actor=None, day=day, kind="holiday", name="地方节日", source="测试")
    set_calendar_day(actor=None, day=dt.date(2026, 10, 1), kind="workday", source="测试")
    assert (is_working_day(day), holiday_on(day)) == (False, "地方节日")
    assert is_working_day(dt.date(2026, 10, 1))
    assert holiday_on(dt.date(2026, 10, 1)) is None
    assert holiday_on(dt.date(2026, 10, 2)) == "National Day"  # the library's, as before


def test_a_whole_year_of_the_table_replaces_the_library():
    publish_calendar_year(actor=None, year=2026, days=[(dt.date(2026, 1, 1), "holiday", "元旦")], source="测试")
    assert not is_working_day(dt.date(2026, 1, 1))
    assert is_working_day(dt.date(2026, 10, 1))
    assert not is_working_day(dt.date(2026, 10, 10))  # a Saturday that the library has as worked


def test_a_day_is_a_guess_until_its_year_is_published_anywhere():
    assert not is_guess(dt.date(2026, 12, 1))
    assert is_guess(dt.date(2031, 3, 3))
    set_calendar_day(actor=None, day=dt.date(2031, 5, 1), kind="holiday", name="劳动节", source="测试")
    assert is_guess(dt.date(2031, 3, 3))  # one day does not make the year published
    assert not is_guess(dt.date(2031, 5, 1))
    publish_calendar_year(actor=None, year=2031, days=[(dt.date(2031, 5, 1), "holiday", "劳动节")], source="通知")
    assert not is_guess(dt.date(2031, 3, 3))
    assert is_guess(dt.date(2032, 3, 3))


def test_a_worked_saturday_is_no_plain_working_day():
    read = calendar()
    assert read.is_working_day(dt.date(2026, 10, 10))
    assert not read.is_plain_working_day(dt.date(2026, 10, 10))
    assert read.is_plain_working_day(dt.date(2026, 10, 12))
    assert not read.is_plain_working_day(dt.date(2026, 10, 2))


def test_the_table_is_read_in_one_query_however_many_days_are_asked(django_assert_num_queries):
    publish_calendar_year(actor=None, year=2031, days=[(dt.date(2031, 5, 1), "holiday", "劳动节")], source="通知")
    with django_assert_num_queries(1):
        read = calendar()
        assert len(list(read.specials_of(2031))) == 1
        assert read.add_working_days(dt.date(2031, 4, 30), 200) > dt.date(2032, 1, 1)

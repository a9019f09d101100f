"""Working days of mainland China, with its holidays and the weekends that are worked instead."""

import datetime as dt

import chinese_calendar


def is_working_day(day: dt.date) -> bool:
    """Next year's arrangement is published in November; until the library has it, weekdays stand in."""
    try:
        return bool(chinese_calendar.is_workday(day))
    except NotImplementedError:
        return day.weekday() < 5


def add_working_days(day: dt.date, count: int) -> dt.date:
    """The day that lies ``count`` working days after ``day``; ``day`` itself is not counted."""
    while count:
        day += dt.timedelta(days=1)
        count -= is_working_day(day)
    return day


def holiday_on(day: dt.date) -> str | None:
    """The statutory holiday that the day belongs to, by its name in the library, or None; a plain weekend is none."""
    try:
        free, name = chinese_calendar.get_holiday_detail(day)
    except NotImplementedError:
        return None
    return name if free else None

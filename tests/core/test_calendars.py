import datetime as dt
import io
import re

import icalendar
import pytest
from dateutil.tz import tzical

from core.calendars import Event, render

NOON = dt.datetime(2026, 3, 8, 12, 0, tzinfo=dt.timezone(dt.timedelta(hours=8)))
HOUR = dt.timedelta(hours=1)
LONG = "川渝一廊四带联合宣讲" * 12


def an_event(**changes):
    plan = {"uid": "booking-12", "summary": "宣讲", "start": NOON, "end": NOON + HOUR, "changed_at": NOON - 9 * HOUR}
    return Event(**(plan | changes))


def read(*events, name="我的预约"):
    """What a strict reader finds: it refuses broken lines, and so do we when it kept quiet about one."""
    calendar = icalendar.Calendar.from_ical(render(name, events))
    assert not calendar.errors
    assert not any(part.errors for part in calendar.walk())
    return calendar


def plain_lines(data):
    """A second reader, of RFC 5545 §3.1 alone: (name, parameters, value as it stands) of each line."""
    assert data.endswith(b"\r\n")
    physical = data[:-2].split(b"\r\n")
    assert all(len(line) <= 75 for line in physical), "folded at 75 octets"
    assert not any(b"\r" in line or b"\n" in line for line in physical)
    for line in physical:
        line.decode()  # no fold in the middle of a character
    for line in data[:-2].replace(b"\r\n ", b"").decode().split("\r\n"):
        yield re.fullmatch(r"([A-Z-]+)((?:;[A-Z-]+=[^:;]+)*):(.*)", line).groups()


def test_an_event_comes_back_as_it_went_in():
    event = an_event(
        summary=LONG,
        description="第一行\n第二行；带,逗号\\和;分号",
        location="荣昌区文化广场",
        url="/bookings/12/",
        sequence=3,
        categories=("宣讲", "甲,乙"),
        alarms=(dt.timedelta(days=1), HOUR),
    )
    calendar = read(event)
    (found,) = calendar.events
    assert str(found["uid"]) == "booking-12@corridor-portal"
    assert str(found["summary"]) == LONG
    assert str(found["description"]) == event.description
    assert str(found["location"]) == event.location
    assert str(found["url"]) == "http://localhost:8000/bookings/12/"
    assert found.categories == ["宣讲", "甲,乙"]
    assert (found.sequence, str(found["status"])) == (3, "CONFIRMED")
    assert (found.start, found.end) == (event.start, event.end)
    assert found["dtstart"].params["TZID"] == "Asia/Shanghai"
    assert found.stamp == found.last_modified == event.changed_at
    alarms = found.walk("VALARM")
    assert [alarm["trigger"].dt for alarm in alarms] == [-dt.timedelta(days=1), -HOUR]
    assert {str(alarm["action"]) for alarm in alarms} == {"DISPLAY"}


def test_the_calendar_says_its_name_product_and_time_zone():
    calendar = read(an_event())
    assert str(calendar["x-wr-calname"]) == "我的预约"
    assert calendar["prodid"].startswith("-//Corridor Portal//")
    assert calendar["version"] == "2.0"
    assert "method" not in calendar
    assert calendar.get_missing_tzids() == set()
    assert [zone.tz_name for zone in calendar.timezones] == ["Asia/Shanghai"]


def test_a_cancelled_event_stays_and_reminds_of_nothing():
    (found,) = read(an_event(cancelled=True, sequence=4, alarms=(HOUR,))).events
    assert (str(found["status"]), found.sequence) == ("CANCELLED", 4)
    assert found.walk("VALARM") == []


def test_whole_days_end_with_the_day_after_the_last():
    (found,) = read(an_event(start=dt.date(2026, 3, 8), end=dt.date(2026, 3, 9))).events
    assert (found.start, found.end) == (dt.date(2026, 3, 8), dt.date(2026, 3, 10))


def test_a_calendar_without_events_is_whole():
    calendar = read(name="日历")
    assert calendar.events == []
    assert len(calendar.subcomponents) == 1, "the standard asks for one component at least"


def test_the_same_events_give_the_same_bytes():
    assert render("a", [an_event(alarms=(HOUR,))]) == render("a", [an_event(alarms=(HOUR,))])


@pytest.mark.parametrize("start", range(6))
def test_lines_are_folded_between_characters(start):
    lines = list(plain_lines(render("a", [an_event(summary="x" * start + LONG, description="长" * 500 + "\n" * 3)])))
    values = {name: value for name, _parameters, value in lines}
    assert values["SUMMARY"] == "x" * start + LONG
    assert values["DESCRIPTION"] == "长" * 500 + r"\n\n\n"
    opened = [value for name, _parameters, value in lines if name == "BEGIN"]
    assert opened == ["VCALENDAR", "VTIMEZONE", "STANDARD", "VEVENT"]
    assert [value for name, _parameters, value in lines if name == "END"] == [*opened[2:0:-1], "VEVENT", "VCALENDAR"]


def test_another_reader_of_time_zones_understands_ours():
    text = render("a", [an_event()]).decode()
    zone = text[text.index("BEGIN:VTIMEZONE") : text.index("END:VTIMEZONE")] + "END:VTIMEZONE\r\n"
    shanghai = tzical(io.StringIO(zone)).get("Asia/Shanghai")
    assert dt.datetime(2026, 3, 8, 12, tzinfo=shanghai) == NOON
    assert dt.datetime(2050, 7, 1, 12, tzinfo=shanghai).utcoffset() == 8 * HOUR

"""Events as an iCalendar file (RFC 5545), for calendar programs that fetch it again and again."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from zoneinfo import ZoneInfo

import icalendar
from django.conf import settings

CONTENT_TYPE = "text/calendar; charset=utf-8"
PRODUCT = "-//Corridor Portal//Calendar 1.0//EN"
UID_DOMAIN = "corridor-portal"  # not the portal's address: were that to change, programs would show everything twice
FETCH_EVERY = dt.timedelta(hours=1)
FIRST_DAY, LAST_DAY = dt.date(2000, 1, 1), dt.date(2100, 1, 1)  # of the time zone's rules


@dataclass(frozen=True)
class Event:
    """What happens from ``start`` to ``end``: aware moments, or two days for whole days, the last one included.

    ``uid`` is for good, for example "booking-12"; ``sequence`` rises and ``changed_at`` moves with each change that
    calendars should notice. A cancelled event stays in the feed, so that programs take it out. ``url`` is a path.
    ``alarms`` say how long before the start to remind.
    """

    uid: str
    summary: str
    start: dt.datetime | dt.date
    end: dt.datetime | dt.date
    changed_at: dt.datetime
    description: str = ""
    location: str = ""
    url: str = ""
    sequence: int = 0
    cancelled: bool = False
    categories: tuple[str, ...] = ()
    alarms: tuple[dt.timedelta, ...] = ()


def render(name: str, events: Iterable[Event]) -> bytes:
    """The file of a calendar called ``name``; the same events give the same bytes. It may hold no event at all."""
    calendar = icalendar.Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("x-wr-calname", name)
    calendar.add("x-wr-timezone", settings.TIME_ZONE)
    calendar.add("refresh-interval", FETCH_EVERY, parameters={"VALUE": "DURATION"})
    calendar.add_component(_time_zone())
    for event in events:
        calendar.add_component(_component(event))
    return calendar.to_ical()


@cache
def _time_zone() -> icalendar.Timezone:
    return icalendar.Timezone.from_tzid(settings.TIME_ZONE, first_date=FIRST_DAY, last_date=LAST_DAY)


def _component(event: Event) -> icalendar.Event:
    made = icalendar.Event()
    made.add("uid", f"{event.uid}@{UID_DOMAIN}")
    made.add("dtstamp", event.changed_at.astimezone(dt.UTC))
    made.add("last-modified", event.changed_at.astimezone(dt.UTC))
    made.add("sequence", event.sequence)
    made.add("status", "CANCELLED" if event.cancelled else "CONFIRMED")
    made.add("summary", event.summary)
    made.add("dtstart", _local(event.start))
    # The file names the first day that is free again.
    made.add("dtend", _local(event.end) if _has_time(event.end) else event.end + dt.timedelta(days=1))
    for field in ("description", "location"):
        if getattr(event, field):
            made.add(field, getattr(event, field))
    if event.url:
        made.add("url", settings.PUBLIC_ADDRESS + event.url)
    if event.categories:
        made.add("categories", list(event.categories))
    if not event.cancelled:
        for before in event.alarms:
            made.add_component(_alarm(event, before))
    return made


def _alarm(event: Event, before: dt.timedelta) -> icalendar.Alarm:
    alarm = icalendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", event.summary)
    alarm.add("trigger", -before)
    return alarm


def _has_time(when: dt.datetime | dt.date) -> bool:
    return isinstance(when, dt.datetime)


def _local(when: dt.datetime | dt.date) -> dt.datetime | dt.date:
    return when.astimezone(ZoneInfo(settings.TIME_ZONE)) if isinstance(when, dt.datetime) else when

"""Every sort of event that a feed may hold, read back by a library that did not write the file."""

import datetime as dt

import pytest
import vobject
from django.utils import timezone

from accounts import feeds
from core.calendars import UID_DOMAIN, render
from core.dated import start_of
from tests import factories

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
SOON = start_of(TODAY + dt.timedelta(days=40)) + dt.timedelta(hours=9, minutes=30)
SUBJECTS = ("mine", "body:south", "belt:south", "county:500153", "bookings")


@pytest.fixture
def clerk(counties):
    return factories.logger(counties["荣昌"])


@pytest.fixture
def everything(belt, counties, clerk):
    """Meetings in each state that a feed shows, some to the day alone; bookings of one's own, given up, of others."""
    body = factories.BodyFactory(belt=belt, reminder_days=[30, 7, 1])
    hall = factories.VenueFactory(region=counties["荣昌"], name="荣昌礼堂, 东厅")
    stands = factories.MeetingFactory(body=body, starts_at=SOON, venue=hall, title="第四季度; 联席\\会议", sequence=2)
    for number, fields in enumerate((
        {"state": "held"}, {"state": "postponed", "sequence": 1}, {"state": "missed"}, {"precision": "day"},
        {"state": "merged", "merged_into": stands}, {"place": "长" * 120},
    ), start=1):  # fmt: skip
        factories.MeetingFactory(body=body, starts_at=SOON + number * dt.timedelta(days=1), **fields)
    elsewhere = factories.VenueFactory(region=counties["隆昌"], name="隆昌礼堂")
    for number, (state, county) in enumerate((("approved", "荣昌"), ("cancelled", "荣昌"), ("approved", "永川"))):
        factories.BookingFactory(
            venue=elsewhere, borrower_region=counties[county], state=state, version=number + 1,
            starts_at=SOON + number * dt.timedelta(days=2),
        )  # fmt: skip
    return elsewhere


def _alarms(event):
    return [] if event.cancelled else [-before for before in event.alarms]


def _written(event):
    whole_day = not isinstance(event.end, dt.datetime)
    return {
        "uid": f"{event.uid}@{UID_DOMAIN}",
        "summary": event.summary,
        "location": event.location,
        "start": event.start,
        "end": event.end + dt.timedelta(days=1) if whole_day else event.end,
        "status": "CANCELLED" if event.cancelled else "CONFIRMED",
        "sequence": str(event.sequence),
        "alarms": _alarms(event),
    }


def _read(part):
    def value(name):
        return getattr(part, name).value if hasattr(part, name) else ""

    found = {name: value(name) for name in ("uid", "summary", "location", "status", "sequence")}
    alarms = [alarm.trigger.value for alarm in part.contents.get("valarm", ())]
    return found | {"start": part.dtstart.value, "end": part.dtend.value, "alarms": alarms}


def test_another_library_reads_what_was_written(clerk, everything):
    seen = {"CANCELLED": 0, "CONFIRMED": 0, "whole days": 0, "without alarms": 0}
    for subject in (*SUBJECTS, f"venue:{everything.pk}"):
        events = list(feeds.events_of(clerk, subject))
        assert events, subject
        calendar = vobject.readOne(render("日历", events).decode())
        calendar.validate(raiseException=True)
        assert [_read(part) for part in calendar.vevent_list] == [_written(event) for event in events], subject
        for event in events:
            seen["CANCELLED" if event.cancelled else "CONFIRMED"] += 1
            seen["whole days"] += not isinstance(event.start, dt.datetime)
            seen["without alarms"] += not event.alarms
    assert all(seen.values()), seen

"""Proposed days for a meeting among many meetings and bookings, beside the same question in an empty calendar."""

import datetime as dt
import sys

from django.db import connection
from django.test.utils import CaptureQueriesContext

from belts.models import Belt, Region
from benchmarks.result import Result, median_ms
from benchmarks.world import vacuum
from core.dated import start_of
from meetings.models import Body, BodyMember, JointMeeting
from meetings.queries.proposals import proposals
from tests.factories import BookingFactory, VenueFactory, person

TODAY = dt.date(2026, 9, 14)
FIRST, LAST = dt.date(2026, 10, 1), dt.date(2026, 12, 31)
MOST_BODIES, BOOKINGS = 2_000, 60
SLOWEST_BESIDE_EMPTY, MOST_MS = 12.0, 400.0


def run(rows: int) -> list[Result]:
    """``rows`` / 500 bodies with a member in common, each with a meeting in the quarter; a hall with bookings."""
    meeting = _meeting()
    hall = VenueFactory(region=Region.objects.get(name="荣昌区"), name="样例会议厅")
    alone = median_ms(lambda: proposals(meeting, venue=hall, today=TODAY))
    with CaptureQueriesContext(connection) as few:
        proposals(meeting, venue=hall, today=TODAY)
    count = max(20, min(MOST_BODIES, rows // 500))
    _crowd(count)
    user = person(username="bench-meetings")
    for number in range(BOOKINGS):
        begin = start_of(FIRST + dt.timedelta(days=number)) + dt.timedelta(hours=9)
        BookingFactory(venue=hall, requested_by=user, borrower_region=hall.region, starts_at=begin, state="approved")
    vacuum()
    crowded = median_ms(lambda: proposals(meeting, venue=hall, today=TODAY))
    with CaptureQueriesContext(connection) as many:
        proposals(meeting, venue=hall, today=TODAY)
    if len(few) != len(many):
        raise RuntimeError(f"{len(few)} queries became {len(many)}")
    print(f"  {len(many)} queries, {count:,} meetings of the same people in the quarter", file=sys.stderr)
    return [
        Result(f"five proposed days among {count:,} meetings", crowded, "no other", alone, "ms", SLOWEST_BESIDE_EMPTY),
        Result(f"five proposed days among {count:,} meetings", crowded, "limit", MOST_MS, "ms", 1),
    ]


def _meeting():
    body = Body.objects.create(
        code="bench", name="样例联席会议", kind="regional", belt=Belt.objects.first(), cadence="quarter",
        since=dt.date(2024, 6, 1), source="样例",
    )  # fmt: skip
    return JointMeeting.objects.create(body=body, period="2026Q4", period_first=FIRST, period_last=LAST)


def _crowd(count):
    county = Region.objects.get(name="荣昌区")
    bodies = Body.objects.bulk_create(
        Body(code=f"bench-{number}", name=f"样例机制{number}", kind="other", cadence="none", since=FIRST, source="样例")
        for number in range(count)
    )
    BodyMember.objects.bulk_create(BodyMember(body=body, region=county, since=FIRST, source="样例") for body in bodies)
    days = (LAST - FIRST).days
    JointMeeting.objects.bulk_create(
        JointMeeting(
            body=body,
            state="planned",
            starts_at=start_of(FIRST + dt.timedelta(days=number % days)) + dt.timedelta(hours=9),
        )
        for number, body in enumerate(bodies)
    )

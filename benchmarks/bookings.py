"""Free halls near a county among millions of bookings, and how fast eight managers approve."""

import datetime as dt
import sys
import time
from functools import partial

from django.db import connection
from django.utils import timezone

from accounts.models import Role, User
from belts.models import Region
from benchmarks.booking_rows import copy_bookings, make_venues
from benchmarks.crowd import seconds_of
from benchmarks.result import Result, median_ms
from benchmarks.world import vacuum
from tests.factories import person
from venues.models import Booking, Venue
from venues.queries.free import free_venues
from venues.queries.nearness import with_nearness
from venues.services.booking import approve_booking

MOST_VENUES, BOOKINGS_A_ROW = 10_000, 5
WRITERS, APPROVALS, INSERTS = 8, 60, 500
SHOWN = 50
HOUR = dt.timedelta(hours=1)
INSERT = """
INSERT INTO venues_booking (venue_id, borrower_region_id, requested_by_id, space, starts_at, ends_at, during, state,
    setup_minutes, cleanup_minutes, state_since, purpose, title, note, requested_at, version)
SELECT id, region_id, %(user)s, space, %(begin)s, %(end)s, tstzrange(%(begin)s, %(end)s), 'approved',
    0, 0, now(), 'other', '样例', '', now(), 1
FROM venues_venue WHERE id = %(venue)s
"""


def run(rows: int) -> list[Result]:
    """``rows`` × 5 bookings of up to 10,000 venues."""
    user = person(Role.CORRIDOR_OFFICE, username="bench-bookings")
    count = rows * BOOKINGS_A_ROW
    begin = time.perf_counter()
    venues = make_venues(min(MOST_VENUES, max(100, rows // 100)))
    copy_bookings(venues, count, user)
    spent = time.perf_counter() - begin
    vacuum()
    print(
        f"  {Booking.objects.count():,} bookings of {len(venues):,} venues in {spent:.0f} s, {_size()}", file=sys.stderr
    )
    return [*_free(user, f"{count:,} bookings"), _approvals(user)]


def _size():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_size_pretty(pg_total_relation_size('venues_booking'))")
        return cursor.fetchone()[0]


def _free(user, among):
    """The first page of what is free in two hours of a day to come, beside that of all venues in the same order."""
    county = Region.objects.get(name="荣昌区")
    today = timezone.localdate()
    day = timezone.localtime().replace(minute=0, second=0, microsecond=0) + dt.timedelta(days=10)
    begin, end = day.replace(hour=10), day.replace(hour=12)

    def first(rows):
        return list(with_nearness(rows, county, today).order_by("nearness", "name")[:SHOWN])

    free = median_ms(lambda: first(free_venues(user, starts_at=begin, ends_at=end)))
    every = median_ms(lambda: first(Venue.objects.visible_to(user).select_related("region")))
    return [Result(f"free halls near a county, {among}", free, "nearest halls, free or not", every, "ms", 5.0)]


def _approvals(user):
    """Eight managers, each of other venues, beside eight connections that INSERT under the same constraint."""
    venues = list(Venue.objects.filter(parent=None, hours=None).select_related("region"))
    begin = timezone.now() + dt.timedelta(days=60)
    shares = [venues[number::WRITERS] for number in range(WRITERS)]
    requests = [
        [_asked(user, row, begin + number * 2 * HOUR) for number, row in enumerate(_in_turn(share, APPROVALS))]
        for share in shares
    ]
    approving = seconds_of([partial(_approve, user.pk, keys) for keys in requests])
    places = [[row.pk for row in _in_turn(share, INSERTS)] for share in shares]
    inserting = seconds_of([partial(_insert, user.pk, keys, begin + 24 * HOUR) for keys in places])
    each = approving / (WRITERS * APPROVALS) * 1000
    bare = inserting / (WRITERS * INSERTS) * 1000
    print(f"  {1000 / each:,.0f} approvals a second, {1000 / bare:,.0f} bare INSERTs", file=sys.stderr)
    return Result("an approval, 8 at once", each, "bare INSERT, 8 at once", bare, "ms", 60.0)


def _in_turn(venues, count):
    return [venues[number % len(venues)] for number in range(count)]


def _asked(user, venue, begin):
    row = Booking.objects.create(
        venue=venue, borrower_region=venue.region, requested_by=user, purpose="other", title="样例", starts_at=begin,
        ends_at=begin + HOUR,
    )  # fmt: skip
    return row.pk


def _approve(user, keys):
    actor = User.objects.get(pk=user)
    for booking in Booking.objects.filter(pk__in=keys).select_related("venue"):
        approve_booking(actor=actor, booking=booking)


def _insert(user, venues, begin):
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # no history, no triggers; the constraint stays
        for number, venue in enumerate(venues):
            start = begin + dt.timedelta(days=400, hours=2 * number)
            cursor.execute(INSERT, {"user": user, "venue": venue, "begin": start, "end": start + HOUR})

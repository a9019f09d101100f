"""Made-up venues and bookings, by COPY: of ten venues two are parts of a third, and no two have the same room and time.

History and the triggers that work out room and time are off meanwhile, for that transaction only; the exclusion
constraint is built again at the end, which checks every row.
"""

import datetime as dt
import io
from contextlib import contextmanager

from django.db import connection, transaction
from django.utils import timezone

from belts.models import Region
from venues.models import Booking, OpeningHours, Venue

SLOTS_A_DAY, HOURS, FIRST_HOUR = 7, 2, 8
BOOKED_A_DAY = 4
DAYS_BACK, DAYS_AHEAD = 200, 50
MOST_EACH = BOOKED_A_DAY * (DAYS_BACK + DAYS_AHEAD) // 2
CONSTRAINT = "venue_had_by_one_at_a_time"
COLUMNS = (
    "venue_id", "borrower_region_id", "requested_by_id", "space", "starts_at", "ends_at", "during", "state",
    "setup_minutes", "cleanup_minutes", "state_since", "purpose", "title", "note", "requested_at", "version",
)  # fmt: skip


def make_venues(count):
    """``count`` venues round the seats of all counties, half of the wholes with opening hours; in the order of ids."""
    counties = list(Region.objects.filter(level=Region.Level.COUNTY).order_by("pk"))
    rows = [_venue(number, counties[number % len(counties)]) for number in range(count)]
    wholes = Venue.objects.bulk_create([row for number, row in enumerate(rows) if number % 10 > 1])
    parts = [row for number, row in enumerate(rows) if number % 10 <= 1]
    for number, part in enumerate(parts):
        part.parent = wholes[number // 2 * 8]
        part.region = part.parent.region
    Venue.objects.bulk_create(parts)
    OpeningHours.objects.bulk_create(
        OpeningHours(venue=venue, weekday=day, opens=dt.time(8), closes=dt.time(22))
        for venue in wholes[::2]
        for day in range(7)
    )
    return list(Venue.objects.order_by("pk"))


def _venue(number, county):
    place = {}
    if county.latitude is not None:
        place = {"latitude": county.latitude, "longitude": county.longitude}
    return Venue(
        name=f"样例阵地{number}", kind="custom_hall", region=county, capacity=50 + number % 400, open_on_holidays=True,
        **place,
    )  # fmt: skip


def copy_bookings(venues, count, user):
    """``count`` bookings spread over the venues, from 200 days ago to 50 days ahead; nine of ten are in force.

    Wholes are had on even days and parts on odd ones, each in four of seven times of the day.
    """
    each = -(-count // len(venues))
    if each > MOST_EACH:
        raise ValueError(f"at most {MOST_EACH} bookings of one venue have room")
    now = timezone.now().isoformat()
    end = f"\t0\t0\t{now}\tother\t样例\t\t{now}\t1\n"
    times = {(odd, turn): _times(each, odd, turn) for odd in (0, 1) for turn in range(SLOTS_A_DAY)}
    with transaction.atomic(), connection.cursor() as cursor, _without_indexes(cursor):
        for first in range(0, len(venues), 100):
            lines = io.StringIO()
            for venue in venues[first : first + 100]:
                space = f"[{venue.space.lower},{venue.space.upper})"
                begin = f"{venue.pk}\t{venue.region_id}\t{user.pk}\t{space}\t"
                slots = times[(venue.parent_id is not None, venue.pk % SLOTS_A_DAY)]
                lines.writelines(f"{begin}{slot}{end}" for slot in slots)
            lines.seek(0)
            cursor.copy_expert(f"COPY venues_booking ({', '.join(COLUMNS)}) FROM STDIN", lines)


def _times(each, odd, turn):
    """From, to, both as a range, and the state, as COPY reads them; one for each booking of a venue."""
    first = timezone.localtime().replace(hour=FIRST_HOUR, minute=0, second=0, microsecond=0)
    first -= dt.timedelta(days=DAYS_BACK)
    lines = []
    for number in range(each):
        days, slot = number // BOOKED_A_DAY * 2 + odd, (turn + number % BOOKED_A_DAY) % SLOTS_A_DAY
        begin = first + dt.timedelta(days=days, hours=slot * HOURS)
        texts = [moment.isoformat() for moment in (begin, begin + dt.timedelta(hours=HOURS))]
        state = "cancelled" if number % 10 == 9 else "approved" if begin > timezone.now() else "held"
        lines.append(f'{texts[0]}\t{texts[1]}\t["{texts[0]}","{texts[1]}")\t{state}')
    return lines


@contextmanager
def _without_indexes(cursor):
    """Indexes and the exclusion constraint are taken away and built again, all at once."""
    cursor.execute(
        "SELECT indexrelid::regclass::text, pg_get_indexdef(indexrelid) FROM pg_index "
        "WHERE indrelid = 'venues_booking'::regclass AND NOT indisunique AND NOT indisexclusion"
    )
    indexes = cursor.fetchall()
    constraint = next(row for row in Booking._meta.constraints if row.name == CONSTRAINT)
    cursor.execute("SET LOCAL session_replication_role = replica")
    cursor.execute("SET LOCAL maintenance_work_mem = '512MB'")
    for name, _definition in indexes:
        cursor.execute(f"DROP INDEX {name}")
    cursor.execute(f"ALTER TABLE venues_booking DROP CONSTRAINT {CONSTRAINT}")
    yield
    for _name, definition in indexes:
        cursor.execute(definition)
    with connection.schema_editor() as editor:
        editor.add_constraint(Booking, constraint)
    cursor.execute("SET LOCAL session_replication_role = DEFAULT")

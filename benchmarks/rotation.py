"""The turns of many belts for years ahead: how long they take, and whether twice the years cost twice the time."""

import datetime as dt
import sys

from benchmarks.result import Result, median_ms
from meetings.rotation import Seat, Stay, rotation

BELTS, MEMBERS = 1_000, 60
FIRST_DAY = dt.date(2026, 1, 1)
YEARS, TWICE = 10, 20
SLOWEST_BESIDE_HALF = 2.5
MOST_MS_A_BELT = 20.0
TIMES = 3


def run(rows: int) -> list[Result]:
    """The number of belts is fixed; fewer ``rows`` than a million take fewer of them."""
    belts = [_belt(number) for number in range(max(10, min(BELTS, rows // 1_000)))]
    ten = median_ms(lambda: _project(belts, YEARS), times=TIMES)
    twenty = median_ms(lambda: _project(belts, TWICE), times=TIMES)
    print(f"  {len(belts):,} belts of {MEMBERS}: {ten / 1000:.1f} s for {YEARS} years", file=sys.stderr)
    what = f"{len(belts):,} belts × {MEMBERS} members"
    return [
        Result(f"rotation of {what}, {TWICE} years", twenty, f"{YEARS} years", ten, "ms", SLOWEST_BESIDE_HALF),
        Result(f"rotation of one belt of {MEMBERS}, {YEARS} years", ten / len(belts), "limit", MOST_MS_A_BELT, "ms", 1),
    ]


def _belt(number):
    """Members of both provinces; each belt has one that joins later and one that leaves."""
    seats = []
    for place in range(MEMBERS):
        province = "500000" if (place + number) % 3 else "510000"
        since = dt.date(2028, 7, 1) if place == number % MEMBERS else dt.date(2024, 6, 1)
        until = dt.date(2031, 6, 30) if place == (number + 7) % MEMBERS else None
        seats.append(Seat(f"{place:06d}", (Stay(f"{place:06d}", province, since, until),)))
    return seats


def _project(belts, years):
    for seats in belts:
        order = [seat.key for seat in seats]
        turns = rotation(seats, order=order, first_day=FIRST_DAY, last_year=FIRST_DAY.year + years - 1)
        if len(turns) != years:
            raise RuntimeError(f"{len(turns)} turns in {years} years")

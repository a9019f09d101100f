"""The planner over a thousand belts: what lacks is made, run again it makes nothing, and what is over is missed."""

import datetime as dt
import sys
import time

from django.db import transaction

from benchmarks.result import Result
from meetings.models import Body
from meetings.services.expecting import expect_meetings, find_missed

SINCE, TODAY = dt.date(2024, 6, 1), dt.date(2026, 11, 28)
BODIES, PART = 1_000, 10
# Ten times the bodies cost ten times as much, give or take what one run costs by itself.
SLOWEST_BESIDE_PART, SLOWEST_AGAIN, MOST_SECONDS = 15.0, 0.5, 60.0


def run(rows: int) -> list[Result]:
    """The number of bodies is fixed; fewer ``rows`` than a million take fewer of them. Nothing is kept."""
    count = max(100, min(BODIES, rows // 1_000))
    few, _again, _missed = _planned(count // PART)
    many, again, missed = _planned(count)
    print(f"  {count:,} bodies: {many:.1f} s, again {again:.1f} s, missed {missed:.1f} s", file=sys.stderr)
    what = f"planner, {count:,} bodies, {(TODAY - SINCE).days // 30} months"
    return [
        Result(what, many, f"{count // PART:,} bodies", few, "s", SLOWEST_BESIDE_PART),
        Result(f"{what}, run again", again, "the first run", many, "s", SLOWEST_AGAIN),
        Result(f"{what}, and what was missed", many + missed, "limit", MOST_SECONDS, "s", 1),
    ]


def _planned(count):
    """Seconds of the first run, of a second one, and of finding what was missed."""
    with transaction.atomic():
        Body.objects.bulk_create(
            Body(code=f"planned-{n}", name=f"样例{n}", kind="other", cadence="quarter", since=SINCE, source="样例")
            for n in range(count)
        )
        spent = [_seconds(expect_meetings), _seconds(expect_meetings), _seconds(find_missed)]
        transaction.set_rollback(True)
    return spent


def _seconds(service):
    begin = time.perf_counter()
    service(today=TODAY)
    return time.perf_counter() - begin

"""What the tallies cost whoever writes, how fast they are folded, and how long a recount takes."""

import datetime as dt
import io
import multiprocessing
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from django.db import connection, connections, transaction
from django.utils import timezone

from accounts.models import Role, User
from activities.models import Activity, ActivityParty
from benchmarks.crowd import seconds_of
from benchmarks.generate import generate_activities
from benchmarks.result import Result, median_ms
from benchmarks.world import vacuum
from indicators.services.tallies import count_anew, fold_deltas, recount_tallies
from indicators.tallies.facts import FACTS
from tests.factories import person

LOADED, ROUNDS, WRITERS, WRITES, CROWDS, AT_ONCE = 20_000, 12, 8, 60, 7, 200_000
WRITTEN = ("activities_activity", "activities_activityparty", "indicators_contribution", "indicators_delta")
MOST_RECOUNT_SECONDS = 300
COUNTIES = ("500153", "511083", "500152", "510521")


def run(rows: int) -> list[Result]:
    users = [person(Role.CORRIDOR_OFFICE, username=f"bench-tallies-{number}") for number in range(2)]
    missing = rows - Activity.objects.count()
    if missing > 0:
        generate_activities(missing)
    vacuum()
    folded = _fold(rows)
    vacuum()
    loaded, alone = _loads()
    print(f"  {LOADED / loaded:,.0f} records a second loaded, {LOADED / alone:,.0f} without tallies", file=sys.stderr)
    results = [
        folded,
        Result(f"loading {LOADED:,} activities with their parties", loaded, "without tallies", alone, "s", 1.15),
        _crowd(users),
        *_recount(rows, users),
    ]
    fold_deltas()
    return results


# Of the figures that a change moves: it is one row for its set of parties, and each of its measures that is not nought
# is credited to the corridor, to each province, belt and county in the set.
CREDITED = """
SELECT count(*), sum((SELECT count(*) FROM unnest(line.values) AS value WHERE value <> 0) * (
    SELECT count(DISTINCT (place.level, place.code)) FROM indicators_partysetplace AS place
    WHERE place.party_set = line.party_set
))::bigint FROM indicators_waiting(NULL) AS line
"""


def _waiting() -> tuple[int, int]:
    """(changes that wait, figures by place that they move)."""
    with connection.cursor() as cursor:
        cursor.execute(CREDITED)
        changes, figures = cursor.fetchone()
    return changes, figures or 0


def _fold(rows: int) -> Result:
    """What waits after counting anew; where another benchmark has folded it, it is counted once more."""
    if _waiting()[0] < min(rows, AT_ONCE):
        fold_deltas()  # what waits is of the lines that are deleted
        with connection.cursor() as cursor:
            for table in ("contribution", "placetally", "settally"):
                cursor.execute(f"DELETE FROM indicators_{table} WHERE fact = 'activity'")
        vacuum()
        count_anew(FACTS["activity"])
    changes, figures = _waiting()
    spent = _seconds(fold_deltas)
    print(f"  {changes / spent:,.0f} changes a second folded, {figures / spent:,.0f} figures", file=sys.stderr)
    label = f"folding {changes:,} changes, for each {AT_ONCE:,} of the {figures:,} figures that they move"
    return Result(label, spent * AT_ONCE / figures, "limit", 1.0, "s", 1)


def _loads() -> tuple[float, float]:
    """The best of some each, in turn; all of it is rolled back, and what that leaves is cleared away."""
    bodies = [_body(Activity, "id"), _body(ActivityParty, "activity_id")]
    with_them, without = [], []
    for _round in range(ROUNDS):
        with_them.append(_load(bodies))
        with _without_tallies():
            without.append(_load(bodies))
        vacuum(*WRITTEN)
    return min(with_them), min(without)


def _load(bodies: list[tuple[str, str, str]]) -> float:
    with transaction.atomic(), connection.cursor() as cursor:
        begin = time.perf_counter()
        for table, columns, body in bodies:
            cursor.copy_expert(f"COPY {table} ({columns}) FROM STDIN", io.StringIO(body))
        spent = time.perf_counter() - begin
        transaction.set_rollback(True)
    return spent


def _body(model: Any, key: str) -> tuple[str, str, str]:
    """The columns and rows of some records, under other ids."""
    names = [field.column for field in model._meta.concrete_fields if field.column != "id" or key == "id"]
    chosen = ", ".join(f'"{name}" + 100000000' if name == key else f'"{name}"' for name in names)
    body = io.StringIO()
    with connection.cursor() as cursor:
        cursor.copy_expert(
            f'COPY (SELECT {chosen} FROM {model._meta.db_table} WHERE "{key}" <= {LOADED}) TO STDOUT', body
        )
    return model._meta.db_table, ", ".join(f'"{name}"' for name in names), body.getvalue()


@contextmanager
def _without_tallies() -> Iterator[None]:
    _switch("DISABLE")
    try:
        yield
    finally:
        _switch("ENABLE")


def _switch(word: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, tgname FROM pg_trigger WHERE tgname LIKE 'tally\\_%%' "
            "AND tgrelid IN ('activities_activity'::regclass, 'activities_activityparty'::regclass)", []
        )  # fmt: skip
        for table, name in cursor.fetchall():
            cursor.execute(f"ALTER TABLE {table} {word} TRIGGER {name}")


def _crowd(users: list[User]) -> Result:
    """Eight who write verified records with two parties, each in a transaction and as the portal writes them; the best
    of some rounds each, in turn.
    """
    jobs = [partial(_write, [user.pk for user in users], number, WRITES) for number in range(WRITERS)]
    with_them, without = [], []
    for _round in range(CROWDS):
        with_them.append(seconds_of(jobs))
        with _without_tallies():
            without.append(seconds_of(jobs))
    count_anew(FACTS["activity"])
    rate = f"{WRITERS * WRITES / min(with_them):,.0f} a second"
    return Result(f"eight writers at once ({rate})", min(with_them), "without tallies", min(without), "s", 1.25)


def _write(users: list[int], seed: int, count: int) -> None:
    for number in range(count):
        _record(users, seed * 1_000 + number)


def _record(users: list[int], number: int) -> None:
    day = dt.date(2026, 1 + number % 11, 1 + number % 28)
    with transaction.atomic():
        activity = Activity.objects.create(
            title=f"联合宣讲{number}", kind="lecture", task="theory", place="文化广场", starts_on=day, ends_on=day,
            state="verified", created_by_id=users[0], verified_by_id=users[1], verified_at=timezone.now(),
        )  # fmt: skip
        ActivityParty.objects.bulk_create(
            ActivityParty(activity=activity, region_id=COUNTIES[(number + place) % 4], role=role)
            for place, role in enumerate(("lead", "partner"))
        )


def _recount(rows: int, users: list[User]) -> list[Result]:
    """Its time, and what a write takes while it runs beside what it takes alone."""
    keys = [user.pk for user in users]
    alone = median_ms(lambda: _record(keys, 7), times=15)
    connections.close_all()
    process = multiprocessing.get_context("fork").Process(target=_recount_alone)
    begin = time.perf_counter()
    process.start()
    spent = []
    while process.is_alive():
        spent.append(median_ms(lambda: _record(keys, 8), times=3))
    process.join()
    seconds = time.perf_counter() - begin
    if process.exitcode:
        raise RuntimeError("The recount found differences, or failed.")
    beside = sorted(spent)[len(spent) // 2]
    return [
        Result(f"recount of {rows:,} activities", seconds, "limit", MOST_RECOUNT_SECONDS, "s", 1),
        Result("a write while it is recounted", beside, "alone", alone, "ms", 2.5),
    ]


def _recount_alone() -> None:
    check = recount_tallies()
    if check.differences:
        raise RuntimeError(f"{check.differences[0]}")


def _seconds(action: Any) -> float:
    begin = time.perf_counter()
    action()
    return time.perf_counter() - begin

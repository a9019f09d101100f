"""Registrations from what a platform sends to the registry, beside the bare COPY of the rows that they become.

A million rows take most of an hour, so more than 500,000 mean 50,000: ``--rows 500000`` makes the full run.
"""

import csv
import datetime as dt
import io
import json
import random
import time
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial
from typing import Any

from django.core.files.base import ContentFile
from django.db import connection, transaction

from accounts.models import Role
from belts.models import Region
from benchmarks.crowd import seconds_of
from benchmarks.registration_copies import bulk_created, copied, saved
from benchmarks.registration_libraries import imported
from benchmarks.result import Result
from benchmarks.world import vacuum
from core.imports import services
from core.imports.applying import apply_batch
from core.imports.judging import judge_batch
from core.models import ImportBatch
from tests.factories import person
from volunteers.documents import check_character
from volunteers.models import Delivery, Identity, Platform
from volunteers.services.deliveries import deliver
from volunteers.services.reference import load_registry

FULL, QUICK = 500_000, 50_000
BATCH = 5_000
BEGINS = dt.date(1950, 1, 1)
AGREED = {"given_at": "2025-03-01T09:30:00+08:00", "version": "2025-1"}
HEADER = ["external_id", "name", "document", "mobile", "home", "registered_on", "skills", "consent_version", "share"]
FAMILY, GIVEN = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨", "安平和美清明玉秀志远文德桂芳国强春兰海波"


def run(rows: int) -> list[Result]:
    count = rows if rows <= FULL else QUICK
    load_registry()
    office = person(Role.PROVINCIAL_OFFICE, Region.objects.get(pk="500000"), username="bench-registrations")
    first, second = Platform.objects.exclude(code="portal").order_by("rank")
    sent = _seconds(lambda: _by_two_processes(office.pk, [first.pk], _people("a", count)))
    _check(count)
    vacuum()
    copy = copied(count, office)
    few = min(count, QUICK // 5)
    created, one_by_one = bulk_created(_people("b", few), first), saved(_people("c", few // 10), first)
    library = imported(lines_of(invented("h", few * 2)), first)
    pushed = _seconds(lambda: _by_two_processes(office.pk, [first.pk, second.pk], _people("d", count)))
    filed = _file(office, _people("e", count))
    again = _seconds(lambda: _by_two_processes(office.pk, [first.pk], _people("a", count)))
    rate = f"{count / sent:,.0f} a second"
    return [
        Result(f"{count:,} registrations, what was sent to verdicts ({rate})", sent, "COPY", copy, "s", 2.0),
        Result("… sent again", again, "COPY", copy, "s", 2.0),
        Result(f"Django bulk_create, by {few:,} of them", created * count / few, "COPY", copy, "s", 100),
        Result(f"Model.save row by row, by {few // 10:,}", one_by_one * count / (few // 10), "COPY", copy, "s", 1_000),
        *(
            Result(f"django-import-export of a file, by {few * 2:,}", spent * count / few / 2, "COPY", copy, "s", 1_000)
            for spent in library
        ),
        Result("two platforms push at once", pushed, "file of as many, both steps", filed, "s", 1.0),
    ]


def invented(kind: str, count: int) -> Iterator[dict[str, Any]]:
    """Nobody: regions that there are not (09…, 10…), the sequence 000; a tenth have two skills, half agree to share."""
    chance = random.Random(kind)
    homes = list(Region.objects.counties().filter(province="500000").values_list("pk", flat=True))
    shift = ord(kind) * 1_000
    for serial in range(count):
        digits = f"{shift + serial % 1_000:06d}{BEGINS + dt.timedelta(days=serial // 1_000 * 20):%Y%m%d}000"
        yield {
            "external_id": f"{kind}{serial}",
            "version": 1,
            "name": chance.choice(FAMILY) + "".join(chance.choices(GIVEN, k=chance.choice((1, 2)))),
            "document": digits + check_character(digits),
            "mobile": f"199{(ord(kind) * 500_000 + serial) % 100_000_000:08d}",
            "home": chance.choice(homes),
            "registered_on": f"2025-{chance.randint(1, 12):02d}-{chance.randint(1, 28):02d}",
            "skills": ["care", "law"] if serial % 10 == 0 else ["care"],
            "consents": {"keep": AGREED, "share": AGREED} if serial % 2 else {"keep": AGREED},
        }


def lines_of(people: Iterable[dict[str, Any]]) -> Iterator[list[Any]]:
    """The lines of a file of them, the header first."""
    yield HEADER
    for each in people:
        given = {
            **each,
            "skills": ";".join(each["skills"]),
            "consent_version": "2025-1",
            "share": "yes" if "share" in each["consents"] else "",
        }
        yield [given[key] for key in HEADER]


def _people(kind: str, count: int) -> list[dict[str, Any]]:
    return list(invented(kind, count))


def _by_two_processes(actor: int, platforms: Sequence[int], people: list[dict[str, Any]]) -> None:
    """As the portal does it: while one merges, the other reads and seals. With two platforms each has its own half."""
    batches = [json.dumps(people[at : at + BATCH]).encode() for at in range(0, len(people), BATCH)]
    halves = [batches[0::2], batches[1::2]]
    seconds_of([partial(_send, actor, platforms[number % len(platforms)], half) for number, half in enumerate(halves)])


def _send(actor: int, platform: int, batches: list[bytes]) -> None:
    from accounts.models import User

    user, sender = User.objects.get(pk=actor), Platform.objects.get(pk=platform)
    for batch in batches:
        deliver(actor=user, platform=sender, rows=json.loads(batch))


def _check(count: int) -> None:
    totals = [delivery.totals for delivery in Delivery.objects.all()]
    if Identity.objects.count() != count or sum(each.get("created", 0) for each in totals) != count:
        raise RuntimeError(f"{Identity.objects.count():,} of {count:,} people: {totals[:3]}")


def _file(office: Any, people: list[dict[str, Any]]) -> float:
    text = io.StringIO(newline="")
    csv.writer(text).writerows(lines_of(people))
    with transaction.atomic():
        file = ContentFile(text.getvalue().encode(), name="bench.csv")
        batch = services.upload_file(actor=office, kind="volunteers", file=file, source="portal")
        transaction.get_connection().run_on_commit.clear()  # nobody but this process works on it
    return _seconds(lambda: _both_steps(office, batch))


def _both_steps(office: Any, batch: ImportBatch) -> None:
    judge_batch(batch.pk)
    with transaction.atomic():
        services.confirm_import(actor=office, batch=batch)
        connection.run_on_commit.clear()
    seconds_of([partial(apply_batch, batch.pk)] * 2)
    batch.refresh_from_db()
    if batch.state != ImportBatch.State.DONE or batch.rows.filter(target_id=None).exists():
        raise RuntimeError(f"{batch.state}: {batch.problem}")


def _seconds(action: Callable[[], object]) -> float:
    begin = time.perf_counter()
    action()
    return time.perf_counter() - begin

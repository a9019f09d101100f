"""Files of registrations at the size that is promised: from the upload to the result workbook, and the memory of it.

It runs only when named, for a million rows and half as many again take most of an hour:
``python -m benchmarks --rows 1000000 registration_files`` (a CSV file of all, a workbook of half as many).
"""

import csv
import resource
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import xlsxwriter
from django.core.files import File
from django.db import connection, transaction
from django.test import Client

from accounts.models import Role
from belts.models import Region
from benchmarks.crowd import context, seconds_of
from benchmarks.registrations import invented, lines_of
from benchmarks.result import Result, median_ms
from benchmarks.world import vacuum
from core.exports import csv_lines, xlsx_file
from core.imports import services
from core.imports.applying import apply_batch
from core.imports.importer import importer_of
from core.imports.judging import judge_batch
from core.imports.workbooks import result_table
from core.models import ImportBatch
from tests.factories import person
from volunteers.models import Delivery
from volunteers.services.reference import load_registry

MOST = 1_000_000
MEGABYTE = 1_000_000
MOST_MEMORY = 1_000 * MEGABYTE  # of a worker; the program that reads a workbook may take more
MOST_SECONDS_A_ROW = 0.0012  # of all steps: a million rows in twenty minutes


def run(rows: int) -> list[Result]:
    count = min(rows, MOST)
    load_registry()
    office = person(Role.PROVINCIAL_OFFICE, Region.objects.get(pk="500000"), username="bench-files")
    results = []
    with tempfile.TemporaryDirectory() as folder:
        for kind, people, size in (("csv", "g", count), ("xlsx", "i", count // 2)):
            path = Path(folder) / f"bench.{kind}"
            _make(path, invented(people, size))
            results += _through(office, path, size)
            path.unlink()
            vacuum()
    return results


def _make(path: Path, people: Any) -> None:
    if path.suffix == ".csv":
        with path.open("w", encoding="utf-8", newline="") as file:
            csv.writer(file).writerows(lines_of(people))
        return
    with xlsxwriter.Workbook(str(path), {"constant_memory": True}) as book:
        sheet = book.add_worksheet()
        for number, cells in enumerate(lines_of(people)):
            for place, cell in enumerate(cells):
                sheet.write_string(number, place, str(cell))


def _through(office: Any, path: Path, count: int) -> list[Result]:
    """Each step in a process of its own, as a worker does it."""
    what = f"{count:,} rows of {path.suffix[1:]}, {path.stat().st_size / MEGABYTE:,.0f} MB"
    with path.open("rb") as file, transaction.atomic():
        begin = time.perf_counter()
        batch = services.upload_file(actor=office, kind="volunteers", file=File(file, path.name), source="portal")
        taken = time.perf_counter() - begin
        transaction.get_connection().run_on_commit.clear()  # nobody but this process works on it
    steps = {"sealed and stored": (taken, 0.0)}
    steps["read and judged"] = _apart(partial(judge_batch, batch.pk))
    batch.refresh_from_db()
    if batch.totals != {"new": count}:
        raise RuntimeError(f"{batch.state}: {batch.problem} {batch.totals}")
    with transaction.atomic():
        services.confirm_import(actor=office, batch=batch)
        connection.run_on_commit.clear()
    steps["applied by two workers"] = _apart(*[partial(apply_batch, batch.pk)] * 2)
    _check(batch, count)
    vacuum()
    steps["result as CSV"] = _apart(partial(_streamed, batch.pk))
    steps["result workbook"] = _apart(partial(_result, batch.pk))
    pages = _pages(office, batch)
    spent = sum(seconds for seconds, _memory in steps.values())
    whole = Result(
        f"{what}, all steps ({count / spent:,.0f} a second)", spent, "limit", MOST_SECONDS_A_ROW * count, "s", 1
    )
    return [whole, *(_line(name, *step) for name, step in steps.items()), *pages]


def _line(name: str, seconds: float, memory: float) -> Result:
    worded = f"… {name}, {seconds:,.0f} s: memory of its process"
    return Result(worded, memory / MEGABYTE, "limit", MOST_MEMORY / MEGABYTE, "MB", 1)


def _check(batch: ImportBatch, count: int) -> None:
    batch.refresh_from_db()
    totals = Delivery.objects.get(by_file=batch).totals
    if (
        batch.state != ImportBatch.State.DONE
        or totals != {"created": count}
        or batch.rows.filter(target_id=None).exists()
    ):
        raise RuntimeError(f"{batch.state}: {batch.problem} {totals}")


def _result(batch_id: int) -> None:
    batch = ImportBatch.objects.get(pk=batch_id)
    xlsx_file(result_table(importer_of(batch.kind), batch, lambda link: f"https://portal.example{link}")).close()


def _streamed(batch_id: int) -> None:
    batch = ImportBatch.objects.get(pk=batch_id)
    for _line in csv_lines(result_table(importer_of(batch.kind), batch, lambda link: f"https://portal.example{link}")):
        pass


def _pages(office: Any, batch: ImportBatch) -> list[Result]:
    """What whoever waits asks for again and again, and the page of a file that is done."""
    client = Client()
    client.force_login(office)
    address = f"/volunteers/imports/{batch.pk}/"
    found = []
    for name, asked in (
        ("page", ""),
        ("refused rows", "?verdict=refused"),
        ("rows with a warning", "?verdict=warning"),
    ):
        spent = median_ms(lambda: client.get(address + asked), times=3)  # noqa: B023 (called at once)
        found.append(Result(f"… {name} of it", spent, "limit", 500, "ms", 1))
    return found


def _apart(*jobs: partial[Any]) -> tuple[float, float]:
    """Seconds until all are done, and the most bytes that one of their processes took."""
    answers = context.SimpleQueue()
    seconds = seconds_of([partial(_measured, answers, job) for job in jobs])
    print(f"  {jobs[0].func.__name__}: {seconds:,.0f} s", file=sys.stderr, flush=True)
    return seconds, max(answers.get() for _job in jobs)


def _measured(answers: Any, job: Callable[[], object]) -> None:
    Path("/proc/self/clear_refs").write_text(
        "5", encoding="ascii"
    )  # the peak of what it was forked from is not its own
    job()
    status = Path("/proc/self/status").read_text(encoding="ascii")
    own = next(int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM"))
    children = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss * 1024
    if children:
        print(f"  the program that reads took {children / MEGABYTE:,.0f} MB", file=sys.stderr, flush=True)
    answers.put(own)

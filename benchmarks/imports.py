"""A file of 50,000 activities from upload to records, beside the bare COPY of the same rows."""

import csv
import io
import threading
import time

from django.core.files.base import ContentFile
from django.db import connection, transaction

from accounts.models import Role
from activities.importing.loading import REAL
from activities.models import Activity, ActivityParty, ActivityStep
from benchmarks.result import Result
from benchmarks.world import vacuum
from core.imports import services
from core.imports.applying import apply_batch
from core.imports.judging import judge_batch
from core.models import ImportBatch
from tests.factories import person

MOST_ROWS = 50_000
SOURCE, COPIED = "bench", "bench, copied"
DECISIONS = {
    "kind": {"*": "map:other"},
    "brand": {"*": "create"},
    "team": {"*": "create"},
    "work": {"*": "create"},
}
# Tables that an import writes, and the column that holds the id of the activity.
WRITTEN = (
    (Activity, "id"),
    (ActivityParty, "activity_id"),
    (ActivityStep, "activity_id"),
    (Activity.teams.through, "activity_id"),
    (Activity.works.through, "activity_id"),
)


def run(rows: int) -> list[Result]:
    count = min(rows, MOST_ROWS)
    batch = _upload(count)
    judging = _seconds(lambda: judge_batch(batch.pk))
    services.confirm_import(actor=batch.created_by, batch=batch)
    applying = _seconds(lambda: _by_two_workers(batch.pk))
    _check(batch, count)
    vacuum()
    copying = _copy_the_same_rows()
    whole = judging + applying
    question = f"import of {count:,} rows, file to records ({count / whole:,.0f} rows a second)"
    return [
        Result(question, whole, "COPY of the same rows", copying, "s", 4.0),
        Result("of that reading and judging", judging, "COPY of the same rows", copying, "s", 2.0),
        Result("of that applying, two workers", applying, "COPY of the same rows", copying, "s", 2.0),
    ]


def _upload(count):
    """The real rows again and again, each with a number and a title of its own."""
    with REAL.open(encoding="utf-8", newline="") as lines:
        real = list(csv.DictReader(lines))
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, real[0])
    writer.writeheader()
    for number in range(count):
        row = real[number % len(real)]
        writer.writerow(row | {"id": str(number), "title": f"{row['title']}·{number}"})
    office = person(Role.CORRIDOR_OFFICE, username="bench-imports")
    file = ContentFile(text.getvalue().encode(), name="bench.csv")
    with transaction.atomic():
        batch = services.upload_file(actor=office, kind="activities", file=file, source=SOURCE)
        transaction.get_connection().run_on_commit.clear()  # nobody but this process works on it
    ImportBatch.objects.filter(pk=batch.pk).update(decisions=DECISIONS)
    return batch


def _by_two_workers(batch_id):
    """As the portal does it: two tasks, each taking the rows that the other has not."""

    def work():
        apply_batch(batch_id)
        connection.close()

    threads = [threading.Thread(target=work) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()


def _check(batch, count):
    batch.refresh_from_db()
    written = Activity.objects.filter(source=SOURCE).count()
    if (batch.state, written) != (ImportBatch.State.DONE, count):
        raise RuntimeError(f"{batch.state}, {written:,} of {count:,} records: {batch.problem}")


def _copy_the_same_rows():
    """The rows as they are now, with other ids and another source, into the same tables with indexes and triggers."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM activities_activity")
        shift = cursor.fetchone()[0]
        bodies = [_body(cursor, model, key, shift) for model, key in WRITTEN]

        def copy():
            with transaction.atomic():
                for (model, _key), (columns, body) in zip(WRITTEN, bodies, strict=True):
                    cursor.copy_expert(f"COPY {model._meta.db_table} ({columns}) FROM STDIN", body)

        return _seconds(copy)


def _body(cursor, model, key, shift):
    names = [field.column for field in model._meta.concrete_fields if field.column != "id" or key == "id"]
    columns = ", ".join(f'"{name}"' for name in names)
    values = {key: f'"{key}" + {shift}'} | ({"source": f"'{COPIED}'"} if model is Activity else {})
    chosen = ", ".join(values.get(name, f'"{name}"') for name in names)
    ours = f"SELECT id FROM activities_activity WHERE source = '{SOURCE}'"
    body = io.StringIO()
    cursor.copy_expert(f'COPY (SELECT {chosen} FROM {model._meta.db_table} WHERE "{key}" IN ({ours})) TO STDOUT', body)
    body.seek(0)
    return columns, body


def _seconds(action):
    begin = time.perf_counter()
    action()
    return time.perf_counter() - begin

"""A day file of 200,000 loans of 249 libraries, beside the bare COPY of the rows that it becomes."""

import csv
import io
import random
import time

from django.core.files.base import ContentFile
from django.db import connection, transaction

from accounts.models import Role
from belts.models import Region
from benchmarks.result import Result
from benchmarks.world import vacuum
from core.imports import services
from core.imports.applying import apply_batch
from core.imports.judging import judge_batch
from core.models import ImportBatch
from tests.factories import person
from venues.lending.columns import BY_KEY
from venues.lending.pushing import push_movements
from venues.lending.readers import hash_of
from venues.models import Library, LibraryItem, LibraryMovement
from venues.services.movements import Movement, open_delivery, take_movements

MOST_ROWS = 200_000
MEMBERS = 249
AWAY = 0.2  # of the readers borrow away from home, of the items come back to another library
MOST_BYTES = 400  # that a movement may take with its indexes
PUSH = 5_000
MOVEMENT = "delivery_id, library_id, number, kind, at, owner_id, item, other_id, reader, aside"
ITEM = "owner_id, item, holder_id, on_loan, base_on_loan"


def run(rows: int) -> list[Result]:
    count = min(rows, MOST_ROWS)
    office = person(Role.CORRIDOR_OFFICE, username="bench-libraries")
    libraries = _members()
    delivery = open_delivery(actor=office)

    def take(movements):
        with _calm():
            return _seconds(lambda: take_movements(actor=office, delivery=delivery, movements=movements))

    loans = list(_loans(libraries, count, "2026-03-02"))
    lent = take(loans)
    loans_copied = _copy("kind = 'borrowed'", with_items=True)
    returned = take(_returns(libraries, loans, "2026-03-20"))
    again = take(loans)
    returns_copied = _copy("kind = 'returned'", with_items=False)
    size = _bytes_of_a_movement()
    late = take(_returns(libraries, loans, "2026-03-10"))  # of the past: every item is walked again
    filed = _file(office, list(_loans(libraries, count, "2026-04-02")))
    pushed = _push(office, libraries)
    return [
        Result(f"{count:,} loans to movements, custody, figures", lent, "COPY of these rows", loans_copied, "s", 5.0),
        Result(f"{count:,} returns of them", returned, "COPY of these rows", returns_copied, "s", 8.0),
        Result(f"{count:,} rows that are here already", again, "COPY of these rows", loans_copied, "s", 2.0),
        Result(f"{count:,} rows of the past", late, "COPY of these rows", returns_copied, "s", 25.0),
        Result(f"day file of {count:,} loans, both steps", filed, "COPY of these rows", loans_copied, "s", 30.0),
        Result(f"push of {PUSH:,} loans", pushed, "COPY of as many", loans_copied * PUSH / count, "s", 15.0),
        Result("one movement with its indexes", size, "limit", MOST_BYTES, "bytes", 1.0),
    ]


def _members():
    regions = list(Region.objects.filter(level=Region.Level.COUNTY).order_by("pk"))
    for number in range(MEMBERS):
        region = regions[number % len(regions)]
        Library.objects.create(code=f"BENCH-{number:03d}", name=f"图书馆{number}", region=region, source="bench")
    return list(Library.objects.filter(code__startswith="BENCH-").order_by("pk"))


def _loans(libraries, count, day):
    """Each of another item, at the library that owns it; a reader borrows four a day."""
    draw = random.Random(day)
    for number in range(count):
        library = draw.choice(libraries)
        home = draw.choice(libraries) if draw.random() < AWAY else library
        at = f"{day}T{9 + number % 10:02d}:{number % 60:02d}:{number % 59:02d}+08:00"
        reader = hash_of(home.code, str(draw.randrange(count // 4)))
        item = f"{day[5:7]}{number:08d}"
        yield Movement(library.pk, f"{day}-{number:07d}", "borrowed", at, library.pk, item, home.pk, reader)


def _returns(libraries, loans, day):
    draw = random.Random(day)
    for number, loan in enumerate(loans):
        library = draw.choice(libraries).pk if draw.random() < AWAY else loan.library
        at = f"{day}{loan.at[10:]}"
        yield Movement(library, f"{day}-{number:07d}", "returned", at, loan.owner, loan.item, None, None)


def _copy(where, *, with_items):
    """The rows as they are, under other numbers, into the same tables with their indexes; then they go again."""
    with connection.cursor() as cursor:
        columns = MOVEMENT.replace("number", "'C' || number").replace("item", "'C' || item")
        bodies = [
            (f"venues_librarymovement ({MOVEMENT})", f"SELECT {columns} FROM venues_librarymovement WHERE {where}")
        ]
        if with_items:
            columns = ITEM.replace("item", "'C' || item", 1)
            bodies.append((f"venues_libraryitem ({ITEM})", f"SELECT {columns} FROM venues_libraryitem"))
        bodies = [(table, _body(cursor, query)) for table, query in bodies]

        def copy():
            with transaction.atomic():
                for table, body in bodies:
                    cursor.copy_expert(f"COPY {table} FROM STDIN", body)

        with _calm():
            spent = _seconds(copy)
    LibraryMovement.objects.filter(number__startswith="C").delete()
    LibraryItem.objects.filter(item__startswith="C").delete()
    return spent


def _body(cursor, query):
    body = io.StringIO()
    cursor.copy_expert(f"COPY ({query}) TO STDOUT", body)
    body.seek(0)
    return body


def _bytes_of_a_movement():
    with connection.cursor() as cursor:
        cursor.execute("VACUUM FULL venues_librarymovement")
        cursor.execute("SELECT pg_total_relation_size('venues_librarymovement')")
        return cursor.fetchone()[0] / LibraryMovement.objects.count()


def _file(office, loans):
    """As a person does it: received without the readers' numbers, read and judged, applied."""
    codes = {library.pk: library.code for library in Library.objects.all()}
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    writer.writerow(BY_KEY)
    for loan in loans:
        library, home = codes[loan.library], codes[loan.other]
        writer.writerow((library, loan.number, "借出", loan.at, library, loan.item, home, loan.reader[:12], ""))
    file = ContentFile(text.getvalue().encode(), name="bench.csv")

    def work():
        with transaction.atomic():
            batch = services.upload_file(actor=office, kind="lending", file=file, source="bench")
            transaction.get_connection().run_on_commit.clear()  # nobody but this process works on it
        judge_batch(batch.pk)
        services.confirm_import(actor=office, batch=ImportBatch.objects.get(pk=batch.pk))
        apply_batch(batch.pk)
        return ImportBatch.objects.get(pk=batch.pk)

    begin = time.perf_counter()
    batch = work()
    spent = time.perf_counter() - begin
    applied = batch.rows.exclude(applied_at=None).count()
    if applied != len(loans):
        raise RuntimeError(f"{batch.state}: {applied:,} of {len(loans):,} rows applied. {batch.problem}")
    return spent


def _push(office, libraries):
    rows = []
    for loan in _loans(libraries, PUSH, "2026-05-02"):
        library, home = Library.objects.get(pk=loan.library).code, Library.objects.get(pk=loan.other).code
        row = {"library": library, "number": loan.number, "kind": loan.kind, "at": loan.at, "owner": library}
        rows.append(row | {"item": loan.item, "home": home, "reader": "0012345678"})
    with _calm():
        return _seconds(lambda: push_movements(actor=office, rows=rows))


class _calm:  # noqa: N801 - reads as a statement
    """Nothing is left over from before that the database would do meanwhile."""

    def __enter__(self):
        vacuum()
        with connection.cursor() as cursor:
            cursor.execute("CHECKPOINT")

    def __exit__(self, *problem):
        return False


def _seconds(action):
    begin = time.perf_counter()
    action()
    return time.perf_counter() - begin

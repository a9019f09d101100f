"""Movements of items come in: thousands at once, in any order, each once. See ``library_statements`` for how."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import NamedTuple

from django.conf import settings
from django.db import connection, transaction

from core.locks import work_alone
from venues.models import LibraryDelivery
from venues.services import library_statements as sql

SAME, DIFFERS = "same", "differs"


class Movement(NamedTuple):
    """A transaction whose words were read (``venues.lending.reading``); libraries by key, ``at`` in UTC.

    ``other`` is the home library of a loan and the receiver of a transfer; ``reader`` the hash of a loan's reader.
    """

    library: int
    number: str
    kind: str
    at: str
    owner: int
    item: str
    other: int | None
    reader: str | None


@dataclass
class Taken:
    """What became of each movement: "" counts, a reason keeps it aside, "same" was here, "differs" is refused.

    ``taken_up`` is how many that had been aside count now.
    """

    verdicts: list[str] = field(default_factory=list)
    taken_up: int = 0


@transaction.atomic
def open_delivery(*, actor, batch=None):
    """The file or push that brings rows; of one file there is one delivery, however many workers write it."""
    if batch is None:
        return LibraryDelivery.objects.create(actor=actor)
    return LibraryDelivery.objects.get_or_create(batch=batch, defaults={"actor": actor})[0]


@transaction.atomic
def take_movements(*, actor, delivery, movements: Iterable[Movement]) -> Taken:
    """Write movements, custody and figures in one transaction; nothing twice, whoever sends it again.

    Who takes movements waits for who does so already: a batch is a fraction of a second, and custody is exact.
    ``movements`` were read and allowed to ``actor``; no two of them are the same transaction.
    """
    taken = Taken()
    with connection.cursor() as cursor:
        cursor.execute(sql.STAGE)
        taken.verdicts = [""] * _stage(cursor, movements)
        work_alone("library movements")
        for place, is_same in _rows(cursor, sql.TAKE_KNOWN):
            taken.verdicts[place] = SAME if is_same else DIFFERS
        cursor.execute(sql.ANALYZE)
        cursor.execute(sql.REPLAY, {"zone": settings.TIME_ZONE})
        cursor.execute(sql.INSERT_MOVEMENTS, {"delivery": delivery.pk})
        for statement in sql.FOLLOWING:
            cursor.execute(statement)
        for place, aside in _rows(cursor, sql.ASIDES):
            taken.verdicts[place] = aside
        [(taken.taken_up,)] = _rows(cursor, sql.TAKEN_UP)
    return taken


def _stage(cursor, movements):
    text = io.StringIO(newline="")
    writer, count = csv.writer(text, lineterminator="\n"), 0
    for movement in movements:
        *values, reader = movement
        writer.writerow((count, *values, f"\\x{reader}" if reader else None))
        count += 1
    text.seek(0)
    with connection.wrap_database_errors:
        cursor.copy_expert(sql.COPY_STAGED, text)
    return count


def _rows(cursor, statement):
    cursor.execute(statement)
    return cursor.fetchall()


def compare_movements(movements: list[Movement]) -> list[str]:
    """For each: "same" or "differs" where the transaction is here, else ""; nothing is written."""
    found = [""] * len(movements)
    with connection.cursor() as cursor, transaction.atomic():
        cursor.execute(sql.STAGE)
        _stage(cursor, movements)
        for place, is_same in _rows(cursor, sql.TAKE_KNOWN):
            found[place] = SAME if is_same else DIFFERS
    return found

"""The table that a batch waits in while it is merged: made for one transaction, seen by nobody else."""

import csv
import datetime as dt
import io
from collections.abc import Iterable, Iterator
from typing import Any

from django.db import connection

from volunteers.exchange.prepared import PURPOSES, Agreed, PreparedRow, SealedPerson

PERSON = (
    ("name", "text"), ("document_kind", "text"), ("document", "bytea"), ("document_index", "bytea"),
    ("mobile", "bytea"), ("mobile_index", "bytea"), ("mobile_tail", "bytea"),
)  # fmt: skip
AGREED = (("given", "timestamptz"), ("withdrawn", "timestamptz"), ("version", "text"), ("by", "text"))
GIVEN = (
    ("number", "integer"), ("external_id", 'text COLLATE "C"'), ("version", "bigint"), ("content", "bytea"),
    ("closed", "boolean"), ("old_index", "bytea"), ("name_keys", "text"), ("birth_date", "date"),
    ("home", "text"), ("stated_home", "text"), ("registered_on", "date"),
    ("skills", "text[]"), ("times", "text[]"), ("dialects", "text[]"),
    *PERSON,
    *((f"{purpose}_{name}", kind) for purpose in PURPOSES for name, kind in AGREED),
    *((f"guardian_{name}", kind) for name, kind in PERSON), ("relation", "text"),
)  # fmt: skip
# What the merge finds out. ``volunteer`` is always the one that others were merged into, ``made_in`` the round in which
# a new one was made.
FOUND = (
    ("account", "bigint"), ("known_version", "bigint"), ("volunteer", "bigint"), ("new_no", "text"),
    ("area", "text"), ("made_in", "integer"), ("again", "boolean NOT NULL DEFAULT false"),
    ("believed", "boolean NOT NULL DEFAULT false"), ("verdict", "text"), ("code", "text"),
)  # fmt: skip
TABLE = (
    "DROP TABLE IF EXISTS pg_temp.staged; CREATE TEMP TABLE staged ("
    + ", ".join(f"{name} {kind}" for name, kind in (*GIVEN, *FOUND))
    + ") ON COMMIT DROP"
)
COPY = f"COPY pg_temp.staged ({', '.join(name for name, _kind in GIVEN)}) FROM STDIN WITH (FORMAT csv, NULL '')"
NOBODY = ("",) * len(PERSON)
NOTHING = ("",) * len(AGREED)


def stage(rows: Iterable[PreparedRow]) -> None:
    """Inside a transaction, at whose end the table is gone."""
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(map(_line, rows))
    text.seek(0)
    with connection.cursor() as cursor:
        cursor.execute(TABLE)
        with connection.wrap_database_errors:
            cursor.copy_expert(COPY, text)
        cursor.execute("ANALYZE pg_temp.staged (number, external_id, document_index)")  # what is joined by


def _line(row: PreparedRow) -> tuple[Any, ...]:
    return (
        row.number,
        row.external_id,
        row.version,
        _bytes(row.content),
        row.closed,
        _bytes(row.old_index),
        row.name_keys,
        row.birth_date,
        row.home,
        row.stated_home,
        row.registered_on,
        *(f"{{{','.join(words)}}}" for words in (row.skills, row.times, row.dialects)),
        *_person(row.person),
        *_consents(row.consents),
        *_person(row.guardian),
        row.relation,
    )


def _person(person: SealedPerson | None) -> tuple[Any, ...]:
    if person is None:
        return NOBODY
    name, kind, *sealed = person
    return name, kind, *map(_bytes, sealed)


def _bytes(value: bytes | None) -> str:
    return "" if value is None else f"\\x{value.hex()}"


def _consents(consents: Iterable[Agreed | None]) -> Iterator[Any]:
    for agreed in consents:
        if agreed is None:
            yield from NOTHING
        else:
            yield _moment(agreed.given)
            yield _moment(agreed.withdrawn)
            yield agreed.version
            yield agreed.by


def _moment(moment: dt.datetime | None) -> str:
    return "" if moment is None else moment.isoformat()

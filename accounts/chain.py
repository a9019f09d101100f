"""Digests of the history, day by day: each day's seal covers its rows and the seal before it.

A table's rows are digested in runs of a thousand keys, so that a difference found later points to a few rows. The
manifest names the columns that were read: a column that a later version adds does not break an old seal.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.db import connection
from django.utils import timezone

from accounts.models import AuditEntry
from core.history import event_models

RUN = 1000

RUNS_SQL = """
SELECT run, count(*), encode(sha256(string_agg(mark, ''::bytea ORDER BY key)), 'hex')
FROM (
    SELECT "{key}" AS key, "{key}" / %s AS run, sha256(convert_to(to_jsonb(picked)::text, 'UTF8')) AS mark
    FROM (SELECT {columns} FROM "{table}" WHERE "{moment}" >= %s AND "{moment}" < %s) AS picked
) AS marked
GROUP BY run ORDER BY run
"""


@dataclass(frozen=True)
class Source:
    """A table whose rows are sealed: by its key, dated by ``moment``."""

    table: str
    key: str
    moment: str
    columns: tuple[str, ...]


def sources() -> list[Source]:
    """Every history table and the audit, by name."""
    found = [_source(model, "pgh_id", "pgh_created_at") for model in event_models()]
    return sorted([*found, _source(AuditEntry, "id", "at")], key=lambda source: source.table)


def _source(model: Any, key: str, moment: str) -> Source:
    columns = tuple(sorted(field.column for field in model._meta.concrete_fields))
    return Source(model._meta.db_table, key, moment, columns)


def bounds(day: dt.date) -> tuple[dt.datetime, dt.datetime]:
    """The first moment of a day here and of the day after."""
    start = timezone.make_aware(dt.datetime.combine(day, dt.time.min))
    return start, timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=1), dt.time.min))


def runs_of(source: Source, columns: list[str], day: dt.date) -> list[list[Any]]:
    """[run, rows, digest] of each run of keys that has rows on that day."""
    quoted = ", ".join(f'"{column}"' for column in sorted({source.key, *columns}))
    sql = RUNS_SQL.format(table=source.table, key=source.key, moment=source.moment, columns=quoted)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL TimeZone = 'UTC'")  # moments are part of the digest in the form they are written
        cursor.execute(sql, [RUN, *bounds(day)])
        return [list(row) for row in cursor]


def sources_with_rows(day: dt.date) -> list[Source]:
    """The tables that have a row on that day, found in one question: most have none."""
    asked: list[str] = []
    values: list[Any] = []
    for source in sources():
        where = f'"{source.moment}" >= %s AND "{source.moment}" < %s'
        asked.append(f'SELECT %s WHERE EXISTS (SELECT FROM "{source.table}" WHERE {where})')  # noqa: S608 - our names
        values += [source.table, *bounds(day)]
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(asked), values)
        found = {table for (table,) in cursor}
    return [source for source in sources() if source.table in found]


def manifest_of(day: dt.date) -> dict[str, Any]:
    """For each table that has rows on that day: the columns read and the digest of each run."""
    return {
        source.table: {"columns": list(source.columns), "runs": runs_of(source, list(source.columns), day)}
        for source in sources_with_rows(day)
    }


def digest_of(day: dt.date, previous: str, manifest: dict[str, Any]) -> str:
    body = json.dumps([day.isoformat(), previous, manifest], sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(body.encode()).hexdigest()


def rows_in(manifest: dict[str, Any]) -> int:
    return sum(rows for part in manifest.values() for _run, rows, _digest in part["runs"])


def first_day() -> dt.date | None:
    """The day of the oldest row of all, or None when there is none."""
    oldest = [_oldest_moment(source) for source in sources()]
    return min((timezone.localtime(moment).date() for moment in oldest if moment), default=None)


def _oldest_moment(source: Source) -> dt.datetime | None:
    with connection.cursor() as cursor:
        cursor.execute(f'SELECT min("{source.moment}") FROM "{source.table}"')  # noqa: S608 - names of our models
        return cursor.fetchone()[0]


def compare(day: dt.date, manifest: dict[str, Any]) -> Iterator[str]:
    """What differs between a day's rows now and its manifest, in words."""
    known = {source.table: source for source in sources()}
    for table in sorted({*manifest, *(source.table for source in sources_with_rows(day))}):
        part, source = manifest.get(table), known.get(table)
        if source is None:
            yield f"{table}: the table is gone"
        elif part is None:
            inserted = sum(rows for _run, rows, _digest in runs_of(source, [], day))
            yield f"{table}: {inserted} rows inserted"
        elif gone := set(part["columns"]) - set(source.columns):
            yield f"{table}: columns gone: {', '.join(sorted(gone))}"
        else:
            yield from _compare_runs(table, part["runs"], runs_of(source, part["columns"], day))


def _compare_runs(table: str, sealed: list[list[Any]], found: list[list[Any]]) -> Iterator[str]:
    then = {run: (rows, digest) for run, rows, digest in sealed}
    now = {run: (rows, digest) for run, rows, digest in found}
    for run in sorted(then.keys() | now.keys()):
        (rows_then, digest_then), (rows_now, digest_now) = then.get(run, (0, "")), now.get(run, (0, ""))
        where = f"{table}, keys {run * RUN} to {run * RUN + RUN - 1}"
        if rows_now < rows_then:
            yield f"{where}: {rows_then - rows_now} of {rows_then} rows deleted"
        elif rows_now > rows_then:
            yield f"{where}: {rows_now - rows_then} rows inserted"
        elif digest_now != digest_then:
            yield f"{where}: rows changed"

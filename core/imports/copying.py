"""COPY of Python values into a table: what bulk_create does, at a fifth of its cost. Constraints and triggers hold."""

import csv
import io
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection, models


def copy_rows(model: type[models.Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert ``rows``, whose values stand in the order of the field ``names`` ("lead_id" of a foreign key).

    None is NULL where the column allows it; JSON comes as text.
    """
    fields = {field.attname: field for field in model._meta.concrete_fields}
    columns = [f'"{fields[name].column}"' for name in names]
    filled = [column for column, name in zip(columns, names, strict=True) if not fields[name].null]
    text = io.StringIO(newline="")
    csv.writer(text, lineterminator="\n").writerows(rows)
    if not text.tell():
        return
    text.seek(0)
    with connection.cursor() as cursor:
        # COPY goes past the wrapper that says in the history who acts; any query but a plain SELECT lets it be said.
        cursor.execute("WITH here AS (SELECT 1) SELECT * FROM here")
        with connection.wrap_database_errors:
            cursor.copy_expert(
                f'COPY "{model._meta.db_table}" ({", ".join(columns)}) FROM STDIN'
                f" WITH (FORMAT csv, NULL '', FORCE_NOT_NULL ({', '.join(filled)}))",
                text,
            )


def new_ids(model: type[models.Model], count: int) -> list[int]:
    """Ids that nobody else will get."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT nextval(pg_get_serial_sequence(%s, 'id')) FROM generate_series(1, %s)",
            [model._meta.db_table, count],
        )
        return [row[0] for row in cursor]

"""The first step: read a file and write a verdict for each of its rows. All of it, or nothing.

The rows are written a chunk at a time, each in a transaction of its own: one over a whole large file would hold up the
change feed and the clearing away of old rows for minutes. Until all are there the file stays in the state of being
read; who begins again takes away what a worker that died has left.
"""

from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any

import orjson
from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.imports.columns import match_header
from core.imports.copying import copy_rows
from core.imports.importer import MOST_WORDS, Judged, Run, importer_of
from core.imports.reading import ReadRow, rows_of
from core.imports.starting import begin, only_one
from core.models import ImportBatch, ImportRow

CHUNK = 2_000
WRITTEN = (
    "batch_id", "number", "source_id", "cells", "verdict", "has_warning", "problems", "values", "changes",
    "target_id", "target_version", "refused",
)  # fmt: skip
TWICE = """
UPDATE core_importrow r SET verdict = 'error', values = NULL, problems = r.problems || twice.problem::jsonb
FROM unnest(%s::int[], %s::text[]) AS twice (number, problem) WHERE r.batch_id = %s AND r.number = twice.number
"""
State, Verdict = ImportBatch.State, ImportRow.Verdict


def judge_batch(batch_id: int) -> None:
    """Safe to repeat and to run twice at once; a file that was confirmed or cancelled meanwhile is left alone."""
    with only_one(f"judge import {batch_id}") as alone:
        batch = begin(batch_id, State.UPLOADED) if alone else None
        if batch is None:
            return
        with override(batch.language):
            try:
                _judge(batch)
            except ValidationError as error:
                _refuse(batch, " ".join(error.messages))
            except OvertakenError:
                return


class OvertakenError(Exception):
    """Somebody cancelled the file while it was read: nothing of it stays."""


def _still_uploaded(batch: ImportBatch) -> Any:
    return ImportBatch.objects.filter(pk=batch.pk, state=State.UPLOADED)


@transaction.atomic
def _refuse(batch: ImportBatch, problem: str) -> None:
    if _still_uploaded(batch).update(state=State.UNREADABLE, problem=problem):
        batch.rows.all().delete()


def _hold(batch: ImportBatch) -> None:
    """In a transaction: nobody cancels the file before its end. It also says that somebody is at it."""
    if not _still_uploaded(batch).update(touched_at=timezone.now()):
        raise OvertakenError


def _judge(batch: ImportBatch) -> None:
    importer = importer_of(batch.kind)
    if not importer.may_import(batch.created_by):
        raise ValidationError(_("You hold no post that may import."), code="may_not_import")
    lists = rows_of(batch)
    first = next(lists, [])
    if not first:
        raise ValidationError(_("The file holds no rows."), code="file_is_empty")
    columns = match_header(importer.columns, first[0][1], quotes=importer.quotes_cells)
    run = importer.run(batch, columns)
    with transaction.atomic():
        _hold(batch)
        batch.rows.all().delete()
    seen = _write_all(batch, run, chain([first[1:]], lists))
    if not seen.rows:
        raise ValidationError(_("The file has a header, but no rows below it."), code="file_is_empty")
    with transaction.atomic():
        _hold(batch)
        seen.mark_first_ones(batch)
        _still_uploaded(batch).update(
            state=State.CHECKED,
            problem="",
            columns=[column.key for column in columns],
            totals=batch.rows.totals(),
            words=_most_frequent(run.words.found),
            attempts=0,
        )


def _write_all(batch: ImportBatch, run: Run, lists: Iterable[list[ReadRow]]) -> "SeenIds":
    seen = SeenIds()
    for chunk in chunks(lists, CHUNK):
        judged = run.judge([(number, _fitted(cells, run.columns)) for number, cells in chunk])
        for row in judged:
            _check_width(row, len(run.columns), quotes=importer_of(batch.kind).quotes_cells)
            seen.check(row)
        with transaction.atomic():
            _hold(batch)
            copy_rows(ImportRow, WRITTEN, (_written(batch, row) for row in judged))
        cache.set(progress_key(batch.pk), seen.rows, 3600)
    return seen


def progress_key(batch_id: int) -> str:
    return f"import-rows-read-{batch_id}"


def chunks(lists: Iterable[list[Any]], size: int) -> Iterator[list[Any]]:
    kept: list[Any] = []
    for rows in lists:
        kept += rows
        if len(kept) >= size:
            yield kept
            kept = []
    if kept:
        yield kept


def _fitted(cells: list[str], columns: Any) -> list[str]:
    return cells + [""] * (len(columns) - len(cells)) if len(cells) < len(columns) else cells


def _check_width(row: Judged, width: int, *, quotes: bool) -> None:
    """Cells beyond the last heading: most often a comma in a text that nobody quoted."""
    if len(row.cells) > width:
        if any(row.cells[width:]):
            message = _("There are more cells than columns: “%(cell)s” has no heading.")
            cell = next(filter(None, row.cells[width:]))[:50] if quotes else "…"
            row.error("", "too_many_cells", message % {"cell": cell})
            row.verdict, row.values = Verdict.ERROR, None
        row.cells = row.cells[:width]


def _written(batch: ImportBatch, row: Judged) -> tuple[Any, ...]:
    applied = row.verdict in {Verdict.NEW, Verdict.CHANGED}
    return (
        batch.pk,
        row.number,
        row.source_id,
        orjson.dumps(row.cells).decode(),
        row.verdict,
        row.has_warning,
        orjson.dumps(row.problems).decode(),
        orjson.dumps(row.values).decode() if applied else None,
        orjson.dumps(row.changes).decode(),
        row.target_id,
        row.target_version,
        "",
    )


def _most_frequent(found: dict[str, dict[str, Any]]) -> dict[str, Any]:
    """Per column the words to ask about, the most frequent first; the decision for the rest covers what is cut."""
    return {
        column: dict(sorted(words.items(), key=lambda pair: -pair[1]["rows"])[:MOST_WORDS])
        for column, words in found.items()
    }


class SeenIds:
    """Ids that stand in the file twice: which of the rows is meant is not for us to say, so none is taken."""

    def __init__(self) -> None:
        self.rows = 0
        self.first: dict[str, int] = {}
        self.again: dict[str, int] = {}

    def check(self, row: Judged) -> None:
        self.rows += 1
        if not row.source_id:
            return
        before = self.first.setdefault(row.source_id, row.number)
        if before != row.number:
            self.again.setdefault(row.source_id, row.number)
            row.problems.append(self._problem(before))
            row.verdict = Verdict.ERROR

    def mark_first_ones(self, batch: ImportBatch) -> None:
        numbers = {self.first[source_id]: again for source_id, again in self.again.items()}
        problems = [(number, orjson.dumps([self._problem(again)]).decode()) for number, again in numbers.items()]
        with connection.cursor() as cursor:
            for at in range(0, len(problems), CHUNK):
                chunk = problems[at : at + CHUNK]
                cursor.execute(TWICE, [[each[0] for each in chunk], [each[1] for each in chunk], batch.pk])

    @staticmethod
    def _problem(other: int) -> dict[str, str]:
        message = _("Row %(row)s has the same id. Ids tell rows apart, so neither is taken.") % {"row": other}
        return {"column": "id", "level": "error", "code": "id_twice", "message": message}

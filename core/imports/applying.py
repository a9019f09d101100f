"""The second step: write the confirmed rows. A chunk at a time, and row by row where a chunk does not go in whole."""

import pghistory
from django.core.exceptions import ValidationError
from django.db import DatabaseError, OperationalError, connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from psycopg2.errors import DeadlockDetected

from core import request_id
from core.imports.importer import Run, importer_of
from core.imports.starting import begin, may_go_on, progressed
from core.models import ImportBatch, ImportRow

MOST_TIES = 4
State = ImportBatch.State


def apply_batch(batch_id: int) -> None:
    """Safe to repeat and to run twice at once: each worker takes rows that no other holds, and none is taken twice."""
    batch = begin(batch_id, State.CONFIRMED)
    if batch is None:
        return
    importer = importer_of(batch.kind)
    context = pghistory.context(user=batch.created_by_id, request=request_id.current.get(), batch=batch.pk)
    with context, override(batch.language):
        if not importer.may_import(batch.created_by):
            _stop(batch, _("You hold no post any more that may import. Nothing more was applied."))
            return
        run = importer.run(batch, [column for key in batch.columns if (column := importer.column(key))])
        with transaction.atomic():
            run.prepare()
        if _apply_all(batch, run):
            _finish(batch)


def _apply_all(batch: ImportBatch, run: Run) -> bool:
    """False when somebody paused it. Each chunk is looked for behind the one before: the index still holds what is
    done, and a million of that would be passed by with each chunk. At the end once more from the beginning, for what a
    worker that died had in its hands.
    """
    after = 0
    while True:
        last = _apply_chunk(batch, run, after)
        if not last and not after:
            return True
        after = last
        if not may_go_on(batch):
            return False


def _apply_chunk(batch: ImportBatch, run: Run, after: int) -> int:
    """The number of the last row that was taken; 0 when there is nothing left that nobody else is at. Tried again where
    the database broke a tie.
    """
    for _tried in range(MOST_TIES):
        try:
            return _apply_once(batch, run, after)
        except OperationalError as error:
            if not isinstance(error.__cause__, DeadlockDetected):
                raise
    return _apply_once(batch, run, after)


def _apply_once(batch: ImportBatch, run: Run, after: int) -> int:
    """One transaction."""
    with transaction.atomic():
        owed = batch.rows.owed().filter(number__gt=after).defer("cells", "problems").order_by("number")
        rows = list(owed.select_for_update(skip_locked=True, of=("self",))[: run.chunk])
        if not rows:
            return 0
        _apply(run, rows)
        refused = _mark(rows, keep_values=run.keeps_values)
        progressed(batch, applied=len(rows) - refused, refused=refused)
    return rows[-1].number


def _apply(run: Run, rows: list[ImportRow]) -> None:
    """All at once; when that fails nothing of it is left, and each half is tried for itself, down to the bad row."""
    try:
        with transaction.atomic():
            run.apply(rows)
            connection.check_constraints()  # now, and not when the whole chunk commits
    except OperationalError:
        raise  # the database is away: the chunk stays owed
    except (ValidationError, DatabaseError) as error:
        if len(rows) > 1:
            middle = len(rows) // 2
            _apply(run, rows[:middle])
            _apply(run, rows[middle:])
        else:
            rows[0].refused = " ".join(error.messages) if isinstance(error, ValidationError) else run.words_for(error)


def _mark(rows: list[ImportRow], *, keep_values: bool) -> int:
    """What became of each row, in the transaction that did it; how many were refused."""
    done = [row for row in rows if not row.refused]
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE core_importrow SET applied_at = %s, target_id = done.target,"
            " values = CASE WHEN %s THEN values END"
            " FROM unnest(%s::bigint[], %s::bigint[]) AS done (id, target) WHERE core_importrow.id = done.id",
            [timezone.now(), keep_values, [row.pk for row in done], [row.target_id for row in done]],
        )
    for row in rows:
        if row.refused:
            row.save(update_fields=["refused"])
    return len(rows) - len(done)


def _finish(batch: ImportBatch) -> None:
    """Done when no row is owed; another worker may still hold some, and then it is the one that finishes."""
    if batch.rows.owed().exists():
        return
    importer_of(batch.kind).forget(batch)
    ImportBatch.objects.filter(pk=batch.pk, state=State.CONFIRMED).update(state=State.DONE, done_at=timezone.now())


def _stop(batch: ImportBatch, problem: str) -> None:
    ImportBatch.objects.filter(pk=batch.pk, state=State.CONFIRMED).update(state=State.STOPPED, problem=problem)

"""Starting a piece of a batch's work: once at a time, and not for ever when it kills its worker each time."""

import datetime as dt
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext, override

from core.models import ImportBatch

MOST_ATTEMPTS = 6  # two workers begin at once
RESUMED_AFTER = dt.timedelta(seconds=60)
State = ImportBatch.State


@contextmanager
def only_one(name: str) -> Iterator[bool]:
    """Whether nobody else holds ``name``; then it is held until the end, or until this process dies."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtextextended(%s, 0))", [name])
        held = cursor.fetchone()[0]
    try:
        yield held
    finally:
        if held:
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_advisory_unlock(hashtextextended(%s, 0))", [name])


def begin(batch_id: int, state: str) -> ImportBatch | None:
    """The batch, when it is in ``state`` and may be tried once more; counts the attempt before it is made."""
    now = timezone.now()
    rows = ImportBatch.objects.filter(pk=batch_id, state=state)
    if not rows.filter(attempts__lt=MOST_ATTEMPTS).update(attempts=F("attempts") + 1, touched_at=now):
        for batch in rows:
            _give_up(batch)
        return None
    return rows.select_related("created_by").first()


def progressed(batch: ImportBatch, *, applied: int, refused: int) -> None:
    """In the transaction that wrote the rows: the sums are right wherever a worker dies."""
    ImportBatch.objects.filter(pk=batch.pk).update(
        applied=F("applied") + applied, refused=F("refused") + refused, attempts=0, touched_at=timezone.now()
    )


def may_go_on(batch: ImportBatch) -> bool:
    """Not when somebody paused the batch meanwhile."""
    return ImportBatch.objects.filter(pk=batch.pk, state=State.CONFIRMED).exists()


def _give_up(batch: ImportBatch) -> None:
    with override(batch.language):
        problem = gettext("This was tried %(times)d times and broke off each time. Nothing is half done.")
    ended = State.UNREADABLE if batch.state == State.UPLOADED else State.STOPPED
    with transaction.atomic():
        rows = ImportBatch.objects.filter(pk=batch.pk, state=batch.state)
        if rows.update(state=ended, problem=problem % {"times": MOST_ATTEMPTS}) and ended == State.UNREADABLE:
            batch.rows.all().delete()


def waiting() -> Iterator[ImportBatch]:
    """Batches whose work is owed and that nobody has touched for a while."""
    yield from ImportBatch.objects.filter(
        state__in=[State.UPLOADED, State.CONFIRMED], touched_at__lt=timezone.now() - RESUMED_AFTER
    )

"""A file of the project's own brought through both steps of an import at once, as somebody who may import it."""

import time
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile

from core.imports import services
from core.imports.applying import apply_batch
from core.imports.judging import judge_batch
from core.models import ImportBatch

State = ImportBatch.State


def import_file(*, actor: Any, kind: str, path: Path, source: str, decisions: dict[str, Any]) -> ImportBatch | None:
    """The batch, applied as far as its rows allow; None when this very file was imported before.

    ``decisions`` say what unknown words mean, by column. Raises ValidationError when the file cannot be read.
    """
    content = path.read_bytes()
    if _imported_as_it_is(kind, source, content):
        return None
    batch = services.upload_file(actor=actor, kind=kind, file=ContentFile(content, name=path.name), source=source)
    _work(batch, State.UPLOADED, judge_batch)
    if batch.state == State.CHECKED:
        known = {column: decisions[column] for column in batch.words if column in decisions}
        services.decide_words(actor=actor, batch=batch, decisions=known)
        _work(batch, State.UPLOADED, judge_batch)
    if batch.state != State.CHECKED:
        raise ValidationError(batch.problem or str(batch.get_state_display()), code="header_wrong")
    if batch.rows.owed().exists():
        services.confirm_import(actor=actor, batch=batch)
        _work(batch, State.CONFIRMED, apply_batch)
    return batch


def forget_unapplied(*, actor: Any, batch: ImportBatch) -> None:
    """A file that changed nothing is not kept; whoever wants its verdicts has read them."""
    if batch.state == State.CHECKED:
        services.cancel_import(actor=actor, batch=batch)


def _imported_as_it_is(kind: str, source: str, content: bytes) -> bool:
    before = ImportBatch.objects.filter(kind=kind, source=source, state=State.DONE).first()
    if before is None or not before.file.storage.exists(str(before.file.name)):
        return False
    with before.file.open("rb") as stored:
        return stored.read() == content


def _work(batch: ImportBatch, state: str, step: Any) -> None:
    """Do the step here; when a worker was faster, wait for it."""
    step(batch.pk)
    batch.refresh_from_db()
    while batch.state == state:
        time.sleep(0.2)
        step(batch.pk)
        batch.refresh_from_db()

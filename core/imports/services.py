"""What a person does with a file: send it, decide about its words, confirm it, take it back."""

import logging

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError

from core.imports import files, tasks
from core.imports.importer import CREATE, LEAVE, MAP, importer_of
from core.models import ImportBatch

logger = logging.getLogger(__name__)
APPLIERS = 2  # while one waits for the database, the other computes
State = ImportBatch.State
CANCELLED_FROM = (State.UPLOADED, State.CHECKED, State.UNREADABLE)


@transaction.atomic
def upload_file(*, actor, kind, file, source):
    """Keep the file and send it to be read. A file that nothing could read is refused here."""
    importer = importer_of(kind)
    if not importer.may_import(actor):
        raise ValidationError(_("You hold no post that may import."), code="may_not_import")
    name = file.name.replace("\x00", "")
    table_kind = files.kind_of(file, name, importer.limits)
    file.seek(0)
    kept = importer.kept(file, table_kind)
    batch = ImportBatch(
        kind=kind,
        file=kept,
        file_name=name[-200:],
        source=source.strip(),
        language=get_language() or "zh-hans",
        created_by=actor,
    )
    batch.full_clean()
    batch.save()
    if kept is not file:
        kept.close()  # the importer made it; what is stored is opened anew
        batch.file = batch.file.name
    _send(batch)
    return batch


@transaction.atomic
def decide_words(*, actor, batch, decisions):
    """Keep what the uploader decided about unknown words, and judge the file again with it.

    ``decisions``: {column: {word: "map:<value>" | "create" | "leave" | ""}}; "" takes a decision back.
    """
    batch = _lock(batch, State.CHECKED)
    importer = importer_of(batch.kind)
    for column, words in decisions.items():
        kept = batch.decisions.setdefault(column, {})
        for word, decision in words.items():
            _check_decision(importer, column, word, decision, actor)
            kept.pop(word, None)
            if decision:
                kept[word] = decision
    batch.state, batch.touched_at, batch.attempts = State.UPLOADED, timezone.now(), 0
    batch.save()
    _send(batch)
    return batch


def _check_decision(importer, column, word, decision, actor):
    field = importer.word_fields.get(column)
    what, _colon, which = decision.partition(":")
    allowed = field is not None and (
        not decision
        or (what == CREATE and field.create)
        or (what == LEAVE and field.leave)
        or (what == MAP and which in {str(value) for value, _label in field.choices(word, actor)})
    )
    if not allowed:
        raise ValidationError(
            _("“%(decision)s” cannot be decided about “%(word)s”."),
            code="decision_unknown",
            params={"decision": decision[:50], "word": word[:50]},
        )


@transaction.atomic
def confirm_import(*, actor, batch):
    """Send the new and the changed rows to be applied. Confirming twice is confirming once."""
    batch = _lock(batch)
    if batch.state in {State.CONFIRMED, State.DONE}:
        return batch
    _check_state(batch, State.CHECKED)
    if not batch.rows.owed().exists():
        raise ValidationError(_("No row of this file is new or changed."), code="nothing_to_apply")
    batch.state, batch.confirmed_at = State.CONFIRMED, timezone.now()
    batch.touched_at, batch.attempts = batch.confirmed_at, 0
    batch.save()
    _send(batch)
    return batch


@transaction.atomic
def cancel_import(*, actor, batch):
    """Forget the file and what was read of it. What was confirmed is not taken back."""
    batch = _lock(batch)
    if batch.state == State.CANCELLED:
        return batch
    _check_state(batch, *CANCELLED_FROM)
    batch.rows.all().delete()
    name, batch.file = batch.file.name, ""
    batch.state, batch.words, batch.totals = State.CANCELLED, {}, {}
    batch.save()
    transaction.on_commit(lambda: default_storage.delete(name))
    return batch


@transaction.atomic
def try_again(*, actor, batch):
    """Go on with a batch that stopped; what it has applied stays applied."""
    batch = _lock(batch)
    if batch.state == State.CONFIRMED:
        return batch
    _check_state(batch, State.STOPPED)
    batch.state, batch.problem, batch.attempts, batch.touched_at = State.CONFIRMED, "", 0, timezone.now()
    batch.save()
    _send(batch)
    return batch


@transaction.atomic
def pause_import(*, actor, batch):
    """Stop after the chunk that is being written. What is applied stays; the rest waits for ``resume_import``."""
    batch = _lock(batch)
    if batch.state == State.PAUSED:
        return batch
    _check_state(batch, State.CONFIRMED)
    batch.state = State.PAUSED
    batch.save()
    return batch


@transaction.atomic
def resume_import(*, actor, batch):
    """Go on with what a pause left."""
    batch = _lock(batch)
    if batch.state == State.CONFIRMED:
        return batch
    _check_state(batch, State.PAUSED)
    batch.state, batch.attempts, batch.touched_at = State.CONFIRMED, 0, timezone.now()
    batch.save()
    _send(batch)
    return batch


def _lock(batch, *states):
    batch = ImportBatch.objects.select_for_update(of=("self",)).get(pk=batch.pk)
    if states:
        _check_state(batch, *states)
    return batch


def _check_state(batch, *states):
    if batch.state not in states:
        raise ValidationError(
            _("This import is “%(state)s” now. Open it again."),
            code="import_moved_on",
            params={"state": batch.get_state_display()},
        )


def send_on(batch):
    """Send the work that a batch owes: to be read by one worker, or to be applied by two."""
    sent = [tasks.judge_import] if batch.state == State.UPLOADED else [tasks.apply_import] * APPLIERS
    try:
        for task in sent:
            task.delay(batch.pk)
    except OperationalError as error:
        logger.warning("import %s waits for the queue: %s", batch.pk, error)  # resume_imports sends it again


def _send(batch):
    transaction.on_commit(lambda: send_on(batch))

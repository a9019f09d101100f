"""Bring what the vault holds under its current keys, while everything goes on.

Each chunk of rows is one transaction: a row is as it was, or as it will be, and can be read either way as long as the
old keys are in the settings. What is done is seen from the rows themselves, so that a killed run loses nothing and
two at once do each row once.
"""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import NamedTuple

from django.core.cache import cache
from django.db import IntegrityError, connection, transaction
from django.db.models import Model

from volunteers import vault
from volunteers.models.identity import Sealed
from volunteers.queries import keys

CHUNK = 1000
COUNTS_HOLD = 48 * 3600  # seconds


@dataclass
class Turned:
    """``unreadable`` and ``doubled`` are keys of volunteers whose row stayed as it was."""

    rows: int = 0
    unreadable: list[int] = field(default_factory=list)
    doubled: list[int] = field(default_factory=list)


class _Renewed(NamedTuple):
    pk: int
    document: bytes
    document_index: bytes
    mobile: bytes | None
    mobile_index: bytes | None
    mobile_tail: bytes | None


def turn_all(*, size: int = CHUNK, pause: float = 0, say: Callable[[int], None] = lambda _rows: None) -> Turned:
    """All rows of all models. First those that nobody holds, then the rest; ``say`` hears how many are done."""
    done = Turned()
    for model in keys.sealed_models():
        for wait in (False, True):
            after: int | None = 0
            while after is not None:
                after = turn_chunk(model, done, after=after, size=size, wait=wait)
                say(done.rows)
                time.sleep(pause)
    for waiting, column in keys.waiting_columns():
        done.rows += _turn_waiting(waiting, column, size)
    done.unreadable, done.doubled = sorted(set(done.unreadable)), sorted(set(done.doubled))
    return done


def _turn_waiting(model: type[Model], column: str, size: int) -> int:
    """What waits; what of it does not open is forgotten in some days by itself."""
    turned, after = 0, None
    while True:
        with transaction.atomic():
            rows = model._default_manager.filter(keys.not_sealed_now(column)).order_by("pk")
            rows = rows if after is None else rows.filter(pk__gt=after)
            chunk = list(rows.select_for_update(of=("self",))[:size])
            ready = [row for row in chunk if _sealed_anew(row, column)]
            model._default_manager.bulk_update(ready, [column])
        turned += len(ready)
        if not chunk:
            return turned
        after = chunk[-1].pk


def _sealed_anew(row: Model, column: str) -> bool:
    try:
        setattr(row, column, vault.seal(column, vault.unseal(column, getattr(row, column))))
    except vault.VaultError:
        return False
    return True


@transaction.atomic
def turn_chunk(model: type[Sealed], done: Turned, *, after: int, size: int, wait: bool) -> int | None:
    """The next ``size`` rows behind the key ``after`` that are not under the current keys; None when there are none."""
    rows = model._default_manager.filter(keys.not_current(), pk__gt=after).order_by("pk")
    chunk = list(rows.select_for_update(of=("self",), skip_locked=not wait)[:size])
    ready = [renewed for renewed in (_renewed(row, done) for row in chunk) if renewed]
    if not _written(model, ready):
        # A document that was registered again under the new index key shows now: the row stays and is named.
        doubled = [renewed for renewed in ready if not _written(model, [renewed])]
        done.doubled += [renewed.pk for renewed in doubled]
        done.rows -= len(doubled)
    done.rows += len(ready)
    return chunk[-1].pk if chunk else None


def note_counts() -> None:
    """Count the rows by key, for the readiness page, which cannot wait for it."""
    cache.set(keys.COUNTS, keys.count_by_key(), COUNTS_HOLD)


def _renewed(row: Sealed, done: Turned) -> _Renewed | None:
    try:
        document = vault.unseal(vault.DOCUMENT, row.document)
        mobile = None if row.mobile is None else vault.unseal(vault.MOBILE, row.mobile)
    except vault.VaultError:
        done.unreadable.append(row.pk)
        return None
    return _Renewed(
        row.pk,
        _current(vault.DOCUMENT, row.document, document),
        vault.blind_index(vault.DOCUMENT, document),
        None if mobile is None else _current(vault.MOBILE, row.mobile, mobile),
        None if mobile is None else vault.blind_index(vault.MOBILE, mobile),
        None if mobile is None else vault.tail_index(mobile),
    )


def _current(what: str, sealed: bytes | memoryview | None, text: str) -> bytes:
    kept = bytes(sealed or b"")
    return kept if vault.is_current(kept) else vault.seal(what, text)


def _written(model: type[Sealed], rows: list[_Renewed]) -> bool:
    """Whether all of them could be written; else none was."""
    if not rows:
        return True
    table, key = map(connection.ops.quote_name, (model._meta.db_table, str(model._meta.pk.column)))
    columns = _Renewed._fields[1:]
    values = ", ".join(f"{name} = new.{name}" for name in columns)
    sets = ", ".join(["%s::bigint[]", *["%s::bytea[]"] * len(columns)])
    names = ", ".join(_Renewed._fields)
    statement = (
        f"UPDATE {table} SET {values} FROM unnest({sets}) AS new ({names})"  # noqa: S608 (our own names)
        f" WHERE {table}.{key} = new.pk"
    )
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement, [list(column) for column in zip(*rows, strict=True)])
    except IntegrityError:
        return False
    return True

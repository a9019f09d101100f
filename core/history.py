"""Every domain row's history, written by triggers: bulk writes and raw SQL are in it too.

An event row keeps the row as it was, who did it, in which request and why. The last three stand in the event row itself
(not in a table beside it), so that nothing of an event can be changed later. See accounts.queries for reading it.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import pghistory
import pgtrigger
from django.apps import apps
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from pghistory.models import Event

from core import request_id

LEAST_DAYS_KEPT = 183  # GB/T 22239-2019, level 3: six months


class HistoryEvent(Event):
    pgh_id = models.BigAutoField(primary_key=True)

    class Meta:
        abstract = True


def kept(moment: str, *, marks: str = "") -> pgtrigger.Trigger:
    """The trigger of a table that only grows: no change, and no deletion before six months are over.

    ``moment`` is the column that dates a row; ``marks`` a column that may be set once on a row that old.
    """
    old = f"OLD.{moment} < now() - interval '{LEAST_DAYS_KEPT} days'"
    func = f"IF TG_OP = 'DELETE' AND {old} THEN RETURN OLD; END IF;\n"
    if marks:
        func += (
            f"IF TG_OP = 'UPDATE' AND {old} AND OLD.{marks} IS NULL"
            f" AND to_jsonb(OLD) - '{marks}' = to_jsonb(NEW) - '{marks}' THEN RETURN NEW; END IF;\n"
        )
    func += "RAISE EXCEPTION '% keeps its rows as they are', TG_TABLE_NAME;"
    return pgtrigger.Trigger(
        name="append_only", when=pgtrigger.Before, operation=pgtrigger.Update | pgtrigger.Delete, func=func
    )


def tracked(**options: Any) -> Any:
    """Class decorator: an event row for each insert, update and delete of the model."""
    return _tracked(
        pghistory.InsertEvent(),
        pghistory.UpdateEvent(),
        pghistory.DeleteEvent(),
        obj_field=pghistory.ObjForeignKey(related_name="events", db_index=True),
        **options,
    )


def tracked_links() -> Any:
    """Class decorator for a proxy of a many-to-many table: an event row for each link made or cut."""
    return _tracked(pghistory.InsertEvent(), pghistory.DeleteEvent(), obj_field=None)


def _tracked(*events: pghistory.Tracker, **options: Any) -> Any:
    def decorate(model: type[models.Model]) -> type[models.Model]:
        name = model._meta.model_name or ""
        meta = {
            "indexes": [
                models.Index(fields=["pgh_created_at", "pgh_id"], name=f"{name[:24]}_when"),
                GinIndex(fields=["pgh_context"], opclasses=["jsonb_path_ops"], name=f"{name[:22]}_context"),
            ],
            "triggers": [kept("pgh_created_at")],
        }
        return pghistory.track(*events, base_model=HistoryEvent, meta=meta, append_only=False, **options)(model)

    return decorate


def event_models() -> list[type[HistoryEvent]]:
    """Every history table, by the name of its table."""
    found = [model for model in apps.get_models() if issubclass(model, HistoryEvent)]
    return sorted(found, key=lambda model: model._meta.db_table)


@contextmanager
def because(reason: str, *, actor: Any = None) -> Iterator[None]:
    """Write ``reason`` beside every change made inside the block, and only there.

    ``actor`` is who acts, for a service that may be called outside a request; in a request it is known already.
    """
    with pghistory.context() as context:
        before = context.metadata.get("reason")
        context.metadata["reason"] = reason
        if actor is not None:
            context.metadata.setdefault("user", actor.pk)
        try:
            yield
        finally:
            context.metadata["reason"] = before


def by_the_system(what: str) -> AbstractContextManager[Any]:
    """Changes made by nobody's hand: ``what`` names the command or the task."""
    return pghistory.context(by=what, request=request_id.current.get())

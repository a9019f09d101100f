"""Every domain row's history, written by triggers: bulk writes and raw SQL are in it too."""

from contextlib import AbstractContextManager
from typing import Any

import pghistory


def tracked(**options: Any) -> Any:
    """Class decorator: an event row for each insert, update and delete of the model."""
    return pghistory.track(pghistory.InsertEvent(), pghistory.UpdateEvent(), pghistory.DeleteEvent(), **options)


def because(reason: str) -> AbstractContextManager[Any]:
    """Write ``reason`` beside every change made inside the block."""
    return pghistory.context(reason=reason)

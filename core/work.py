"""The work that waits for a person: each app registers what it owes, the home page shows it with age and deadline."""

import datetime as dt
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

LONGEST_LIST = 50


@dataclass(frozen=True)
class WorkItem:
    """One thing to do. ``since`` is when it began to wait, ``due`` the day it should be done (or None)."""

    title: str
    url: str
    action: str  # the words on the button: "Verify", "Finish"
    detail: str
    since: dt.datetime
    due: dt.date | None = None


_providers: dict[str, Callable[[Any], Iterable[WorkItem]]] = {}


def register(name: str, provider: Callable[[Any], Iterable[WorkItem]]) -> None:
    """Register from ``AppConfig.ready()``; the provider gets a user and yields at most a page of items."""
    _providers[name] = provider


def items_for(user: Any) -> list[WorkItem]:
    """What is due first, then what has waited longest."""
    items = [item for provider in _providers.values() for item in provider(user)]
    return sorted(items, key=lambda item: (item.due or dt.date.max, item.since))[:LONGEST_LIST]

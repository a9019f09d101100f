"""The main navigation: each app registers its entries from ``AppConfig.ready()``.

Orders in use: 10 today, 20 activities, 30 teams and the like, 35 volunteers, 40 belts, 45 meetings, 57 platforms,
58 transfers, 60 statistics, 61 reported indicators, 65 big screens, 80 people, 85 tokens, 86 webhooks, 90 audit.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse


@dataclass(frozen=True)
class Entry:
    """``prefixes`` start the addresses that belong to the entry; ``roles`` limits who sees it (None: all)."""

    label: Any
    route: str
    prefixes: tuple[str, ...]
    order: int
    roles: frozenset[str] | None = None

    def shown_to(self, user: Any) -> bool:
        return self.roles is None or bool(self.roles & user.reach.roles)

    def holds(self, path: str) -> int:
        """How much of ``path`` belongs to the entry, in characters; 0 when none does."""
        fitting = [start for start in self.prefixes if (path == start if start == "/" else path.startswith(start))]
        return max(map(len, fitting), default=0)


@dataclass(frozen=True)
class NavItem:
    label: Any
    url: str
    current: bool


_entries: dict[str, Entry] = {}


def register(label: Any, route: str, prefix: str | tuple[str, ...], order: int, roles: Any = None) -> None:
    """``prefix``: one start of addresses or several. ``roles``: the role values that see the entry, None for all.

    Registering a route again replaces it.
    """
    prefixes = (prefix,) if isinstance(prefix, str) else prefix
    _entries[route] = Entry(label, route, prefixes, order, frozenset(map(str, roles)) if roles is not None else None)


def items_for(user: Any, path: str) -> Iterator[NavItem]:
    """The entries this user sees. Of those that hold ``path`` the one with the longest prefix is the current one."""
    shown = [entry for entry in sorted(_entries.values(), key=lambda entry: entry.order) if entry.shown_to(user)]
    current = max((entry for entry in shown if entry.holds(path)), key=lambda entry: entry.holds(path), default=None)
    for entry in shown:
        yield NavItem(entry.label, reverse(entry.route), entry is current)

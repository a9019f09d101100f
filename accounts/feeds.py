"""Kinds of calendar feeds: each app registers its own from ``AppConfig.ready()``; a feed address names one.

A subject is a kind's word, or the word and the id of one of several: "mine", "venue:12", "belt:south".
"""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from core.calendars import Event

_SUBJECT = re.compile(r"[a-z_]+(:[A-Za-z0-9_-]{1,80})?")


@dataclass(frozen=True)
class Kind:
    """``events(user, id)``: what this user may see of it today; it starts from rows that are visible to the user.

    ``names(user, ids)``: id → name of those of ``ids`` that the user may subscribe to today; with None, of those that
    the form offers (few: one's own). ``ids`` are what somebody typed: letters, digits, "-" and "_". A kind of which
    there is only one has no names, and "" for its id.
    """

    label: Any
    events: Callable[[Any, str], Iterable[Event]]
    names: Callable[[Any, Collection[str] | None], Mapping[str, str]] | None = None

    def names_for(self, user: Any, ids: Collection[str] | None) -> Mapping[str, str]:
        if self.names:
            return self.names(user, ids)
        return {"": str(self.label)} if ids is None or "" in ids else {}


_kinds: dict[str, Kind] = {}


def register_feed(
    word: str,
    label: Any,
    events: Callable[[Any, str], Iterable[Event]],
    names: Callable[[Any, Collection[str] | None], Mapping[str, str]] | None = None,
) -> None:
    """See ``Kind``. Registering a word again replaces it."""
    _kinds[word] = Kind(label, events, names)


def offered(user: Any) -> list[tuple[str, str]]:
    """Subjects and their names, for the form."""
    return [
        (_subject(word, key), name) for word, kind in _kinds.items() for key, name in kind.names_for(user, None).items()
    ]


def names_of(user: Any, subjects: Iterable[str]) -> dict[str, str]:
    """Names of those subjects that the user may subscribe to today; one query a kind."""
    asked: dict[str, set[str]] = {}
    for subject in filter(_SUBJECT.fullmatch, subjects):
        word, _colon, key = subject.partition(":")
        asked.setdefault(word, set()).add(key)
    return {
        _subject(word, key): name
        for word, keys in asked.items()
        if word in _kinds
        for key, name in _kinds[word].names_for(user, keys).items()
    }


def events_of(user: Any, subject: str) -> Iterable[Event]:
    """LookupError when no app registers the kind (any more)."""
    word, _colon, key = subject.partition(":")
    return _kinds[word].events(user, key)


def _subject(word: str, key: str) -> str:
    return f"{word}:{key}" if key else word

"""Kinds of notices: each app registers its own from ``AppConfig.ready()``, and here a notice becomes text.

The registry stands on this floor and not in core: who is told, where it is shown and how it is sent are all known here,
and an app below could not owe a notice anyway.
"""

import datetime as dt
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils import formats, timezone
from django.utils.translation import pgettext


def plain(value: Any) -> str:
    """A name, as it was written."""
    return str(value)


def number(value: Any) -> str:
    return formats.number_format(value)


def day(value: str) -> str:
    """An ISO date, in the words of the language that is active."""
    return formats.date_format(dt.date.fromisoformat(value), "DATE_FORMAT")


def moment(value: str) -> str:
    """An ISO moment with its offset, in local time."""
    return formats.date_format(timezone.localtime(dt.datetime.fromisoformat(value)), "DATETIME_FORMAT")


@dataclass(frozen=True)
class Kind:
    """``title`` and ``sentence`` are lazy and hold ``%(name)s``; ``params`` says how each name's value is written."""

    title: Any
    sentence: Any
    params: Mapping[str, Callable[[Any], str]] = field(default_factory=dict)
    mailed: bool = True


@dataclass(frozen=True)
class Text:
    title: str
    sentence: str


_kinds: dict[str, Kind] = {}


def register(
    word: str, title: Any, sentence: Any, params: Mapping[str, Callable[[Any], str]], *, mailed: bool = True
) -> None:
    """``params``: name → ``plain``, ``number``, ``day``, ``moment``, or a function that finds the words of a choice.

    ``mailed=False``: shown in the portal only. Registering a word again replaces it.
    """
    _kinds[word] = Kind(title, sentence, params, mailed)


def kind_of(word: str) -> Kind:
    """LookupError when nobody registered it."""
    return _kinds[word]


def words() -> Collection[str]:
    return _kinds.keys()


def check(word: str, params: Mapping[str, Any]) -> Kind:
    """The kind, when ``params`` are those it names and can be written. Otherwise the caller has a fault: ValueError."""
    kind = kind_of(word)
    if params.keys() != kind.params.keys():
        raise ValueError(f"A notice “{word}” takes {sorted(kind.params)}, not {sorted(params)}.")
    _write(kind, params)
    return kind


def text_of(word: str, params: Mapping[str, Any]) -> Text:
    """In the language that is active. A kind that no app registers any more still leads to its page."""
    kind = _kinds.get(word)
    return _write(kind, params) if kind else Text(pgettext("to a person", "Notice"), "")


def _write(kind: Kind, params: Mapping[str, Any]) -> Text:
    # An older notice may lack a name that the sentence has got since.
    values = {name: write(params[name]) if name in params else "—" for name, write in kind.params.items()}
    return Text(str(kind.title) % values, str(kind.sentence) % values)

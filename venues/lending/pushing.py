"""A batch that a library system pushes: each transaction gets a verdict, none of them stops the others."""

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core.imports.reader import UNREADABLE_MARK
from venues.lending.columns import BY_KEY
from venues.lending.readers import hash_of
from venues.lending.reading import TransactionReader
from venues.lending.run import differs
from venues.models import Library, LibraryMovement
from venues.services.library_days import declare_day
from venues.services.movements import DIFFERS, SAME, Movement, open_delivery, take_movements

MOST_ROWS = 5_000
HALF = re.compile("[\ud800-\udfff]")
NEW, ASIDE, ERROR = "new", "aside", "error"
VERDICTS = (NEW, SAME, ASIDE, ERROR)


@dataclass
class Verdict:
    """What became of one transaction; ``errors`` are (column, code, message)."""

    library: str
    number: str
    verdict: str = NEW
    errors: list[tuple[str, str, str]] = field(default_factory=list)

    def refuse(self, column: str, code: str, message: str) -> None:
        self.verdict = ERROR
        self.errors.append((column, code, message))


@dataclass
class Pushed:
    results: list[Verdict]
    days: list[Any]  # a LibraryDay, or the ValidationError that refused it
    taken_up: int = 0

    @property
    def totals(self) -> dict[str, int]:
        counts = Counter(result.verdict for result in self.results)
        totals = {"received": len(self.results), **{verdict: counts[verdict] for verdict in VERDICTS}}
        return totals | {"taken_up": self.taken_up}


@transaction.atomic
def push_movements(*, actor, rows, days=()) -> Pushed:
    """``rows``: mappings as they came, at most MOST_ROWS; ``days``: (code of a library, day, transactions) declared."""
    reader = TransactionReader(actor)
    pushed = Pushed([Verdict(_text(row, "library"), _text(row, "number")) for row in rows], [])
    read: dict[int, Movement] = {}
    first: dict[tuple[int, str], int] = {}
    for place, row in enumerate(rows):
        verdict = pushed.results[place]
        if (movement := _read(reader, row, verdict)) is None:
            continue
        before = first.setdefault((movement.library, movement.number), place)
        if before == place:
            read[place] = movement
        else:
            _judge(verdict, SAME if read[before] == movement else DIFFERS)
    if read:
        taken = take_movements(actor=actor, delivery=open_delivery(actor=actor), movements=read.values())
        pushed.taken_up = taken.taken_up
        for place, word in zip(read, taken.verdicts, strict=True):
            _judge(pushed.results[place], word)
    pushed.days = [_declare(actor, reader, *day) for day in days]
    return pushed


def _text(row, key):
    """What the answer repeats, so that the sender knows its row again; nothing else of a row is repeated."""
    value = row.get(key) if isinstance(row, dict) else None
    return _printable(value)[: BY_KEY[key].longest] if isinstance(value, str) else ""


def _printable(text):
    """Half a character (a lone surrogate) may come in as JSON and can go neither out nor into the database."""
    return HALF.sub(UNREADABLE_MARK, text)


def _read(reader, row, verdict):
    if not isinstance(row, dict):
        return verdict.refuse("", "invalid", _("Each transaction is an object with its columns."))
    unknown = sorted(map(str, row.keys() - BY_KEY.keys()))
    wrong = sorted(key for key in row.keys() & BY_KEY.keys() if not isinstance(row[key], str | None))
    if unknown:
        verdict.refuse("", "unknown_field", _("A transaction has: %(known)s.") % {"known": ", ".join(BY_KEY)})
    for key in wrong:
        verdict.refuse(key, "invalid", _("Send it as a text."))
    if unknown or wrong:
        return None
    given = {key: _printable(row.get(key) or "").strip() for key in BY_KEY}
    given["reader"] = hash_of(given["home"], given["reader"])
    return reader.read(given, verdict.refuse)


def _judge(verdict, word):
    if word == DIFFERS:
        verdict.refuse("number", "transaction_differs", differs())
    elif word == SAME:
        verdict.verdict = SAME
    elif word:
        verdict.verdict = ASIDE
        verdict.errors.append(("", word, str(LibraryMovement.Aside(word).label)))


def _declare(actor, reader, code, day, transactions):
    """The day as it stands now, or why it cannot be declared."""
    pk, _since, _until = reader.members.by_code.get(code.strip().upper(), (None, None, None))
    if pk not in reader.members.own:
        return ValidationError(_("No member library of yours has this code."), code="library_unknown")
    try:
        with transaction.atomic():
            return declare_day(actor=actor, library=Library(pk=pk), day=day, transactions=transactions)
    except ValidationError as error:
        return error

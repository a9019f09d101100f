"""From the cells of a line to a row as platforms push them; what is refused is said of the row, not here."""

import datetime as dt
from typing import Any

from django.utils import timezone

from core.imports import cells
from volunteers.exchange.prepared import PURPOSES
from volunteers.exchange.reading import RowError
from volunteers.importing.columns import BY_KEY, GUARDIAN
from volunteers.importing.words import NO, YES, Vocabulary

NOTHING = dict.fromkeys(BY_KEY, "")


def row_of(given: dict[str, str], words: Vocabulary, *, version: int, yes_or_no: str) -> dict[str, Any]:
    """``version``: that of the file, for rows that name none. ``yes_or_no``: what is said of another word."""
    given = NOTHING | given
    row: dict[str, Any] = {
        "external_id": given["external_id"],
        "version": _whole(given["version"]) if given["version"] else version,
        "closed": _yes(given, "closed", yes_or_no),
        "name": given["name"],
        "document_kind": words.kinds.get(given["document_kind"].lower(), given["document_kind"]),
        "document": given["document"],
        "mobile": given["mobile"],
        "home": words.home(given["home"]),
        "registered_on": _day(given["registered_on"]),
        "birth_date": _day(given["birth_date"]),
        "consents": _consents(given, yes_or_no),
    }
    for field, known in words.many.items():
        row[field] = [known.get(word.lower(), word) for word in cells.many(given[field])]
    guardian = {field: given[column] for field, column in GUARDIAN.items() if given[column]}
    if guardian:
        relation = guardian.get("relation", "")
        row["guardian"] = guardian | {"relation": words.relations.get(relation.lower(), relation)}
    return row


def _consents(given: dict[str, str], yes_or_no: str) -> dict[str, Any]:
    if not given["consent_version"]:
        return {}
    moment = _midnight(_day(given["consented_on"] or given["registered_on"]))
    agreed = {"given_at": moment, "version": given["consent_version"]}
    asked = [purpose for purpose in PURPOSES if purpose in given]  # not every purpose has a column
    return {"keep": agreed} | {purpose: agreed for purpose in asked if _yes(given, purpose, yes_or_no)}


def _midnight(day: str) -> str:
    """The day's first moment in China; what is no day stays, and is refused where it is read."""
    try:
        return timezone.make_aware(dt.datetime.fromisoformat(day)).isoformat()
    except ValueError:
        return day


def _day(text: str) -> str:
    """2025/3/1, 2025年3月1日, 20250301 or the number that spreadsheets keep, as 2025-03-01."""
    try:
        found = cells.day(text)
    except cells.BadCellError:
        return text
    return found[0].isoformat() if found and found[1] == "day" else text


def _whole(text: str) -> Any:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 19 else text


def _yes(given: dict[str, str], key: str, message: str) -> bool:
    word = given[key].lower()
    if word not in YES and word not in NO:
        raise RowError(key, "value_wrong", message)
    return word in YES

"""The columns of an importer, and which of them the header of a file names."""

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import override


@dataclass(frozen=True)
class Column:
    """One column. Files may head it with ``key`` or with ``label`` in any language of the portal."""

    key: str
    label: Any
    meaning: Any  # what stands in it, for the sheet of definitions
    longest: int = 200
    required: bool = False
    examples: tuple[str, ...] = ()

    def names(self) -> set[str]:
        found = {_plain(self.key)}
        for code, _name in settings.LANGUAGES:
            with override(code):
                found.add(_plain(str(self.label)))
        return found


def match_header(columns: Sequence[Column], cells: Sequence[str], *, quotes: bool = True) -> list[Column]:
    """The column of each cell of the header; ValidationError that names every fault and its place.

    Without ``quotes`` the message repeats no cell: the first row of a file without a header is somebody.
    """
    known = {name: column for column in columns for name in column.names()}
    found, faults = [], []
    for place, cell in enumerate(_without_empty_end(cells)):
        column = known.get(_plain(cell))
        if column is None:
            faults.append(_unknown(letters(place), cell, known, quotes))
        elif column in found:
            params = {"place": letters(place), "column": column.label}
            faults.append(_("Column %(place)s: “%(column)s” stands in the header twice.") % params)
        found.append(column)
    lacking = [f"“{column.label}”" for column in columns if column.required and column not in found]
    if lacking:
        faults.append(_("Missing: %(columns)s.") % {"columns": ", ".join(lacking)})
    if faults:
        message = _("The first row does not name the columns of the template. %(faults)s")
        raise ValidationError(message, code="header_wrong", params={"faults": " ".join(faults)})
    return [column for column in found if column]


def _unknown(place: str, cell: str, known: dict[str, Column], quotes: bool) -> str:
    if not cell:
        return _("Column %(place)s has no heading.") % {"place": place}
    if not quotes:
        return _("Column %(place)s has a heading that is not known.") % {"place": place}
    near = get_close_matches(_plain(cell), known, n=1)
    params = {"place": place, "cell": cell[:50], "near": known[near[0]].label if near else ""}
    if near:
        return _("Column %(place)s: “%(cell)s” is not known; is it “%(near)s”?") % params
    return _("Column %(place)s: “%(cell)s” is not known.") % params


def _without_empty_end(cells: Sequence[str]) -> Sequence[str]:
    last = max((place for place, cell in enumerate(cells) if cell), default=-1)
    return cells[: last + 1]


def _plain(text: str) -> str:
    return "".join(unicodedata.normalize("NFKC", text).lower().split()).rstrip("*")


def letters(place: int) -> str:
    """0 → A, 26 → AA: what spreadsheet programs call the column."""
    text = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        text = chr(65 + rest) + text
    return text

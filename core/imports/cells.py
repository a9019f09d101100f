"""What a cell means. Each reader gives a value or raises ``BadCellError``; full-width digits are digits."""

import calendar
import datetime as dt
import re
import unicodedata

from django.utils.translation import gettext as _

from core.imports.reader import LONGEST_CELL, UNREADABLE_MARK

EXCEL_BEGINS = dt.date(1899, 12, 30)
SERIALS = range(36_526, 73_051)  # 2000-01-01 to 2099-12-31
LARGEST_NUMBER = 2_147_483_647

DAY = re.compile(r"(\d{4})(?:[-/.年](\d{1,2})(?:[-/.月](\d{1,2})日?|月)?|年)?(?: 0{1,2}:00(?::00)?)?")
TIME = re.compile(r"(\d{1,2})[:时](\d{1,2})(?:[:分]\d{1,2}|分)?")
SEPARATORS = re.compile(r"[;；\n]+")
PRECISIONS = ("year", "month", "day")


class BadCellError(Exception):
    """``message`` says what is wrong and what would be right."""

    def __init__(self, code: str, message: str):
        super().__init__(message)
        self.code, self.message = code, message


def digits(text: str) -> str:
    """Full-width digits and signs as plain ones."""
    return text if text.isascii() else unicodedata.normalize("NFKC", text).strip()


def check_text(text: str, longest: int) -> None:
    if len(text) > longest:
        given = f"{LONGEST_CELL:,}+" if len(text) > LONGEST_CELL else f"{len(text):,}"
        message = _("%(given)s characters; at most %(most)s fit.") % {"given": given, "most": f"{longest:,}"}
        raise BadCellError("too_long", message)
    if UNREADABLE_MARK in text:
        raise BadCellError("unreadable_character", _("Holds a character that cannot be read. Type it again."))


def one_line(text: str) -> str:
    return " ".join(text.split()) if "\n" in text or "\r" in text else text


def many(text: str) -> list[str]:
    """The parts of a cell that names several things; each once."""
    if ";" not in text and "；" not in text and "\n" not in text:
        return [text] if text else []
    return list(dict.fromkeys(part.strip() for part in SEPARATORS.split(text) if part.strip()))


def whole_number(text: str) -> int | None:
    if not text:
        return None
    plain = digits(text).replace(",", "")
    if not plain.isdigit() or int(plain) > LARGEST_NUMBER:
        raise BadCellError("not_a_number", _("“%(text)s” is not a whole number.") % {"text": text[:30]})
    return int(plain)


def day(text: str) -> tuple[dt.date, str] | None:
    """The first day that the text means, and how precisely it is known: "day", "month" or "year"."""
    if not text:
        return None
    if len(text) == 10 and text[4] == text[7] == "-":
        try:
            return dt.date.fromisoformat(text), "day"
        except ValueError:
            pass
    plain = digits(text)
    if plain.isdigit() and len(plain) in {5, 8}:
        plain = _from_number(plain)
    match = DAY.fullmatch(plain.replace(" ", "") if " " in plain and ":" not in plain else plain)
    try:
        year, month, number = (int(part or 0) for part in match.groups()) if match else (0, 0, 0)
        found = dt.date(year, month or 1, number or 1)
    except ValueError:
        found = None
    if found is None:
        message = _("“%(text)s” is no day. Write 2025-03-01, or 2025-03 or 2025 when no more is known.")
        raise BadCellError("not_a_day", message % {"text": text[:30]})
    return found, "day" if number else "month" if month else "year"


def _from_number(plain: str) -> str:
    """20250301, or the number of days by which spreadsheet programs keep a day."""
    if len(plain) == 8:
        return f"{plain[:4]}-{plain[4:6]}-{plain[6:]}"
    if int(plain) in SERIALS:
        return (EXCEL_BEGINS + dt.timedelta(days=int(plain))).isoformat()
    return plain


def last_day(first: dt.date, precision: str) -> dt.date:
    """The last day of the day, month or year that begins with ``first``."""
    if precision == "year":
        return first.replace(month=12, day=31)
    if precision == "month":
        return first.replace(day=calendar.monthrange(first.year, first.month)[1])
    return first


def time_of_day(text: str) -> dt.time | None:
    if not text:
        return None
    match = TIME.fullmatch(digits(text))
    try:
        return dt.time(int(match[1]), int(match[2])) if match else _no_time(text)
    except ValueError:
        return _no_time(text)


def _no_time(text: str) -> dt.time:
    raise BadCellError("not_a_time", _("“%(text)s” is no time of day. Write 14:30.") % {"text": text[:30]})

"""The statistics as statistical offices exchange them: SDMX-CSV 2.0 for figures, SDMX-JSON 2.0 for their structure.

One structure for all questions: every dimension has a place in it, “_T” where the question does not split by it, “_U”
where a record has no value. A figure therefore has the same key in whatever answer it stands.
"""

import csv
import io
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from indicators.measures import DIMENSIONS, TIMES
from indicators.periods import CALENDAR, Period, period_of, span
from indicators.queries.columns import Columns
from indicators.queries.counting import Answer
from indicators.queries.labels import labels_of, sorted_rows
from indicators.queries.question import ALL, Question

FORMAT = "sdmx-csv"
DATA_TYPE = "application/vnd.sdmx.data+csv; version=2.0.0; charset=utf-8"
STRUCTURE_TYPE = "application/vnd.sdmx.structure+json; version=2.0.0; charset=utf-8"
AGENCY, FLOW, STRUCTURE, VERSION = "BASHU", "CIVILIZATION", "CIVILIZATION", "1.0.0"
FLOW_ID = f"{AGENCY}:{FLOW}({VERSION})"
TOTAL, UNKNOWN, OTHER = "_T", "_U", "_O"
FREE, CONFIDENTIAL = "F", "C"
# Dimensions of the portal that are dimensions of the structure; times are its frequency and time period.
SPLITS = tuple(name for name in DIMENSIONS if name not in TIMES)
COLUMNS = (
    "MEASURE",
    "MEMBERSHIP",
    *(name.upper() for name in SPLITS),
    "FREQ",
    "TIME_PERIOD",
    "OBS_VALUE",
    "CONF_STATUS",
)
FREQUENCIES = {"year": "A", "quarter": "Q", "month": "M"}
# Filters that are a coordinate of the structure.
COORDINATES = {
    "belt": "belt", "region": "county", "province": "province", "corridor": "corridor", "kind": "kind", "task": "task",
    "brand": "brand",
}  # fmt: skip
HARMLESS = frozenset({"from", "to", "membership"})
NO_VALUE = frozenset({"none", "null", "false"})


def check_sdmx(question: Question, columns: Columns) -> None:
    """Raises ValidationError for what the structure has no place for."""
    if not columns.plain or question.mixed or question.state == ALL:
        message = _("SDMX holds figures of verified records alone: leave out compare, show, top, state and provenance.")
        raise _refusal("format", message, "sdmx_plain")
    days = question.days
    if days.first is None or days.last is None:
        raise _refusal("format", _("SDMX needs a first and a last day: give period, or from and to."), "sdmx_period")
    for name, value in question.given.items():
        known = name in HARMLESS or (name in COORDINATES and "," not in value)
        if not known and question.filter_value(name) not in (None, "any"):
            message = _("The filter %(name)s is no dimension of the SDMX structure, or has several values here.")
            raise _refusal("format", message % {"name": name}, "sdmx_filter")


def lines_of(made: Answer) -> list[list[Any]]:
    """One line a figure, in the order of ``COLUMNS``. The total stands there unless the rows are split by time.

    Where only what changed is asked for, figures that are what they were have no line.
    """
    question = made.question
    fixed = _fixed(question)
    lines, told_of = [], set()
    cells = [(row.codes, row.codes, row.values) for row in sorted_rows(made, labels_of(made))]
    if not set(question.by) & set(TIMES):
        cells.append((None, (TOTAL,) * len(question.by), made.total))
    for place, codes, values in cells:
        split = dict(zip(question.by, codes, strict=True))
        where = fixed | split | ({} if place is not None else _narrowed(fixed))
        key = [UNKNOWN if code is None else code for code in (where[name] for name in SPLITS)]
        key += _time(question, split)
        for measure, value in values.items():
            # The total of what is narrowed to one row is that row.
            if (place, measure) in made.unchanged or (measure, *key) in told_of:
                continue
            told_of.add((measure, *key))
            told = ["", CONFIDENTIAL] if value is None else [value, FREE]
            lines.append([measure, question.membership, *key, *told])
    return lines


def csv_text(lines: list[list[Any]]) -> str:
    """A message that replaces what the receiver has of these keys."""
    made = io.StringIO()
    writer = csv.writer(made, lineterminator="\r\n")
    writer.writerow(["STRUCTURE", "STRUCTURE_ID", "ACTION", *COLUMNS])
    writer.writerows(["dataflow", FLOW_ID, "R", *line] for line in lines)
    return made.getvalue()


def _fixed(question: Question) -> dict[str, str | None]:
    """Where the filters put the whole answer; the total of everything else."""
    found: dict[str, str | None] = dict.fromkeys(SPLITS, TOTAL)
    for name, dimension in COORDINATES.items():
        value = question.given.get(name)
        if value and question.filter_value(name) is not None:
            found[dimension] = None if value in NO_VALUE else "corridor" if name == "corridor" else value
    return found


def _narrowed(fixed: dict[str, str | None]) -> dict[str, str | None]:
    return {name: code for name, code in fixed.items() if code != TOTAL}


def _time(question: Question, split: dict[str, str | None]) -> tuple[str, str]:
    """(frequency, time period) of the days that are counted, which may be a part of the year, quarter or month.

    Of a record that has none, those of the longer time that it has, without a frequency.
    """
    codes = [split[name] for name in FREQUENCIES if name in split]
    known = [code for code in codes if code is not None]
    frequency, word = time_of(_within(question.days, known[-1]) if known else question.days)
    return (UNKNOWN if codes and codes[-1] is None else frequency), word


def _within(days: Period, code: str) -> Period:
    whole = period_of(code, days.last)  # type: ignore[arg-type]
    return span(max(whole.first, days.first), min(whole.last, days.last))  # type: ignore[type-var]


def time_of(days: Period) -> tuple[str, str]:
    """2025, 2025-S1, 2025-Q1, 2025-05 with their frequency; other days as first day and length."""
    word = span(days.first, days.last).word
    if CALENDAR.fullmatch(word):
        sort = word[5:6]
        frequency = "A" if not sort else {"H": "S", "Q": "Q"}.get(sort, "M")
        return frequency, word.replace("H", "S")
    return OTHER, f"{days.first}/P{(days.last - days.first).days + 1}D"  # type: ignore[operator]


def _refusal(name: str, message: str, code: str) -> ValidationError:
    return ValidationError({name: ValidationError(message, code=code)})

"""The answer to a question: from the tallies, or counted from the records where a tally does not hold what is asked."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from indicators.measures import TIMES
from indicators.queries.plan import MOST_CELLS, Sql, plan
from indicators.queries.question import Question
from indicators.queries.small_cells import hide_few, hides_few
from indicators.queries.tallied import can_answer, tallied_plan
from indicators.queries.vintages import check_has_past, check_vintage

# For this statement only: folding a million records needs room, compiling the plan costs more than it saves, and
# what is counted lies in memory, where an index is as quick to read as the table.
ROOM = """
SELECT set_config('work_mem', '64MB', true), set_config('jit', 'off', true), set_config('random_page_cost', '1.1', true)
"""


@dataclass
class Cell:
    """One row of the answer: a code (or None) for each dimension, a number for each measure.

    None for a number that this reader is not told: see ``small_cells``.
    """

    codes: tuple[str | None, ...]
    values: dict[str, int | None]


@dataclass
class Answer:
    """``total`` is counted by itself and is not the sum of the rows.

    Where only what changed is given, ``unchanged`` names the figures of the rows (and of the total, whose codes are
    None) that are what they were.
    """

    question: Question
    as_of: dt.datetime
    rows: list[Cell] = field(default_factory=list)
    total: dict[str, int | None] = field(default_factory=dict)
    unchanged: frozenset[tuple[tuple[str | None, ...] | None, str]] = frozenset()


def answer(question: Question, *, now: dt.datetime | None = None, moment_from: str = "at") -> Answer:
    """Right up to what was committed before ``as_of``; with ``at`` in the question as the figures stood at that moment.

    Raises ValidationError: ``too_many_cells``; with ``at`` also ``vintage_too_early``, ``vintage_too_recent``,
    ``vintage_needs_tallies``, said of the parameter that the moment came from.
    """
    as_of = question.at or now or timezone.now()
    statement = _statement(question, timezone.localdate(as_of), moment_from)
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(ROOM)
        cursor.execute(statement.text, statement.values)
        found = cursor.fetchall()
    made = _gather(Answer(question, as_of), found)
    if hides_few(question.user):
        hide_few([cell.values for cell in made.rows], made.total)
    return made


def _statement(question: Question, today: dt.date, moment_from: str) -> Sql:
    tallied = can_answer(question)
    if question.at is not None:
        check_has_past(tallied, moment_from)
        check_vintage(question.at, moment_from)
    return tallied_plan(question, today) if tallied else plan(question, today)


def _gather(made: Answer, found: list[tuple[Any, ...]]) -> Answer:
    """Add up the parts: each fact table gave its own measures, and nought for the others."""
    measures, width = made.question.measures, len(made.question.by)
    total = dict.fromkeys(measures, 0)
    cells: dict[tuple[str | None, ...], dict[str, int]] = {}
    for is_total, *columns in found:
        codes = tuple(_code(name, code) for name, code in zip(made.question.by, columns[:width], strict=True))
        values = total if is_total else cells.setdefault(codes, dict.fromkeys(measures, 0))
        for name, value in zip(measures, columns[width:], strict=True):
            values[name] += value
    if len(cells) * len(measures) > MOST_CELLS:
        message = _("The answer would have more than %(most)s cells. Narrow the period, or split by less.")
        raise ValidationError(message % {"most": f"{MOST_CELLS:,}"}, code="too_many_cells")
    made.total = {**total}
    made.rows = [Cell(codes, {**values}) for codes, values in cells.items() if any(values.values())]
    return made


def _code(dimension: str, value: str | None) -> str | None:
    """“2025-04-01 00:00:00” as 2025, 2025-Q2 or 2025-04; other codes stay."""
    if value is None or dimension not in TIMES:
        return value
    year, month = value[:4], int(value[5:7])
    return {"year": year, "quarter": f"{year}-Q{(month + 2) // 3}", "month": value[:7]}[dimension]

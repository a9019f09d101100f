"""An answer with what stands beside its figures.

All of it is worked out from the figures that this reader is told, never from those that are hidden: a change, a share,
a rank or a running total can tell nothing that the figures do not tell.
"""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from indicators.measures import TIMES
from indicators.queries.columns import RANK, RUNNING, SHARE, Columns, adds_up, months_between
from indicators.queries.counting import Answer, Cell, answer
from indicators.queries.labels import Labels, labels_of, sorted_rows
from indicators.queries.moments import one_moment
from indicators.queries.question import AUDIENCE, AUDIENCES, Question, shown_measures
from indicators.queries.small_cells import hide_few_moves, hides_few
from indicators.queries.updates import answer_or_updates

Codes = tuple[str | None, ...]
Figures = dict[str, int | None]


@dataclass
class Line:
    """A row, the rest or the total: for each measure its figure, and for each kind of column what stands there.

    None is what is not told or not defined.
    """

    codes: Codes
    values: Figures
    beside: dict[str, dict[str, float | None]] = field(default_factory=dict)


@dataclass
class Cube:
    """``rest`` stands for the rows beyond the top ones, ``left_out`` of them; None where none is left out.

    ``not_additive`` are the measures of which the rest is not told, because its rows do not add up.
    """

    question: Question
    columns: Columns
    as_of: dt.datetime
    lines: list[Line]
    total: Line
    labels: dict[str, Labels]
    rest: Line | None = None
    left_out: int = 0
    not_additive: tuple[str, ...] = ()


def cube(question: Question, columns: Columns) -> Cube:
    """The answer and, where a comparison is asked for, that of the days before. Raises what ``answer`` raises."""
    if question.updated_after is not None:
        return cube_from(answer_or_updates(question), None, columns)
    with one_moment():
        made = answer(question)
        before = answer(question.over(columns.compared)) if columns.compared else None
    return cube_from(made, before, columns)


def cube_from(made: Answer, before: Answer | None, columns: Columns) -> Cube:
    """From two answers of the same question over two periods."""
    question = made.question
    now = {row.codes: row.values for row in made.rows}
    then = _aligned(before, question, columns) if before else {}
    nought = dict.fromkeys(question.measures, 0)
    every = [Cell(codes, {**now.get(codes, nought)}) for codes in {**now, **then}]
    then = {cell.codes: {**then.get(cell.codes, nought)} for cell in every}
    total_then = {**before.total} if before else {}
    if before and hides_few(question.user):
        pairs = [(cell.values, then[cell.codes]) for cell in every]
        hide_few_moves(pairs, (made.total, total_then))
    gathered = Answer(question, made.as_of, every)
    labels = labels_of(gathered)
    lines = [_line(cell.codes, cell.values, then[cell.codes], columns) for cell in sorted_rows(gathered, labels)]
    total = _line((), {**made.total}, total_then, columns)
    found = Cube(question, columns, made.as_of, lines, total, labels)
    _add_audiences(found)
    _fill(found)
    return found


def _aligned(before, question, columns):
    """The rows of the other period under the codes of this one: 2024-03 stands beside 2025-03."""
    months = months_between(columns.compared.first, question.days.first)
    return {
        tuple(moved(name, code, months) for name, code in zip(question.by, row.codes, strict=True)): row.values
        for row in before.rows
    }


def moved(dimension: str, code: str | None, months: int) -> str | None:
    """The code of a time so many months later; codes of other dimensions stay."""
    if code is None or dimension not in TIMES:
        return code
    if dimension == "year":
        return str(int(code) + months // 12)
    if dimension == "quarter":
        quarter = 4 * int(code[:4]) + int(code[-1]) - 1 + months // 3
        return f"{quarter // 4}-Q{quarter % 4 + 1}"
    month = 12 * int(code[:4]) + int(code[5:]) - 1 + months
    return f"{month // 12}-{month % 12 + 1:02d}"


def _line(codes, values, before, columns):
    return Line(codes, values, {"before": before} if columns.compare else {})


def _add_audiences(made):
    if not made.question.mixed:
        return
    for line in [*made.lines, made.total]:
        for figures in [line.values, *line.beside.values()]:
            figures[AUDIENCE] = sum_of(figures[name] for name in AUDIENCES)


def sum_of(values: Iterable[Any]) -> Any:
    """None where a part is not told."""
    parts = list(values)
    return None if None in parts else sum(parts)


def _fill(made):
    names = [entry.name for entry in shown_measures(made.question)]
    if RANK in made.columns.shown:
        _rank(made.lines, names)
    if RUNNING in made.columns.shown:
        _run(made, names)
    if made.columns.top:
        _cut(made)
    for line in [*made.lines, *([made.rest] if made.rest else []), made.total]:
        beside = line.beside
        if made.columns.compare:
            then = beside["before"]
            beside["change"] = {name: _change(line.values[name], then[name]) for name in names}
            beside["change_percent"] = {name: percent(beside["change"][name], then[name]) for name in names}
        if SHARE in made.columns.shown:
            beside[SHARE] = {name: percent(line.values[name], made.total.values[name]) for name in names}
        line.beside = {kind: beside.get(kind) or dict.fromkeys(names) for kind in made.columns.kinds}


def _change(now, then):
    return None if now is None or then is None else now - then


def percent(part: float | None, whole: float | None) -> float | None:
    """To one decimal; None where there is nothing to divide by."""
    return None if part is None or not whole else round(100 * part / whole, 1)


def _rank(lines, names):
    """Equal figures share a rank; what is not told has none."""
    for line in lines:
        line.beside[RANK] = {}
    for name in names:
        told = sorted((line.values[name] for line in lines if line.values[name] is not None), reverse=True)
        places = {}
        for place, value in enumerate(told, start=1):
            places.setdefault(value, place)
        for line in lines:
            line.beside[RANK][name] = places.get(line.values[name])


def _run(made, names):
    """Along time in each combination of the other codes, else down all rows; nothing from a hidden figure on."""
    by = made.question.by
    times = [place for place, name in enumerate(by) if name in TIMES]
    sums = {}
    for line in made.lines:
        line.beside[RUNNING] = dict.fromkeys(names)
        if any(line.codes[place] is None for place in times):
            continue
        group = tuple(code for place, code in enumerate(line.codes) if place not in times) if times else ()
        before = sums.get(group, dict.fromkeys(names, 0))
        sums[group] = {name: sum_of((before[name], line.values[name])) for name in names}
        line.beside[RUNNING] = dict(sums[group])


def _cut(made):
    """Keep the top rows, largest first, what is not told last; the others become the rest."""
    columns, measures = made.columns, shown_measures(made.question)
    largest = sorted(made.lines, key=lambda line: -_told(line.values[columns.top_by]))
    made.lines, others = largest[: columns.top], largest[columns.top :]
    if not others:
        return
    made.left_out = len(others)
    made.not_additive = tuple(entry.name for entry in measures if not adds_up(made.question, entry))

    def rest(figures):
        return {
            entry.name: None if entry.name in made.not_additive else sum_of(row[entry.name] for row in figures)
            for entry in measures
        }

    made.rest = Line((), rest([line.values for line in others]))
    if columns.compare:
        made.rest.beside["before"] = rest([line.beside["before"] for line in others])


def _told(value):
    return -1 if value is None else value

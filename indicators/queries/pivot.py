"""The free table: some dimensions down, others across, with sums of both that are counted by themselves."""

from dataclasses import dataclass, replace
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from indicators.measures import DIMENSIONS, MEASURES, PEOPLE
from indicators.queries.columns import Columns, columns_of
from indicators.queries.cube import Codes, Cube, Line, cube
from indicators.queries.moments import one_moment
from indicators.queries.question import MOST_DIMENSIONS, Question, question_of, shown_measures
from indicators.queries.small_cells import hides_few

MOST_DOWN, MOST_ACROSS = 2, 2
OWN_PARAMETERS = ("rows", "across")


@dataclass(frozen=True)
class Layout:
    """``question`` is split by ``rows`` and then by ``across``; either may be empty."""

    question: Question
    columns: Columns
    rows: tuple[str, ...]
    across: tuple[str, ...]


@dataclass
class Pivot:
    """``cells`` by the codes of their row and of their column; sums by row, by column, and of all.

    ``row_codes`` and ``column_codes`` are in the order of their labels. Sums of rows are there where something stands
    across, sums of columns where something stands down.
    """

    layout: Layout
    made: Cube
    row_codes: list[Codes]
    column_codes: list[Codes]
    cells: dict[tuple[Codes, Codes], Line]
    row_sums: dict[Codes, Line]
    column_sums: dict[Codes, Line]
    total: Line

    def cell(self, row: Codes, column: Codes) -> Line:
        """Nought where no record is."""
        return self.cells.get((row, column)) or self.nought(row + column)

    def nought(self, codes: Codes) -> Line:
        names = [measure.name for measure in shown_measures(self.layout.question)]
        kinds = self.layout.columns.kinds
        beside: dict[str, dict[str, float | None]] = {
            kind: dict.fromkeys(names, None if kind == "change_percent" else 0) for kind in kinds
        }
        return Line(codes, dict.fromkeys(names, 0), beside)

    def label(self, names: tuple[str, ...], codes: Codes) -> list[str]:
        return [self.made.labels[name][code] for name, code in zip(names, codes, strict=True)]


def layout_of(request: Any, given: Any) -> Layout:
    """Read ``rows`` and ``across`` beside the parameters of the statistics. Raises ValidationError by parameter."""
    rows = _dimensions(given, "rows", MOST_DOWN)
    across = _dimensions(given, "across", MOST_ACROSS)
    if twice := set(rows) & set(across):
        message = _("%(names)s stands in the rows already.") % {"names": ", ".join(sorted(twice))}
        raise _refusal("across", message, "dimension_twice")
    if len(rows) + len(across) > MOST_DIMENSIONS:
        message = _("Split by at most %(most)d dimensions.") % {"most": MOST_DIMENSIONS}
        raise _refusal("across", message, "too_many_dimensions")
    data = given.copy()
    for name in (*OWN_PARAMETERS, "by", "show", "top", "top_by"):
        data.pop(name, None)
    if rows or across:
        data["by"] = ",".join((*rows, *across))
    question = question_of(request, data)
    return Layout(question, columns_of(question, data), rows, across)


def pivot(layout: Layout) -> Pivot:
    """Cells and sums of one moment; the sums are counted, not added. Raises what ``answer`` raises."""
    question, columns = layout.question, layout.columns
    down, over = len(layout.rows), bool(layout.rows and layout.across)
    with one_moment():
        made = cube(question, columns)
        by_row = cube(replace(question, by=layout.rows), columns) if over else None
        by_column = cube(replace(question, by=layout.across), columns) if over else None
    cells = {(line.codes[:down], line.codes[down:]): line for line in made.lines}
    row_sums = {line.codes: line for line in by_row.lines} if by_row else {}
    column_sums = {line.codes: line for line in by_column.lines} if by_column else {}
    if over and hides_few(question.user):
        _hide_sums(made, [*row_sums.values(), *column_sums.values()])
    return Pivot(
        layout,
        made,
        _in_order(made, layout.rows, {row for row, _column in cells}),
        _in_order(made, layout.across, {column for _row, column in cells}),
        cells,
        row_sums,
        column_sums,
        made.total,
    )


def _hide_sums(made, sums):
    """A sum less the other cells of its row would tell a hidden cell: where one is hidden, only the total is told."""
    for name in made.question.measures:
        if MEASURES[name].fact not in PEOPLE:
            continue
        lines = [*made.lines, *sums]
        told = all(
            line.values[name] is not None and line.beside.get("before", {}).get(name, 0) is not None for line in lines
        )
        for line in [] if told else sums:
            line.values[name] = None
            for figures in line.beside.values():
                figures[name] = None


def _in_order(made, names, found):
    places = [{code: place for place, code in enumerate(made.labels[name])} for name in names]
    return sorted(found, key=lambda codes: [place[code] for place, code in zip(places, codes, strict=True)])


def _dimensions(given, name, most):
    words = [word.strip() for value in given.getlist(name) for word in value.split(",") if word.strip()]
    words = list(dict.fromkeys(words))
    for word in words:
        if word not in DIMENSIONS:
            message = _("“%(word)s” is not known here. Allowed: %(known)s.")
            message %= {"word": word, "known": ", ".join(DIMENSIONS)}
            raise _refusal(name, message, "unknown_dimension")
    if len(words) > most:
        raise _refusal(name, _("At most %(most)d stand here.") % {"most": most}, "too_many_dimensions")
    return tuple(words)


def _refusal(name, message, code):
    return ValidationError({name: ValidationError(message, code=code)})

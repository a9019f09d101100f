"""The free table as its page and its files show it: heads over heads, rows of texts, sums at the edges."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from indicators.measures import DIMENSIONS, MEASURES
from indicators.queries.columns import KINDS
from indicators.queries.cube import Codes, Line
from indicators.queries.links import rows_url, statistics_query
from indicators.queries.pivot import Layout, Pivot
from indicators.queries.question import Question, shown_measures
from indicators.queries.table import beside_text, text_of

MOST_ROWS, MOST_COLUMNS = 300, 60


@dataclass(frozen=True)
class Head:
    """One heading over ``span`` columns."""

    text: str
    span: int


@dataclass(frozen=True)
class GridCell:
    """``value`` is what a file holds, ``text`` what the page says; ``heads`` name the column, for whoever hears it."""

    value: Any
    text: str
    url: str
    heads: str
    is_sum: bool = False


@dataclass(frozen=True)
class GridRow:
    labels: list[str]
    cells: list[GridCell]


@dataclass(frozen=True)
class Grid:
    """``heads`` from top to bottom; ``hidden_rows`` and ``hidden_columns`` are in the files only."""

    corner: list[str]
    heads: list[list[Head]]
    rows: list[GridRow]
    foot: GridRow
    hidden_rows: int
    hidden_columns: int


def grid_of(made: Pivot, *, whole: bool = False) -> Grid:
    """``whole`` is for the files; a page shows so many rows and columns."""
    layout = made.layout
    rows = made.row_codes if whole else made.row_codes[:MOST_ROWS]
    columns = made.column_codes if whole else made.column_codes[: _most_columns(layout)]
    shown = rows if layout.rows else []
    return Grid(
        corner=[str(DIMENSIONS[name].label) for name in layout.rows],
        heads=list(_heads(made, columns)),
        rows=[GridRow(made.label(layout.rows, codes), list(_row_cells(made, codes, columns))) for codes in shown],
        foot=GridRow([_("Total")], list(_foot_cells(made, columns))),
        hidden_rows=len(made.row_codes) - len(rows),
        hidden_columns=len(made.column_codes) - len(columns),
    )


def table_query(layout: Layout) -> str:
    """The table as a query string: its one address, also of a saved view."""
    question = replace(layout.question, by=())
    own = [f"{name}={','.join(words)}" for name, words in (("rows", layout.rows), ("across", layout.across)) if words]
    compare = [f"compare={layout.columns.compare}"] if layout.columns.compare else []
    return "&".join([statistics_query(question), *own, *compare])


def _most_columns(layout):
    return max(1, MOST_COLUMNS // _width(layout))


def _width(layout):
    """How many columns stand side by side under one heading of the last dimension across."""
    return len(shown_measures(layout.question)) * (1 + len(layout.columns.kinds))


def _heads(made: Pivot, columns: list[Codes]) -> Iterator[list[Head]]:
    layout = made.layout
    width = _width(layout)
    last = [Head(_("Total"), width)] if layout.across else []
    for depth, name in enumerate(layout.across):
        groups = groupby(columns, key=lambda codes: codes[: depth + 1])
        labels = made.made.labels[name]
        found = [Head(labels[codes[-1]], width * len(list(group))) for codes, group in groups]
        yield [*found, *(last if depth == 0 else [Head("", width)])]
    places = len(columns) + 1 if layout.across else 1
    yield [Head(text, 1) for _place in range(places) for text in _figure_heads(layout)]


def _figure_heads(layout: Layout) -> list[str]:
    heads = []
    for measure in shown_measures(layout.question):
        heads.append(str(measure.label))
        heads += [str(KINDS[kind][0]) for kind in layout.columns.kinds]
    return heads


def _row_cells(made: Pivot, row: Codes, columns: list[Codes]) -> Iterator[GridCell]:
    layout = made.layout
    if not layout.across:
        yield from _cells(made, layout.question, made.cell(row, ()), "")
        return
    for column in columns:
        heads = " ".join(made.label(layout.across, column))
        yield from _cells(made, layout.question, made.cell(row, column), heads)
    asked = replace(layout.question, by=layout.rows)
    yield from _cells(made, asked, made.row_sums.get(row) or made.nought(row), _("Total"), is_sum=True)


def _foot_cells(made: Pivot, columns: list[Codes]) -> Iterator[GridCell]:
    layout = made.layout
    asked = replace(layout.question, by=layout.across)
    for column in columns if layout.across else []:
        heads = " ".join(made.label(layout.across, column))
        sums = made.column_sums if layout.rows else {codes: line for (_row, codes), line in made.cells.items()}
        yield from _cells(made, asked, sums.get(column) or made.nought(column), heads, is_sum=True)
    whole = replace(layout.question, by=())
    yield from _cells(made, whole, made.total, _("Total"), is_sum=True)


def _cells(made: Pivot, asked: Question, line: Line, heads: str, *, is_sum: bool = False) -> Iterator[GridCell]:
    for measure in shown_measures(asked):
        value, label = line.values[measure.name], f"{heads} {measure.label}".strip()
        url = rows_url(asked, measure.name, line.codes) if value and measure.name in MEASURES else ""
        yield GridCell(value, text_of(value), url, label, is_sum)
        for kind in made.layout.columns.kinds:
            beside = line.beside[kind][measure.name]
            yield GridCell(beside, beside_text(kind, beside), "", f"{label} {KINDS[kind][0]}", is_sum)

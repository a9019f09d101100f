"""An answer as the page shows it: rows with labels, numbers as text, and the way to the records behind each."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from indicators.measures import DIMENSIONS, MEASURES
from indicators.queries.counting import Answer
from indicators.queries.labels import labels_of, sorted_rows
from indicators.queries.links import rows_url
from indicators.queries.question import Question

MOST_SHOWN = 500


@dataclass(frozen=True)
class Number:
    """``value`` is None where the reader is not told."""

    label: str
    value: int | None
    text: str
    url: str


@dataclass(frozen=True)
class Row:
    """``belt`` is the colour of the bar, where the row is a belt's."""

    labels: list[str]
    numbers: list[Number]
    belt: str


@dataclass(frozen=True)
class Table:
    """``most`` is the largest first figure of the rows, for the bars; ``hidden`` rows are in the files only."""

    dimensions: list[Any]
    measures: list[Any]
    rows: list[Row]
    total: list[Number]
    most: int
    hidden: int


def table_of(made: Answer) -> Table:
    question, labels = made.question, labels_of(made)
    rows = sorted_rows(made, labels)
    first = question.measures[0]
    return Table(
        dimensions=[DIMENSIONS[name] for name in question.by],
        measures=[MEASURES[name] for name in question.measures],
        rows=[
            Row(
                [labels[name][code] for name, code in zip(question.by, row.codes, strict=True)],
                numbers_of(question, row.values, row.codes),
                (row.codes[question.by.index("belt")] or "") if "belt" in question.by else "",
            )
            for row in rows[:MOST_SHOWN]
        ],
        total=numbers_of(question, made.total),
        most=max((row.values[first] or 0 for row in rows), default=0),
        hidden=max(len(rows) - MOST_SHOWN, 0),
    )


def numbers_of(question: Question, values: dict[str, int | None], codes: tuple[str | None, ...] = ()) -> list[Number]:
    """Nought has no rows to lead to."""
    return [
        Number(str(MEASURES[name].label), value, text_of(value), rows_url(question, name, codes) if value else "")
        for name, value in values.items()
    ]


def text_of(value: int | None) -> str:
    return _("hidden") if value is None else f"{value:,}"

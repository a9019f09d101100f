"""An answer as the page shows it: rows with labels, numbers as text, and the way to the records behind each."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from indicators.measures import DIMENSIONS, MEASURES
from indicators.queries.columns import KINDS, Columns
from indicators.queries.counting import Answer
from indicators.queries.cube import Cube, Line, cube_from
from indicators.queries.links import rows_url
from indicators.queries.question import Question, shown_measures

MOST_SHOWN = 500


@dataclass(frozen=True)
class Beside:
    """What stands beside a figure; ``text`` is empty where it is not defined."""

    label: str
    text: str


@dataclass(frozen=True)
class Number:
    """``value`` is None where the reader is not told."""

    label: str
    value: int | None
    text: str
    url: str
    beside: tuple[Beside, ...] = ()


@dataclass(frozen=True)
class Row:
    """``belt`` is the colour of the bar, where the row is a belt's."""

    labels: list[str]
    numbers: list[Number]
    belt: str


@dataclass(frozen=True)
class Table:
    """``most`` is the largest first figure of the rows, for the bars; ``hidden`` rows are in the files only.

    ``rest`` stands for the ``left_out`` rows beyond the top ones.
    """

    dimensions: list[Any]
    measures: list[Any]
    kinds: list[str]
    rows: list[Row]
    rest: list[Number]
    left_out: int
    total: list[Number]
    most: int
    hidden: int

    @property
    def unsplit(self) -> bool:
        """Whether there is the total alone, whose columns have no headings."""
        return not self.dimensions


def table_of(made: Answer | Cube) -> Table:
    beside = made if isinstance(made, Cube) else cube_from(made, None, Columns())
    question, labels = beside.question, beside.labels
    measures = shown_measures(question)
    first = measures[0].name
    return Table(
        dimensions=[DIMENSIONS[name] for name in question.by],
        measures=measures,
        kinds=[str(KINDS[kind][0]) for kind in beside.columns.kinds],
        rows=[
            Row(
                [labels[name][code] for name, code in zip(question.by, line.codes, strict=True)],
                _numbers(beside, line),
                (line.codes[question.by.index("belt")] or "") if "belt" in question.by else "",
            )
            for line in beside.lines[:MOST_SHOWN]
        ],
        rest=_numbers(beside, beside.rest) if beside.rest else [],
        left_out=beside.left_out,
        total=_numbers(beside, beside.total),
        most=max((line.values[first] or 0 for line in beside.lines), default=0),
        hidden=max(len(beside.lines) - MOST_SHOWN, 0),
    )


def _numbers(made: Cube, line: Line) -> list[Number]:
    """The rest leads nowhere: no list has all but some places."""
    shown = []
    for measure in shown_measures(made.question):
        value, name, rest = line.values[measure.name], measure.name, line is made.rest
        text = _("does not add up") if rest and name in made.not_additive else text_of(value)
        url = rows_url(made.question, name, line.codes) if value and name in MEASURES and not rest else ""
        beside = tuple(
            Beside(str(KINDS[kind][0]), beside_text(kind, line.beside[kind][name])) for kind in made.columns.kinds
        )
        shown.append(Number(str(measure.label), value, text, url, beside))
    return shown


def beside_text(kind: str, value: float | None) -> str:
    """With a sign where it is a change, “—” where it is not defined or not told."""
    if value is None:
        return "—"
    signed = kind.startswith("change") and value != 0
    if kind in {"change_percent", "share"}:
        return f"{value:+,.1f}%" if signed else f"{value:,.1f}%"
    return f"{value:+,}" if signed else f"{value:,}"


def numbers_of(question: Question, values: dict[str, int | None], codes: tuple[str | None, ...] = ()) -> list[Number]:
    """Nought has no rows to lead to."""
    return [
        Number(str(MEASURES[name].label), value, text_of(value), rows_url(question, name, codes) if value else "")
        for name, value in values.items()
    ]


def text_of(value: int | None) -> str:
    return _("hidden") if value is None else f"{value:,}"

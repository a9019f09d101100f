"""A chart with everything that stands round it: its figures as a table, its file, how it was counted."""

import datetime as dt
from dataclasses import dataclass, field, replace
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from indicators.measures import DIMENSIONS, MEASURES
from indicators.queries import Answer
from indicators.queries.labels import labels_of
from indicators.queries.links import rows_url, statistics_query
from indicators.queries.rule import rule_of
from indicators.queries.table import Number, text_of

BARS, LINES, FLOWS = "bars", "lines", "flows"
BRAND, QUIET = "brand", "ink-3"
NOT_YET = Number("", None, "–", "")


@dataclass(frozen=True)
class ChartTable:
    """``rows`` are (label, numbers); ``total`` is counted by itself."""

    head: str
    columns: list[str]
    rows: list[tuple[str, list[Number]]]
    total: list[Number] = field(default_factory=list)


@dataclass(frozen=True)
class Chart:
    """``data`` is what static/src/charts.js draws; ``csv`` the address of the same figures, empty for none."""

    key: str
    title: str
    data: dict[str, Any]
    table: ChartTable
    rule: list[str]
    csv: str = ""
    note: str = ""

    @property
    def data_id(self) -> str:
        return f"{self.key}-data"

    @property
    def tall(self) -> bool:
        """More bars or flows than the usual height holds."""
        most = {BARS: 8, FLOWS: 4}.get(self.data["kind"])
        return most is not None and len(self.table.rows) > most

    @property
    def empty(self) -> bool:
        return not any(number.value for _label, numbers in self.table.rows for number in numbers)


@dataclass(frozen=True)
class Places:
    """How places are drawn: those in ``labels`` also when nothing was counted there, in this order or by rank.

    A belt has its own colour, a county that of ``belt``; ``own`` stands out from the others.
    """

    labels: dict[str, str]
    belt: str = ""
    own: str = ""
    ranked: bool = False


def bars(made: Answer, key: str, title: str, places: Places, *, links: bool = True) -> Chart:
    """One lying bar a place, of the one measure. ``links`` is False where no figure may lead to its rows."""
    [name], [dimension] = made.question.measures, made.question.by
    values = dict.fromkeys(places.labels, 0) | {row.codes[0]: row.values[name] for row in made.rows}
    others = values.keys() - places.labels.keys() - {None}
    labels = places.labels | (labels_of(made)[dimension] if others else {None: str(DIMENSIONS[dimension].nothing)})
    order = sorted(values, key=lambda code: (code is None, -(values[code] or 0) if places.ranked else 0))
    numbers = {code: number_of(made, name, values[code], code, links=links) for code in order}
    shown = [code for code in order if code is not None]
    series = {
        "name": _capital(MEASURES[name].label),
        "values": [values[code] for code in shown],
        "urls": [numbers[code].url for code in shown],
        "colours": [_colour(dimension, code, places.belt) for code in shown],
        "faded": [bool(places.own) and code != places.own for code in shown],
    }
    data = {"kind": BARS, "title": title, "labels": [labels[code] for code in shown], "series": [series]}
    rows = [(labels[code], [numbers[code]]) for code in order]
    total = [number_of(made, name, made.total[name], None, links=links, whole=True)]
    head, column = _capital(DIMENSIONS[dimension].label), _capital(MEASURES[name].label)
    return Chart(key, title, data, ChartTable(head, [column], rows, total), **_standing_round(made, links=links))


def months(made: Answer, key: str, title: str, years: tuple[int, int], until: dt.date, *, links: bool = True) -> Chart:
    """The months of two years over each other, the later year first; months after ``until`` have no figure yet."""
    labels = [month_name(dt.date(years[0], month, 1)) for month in range(1, 13)]
    columns = [_year(made, year, until, links) for year in years]
    series = [
        {
            "name": str(year),
            "colour": colour,
            "values": [number.value for number in column],
            "urls": [number.url for number in column],
        }
        for year, colour, column in zip(years, (BRAND, QUIET), columns, strict=True)
    ]
    data = {"kind": LINES, "title": title, "labels": labels, "series": series}
    rows = [(label, list(numbers)) for label, *numbers in zip(labels, *columns, strict=True)]
    table = ChartTable(_("Month"), [str(year) for year in years], rows)
    return Chart(key, title, data, table, **_standing_round(made, links=links))


def _year(made, year, until, links):
    """Twelve numbers."""
    [name] = made.question.measures
    values = {row.codes[0]: row.values[name] for row in made.rows}
    codes = [f"{year}-{month:02d}" for month in range(1, 13)]
    begun = f"{until:%Y-%m}"
    return [
        number_of(made, name, values.get(code, 0), code, links=links) if code <= begun else NOT_YET for code in codes
    ]


def number_of(
    made: Answer, name: str, value: int | None, code: str | None, *, links: bool, whole: bool = False
) -> Number:
    """One figure of an answer that is split by one dimension, or its total (``whole``)."""
    url = rows_url(made.question, name, () if whole else (code,)) if links and value else ""
    return Number(_capital(MEASURES[name].label), value, text_of(value), url)


def only(made: Answer, measure: str) -> Answer:
    """The part of an answer about one of its measures."""
    question = replace(made.question, measures=(measure,))
    rows = [replace(row, values={measure: row.values[measure]}) for row in made.rows]
    return replace(made, question=question, rows=rows, total={measure: made.total[measure]})


def title_of(words: str, measure: str) -> str:
    """``words`` with the measure for ``%(what)s``."""
    return words % {"what": _capital(MEASURES[measure].label)}


def month_name(day: dt.date) -> str:
    """“Mar”, “3月”: short enough for twelve of them beside each other."""
    return str(date_format(day, pgettext("date format of a month's name", "M")))


def _standing_round(made: Answer, *, links: bool) -> dict[str, Any]:
    """How it was counted, and the file."""
    [name] = made.question.measures
    meaning = f"{_capital(MEASURES[name].label)}: {MEASURES[name].meaning}"
    csv = f"{reverse('api:statistics')}?{statistics_query(made.question)}&format=csv" if links else ""
    return {"rule": [meaning, *rule_of(made.question)], "csv": csv}


def _colour(dimension, code, belt):
    if dimension == "belt":
        return f"belt-{code}"
    return f"belt-{belt}" if belt else BRAND


def _capital(text):
    text = str(text)
    return text[:1].upper() + text[1:]

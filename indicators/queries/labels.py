"""Codes of the answer in words and in order: belts from south to north, regions by code, what has no value last."""

import datetime as dt
from collections.abc import Callable
from typing import Any

from django.db.models import QuerySet
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from activities.models import Brand, Kind, Task
from belts.models import Belt, Region
from indicators.measures import DIMENSIONS
from indicators.queries.counting import Answer
from volunteers.choices import AgeBand
from volunteers.models import Platform

Labels = dict[str | None, str]


def labels_of(made: Answer) -> dict[str, Labels]:
    """For each dimension its codes that occur, in their order, with their labels. At most one query a dimension."""
    found = {}
    for place, name in enumerate(made.question.by):
        codes = {cell.codes[place] for cell in made.rows}
        labels: Labels = _LABELS[name](codes - {None})
        if None in codes:
            labels[None] = str(DIMENSIONS[name].nothing)
        found[name] = labels
    return found


def sorted_rows(made: Answer, labels: dict[str, Labels]) -> list[Any]:
    """The rows in the order of their labels."""
    order = [{code: place for place, code in enumerate(labels[name])} for name in made.question.by]
    return sorted(made.rows, key=lambda row: [places[code] for places, code in zip(order, row.codes, strict=True)])


def _named(rows: QuerySet[Any], codes: Any) -> Labels:
    return {str(row.pk): str(row) for row in rows.filter(pk__in=codes)}


def _platforms(codes: Any) -> Labels:
    return {row.code: str(row) for row in Platform.objects.filter(code__in=codes).order_by("rank")}


def _chosen(choices: Any, codes: Any) -> Labels:
    return {value: str(label) for value, label in choices if value in codes}


def _quarter(code: str) -> str:
    return _("Q%(quarter)s %(year)s") % {"year": code[:4], "quarter": code[-1]}


def _month(code: str) -> str:
    return str(date_format(dt.date(int(code[:4]), int(code[5:]), 1), "YEAR_MONTH_FORMAT"))


def _year(code: str) -> str:
    return pgettext("the year of a row", "%(year)s") % {"year": code}


_LABELS: dict[str, Callable[[Any], Labels]] = {
    "corridor": lambda codes: {code: _("corridor") for code in codes},
    "province": lambda codes: _named(Region.objects.order_by("pk"), codes),
    "belt": lambda codes: _named(Belt.objects.order_by("position"), codes),
    "county": lambda codes: _named(Region.objects.order_by("pk"), codes),
    "year": lambda codes: {code: _year(code) for code in sorted(codes)},
    "quarter": lambda codes: {code: _quarter(code) for code in sorted(codes)},
    "month": lambda codes: {code: _month(code) for code in sorted(codes)},
    "kind": lambda codes: _chosen(Kind.choices, codes),
    "task": lambda codes: _chosen(Task.choices, codes),
    "brand": lambda codes: _named(Brand.objects.order_by("name"), codes),
    "platform": _platforms,
    "age": lambda codes: _chosen(AgeBand.choices, codes),
}

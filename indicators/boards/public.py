"""Figures for everybody. Who asks is nobody, and only what stands here is told: no county, no record, no few people.

Belts and provinces are asked for within the corridor, so that both add up to one total: a cell of few people that is
hidden there, with another beside it, cannot be worked out from a figure of elsewhere. People are told in whole tens:
whoever looks every day, or at two periods, learns of no few who came or left.
"""

import datetime as dt
from dataclasses import dataclass, replace
from typing import Any

from django.core.cache import cache
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from belts.models import Belt
from core import exports
from core.filters import check_known
from indicators.boards.charts import Chart, ChartTable, Places, bars, months, number_of, only, title_of
from indicators.boards.places import asked
from indicators.exporting.answers import table_of as file_of
from indicators.measures import DIMENSIONS, MEASURES, PEOPLE
from indicators.periods import YEAR_TO_DATE, Period, period_of, span
from indicators.queries import Answer, answer
from indicators.queries.columns import Columns
from indicators.queries.cube import cube_from
from indicators.queries.labels import labels_of, sorted_rows
from indicators.queries.table import Number
from indicators.readers import Asking, PublicReader

TOLD = (
    "lectures",
    "touring_lectures",
    "mass_culture",
    "cross_province",
    "cross_region_teams",
    "works",
    "brands",
    "volunteers",
)
SPLITS = ("belt", "province")
MONTH = "month"
FILES = (*SPLITS, MONTH)
WITHIN = {"corridor": "true"}
SECONDS = 300
TENS = 10
FIRST_YEAR = 2024


@dataclass(frozen=True)
class PublicFigures:
    """``cards`` are the corridor's; nothing in it leads to a record. ``meanings`` say what each figure counts."""

    period: Period
    as_of: dt.datetime
    cards: list[Number]
    tables: dict[str, ChartTable]
    charts: list[Chart]
    meanings: list[tuple[str, str]]


def period_for_everybody(given: Any, today: dt.date) -> Period:
    """Raises ValidationError (``unknown_period``) for all but the few that are offered."""
    check_known(given, {"period"})
    word = given.get("period") or YEAR_TO_DATE
    offered = {period.word: period for period in offered_periods(today)}
    if word not in offered:
        message = _("“%(word)s” is not known here. Allowed: %(known)s.") % {"word": word, "known": ", ".join(offered)}
        raise ValidationError({"period": ValidationError(message, code="unknown_period")})
    return offered[word]


def offered_periods(today: dt.date) -> list[Period]:
    years = [str(year) for year in range(today.year - 1, FIRST_YEAR - 1, -1)]
    return [period_of(word, today) for word in (YEAR_TO_DATE, *years)]


def public_figures(period: Period) -> PublicFigures:
    """At most ``SECONDS`` old."""
    key = _key("page", period)
    made: PublicFigures | None = cache.get(key)
    if made is None:
        made = _figures(period)
        cache.set(key, made, SECONDS)
    return made


def public_file(by: str, period: Period) -> bytes:
    """The figures split by belt or province, or the lectures by month, as CSV; at most ``SECONDS`` old."""
    return bytes(cache.get_or_set(_key(by, period), lambda: _lines(by, period), SECONDS) or b"")


def _key(what, period):
    return f"public-figures:{what}:{period.word}:{get_language()}:{timezone.localdate()}"


def _lines(by, period):
    made = _by_month(period) if by == MONTH else _told(by, period)
    return b"".join(exports.csv_lines(file_of(cube_from(made, None, Columns()))))


def _told(by: str, period: Period, measures: tuple[str, ...] = TOLD) -> Answer:
    request = Asking(PublicReader())
    made = answer(asked(request, ",".join(measures), by, period, WITHIN))
    return replace(
        made, rows=[replace(row, values=_coarse(row.values)) for row in made.rows], total=_coarse(made.total)
    )


def _coarse(values):
    """People in whole tens, and fewer than ten not at all."""
    return {
        name: (value // TENS * TENS or None) if value and MEASURES[name].fact in PEOPLE else value
        for name, value in values.items()
    }


def _figures(period):
    by_belt, by_province = (_told(by, period) for by in SPLITS)
    tables = {"belt": _table(by_belt), "province": _table(by_province)}
    belts = Places({str(belt.pk): str(belt) for belt in Belt.objects.order_by("position")})
    charts = [_by_belt(by_belt, name, belts, period) for name in ("lectures", "cross_province", "volunteers")]
    meanings = [(str(MEASURES[name].label), str(MEASURES[name].meaning)) for name in TOLD]
    return PublicFigures(period, by_belt.as_of, tables["belt"].total, tables, [_trend(period), *charts], meanings)


def _by_belt(made, name, belts, period):
    chart = bars(only(made, name), f"by-belt-{name}", title_of(_("%(what)s by belt"), name), belts, links=False)
    coarse = (
        [_("People are told in whole tens, and fewer than ten not at all.")] if MEASURES[name].fact in PEOPLE else []
    )
    return replace(chart, csv=_address("belt", period), rule=[*chart.rule, *coarse])


def _table(made):
    """Rows without a place are left out: within the corridor there are none."""
    [dimension] = made.question.by
    labels = labels_of(made)[dimension]
    rows = [
        (labels[row.codes[0]], [number_of(made, name, row.values[name], row.codes[0], links=False) for name in TOLD])
        for row in sorted_rows(made, {dimension: labels})
        if row.codes[0] is not None
    ]
    total = [number_of(made, name, made.total[name], None, links=False) for name in TOLD]
    return ChartTable(str(DIMENSIONS[dimension].label), [str(MEASURES[name].label) for name in TOLD], rows, total)


def _by_month(period: Period) -> Answer:
    """Of what is no people: the difference of two months may be few. Two years, the later one that of the period."""
    today = timezone.localdate()
    year = _year_of(period)
    return _told(MONTH, span(dt.date(year - 1, 1, 1), min(dt.date(year, 12, 31), today)), ("lectures",))


def _trend(period):
    year = _year_of(period)
    title = title_of(_("%(what)s by month"), "lectures")
    chart = months(_by_month(period), "by-month", title, (year, year - 1), timezone.localdate(), links=False)
    return replace(chart, csv=_address(MONTH, period))


def _year_of(period):
    today = timezone.localdate()
    return min(period.last or today, today).year


def _address(by, period):
    return f"{reverse('indicators:public_csv', args=[by])}?period={period.word}"

"""Figures of a place beside those of a year before, as cards show them."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

from indicators.boards.places import asked
from indicators.periods import YEAR_TO_DATE, Period
from indicators.queries import answer
from indicators.queries.links import statistics_query
from indicators.queries.table import Number, numbers_of

AUDIENCE = "audience_named,audience_counted,audience_estimated"


@dataclass(frozen=True)
class Figure:
    number: Number
    change: str


@dataclass(frozen=True)
class Figures:
    """The three kinds of audience stand apart: they are shown and never added. ``query`` asks for all of them."""

    figures: list[Figure]
    audience: list[Figure]
    as_of: dt.datetime
    query: str


def figures_of(request: Any, measures: str, period: Period, filters: dict[str, str]) -> Figures:
    """Of ``period`` and of its year before; two answers, whatever is counted."""
    question = asked(request, f"{measures},{AUDIENCE}", "", period, filters)
    now, before = answer(question), period.year_before()
    past = answer(asked(request, f"{measures},{AUDIENCE}", "", before, filters)) if before else None
    found = {
        name: Figure(number, change_of(number.value, past.total[name], period.word) if past else "")
        for name, number in zip(question.measures, numbers_of(question, now.total), strict=True)
    }
    audience = [found.pop(name) for name in AUDIENCE.split(",")]
    return Figures(list(found.values()), audience, now.as_of, statistics_query(question))


def change_of(now: int | None, before: int | None, word: str = YEAR_TO_DATE) -> str:
    """Beside the year before, in words; without a percentage where there was nothing to compare with."""
    if now is None or before is None:
        return _("fewer than five people")
    to_date = word == YEAR_TO_DATE
    if not before:
        return _("none by this day last year") if to_date else _("none a year before")
    percent = round(100 * (now - before) / before)
    words = {"percent": f"{percent:+d}" if percent else "±0"}
    if to_date:
        return _("%(percent)s%% on the same days of last year") % words
    return _("%(percent)s%% on a year before") % words

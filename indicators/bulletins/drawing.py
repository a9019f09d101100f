"""Figures of a period, asked of the statistics once and frozen: each with its question, moment and rule.

What is frozen is the vintage of a bulletin: it stays as it was drawn, whatever is logged or corrected later. Each
question asks for the moment too, so that whoever asks it again is answered what stands in the bulletin.
"""

import datetime as dt
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone, translation

from indicators.bulletins.wording import COLUMNS, FEW, MEMBERS_MEANING, NOUNS
from indicators.measures import DIMENSIONS, MEASURES
from indicators.periods import Period
from indicators.phrases import phrase_of
from indicators.queries import Answer, answer
from indicators.queries.headline import MEMBERS, MEMBERS_LABEL, members_between
from indicators.queries.labels import labels_of, sorted_rows
from indicators.queries.links import statistics_query
from indicators.queries.moments import one_moment
from indicators.queries.rule import rule_of
from indicators.queries.vintages import settled_moment
from indicators.readers import PublicReader, public_question

FORMAT = 1
TABLES = ("belt", "province", "county")
CHARTED = "lectures"
LONGEST_MONTH = 31
Figure = dict[str, Any]


def draw(period: Period) -> dict[str, Any]:
    """JSON of every figure of the bulletin, in Chinese, as all of them stood at one moment.

    Figures of fewer than five people are left out, as a bulletin goes from hand to hand. Raises ValidationError
    ``vintage_too_recent`` while somebody writes for long.
    """
    first, last = _days(period)
    now = settled_moment()
    with translation.override("zh-hans"), one_moment():
        tables = [_table(name, period, now) for name in TABLES]
        charts = [_bars(tables[0])]
        if (last - first).days > LONGEST_MONTH:
            charts.append(_bars(_table("month", period, now, (CHARTED,))))
        return {
            "format": FORMAT,
            "as_of": _moment(now),
            "period": {"word": period.word, "first": f"{first}", "last": f"{last}"},
            "figures": _figures(period, now),
            "tables": tables,
            "charts": charts,
        }


def _figures(period: Period, now: dt.datetime) -> list[Figure]:
    before = period.year_before()
    return [_figure(name, period, before, now) for name in NOUNS]


def _figure(name: str, period: Period, before: Period | None, now: dt.datetime) -> Figure:
    value: int | None
    if name == MEMBERS:
        value = _members(period)
        words = {"label": str(MEMBERS_LABEL), "meaning": MEMBERS_MEANING, "rule": [], "question": ""}
        earlier = _members(before) if before else None
    else:
        made = _ask(name, period, now)
        value, words = made.total[name], _words(name, made)
        earlier = _ask(name, before, now).total[name] if before else None
    noun = NOUNS[name]
    phrase = FEW if value is None else phrase_of(value, noun)
    return {
        "name": name,
        "value": value,
        "before": earlier,
        "noun": noun,
        "phrase": phrase,
        "as_of": _moment(now),
    } | words


def _words(name: str, made: Answer) -> dict[str, Any]:
    entry = MEASURES[name]
    return {"label": str(entry.label), "meaning": str(entry.meaning)} | _asked(made)


def _asked(made: Answer) -> dict[str, Any]:
    question = f"{reverse('api:statistics')}?{statistics_query(made.question)}"
    return {"rule": rule_of(made.question), "question": question}


def _table(dimension: str, period: Period, now: dt.datetime, measures: tuple[str, ...] = tuple(COLUMNS)) -> Figure:
    made = _ask(",".join(measures), period, now, by=dimension)
    labels = labels_of(made)
    rows = [
        {"code": row.codes[0], "label": labels[dimension][row.codes[0]], "values": row.values}
        for row in sorted_rows(made, labels)
    ]
    return {
        "by": dimension,
        "label": str(DIMENSIONS[dimension].label),
        "measures": [{"name": name, "label": COLUMNS[name]} for name in measures],
        "rows": rows,
        "total": made.total,
        "as_of": _moment(now),
    } | _asked(made)


def _bars(table: Figure) -> Figure:
    """What a chart needs of a table: one bar a row that has a place in it."""
    bars = [
        {"code": row["code"], "label": row["label"], "value": row["values"][CHARTED]}
        for row in table["rows"]
        if row["code"] is not None
    ]
    kept = {name: table[name] for name in ("by", "question", "rule", "as_of")}
    return kept | {"measure": CHARTED, "title": f"{COLUMNS[CHARTED]}：按{table['label']}", "bars": bars}


def _ask(measures: str, period: Period, now: dt.datetime, *, by: str = "") -> Answer:
    asked = {"measures": measures, "by": by, "from": period.first, "to": period.last, "at": _moment(now)}
    return answer(public_question(urlencode(asked)))


def _members(period: Period) -> int | None:
    first, last = _days(period)
    return members_between(PublicReader(), first, last)


def _days(period: Period) -> tuple[dt.date, dt.date]:
    if period.first is None or period.last is None:
        raise ValueError(f"“{period.word}” has no days")
    return period.first, period.last


def _moment(now: dt.datetime) -> str:
    return timezone.localtime(now).isoformat()

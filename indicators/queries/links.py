"""The way from a figure to its rows: the list of activities with the filters that find exactly those records."""

import calendar
import datetime as dt
from urllib.parse import urlencode

from django.urls import reverse

from indicators.measures import ACTIVITY, MEASURES, TIMES
from indicators.queries.question import ALL, VERIFIED, Question

# What a cell of a dimension asks the list for.
FILTER_OF = {
    "province": "province",
    "belt": "belt",
    "county": "region",
    "kind": "kind",
    "task": "task",
    "brand": "brand",
}
NOTHING = {
    "corridor": {"corridor": "false"},
    "belt": {"corridor": "false"},
    "quarter": {"precision": "year"},
    "month": {"precision": "year"},
    "task": {"task": "none"},
    "brand": {"brand": "null"},
}
KNOWN_TO_THE_MONTH = "day,month"


def rows_url(question: Question, measure: str, codes: tuple[str | None, ...] = ()) -> str:
    """The address of the rows behind one figure; empty where no filter says exactly what the cell holds."""
    filters = filters_of(question, measure, codes)
    if filters is None:
        return ""
    return f"{reverse('activities:list')}?{urlencode(filters)}"


def filters_of(question: Question, measure: str, codes: tuple[str | None, ...] = ()) -> dict[str, str] | None:
    """The list's filters for one figure, or None. ``codes`` are the cell's; without them it is the total."""
    if MEASURES[measure].fact != ACTIVITY:
        return None
    filters = dict(question.given)
    if question.state == VERIFIED:
        filters["state"] = VERIFIED
    wanted = [_of_cell(question, name, code) for name, code in zip(question.by, codes, strict=False)]
    for more in [*wanted, dict(MEASURES[measure].rows)]:
        if more is None or not _narrow(filters, more):
            return None
    return filters


def _narrow(filters, more):
    """Add ``more``; False where the list cannot hold both."""
    for name, value in more.items():
        if name == "from":
            filters[name] = max(value, filters.get(name, value))
        elif name == "to":
            filters[name] = min(value, filters.get(name, value))
        elif name in filters:
            both = [word for word in filters[name].split(",") if word in value.split(",")]
            if not both:
                return False
            filters[name] = ",".join(both)
        else:
            filters[name] = value
    return True


def _of_cell(question, name, code):
    if name in TIMES:
        return _of_time(name, code)
    if code is None:
        # A draft without a lead has no party at all; the filter that asks for a party outside a belt misses it.
        return None if question.state == ALL and name in {"corridor", "belt"} else NOTHING.get(name)
    if name == "corridor":
        return {"corridor": "true"}
    return {FILTER_OF[name]: code}


def _of_time(name, code):
    if code is None:
        return NOTHING[name]
    year = int(code[:4])
    first, last = {"year": (1, 12), "quarter": _quarter(code), "month": (code[5:], code[5:])}[name]
    last_day = calendar.monthrange(year, int(last))[1]
    span = {"from": dt.date(year, int(first), 1).isoformat(), "to": dt.date(year, int(last), last_day).isoformat()}
    return span if name == "year" else span | {"precision": KNOWN_TO_THE_MONTH}


def _quarter(code):
    last = 3 * int(code[-1])
    return last - 2, last


def statistics_query(question: Question) -> str:
    """The question as a query string, for the page, the API and the files."""
    query = {"measures": ",".join(question.measures), "by": ",".join(question.by), **question.given}
    if question.state == ALL:
        query["state"] = ALL
    return urlencode({name: value for name, value in query.items() if value})

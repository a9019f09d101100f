"""Answers made by hand, so that what is worked out from them needs no database."""

import datetime as dt
from types import SimpleNamespace

from django.http import QueryDict

from indicators.queries.columns import Columns, columns_of
from indicators.queries.counting import Answer, Cell
from indicators.queries.cube import Cube, cube_from
from indicators.queries.question import Question
from indicators.queries.small_cells import hide_few, hides_few

NOON = dt.datetime(2026, 3, 1, 4, tzinfo=dt.UTC)
STAFF = SimpleNamespace(token=None, reach=SimpleNamespace(roles=frozenset({"corridor_office"}), places=None))
SYSTEM = SimpleNamespace(token=object(), reach=SimpleNamespace(roles=frozenset({"api_client"}), places=None))
FIRST, LAST = dt.date(2025, 1, 1), dt.date(2025, 12, 31)


def question(by, measures, user=STAFF, *, first=FIRST, last=LAST, mixed=False):
    filters = SimpleNamespace(form=SimpleNamespace(cleaned_data={"from": first, "to": last}))
    return Question(user, tuple(measures), tuple(by), "verified", filters, mixed=mixed)


def answered(asked, rows, total=None) -> Answer:
    """``rows``: code (or codes) → values by measure; the total is their sum where none is given."""
    cells = [Cell(codes if isinstance(codes, tuple) else (codes,), dict(values)) for codes, values in rows.items()]
    sums = {name: sum(cell.values[name] for cell in cells) for name in asked.measures}
    made = Answer(asked, NOON, cells, dict(total or sums))
    if hides_few(asked.user):
        hide_few([cell.values for cell in made.rows], made.total)
    return made


def made_cube(asked, now, before=None, given="", totals=(None, None)) -> Cube:
    columns = columns_of(asked, QueryDict(given)) if given else Columns()
    then = answered(asked, before, totals[1]) if before is not None else None
    return cube_from(answered(asked, now, totals[0]), then, columns)


def shown(made, kind="values"):
    """code → figures of a kind of column, in the order of the rows."""
    return {line.codes[0] if len(line.codes) == 1 else line.codes: _of(line, kind) for line in made.lines}


def _of(line, kind):
    return line.values if kind == "values" else line.beside[kind]

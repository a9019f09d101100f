"""How completely and how timely a place reports what no ledger counts: the latest period of each data set."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from core import workdays
from indicators.boards.places import Board
from indicators.models import DataSet
from indicators.queries.reported import cells
from indicators.queries.reported.cells import Span
from indicators.queries.reported.completeness import completeness_of


@dataclass(frozen=True)
class Reported:
    """Of the regions that lie in the board's place today: how many figures are asked, came in, and came in time."""

    data_set: DataSet
    span: Span
    regions: int
    asked: int
    reported: int
    on_time: int
    missing: int
    overdue: bool

    @property
    def percent(self) -> int:
        return 100 * self.reported // self.asked

    @property
    def timely_percent(self) -> int:
        return 100 * self.on_time // self.asked


def reported_of(board: Board, user: Any, today: dt.date) -> list[Reported]:
    """Data sets of which nobody here is asked for anything are left out. Queries grow with data sets alone."""
    data_sets = list(DataSet.objects.visible_to(user).minded(today))
    days = workdays.calendar() if data_sets else None
    found = (_of_set(board, data_set, today, days) for data_set in data_sets)
    return [made for made in found if made]


def _of_set(board: Board, data_set: DataSet, today: dt.date, days: workdays.Calendar | None) -> Reported | None:
    for span in cells.latest_periods(data_set, today, 1):
        made = completeness_of(data_set, span, days)
        lines = [line for line in made.lines if board.holds(line.region.pk)]
        total = made.total(lines)
        if total["asked"]:
            named = {name: total[name] for name in ("asked", "reported", "on_time", "missing")}
            return Reported(data_set, span, len(lines), overdue=made.overdue, **named)
    return None

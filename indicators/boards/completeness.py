"""Where nothing was logged: counties without a verified record this month, or a county's months without one."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from indicators.boards.charts import month_name
from indicators.boards.places import COUNTY, Board, address_of
from indicators.periods import span
from indicators.queries import answer
from indicators.queries.rule import rule_of

MEASURE = "activities"


@dataclass(frozen=True)
class Completeness:
    """``missing`` are (label, address) of the ``whole`` that should have records; a month has no address."""

    of_counties: bool
    missing: list[tuple[str, str]]
    whole: int
    rule: list[str]

    @property
    def there(self) -> int:
        return self.whole - len(self.missing)


def completeness_of(board: Board, request: Any, today: dt.date) -> Completeness:
    """Counties that sit in a belt today, or for a county the months of this year up to now."""
    return _of_months(board, request, today) if board.level == COUNTY else _of_counties(board, request, today)


def _of_counties(board, request, today):
    question = board.question(request, MEASURE, "county", span(today.replace(day=1), today))
    found = {row.codes[0] for row in answer(question).rows}
    missing = [
        (str(seat.region), address_of(COUNTY, seat.region_id)) for seat in board.seats if seat.region_id not in found
    ]
    return Completeness(True, missing, len(board.seats), rule_of(question))


def _of_months(board, request, today):
    question = board.question(request, MEASURE, "month", span(today.replace(month=1, day=1), today))
    found = {row.codes[0] for row in answer(question).rows}
    months = [dt.date(today.year, month, 1) for month in range(1, today.month + 1)]
    missing = [(month_name(day), "") for day in months if f"{day:%Y-%m}" not in found]
    return Completeness(False, missing, len(months), rule_of(question))

"""What the ledgers count for a reported indicator: asked of the statistics, by the one door they have."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.http import QueryDict

from indicators.models import DataSet, Indicator, Report
from indicators.queries import answer, question_of
from indicators.readers import Asking

Span = tuple[dt.date, dt.date]


@dataclass(frozen=True)
class Counted:
    """By code of the region; ``total`` is the corridor's own count, in which a joint record counts once.

    None is a figure of few people that the reader is not told.
    """

    by_region: Mapping[str, Decimal | None]
    total: Decimal | None

    def of(self, code: str) -> Decimal | None:
        return self.by_region.get(code, Decimal(0))


def counted(user: Any, measure: str, span: Span, level: str = DataSet.Level.COUNTY) -> Counted:
    """One measure over these days, by county or by province."""
    place = "county" if level == DataSet.Level.COUNTY else "province"
    first, last = span
    given = f"measures={measure}&from={first.isoformat()}&to={last.isoformat()}&corridor=true"
    made = answer(question_of(Asking(user), QueryDict(f"{given}&by={place}")))
    by_region = {str(cell.codes[0]): _figure(cell.values[measure]) for cell in made.rows}
    return Counted(by_region, _figure(made.total[measure]))


def _figure(value: int | None) -> Decimal | None:
    return None if value is None else Decimal(value)


def counted_of(user: Any, indicator: Indicator, span: Span) -> Counted:
    """What fills the cells of an indicator that the statistics fill."""
    level = indicator.data_set.level if indicator.data_set else DataSet.Level.COUNTY
    return counted(user, indicator.measure, span, level)


def counted_beside(user: Any, reports: list[Report], field: str) -> dict[tuple[str, Span], Counted]:
    """For the measures that ``field`` of the reports' indicators names: each asked once for each period."""
    wanted = {
        (getattr(report.indicator, field), report.indicator.data_set, (report.first, report.last))
        for report in reports
        if getattr(report.indicator, field)
    }
    return {
        (measure, span): counted(user, measure, span, data_set.level if data_set else DataSet.Level.COUNTY)
        for measure, data_set, span in sorted(wanted, key=str)
    }

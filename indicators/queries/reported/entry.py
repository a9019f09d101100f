"""What stands in the form of a region: each indicator of a data set with its figure, its doubts, the one before."""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from belts.models import Region
from indicators.models import DataSet, Indicator, Report
from indicators.queries.reported import cells
from indicators.queries.reported.cells import Span
from indicators.queries.reported.doubts import ONE_DAY, Doubt, doubts_of, key_of
from indicators.queries.reported.ledger import counted_of


@dataclass
class Cell:
    """``counted`` is what the statistics fill in: then the cell is locked, and a report in it is a claim.

    It is for people of offices and counties, who are told every count.
    """

    indicator: Indicator
    report: Report | None
    before: Report | None
    doubts: list[Doubt]
    counted: Decimal | None = None


def cells_of(user: Any, data_set: DataSet, span: Span, region: Region) -> list[Cell]:
    """In the order of the form. Rows are the region's own: whoever may open its form may see them."""
    indicators = list(cells.indicators_of(data_set, span.last).select_related("part_of", "data_set"))
    rows = Report.objects.filter(indicator__in=indicators, region=region).select_related(
        "indicator__part_of", "indicator__data_set", "region", "typed_by", "accepted_by"
    )
    now = {row.indicator_id: row for row in rows.filter(period=span.word)}
    before = {row.indicator_id: row for row in rows.filter(last=span.first - ONE_DAY)}
    found = doubts_of(user, [row for row in now.values() if not row.indicator.measure])
    made = []
    for indicator in indicators:
        report = now.get(indicator.pk)
        doubts = found.get(key_of(report), []) if report else []
        counted = counted_of(user, indicator, span.days).of(region.pk) if indicator.measure else None
        made.append(Cell(indicator, report, before.get(indicator.pk), doubts, counted))
    return made

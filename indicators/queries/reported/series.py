"""The figures of one indicator over time: totals by period, what each region reported, and what was published."""

import datetime as dt
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from belts.models import Region
from indicators.models import Indicator, PublishedFigure, Report
from indicators.queries.reported import cells
from indicators.queries.reported.cells import Span
from indicators.queries.reported.totals import Total, figures_of, over_time, totals_of

MOST_PERIODS = 12


@dataclass(frozen=True)
class Point:
    span: Span
    corridor: Total
    provinces: list[tuple[Region, Total]]
    reports: dict[str, Report]  # by region, those that the reader may see


@dataclass(frozen=True)
class Year:
    """Several periods of one year taken together, as the indicator is taken together over time."""

    year: int
    value: Decimal | None
    sample: int | None
    periods: int
    provisional: bool


@dataclass
class Series:
    """Points from the latest on."""

    points: list[Point] = field(default_factory=list)
    provinces: list[Region] = field(default_factory=list)
    regions: list[Region] = field(default_factory=list)
    years: list[Year] = field(default_factory=list)
    published: list[PublishedFigure] = field(default_factory=list)


def series_of(user: Any, indicator: Indicator, today: dt.date, count: int = MOST_PERIODS) -> Series:
    """The latest ``count`` periods in which the indicator was valid. A query count that does not grow with regions."""
    published = PublishedFigure.objects.visible_to(user).filter(indicator=indicator).select_related("region")
    made = Series(published=list(published.order_by("day", "pk")))
    if indicator.data_set is None:
        return made
    spans = [span for span in cells.latest_periods(indicator.data_set, today, count) if indicator.holds_on(span.last)]
    if not spans:
        return made
    data = figures_of([indicator], spans)
    codes = sorted({code for span in spans for code in data.provinces[span.word]})
    made.provinces = list(Region.objects.filter(pk__in=codes).order_by("pk"))
    places = sorted({code for span in spans for code in data.regions[span.word]})
    made.regions = list(Region.objects.filter(pk__in=places).order_by("pk"))
    seen: dict[str, dict[str, Report]] = {}
    for report in Report.objects.visible_to(user).filter(indicator=indicator, period__in=[span.word for span in spans]):
        seen.setdefault(report.period, {})[report.region_id] = report
    for span in spans:
        totals = totals_of(user, indicator, span, data)
        provinces = [(province, totals.get(province.pk, NOTHING)) for province in made.provinces]
        made.points.append(Point(span, totals[""], provinces, seen.get(span.word, {})))
    if not indicator.measure:
        made.years = list(_years(indicator, made.points, data.rows))
    return made


NOTHING = Total(None, None, 0, 0, 0, False)


def _years(indicator, points, rows):
    by_year: dict[int, list[Point]] = {}
    for point in reversed(points):
        by_year.setdefault(point.span.last.year, []).append(point)
    for year, found in sorted(by_year.items(), reverse=True):
        figures = [rows.get((indicator.pk, point.span.word), []) for point in found]
        value, sample = over_time(indicator, figures)
        yield Year(year, value, sample, len(found), any(point.corridor.provisional for point in found))

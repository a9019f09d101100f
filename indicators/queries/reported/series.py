"""The figures of one indicator over time: totals by period, what each region reported, and what was published."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from belts.models import Region
from indicators.models import Indicator, PublishedFigure, Report
from indicators.periods import MONTHS
from indicators.queries.reported import cells
from indicators.queries.reported.cells import Span
from indicators.queries.reported.doubts import ONE_DAY
from indicators.queries.reported.totals import Figures, Total, figures_of, over_time, totals_of

MOST_PERIODS = 12


@dataclass(frozen=True)
class Point:
    span: Span
    corridor: Total
    provinces: list[tuple[Region, Total]]
    reports: dict[str, Report]  # by region, those that the reader may see


@dataclass(frozen=True)
class Year:
    """All periods of one year that are over, taken together as the indicator is taken together over time."""

    year: int
    periods: int
    corridor: Total


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
    spans = _spans(indicator, today, count)
    if not spans:
        return made
    data = figures_of([indicator], spans)
    years = [] if indicator.measure else list(_years(indicator, spans, data))
    spans = spans[:count]
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
    made.years = years
    return made


NOTHING = Total(None, None, 0, 0, 0, False)


def _spans(indicator: Indicator, today: dt.date, count: int) -> list[Span]:
    """``count`` periods in which the indicator was valid, and before them the rest of the earliest one's year."""
    if indicator.data_set is None:
        return []
    end = min(today, indicator.until + ONE_DAY) if indicator.until else today
    found = cells.latest_periods(indicator.data_set, end, count + MONTHS["year"])
    found = [span for span in found if indicator.holds_on(span.last)]
    first_year = min((span.last.year for span in found[:count]), default=0)
    return [span for span in found if span.last.year >= first_year]


def _years(indicator: Indicator, spans: list[Span], data: Figures) -> Iterator[Year]:
    by_year: dict[int, list[Span]] = {}
    for span in reversed(spans):
        by_year.setdefault(span.last.year, []).append(span)
    for year, found in sorted(by_year.items(), reverse=True):
        yield Year(year, len(found), over_time(indicator, data, found))

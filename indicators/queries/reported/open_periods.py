"""Periods of the year past that are not reported whole or not closed yet. A query count that grows with nothing."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils import timezone

from belts.models import Region
from indicators.models import Closing, DataSet, Indicator, Report
from indicators.queries.reported import cells
from indicators.queries.reported.cells import Span


@dataclass(frozen=True)
class Open:
    """A region lacks figures of a period that its province has not closed."""

    span: Span
    region: Region
    asked: int
    missing: int


def open_in(data_set: DataSet, codes: Iterable[str]) -> Iterator[Open]:
    """Of the regions with these codes. What was returned is not missing: it waits by itself."""
    periods = cells.minded_periods(data_set, timezone.localdate())
    closed, regions = _closed(data_set, periods), Region.objects.in_bulk(codes)
    indicators = list(Indicator.objects.filter(data_set=data_set, measure=""))
    rows = Report.objects.filter(indicator__in=indicators, region__in=regions, period__in=_words(periods))
    known = set(rows.values_list("period", "region", "indicator"))
    for span, (word, reporters) in zip(periods, cells.reporters_over(data_set, periods).items(), strict=True):
        asked = [indicator.pk for indicator in indicators if indicator.holds_on(span.last)]
        for code, province in reporters.items():
            missing = sum((word, code, indicator) not in known for indicator in asked)
            if code in regions and missing and (word, province) not in closed:
                yield Open(span, regions[code], len(asked), missing)


def closable_in(data_set: DataSet, provinces: Iterable[str]) -> Iterator[Span]:
    """Those that one of these provinces takes part in, has not closed, and in which nothing of it waits."""
    periods, provinces = cells.minded_periods(data_set, timezone.localdate()), set(provinces)
    closed = _closed(data_set, periods)
    rows = Report.objects.filter(indicator__data_set=data_set, indicator__measure="", period__in=_words(periods))
    waiting = set(rows.exclude(state=Report.State.ACCEPTED).values_list("period", "region"))
    for span, (word, reporters) in zip(periods, cells.reporters_over(data_set, periods).items(), strict=True):
        own = {code: province for code, province in reporters.items() if province in provinces}
        still_open = {province for province in own.values() if (word, province) not in closed}
        if still_open and not any((word, code) in waiting for code in own):
            yield span


def _closed(data_set: DataSet, periods: list[Span]) -> set[tuple[str, str]]:
    rows = Closing.objects.filter(data_set=data_set, period__in=_words(periods))
    return set(rows.values_list("period", "province_id"))


def _words(periods: list[Span]) -> list[str]:
    return [span.word for span in periods]

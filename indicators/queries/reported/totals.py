"""Totals of reported figures: of the corridor and of each province. Percentages are weighted, never averaged."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from indicators.models import Closing, DataSet, Indicator, Report
from indicators.models.reported.dictionary import Aggregation
from indicators.queries.reported import cells
from indicators.queries.reported.cells import Span
from indicators.queries.reported.ledger import counted
from indicators.queries.reported.numbers import rounded


@dataclass(frozen=True)
class Total:
    """``value`` is None where nobody has reported; ``sample`` is the number of people asked, for surveys.

    ``reported`` and ``accepted`` of ``expected`` figures are in it. ``provisional`` until the office of each province
    in it has closed the period. ``counted`` by the ledgers: then nobody reports and nothing is provisional.
    """

    value: Decimal | None
    sample: int | None
    reported: int
    accepted: int
    expected: int
    provisional: bool
    counted: bool = False


def combined(indicator: Indicator, rows: Iterable[Report]) -> tuple[Decimal | None, int | None]:
    """Figures of one period over places: (value, sample size). A survey's value is Σ value × sample / Σ sample."""
    rows = list(rows)
    if not rows:
        return None, None
    if indicator.aggregation != Aggregation.WEIGHTED:
        return sum((row.value for row in rows), Decimal(0)), None
    sample = sum(row.sample_size or 0 for row in rows)
    weighted = sum((row.value * (row.sample_size or 0) for row in rows), Decimal(0))
    return rounded(weighted / sample, indicator), sample


def over_time(indicator: Indicator, data: "Figures", periods: list[Span]) -> Total:
    """Of several periods in order of time: added up, the last that has figures, or weighted.

    How many figures of how many are those of the periods that are in it.
    """
    figures = {period.word: data.rows.get((indicator.pk, period.word), []) for period in periods}
    if indicator.aggregation == Aggregation.LAST:
        last = next((word for word in reversed(figures) if figures[word]), None)
        figures = {last: figures[last]} if last else figures
    expected = sum(len(data.regions[word]) for word in figures)
    provisional = any((word, code) not in data.closed for word in figures for code in data.provinces[word])
    return _total(indicator, [row for rows in figures.values() for row in rows], expected, provisional)


def totals_of(user: Any, indicator: Indicator, period: Span, data: "Figures | None" = None) -> dict[str, Total]:
    """By code of the province, and “” for the corridor."""
    data = data or figures_of([indicator], [period])
    regions, provinces = data.regions[period.word], data.provinces[period.word]
    if indicator.measure:
        return _counted_totals(user, indicator, period, provinces)
    rows = data.rows.get((indicator.pk, period.word), [])
    open_provinces = [code for code in provinces if (period.word, code) not in data.closed]
    made = {"": _total(indicator, rows, len(regions), bool(open_provinces))}
    for code in provinces:
        own = [row for row in rows if regions[row.region_id] == code]
        expected = sum(province == code for province in regions.values())
        made[code] = _total(indicator, own, expected, code in open_provinces)
    return made


@dataclass
class Figures:
    """What totals are made of, read once for several periods of one data set."""

    regions: dict[str, dict[str, str]]  # by period: region → its province
    provinces: dict[str, list[str]]
    rows: dict[tuple[str, str], list[Report]]  # by indicator and period: what is not returned
    closed: set[tuple[str, str]]  # period and province


def figures_of(indicators: list[Indicator], periods: list[Span]) -> Figures:
    """For indicators of one data set. A query count that grows with nothing."""
    data_set = indicators[0].data_set
    words = [period.word for period in periods]
    regions = cells.reporters_over(data_set, periods) if data_set else {word: {} for word in words}
    provinces = {word: sorted(set(found.values())) for word, found in regions.items()}
    rows: dict[tuple[str, str], list[Report]] = {}
    reports = Report.objects.filter(indicator__in=indicators, period__in=words).exclude(state=Report.State.RETURNED)
    for row in reports.order_by("region"):
        if row.region_id in regions[row.period]:
            rows.setdefault((row.indicator_id, row.period), []).append(row)
    closings = Closing.objects.filter(data_set=data_set, period__in=words)
    return Figures(regions, provinces, rows, set(closings.values_list("period", "province_id")))


def _total(indicator: Indicator, rows: list[Report], expected: int, provisional: bool) -> Total:
    value, sample = combined(indicator, rows)
    accepted = sum(row.state == Report.State.ACCEPTED for row in rows)
    return Total(value, sample, len(rows), accepted, expected, provisional)


def _counted_totals(user: Any, indicator: Indicator, period: Span, provinces: list[str]) -> dict[str, Total]:
    """A joint record counts once in the corridor's figure and once in each province's: asked, never added up."""
    by_province = counted(user, indicator.measure, period.days, DataSet.Level.PROVINCE)
    made = {"": by_province.total} | {code: by_province.of(code) for code in provinces}
    return {code: Total(value, None, 0, 0, 0, False, True) for code, value in made.items()}

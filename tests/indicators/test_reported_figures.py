"""Totals, doubts, completeness, differences, series: what is worked out of reported figures."""

import datetime as dt
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import given
from hypothesis import strategies as st

from indicators.models import Indicator, PublishedFigure, Report
from indicators.queries.reported import cells
from indicators.queries.reported.completeness import completeness_of
from indicators.queries.reported.differences import differences_of
from indicators.queries.reported.doubts import doubts_of, key_of
from indicators.queries.reported.series import series_of
from indicators.queries.reported.totals import Figures, combined, over_time, totals_of
from indicators.services.reported import accepting, differences
from tests import factories
from tests.indicators import reported_world as made
from tests.indicators.reported_world import QUARTER, TOO_LATE, accepted, closed, on, reported

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return made.make_world()


@pytest.fixture
def span(world):
    return cells.period_for(world.quarterly, QUARTER, TOO_LATE)


def over(indicator, *periods):
    """Over several periods, in each of which four regions report."""
    spans = [cells.Span(f"2025-Q{number}", made.IN_TIME, made.IN_TIME) for number in range(1, len(periods) + 1)]
    rows = {(indicator.pk, span.word): found for span, found in zip(spans, periods, strict=True)}
    regions = {span.word: dict.fromkeys("abcd", "500000") for span in spans}
    data = Figures(regions, {span.word: ["500000"] for span in spans}, rows, closed=set())
    return over_time(indicator, data, spans)


def doubts(world, report):
    return [doubt.code for doubt in doubts_of(world.office, [report])[key_of(report)]]


def test_a_total_is_provisional_until_both_provinces_have_closed(world, span):
    accepted(world, world.rongchang, 5)
    accepted(world, world.longchang, 7, by=world.far_logger)
    totals = totals_of(world.corridor, world.visitors, span)
    assert (totals[""].value, totals[""].provisional) == (12, True)
    assert (totals[""].reported, totals[""].accepted, totals[""].expected) == (2, 2, 3)
    closed(world, world.chongqing)
    totals = totals_of(world.corridor, world.visitors, span)
    assert [totals[code].provisional for code in ("", "500000", "510000")] == [True, False, True]
    closed(world, world.sichuan)
    assert not totals_of(world.corridor, world.visitors, span)[""].provisional
    reported(world, world.longchang, 8, by=world.far_logger, late_reason="更正")
    assert totals_of(world.corridor, world.visitors, span)[""].provisional


def test_what_was_returned_is_in_no_total(world, span):
    report = reported(world, world.rongchang, 5)
    accepting.return_report(actor=world.office, report=report, reason="重填")
    assert totals_of(world.corridor, world.visitors, span)[""].value is None


def test_percentages_are_weighted_by_sample_and_never_averaged(world, span):
    survey = {"indicator": world.survey}
    reported(world, world.rongchang, Decimal(90), sample_size=100, **survey)
    reported(world, world.longchang, Decimal(99), sample_size=900, by=world.far_logger, **survey)
    total = totals_of(world.corridor, world.survey, span)[""]
    assert (total.value, total.sample) == (Decimal("98.10"), 1000), "the mean of the two means would be 94.5"


@given(st.lists(st.tuples(st.integers(0, 10000), st.integers(1, 100_000)), min_size=1, max_size=12), st.data())
def test_a_weighted_total_is_the_same_however_it_is_grouped(figures, data):
    indicator = Indicator(unit="%", aggregation="weighted", places=2)
    rows = [Report(value=Decimal(value) / 100, sample_size=size) for value, size in figures]
    value, sample = combined(indicator, rows)
    exact = sum(row.value * row.sample_size for row in rows) / sample
    assert abs(value - exact) <= Decimal("0.005")
    assert min(row.value for row in rows) <= value <= max(row.value for row in rows)
    cut = data.draw(st.integers(0, len(rows)))
    total = over(indicator, rows[:cut], rows[cut:])
    assert (total.value, total.sample) == (value, sample)


def test_over_time_figures_are_added_or_the_last_is_taken():
    periods = [[Report(value=Decimal(3)), Report(value=Decimal(4))], [Report(value=Decimal(5))], []]
    total, last = (over(Indicator(aggregation=aggregation), *periods) for aggregation in ("sum", "last"))
    assert (total.value, total.reported, total.expected) == (12, 3, 12)
    assert (last.value, last.reported, last.expected) == (5, 1, 4), "one of four has come in of that period"
    assert over(Indicator(aggregation="last"), [], []).value is None


def test_a_total_of_the_ledgers_counts_a_joint_record_once(world, span):
    day = dt.date(2025, 2, 1)
    factories.ActivityFactory(verified=True, lead=world.rongchang, partners=[world.longchang], starts_on=day)
    totals = totals_of(world.corridor, world.lectures, span)
    assert [totals[code].value for code in ("", "500000", "510000")] == [1, 1, 1]
    assert totals[""].counted
    assert not totals[""].provisional


def test_doubts_name_the_rule(world):
    accepted(world, world.rongchang, 100, period="2024-Q4", day=dt.date(2025, 1, 6))
    assert doubts(world, reported(world, world.rongchang, 150)) == []
    assert doubts(world, reported(world, world.rongchang, 151)) == ["jump"]
    assert doubts(world, reported(world, world.rongchang, 49)) == ["jump"]
    Indicator.objects.filter(pk="visitors").update(lowest=120, highest=140)
    world.visitors.refresh_from_db()
    assert doubts(world, reported(world, world.rongchang, 119)) == ["below_range"]
    assert doubts(world, reported(world, world.rongchang, 141)) == ["above_range"]


def test_a_figure_is_compared_with_the_ledgers_and_with_its_whole(world):
    audience = {"audience": 300, "audience_basis": "counted"}
    factories.ActivityFactory(verified=True, lead=world.rongchang, starts_on=dt.date(2025, 2, 1), **audience)
    world.visitors.not_below = "audience_counted"
    world.visitors.save()
    assert doubts(world, reported(world, world.rongchang, 299)) == ["below_measure"]
    assert doubts(world, reported(world, world.rongchang, 300)) == []
    overnight = made.indicator("overnight", world.quarterly, part_of=world.visitors)
    assert doubts(world, reported(world, world.rongchang, 301, indicator=overnight)) == ["above_whole"]
    assert doubts(world, reported(world, world.rongchang, 300, indicator=overnight)) == []


def test_completeness_and_timeliness_by_county(world, span):
    accepted(world, world.rongchang, 5)
    reported(world, world.rongchang, 97, indicator=world.survey, sample_size=10, day=TOO_LATE, late_reason="补报")
    accepting.return_report(
        actor=world.far_office, report=reported(world, world.longchang, 5, by=world.far_logger), reason="重填"
    )
    made_of = completeness_of(world.quarterly, span)
    lines = {line.region.pk: line for line in made_of.lines}
    own, empty, far = lines["500153"], lines["500118"], lines["511083"]
    assert (own.asked, own.reported, own.accepted, own.on_time, own.missing) == (2, 2, 1, 1, 0)
    assert (own.percent, own.timely_percent) == (100, 50)
    assert (empty.reported, empty.missing) == (0, 2)
    assert (far.reported, far.returned, far.missing) == (0, 1, 1)
    assert made_of.overdue
    assert made_of.total()["missing"] == 3


def test_differences_are_listed_until_they_are_signed_and_again_after_a_change(world):
    with on(made.IN_TIME):
        report = differences.claim_figure(
            actor=world.logger, indicator=world.lectures, region=world.rongchang, period=QUARTER, value=Decimal(2),
            source="台账", explanation="两场未登记",
        )  # fmt: skip
    (found,) = differences_of(world.office)
    assert (found.counted, found.amount, found.signature) == (0, 2, None)
    differences.sign_difference(actor=world.office, report=report, reason="以台账为准")
    (found,) = differences_of(world.office)
    assert found.signature.signed_by == world.office
    for _number in range(2):
        factories.ActivityFactory(verified=True, lead=world.rongchang, starts_on=dt.date(2025, 2, 1))
        left = differences_of(world.office)
        assert [row.signature for row in left] == [None] * len(left)
    assert left == [], "ledger and typed figure agree now"
    assert differences_of(world.far_office) == [], "not accepted, and not of that province"


def test_a_figure_that_was_typed_before_the_ledgers_counted_it_is_compared_too(world):
    accepted(world, world.rongchang, 40)
    world.visitors.measure = "audience_counted"
    world.visitors.save()
    (found,) = differences_of(world.office)
    assert (found.report.value, found.counted) == (40, 0)


def test_a_series_has_totals_years_and_what_was_published(world):
    with on(dt.date(2025, 1, 6)):
        accepted(world, world.rongchang, 100, period="2024-Q4", day=dt.date(2025, 1, 6))
    accepted(world, world.rongchang, 120)
    reported(world, world.longchang, 80, by=world.far_logger)
    PublishedFigure.objects.create(
        indicator=world.visitors, day=dt.date(2024, 12, 31), value=50_000_000, qualifier="over", source="年度报告"
    )
    series = series_of(world.logger, world.visitors, dt.date(2025, 6, 1))
    assert [point.span.word for point in series.points] == ["2025-Q1", "2024-Q4", "2024-Q3", "2024-Q2"]
    assert [point.corridor.value for point in series.points] == [200, 100, None, None]
    assert [(year.year, year.corridor.value) for year in series.years] == [(2025, 200), (2024, 100)]
    assert [(year.corridor.reported, year.corridor.expected) for year in series.years] == [(2, 3), (1, 9)]
    assert set(series.points[0].reports) == {"500153"}, "what 隆昌 reported is not accepted yet"
    assert series.published[0].value == 50_000_000


def test_the_sum_of_a_year_is_of_all_its_periods(world):
    """Also of those that are not in the list any more."""
    accepted(world, world.rongchang, 100)
    accepted(world, world.rongchang, 70, period="2025-Q2", day=dt.date(2025, 7, 8))
    series = series_of(world.logger, world.visitors, dt.date(2026, 2, 1), count=2)
    assert [point.span.word for point in series.points] == ["2025-Q4", "2025-Q3"]
    assert [(year.year, year.periods, year.corridor.value) for year in series.years] == [(2025, 4, 170)]


def test_an_indicator_that_has_ended_keeps_its_series(world):
    accepted(world, world.rongchang, 100)
    Indicator.objects.filter(pk="visitors").update(until=dt.date(2025, 3, 31))
    world.visitors.refresh_from_db()
    series = series_of(world.logger, world.visitors, dt.date(2030, 6, 1), count=2)
    assert [(point.span.word, point.corridor.value) for point in series.points] == [("2025-Q1", 100), ("2024-Q4", None)]


def test_the_series_asks_no_more_for_more_counties(world):
    def queries():
        with CaptureQueriesContext(connection) as caught:
            series_of(world.corridor, world.visitors, dt.date(2025, 6, 1))
        return len(caught)

    reported(world, world.rongchang, 1)
    queries()  # who the person is
    one = queries()
    reported(world, world.yongchuan, 1)
    reported(world, world.longchang, 1, by=world.far_logger)
    assert queries() == one


def test_who_sees_a_figure_that_is_not_accepted(world):
    report = reported(world, world.rongchang, 5)
    neighbour, auditor = factories.logger(world.yongchuan), factories.person("auditor")
    sees = {
        person: Report.objects.visible_to(person).filter(pk=report.pk).exists()
        for person in (world.logger, world.office, world.corridor, auditor, neighbour, world.far_office)
    }
    assert list(sees.values()) == [True, True, True, True, False, False]
    accepting.accept_report(actor=world.office, report=report)
    assert Report.objects.visible_to(world.far_office).exists()
    assert not Report.objects.acceptable_by(world.far_office).exists()
    assert not Report.objects.acceptable_by(world.corridor).exists(), "neither province is above the other"

"""What stands beside the figures: comparison, share, rank, running total, the largest rows with the rest."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.http import QueryDict
from hypothesis import given
from hypothesis import strategies as st

from indicators.queries.columns import columns_of
from indicators.queries.cube import moved
from tests.indicators.cubes import SYSTEM, made_cube, question, shown

LECTURES = question(["kind"], ["lectures"])
BY_COUNTY_AND_MONTH = question(["county", "month"], ["lectures"])


def lectures(**rows):
    return {code: {"lectures": value} for code, value in rows.items()}


def of(figures):
    return [values["lectures"] for values in figures.values()]


def test_a_comparison_has_both_figures_and_what_is_undefined_is_null():
    now, before = lectures(lecture=12, sport=4, reading=6), lectures(lecture=8, reading=6, other=5)
    made = made_cube(LECTURES, now, before, "compare=before")
    rows = {
        code: tuple(line["lectures"] for line in found)
        for code, *found in zip(
            shown(made),
            *(shown(made, kind).values() for kind in ("values", "before", "change", "change_percent")),
            strict=True,
        )
    }
    assert rows == {
        "lecture": (12, 8, 4, 50.0),
        "sport": (4, 0, 4, None),
        "reading": (6, 6, 0, 0.0),
        "other": (0, 5, -5, -100.0),
    }
    assert {kind: figures["lectures"] for kind, figures in made.total.beside.items()} == {
        "before": 19,
        "change": 3,
        "change_percent": 15.8,
    }


def test_a_share_is_of_the_total_that_is_counted_by_itself():
    made = made_cube(LECTURES, lectures(lecture=30, sport=20), given="show=share,rank", totals=({"lectures": 40}, None))
    assert of(shown(made, "share")) == [75.0, 50.0]
    assert of(shown(made, "rank")) == [1, 2]
    assert made.total.beside == {"share": {"lectures": 100.0}, "rank": {"lectures": None}}
    nothing = made_cube(LECTURES, lectures(lecture=0), given="show=share")
    assert of(shown(nothing, "share")) == [None]


def test_equal_figures_share_a_rank():
    made = made_cube(LECTURES, lectures(lecture=3, sport=7, reading=3, other=1), given="show=rank")
    assert dict(zip(shown(made), of(shown(made, "rank")), strict=True)) == {
        "lecture": 2,
        "sport": 1,
        "reading": 2,
        "other": 4,
    }


def test_a_running_total_goes_along_time_in_each_row_of_the_others():
    asked = question(["kind", "month"], ["lectures"])
    now = {
        ("lecture", "2025-01"): {"lectures": 1},
        ("lecture", "2025-03"): {"lectures": 2},
        ("lecture", None): {"lectures": 9},
        ("reading", "2025-02"): {"lectures": 5},
        ("reading", "2025-03"): {"lectures": 5},
    }
    made = made_cube(asked, now, given="show=running")
    assert of(shown(made, "running")) == [1, 3, None, 5, 10]


def test_the_rest_is_told_where_the_rows_add_up():
    now = lectures(lecture=30, sport=20, reading=5, other=4)
    made = made_cube(LECTURES, now, lectures(reading=2, other=1), "compare=before&top=2&show=share")
    assert list(shown(made)) == ["lecture", "sport"]
    assert (made.left_out, made.rest.values, made.not_additive) == (2, {"lectures": 9}, ())
    assert made.rest.beside["before"] == {"lectures": 3}
    assert made.rest.beside["change_percent"] == {"lectures": 200.0}
    assert made.rest.beside["share"] == {"lectures": 15.3}
    assert made_cube(LECTURES, now, given="top=4").rest is None


@pytest.mark.parametrize("measure", ["lectures", "booked_hours", "teams"])
def test_the_rest_of_joint_records_and_of_rounded_hours_is_not_added_up(measure, places_by_name):
    asked = question(["county"], [measure])
    made = made_cube(asked, {code: {measure: 1} for code in ("500153", "511083")}, given="top=1")
    assert made.rest.values == {measure: None}
    assert made.not_additive == (measure,)


@pytest.fixture
def places_by_name(monkeypatch):
    monkeypatch.setitem(
        __import__("indicators.queries.labels", fromlist=["_LABELS"])._LABELS,
        "county",
        lambda codes: {code: code for code in sorted(codes)},
    )


def test_people_have_one_home_so_their_rest_adds_up(places_by_name):
    asked = question(["county"], ["volunteers"])
    made = made_cube(asked, {code: {"volunteers": 10} for code in ("500153", "511083", "512021")}, given="top=1")
    assert (made.rest.values, made.not_additive) == ({"volunteers": 20}, ())


def test_the_largest_rows_can_be_chosen_by_another_measure():
    asked = question(["kind"], ["activities", "audience_named"])
    now = {
        "lecture": {"activities": 9, "audience_named": 1},
        "reading": {"activities": 2, "audience_named": 80},
    }
    assert list(shown(made_cube(asked, now, given="top=1&top_by=audience_named"))) == ["reading"]
    assert list(shown(made_cube(asked, now, given="top=1"))) == ["lecture"]


def test_audiences_are_added_only_where_that_is_asked_for():
    names = ("audience_named", "audience_counted", "audience_estimated")
    asked = question(["kind"], names, mixed=True)
    now = {"lecture": dict(zip(names, (1, 20, 300), strict=True)), "reading": dict(zip(names, (0, 0, 5), strict=True))}
    made = made_cube(asked, now, given="show=share")
    assert [values["audience"] for values in shown(made).values()] == [321, 5]
    assert made.total.values["audience"] == 326
    assert "audience" not in made_cube(question(["kind"], names), now).total.values


@pytest.mark.parametrize(
    ("by", "measures", "given", "field", "code"),
    [
        ("kind", "lectures", "compare=last_year", "compare", "unknown_comparison"),
        ("kind", "lectures", "show=median", "show", "unknown_column"),
        ("kind", "lectures", "top=0", "top", "top_out_of_range"),
        ("kind", "lectures", "top=-1", "top", "top_out_of_range"),
        ("kind", "lectures", f"top={'9' * 5000}", "top", "top_out_of_range"),
        ("kind", "lectures", "top=１", "top", "top_out_of_range"),
        ("kind", "lectures", "top=3&top_by=teams", "top_by", "unknown_measure"),
        ("kind", "lectures", "top_by=lectures", "top_by", "unknown_measure"),
        ("", "lectures", "top=3", "by", "no_rows"),
        ("", "lectures", "show=share", "by", "no_rows"),
        ("county", "lectures", "show=running", "show", "not_additive"),
        ("belt,kind", "teams", "show=running", "show", "not_additive"),
        ("kind", "booked_hours", "show=running", "show", "not_additive"),
        ("month", "booked_hours", "show=running", "show", "not_additive"),
    ],
)
def test_what_has_no_meaning_is_refused_with_a_code(by, measures, given, field, code):
    asked = question(by.split(",") if by else [], measures.split(","))
    with pytest.raises(ValidationError) as refusal:
        columns_of(asked, QueryDict(given))
    assert [error.code for error in refusal.value.error_dict[field]] == [code]


@pytest.mark.parametrize(
    ("by", "measures"),
    [("county,month", "lectures"), ("kind", "lectures"), ("county", "volunteers"), ("year", "teams")],
)
def test_a_running_total_is_given_where_it_adds_something_up(by, measures):
    assert columns_of(question(by.split(","), [measures]), QueryDict("show=running")).shown == ("running",)


@pytest.mark.parametrize(
    ("first", "last", "compare", "by", "code"),
    [
        (None, None, "before", "kind", "comparison_without_period"),
        (dt.date(2025, 1, 1), None, "year_before", "kind", "comparison_without_period"),
        (dt.date(2000, 1, 1), dt.date(2000, 12, 31), "before", "kind", "comparison_without_period"),
        (dt.date(2025, 4, 1), dt.date(2025, 4, 30), "before", "quarter", "comparison_mismatch"),
        (dt.date(2025, 4, 1), dt.date(2025, 6, 30), "before", "year", "comparison_mismatch"),
        (dt.date(2025, 4, 5), dt.date(2025, 4, 20), "before", "month", "comparison_mismatch"),
        (dt.date(2024, 2, 29), dt.date(2024, 3, 10), "before", "month", "comparison_mismatch"),
        (dt.date(2025, 4, 1), dt.date(2025, 6, 30), "before", "month", None),
        (dt.date(2025, 4, 5), dt.date(2025, 4, 20), "year_before", "month", None),
        (dt.date(2025, 4, 5), dt.date(2025, 4, 20), "before", "kind", None),
    ],
)
def test_a_comparison_needs_rows_that_stand_side_by_side(first, last, compare, by, code):
    asked = question([by], ["lectures"], first=first, last=last)
    if code is None:
        assert columns_of(asked, QueryDict(f"compare={compare}")).compared
        return
    with pytest.raises(ValidationError) as refusal:
        columns_of(asked, QueryDict(f"compare={compare}"))
    assert [error.code for errors in refusal.value.error_dict.values() for error in errors] == [code]


def test_months_of_the_year_before_stand_beside_those_of_this_year():
    asked = question(["month"], ["lectures"])
    made = made_cube(
        asked,
        {"2025-03": {"lectures": 4}},
        {"2024-03": {"lectures": 1}, "2024-05": {"lectures": 2}},
        "compare=year_before",
    )
    assert dict(zip(shown(made), of(shown(made, "before")), strict=True)) == {"2025-03": 1, "2025-05": 2}


@given(st.integers(12 * 2000, 12 * 2090), st.integers(-60, 60))
def test_the_code_of_a_time_moves_and_comes_back(index, months):
    code = f"{index // 12}-{index % 12 + 1:02d}"
    assert moved("month", moved("month", code, months), -months) == code
    quarter = f"{index // 12}-Q{index % 12 // 3 + 1}"
    assert moved("quarter", moved("quarter", quarter, 3 * months), -3 * months) == quarter
    assert moved("year", moved("year", str(index // 12), 12 * months), -12 * months) == str(index // 12)


def test_who_is_not_told_a_figure_is_told_nothing_beside_it():
    asked = question(["age"], ["volunteers"], SYSTEM)
    now = {age: {"volunteers": value} for age, value in (("18_34", 3), ("35_59", 20), ("60_on", 40))}
    before = {age: {"volunteers": value} for age, value in (("18_34", 9), ("35_59", 10), ("60_on", 30))}
    made = made_cube(asked, now, before, "compare=before&show=share,rank,running&top=1")
    assert shown(made) == {"60_on": {"volunteers": 40}}
    assert made.rest.values == {"volunteers": None}
    assert made.rest.beside["share"] == {"volunteers": None}

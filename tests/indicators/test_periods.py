"""Periods by name: worked examples, and what holds for every word on every day."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils.translation import override
from hypothesis import assume, given
from hypothesis import strategies as st

from indicators.periods import CALENDAR, MONTHS, RELATIVE, Period, can_be_asked, period_of, span

DAYS = st.dates(dt.date(2001, 1, 1), dt.date(2099, 12, 31))
TODAY = dt.date(2025, 5, 14)


def iso(period):
    return None if period is None else (period.word, str(period.first), str(period.last))


@pytest.mark.parametrize(
    ("word", "first", "last"),
    [
        ("this_month", "2025-05-01", "2025-05-31"),
        ("last_month", "2025-04-01", "2025-04-30"),
        ("this_quarter", "2025-04-01", "2025-06-30"),
        ("last_quarter", "2025-01-01", "2025-03-31"),
        ("this_half", "2025-01-01", "2025-06-30"),
        ("last_half", "2024-07-01", "2024-12-31"),
        ("this_year", "2025-01-01", "2025-12-31"),
        ("last_year", "2024-01-01", "2024-12-31"),
        ("year_to_date", "2025-01-01", "2025-05-14"),
        ("2024", "2024-01-01", "2024-12-31"),
        ("2024-H1", "2024-01-01", "2024-06-30"),
        ("2024-H2", "2024-07-01", "2024-12-31"),
        ("2024-Q1", "2024-01-01", "2024-03-31"),
        ("2024-02", "2024-02-01", "2024-02-29"),
    ],
)
def test_a_word_is_its_days(word, first, last):
    assert iso(period_of(word, TODAY)) == (word, first, last)


@pytest.mark.parametrize(
    ("word", "before", "year_before"),
    [
        ("2025-Q1", ("2024-Q4", "2024-10-01", "2024-12-31"), ("2024-Q1", "2024-01-01", "2024-03-31")),
        ("2025-H1", ("2024-H2", "2024-07-01", "2024-12-31"), ("2024-H1", "2024-01-01", "2024-06-30")),
        ("2025-02", ("2025-01", "2025-01-01", "2025-01-31"), ("2024-02", "2024-02-01", "2024-02-29")),
        ("last_year", ("2023", "2023-01-01", "2023-12-31"), ("2023", "2023-01-01", "2023-12-31")),
        (
            "year_to_date",
            ("2024-01-01/2024-05-14", "2024-01-01", "2024-05-14"),
            ("2024-01-01/2024-05-14", "2024-01-01", "2024-05-14"),
        ),
        ("all", None, None),
    ],
)
def test_what_a_period_is_compared_with(word, before, year_before):
    period = period_of(word, TODAY)
    assert (iso(period.before()), iso(period.year_before())) == (before, year_before)


def test_the_29th_of_february_has_the_28th_before_it():
    leap = period_of("year_to_date", dt.date(2024, 2, 29))
    assert leap.year_before().last == dt.date(2023, 2, 28)
    # The year to date on 28 February is no whole month and gets no 29th.
    assert period_of("year_to_date", dt.date(2025, 2, 28)).year_before().last == dt.date(2024, 2, 28)
    assert span(dt.date(2025, 2, 1), dt.date(2025, 2, 28)).year_before().last == dt.date(2024, 2, 29)


def test_days_without_a_name_have_as_many_days_before():
    ten = span(dt.date(2025, 3, 5), dt.date(2025, 3, 14))
    assert iso(ten.before()) == ("2025-02-23/2025-03-04", "2025-02-23", "2025-03-04")
    assert span(None, TODAY).before() is None
    two_months = span(dt.date(2025, 2, 1), dt.date(2025, 3, 31))
    assert iso(two_months.before())[1:] == ("2024-12-01", "2025-01-31")


@given(st.sampled_from(sorted(set(RELATIVE) - {"all"})), DAYS)
def test_this_holds_the_day_and_last_ends_the_day_before_this_begins(word, today):
    period = period_of(word, today)
    assert period.first <= period.last
    if word.startswith("last_"):
        this = period_of(word.replace("last", "this"), today)
        assert period.last + dt.timedelta(days=1) == this.first
        assert (this.before().first, this.before().last) == (period.first, period.last)
    else:
        assert period.first <= today <= period.last


@given(st.sampled_from(sorted(MONTHS)), DAYS)
def test_calendar_periods_cover_the_year_once_and_their_words_are_read_back(kind, today):
    period = period_of(f"this_{kind}", today)
    named = span(period.first, period.last)
    assert period_of(named.word, today) == named
    before = named.before()
    assert before.last + dt.timedelta(days=1) == named.first
    assert before.first.day == 1
    assert named.year_before().first == named.first.replace(year=named.first.year - 1)
    assert can_be_asked(named)
    assert not can_be_asked(span(dt.date(1999, 12, 1), today))
    year = period_of(str(today.year), today)
    covered, at = 0, year.first
    while at <= year.last:
        part = period_of(f"this_{kind}", at)
        covered += (part.last - part.first).days + 1
        at = part.last + dt.timedelta(days=1)
    assert covered == (year.last - year.first).days + 1


@given(DAYS, st.integers(0, 900))
def test_what_lies_before_ends_the_day_before_and_is_as_long(first, length):
    period = Period("", first, first + dt.timedelta(days=length))
    before, year_before = period.before(), period.year_before()
    assert before.last + dt.timedelta(days=1) == period.first
    assert year_before.first <= year_before.last < period.last
    if (period.first.day, (period.last + dt.timedelta(days=1)).day) != (1, 1):
        assert before.last - before.first == period.last - period.first


@given(st.text(max_size=12))
def test_any_other_word_is_refused_and_the_refusal_names_the_words(word):
    assume(word not in RELATIVE and not CALENDAR.fullmatch(word))
    with pytest.raises(ValidationError, match="year_to_date") as refusal:
        period_of(word, TODAY)
    assert refusal.value.code == "unknown_period"


@pytest.mark.parametrize("word", ["2024-Q5", "2024-13", "2024-H3", "1999", "２０２４", "2024 ", "2024-Q1\n", "q1", ""])
def test_near_misses_are_refused(word):
    with pytest.raises(ValidationError):
        period_of(word, TODAY)


def test_labels_are_in_the_language_of_the_moment():
    labels = {word: period_of(word, TODAY).label for word in ("this_quarter", "2024", "2024-H1", "2024-Q1", "2024-05")}
    assert list(labels.values()) == ["this quarter", "2024", "first half of 2024", "Q1 2024", "May 2024"]
    with override("zh-hans"):
        words = ("last_half", "year_to_date", "2024", "2024-H2", "2024-Q1", "2024-05")
        chinese = [period_of(word, TODAY).label for word in words]
    assert chinese == ["上一个半年", "年初至今", "2024年", "2024年下半年", "2024年第1季度", "2024年5月"]

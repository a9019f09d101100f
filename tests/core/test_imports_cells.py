import datetime as dt
from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from core.imports import cells
from core.imports.columns import Column, letters, match_header

MARCH = dt.date(2025, 3, 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2025-03-01", (MARCH, "day")),
        ("2025/3/1", (MARCH, "day")),
        ("2025.3.1", (MARCH, "day")),
        ("20250301", (MARCH, "day")),
        ("2025年3月1日", (MARCH, "day")),
        ("2025年3月1", (MARCH, "day")),
        ("２０２５-０３-０１", (MARCH, "day")),
        ("２０２５年３月１日", (MARCH, "day")),
        ("2025-03-01 00:00:00", (MARCH, "day")),
        ("45717", (MARCH, "day")),
        ("2025-03", (MARCH, "month")),
        ("2025年3月", (MARCH, "month")),
        ("2025/3", (MARCH, "month")),
        ("2025", (dt.date(2025, 1, 1), "year")),
        ("2025年", (dt.date(2025, 1, 1), "year")),
        ("1900-01-01", (dt.date(1900, 1, 1), "day")),
        ("2999-12-31", (dt.date(2999, 12, 31), "day")),
        ("", None),
    ],
)
def test_days(text, expected):
    assert cells.day(text) == expected


@pytest.mark.parametrize(
    "text",
    ["2025-02-30", "2025-13-01", "20251301", "12345678", "99999", "1/3/2025", "三月一日", "2025-03-01 14:30", "0"],
)
def test_what_is_no_day(text):
    with pytest.raises(cells.BadCellError) as bad:
        cells.day(text)
    assert bad.value.code == "not_a_day"
    assert text in bad.value.message


@given(st.dates(dt.date(2000, 1, 1), dt.date(2099, 12, 31)))
def test_every_day_is_read_in_every_way_of_writing(day):
    ways = [
        day.isoformat(),
        f"{day.year}/{day.month}/{day.day}",
        f"{day:%Y%m%d}",
        f"{day.year}年{day.month}月{day.day}日",
        str((day - cells.EXCEL_BEGINS).days),
    ]
    assert [cells.day(way) for way in ways] == [(day, "day")] * len(ways)


@given(st.text(max_size=20))
def test_no_text_breaks_a_reader(text):
    for read in (cells.day, cells.whole_number, cells.time_of_day):
        with suppress(cells.BadCellError):
            read(text)


@pytest.mark.parametrize(
    ("text", "number"), [("120", 120), ("１２０", 120), ("1,200", 1200), ("１，２００", 1200), ("", None)]
)
def test_whole_numbers(text, number):
    assert cells.whole_number(text) == number


@pytest.mark.parametrize("text", ["-1", "1.5", "近万人", "99999999999", "1e3", "+5"])
def test_what_is_no_whole_number(text):
    with pytest.raises(cells.BadCellError):
        cells.whole_number(text)


def test_times_of_day():
    assert cells.time_of_day("14:30") == cells.time_of_day("14时30分") == cells.time_of_day("14：30") == dt.time(14, 30)
    for text in ("25:00", "14", "下午两点"):
        with pytest.raises(cells.BadCellError):
            cells.time_of_day(text)


def test_several_things_in_one_cell():
    assert cells.many("甲;乙；丙\n甲") == ["甲", "乙", "丙"]
    assert cells.many("甲、乙") == ["甲、乙"]  # stands inside names, too
    assert cells.many("") == []


def test_the_last_day_of_a_month_and_a_year():
    assert cells.last_day(dt.date(2024, 2, 1), "month") == dt.date(2024, 2, 29)
    assert cells.last_day(dt.date(2024, 1, 1), "year") == dt.date(2024, 12, 31)


COLUMNS = (
    Column("id", "number", "", required=True),
    Column("title", "name", "", required=True),
    Column("place", "where", ""),
)


def faults(header):
    with pytest.raises(ValidationError) as wrong:
        match_header(COLUMNS, header)
    assert wrong.value.code == "header_wrong"
    return wrong.value.messages[0]


def test_headers_by_key_or_label_in_any_order():
    assert [column.key for column in match_header(COLUMNS, ["Name*", " WHERE ", "ｉｄ", ""])] == [
        "title",
        "place",
        "id",
    ]


def test_a_wrong_header_says_what_and_where():
    text = faults(["id", "titel", "id", "", "全然不同"])
    assert "Column B: “titel” is not known; is it “name”?" in text
    assert "Column C: “number” stands in the header twice." in text
    assert "Column D has no heading." in text
    assert "Column E: “全然不同” is not known." in text
    assert "Missing: “name”." in text


def test_letters_of_columns():
    assert [letters(place) for place in (0, 25, 26, 701, 702)] == ["A", "Z", "AA", "ZZ", "AAA"]

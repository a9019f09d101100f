import pytest
from hypothesis import given
from hypothesis import strategies as st

from meetings.papers.document_number import CLOSING, OPENING, normalised
from meetings.papers.numerals import numeral


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("川府函〔2022〕95号", "川府函〔2022〕95号"),
        ("川府函[2022]095号", "川府函〔2022〕95号"),
        ("川府函﹝2022﹞95 号", "川府函〔2022〕95号"),
        ("川府函【2022】第95号", "川府函〔2022〕95号"),
        ("荣文明办纪(２０２６)００３", "荣文明办纪〔2026〕3号"),
        (" 渝文明办 （2024）12号 ", "渝文明办〔2024〕12号"),
        ("川[渝]办〔2026〕1号", "川[渝]办〔2026〕1号"),
    ],
)
def test_one_spelling_of_a_document_number(text, expected):
    assert normalised(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "",
        "95号",
        "〔2022〕95号",
        "川府函2022 95号",
        "川府函〔22〕95号",
        "川府函〔2022〕0号",
        "川府函〔2022〕九号",
        "函" * 50 + "〔2022〕9号",
    ],
)
def test_what_is_no_document_number(text):
    with pytest.raises(ValueError, match=r".*"):
        normalised(text)


@given(
    st.text("川渝府函办", min_size=1, max_size=6), st.integers(1950, 2099), st.integers(1, 99999),
    st.sampled_from(list(zip(OPENING, CLOSING, strict=True))), st.integers(0, 3),
)  # fmt: skip
def test_any_bracket_and_any_zeros_are_the_same_number_and_doing_it_twice_is_doing_it_once(
    organ, year, number, brackets, zeros
):
    spelled = normalised(f"{organ}{brackets[0]}{year}{brackets[1]}{'0' * zeros}{number}号")
    assert spelled == f"{organ}〔{year}〕{number}号"
    assert normalised(spelled) == spelled


@pytest.mark.parametrize(
    ("number", "words"),
    [(1, "一"), (9, "九"), (10, "十"), (11, "十一"), (20, "二十"), (35, "三十五"), (99, "九十九"), (100, "100")],
)
def test_numerals_of_lists(number, words):
    assert numeral(number) == words

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from indicators.phrases import phrase_of, step_of

EXACT = [
    (0, "0"),
    (4, "4"),
    (20, "20"),
    (30, "30"),
    (3000, "3000"),
    (30_000, "3万"),
    (18_000, "1.8万"),
    (10**8, "1亿"),
    (350_000_000, "3.5亿"),
]
ROUGH = [
    (23, "20余"),
    (2_310, "2000余"),
    (6_400, "6000余"),
    (8_500, "8000余"),
    (33_000, "3万余"),
    (54_321, "5万余"),
    (530_000, "50余万"),
    (129, "120余"),
    (18_500, "1.8万余"),
    (1_850_000, "180余万"),
    (354_000_000, "3.5亿余"),
    (23_870_000, "近2400万"),
    (23_400_000, "2300余万"),
    (23_050_000, "超过2300万"),
    (512_345, "超过50万"),
    (13_950_000, "近1400万"),
    (2_950, "近3000"),
    (49_000, "近5万"),
    (96, "近100"),
    (99_999, "近10万"),
    (30_500, "超过3万"),
    (2_001, "超过2000"),
    (12_300, "1.2万余"),
    (10_400, "超过1万"),
    (19_100, "近2万"),
]
PHRASE = re.compile(r"(近|超过)?(\d+(?:\.\d)?)(余)?([万亿])?(余)?")


@pytest.mark.parametrize(("value", "phrase"), EXACT + ROUGH)
def test_figures_as_reports_say_them(value, phrase):
    assert phrase_of(value) == phrase


def test_the_measure_word_stands_last():
    assert phrase_of(530_000, "人") == "50余万人"
    assert phrase_of(2_310, "支") == "2000余支"
    assert phrase_of(7, "个") == "7个"


def test_a_negative_figure_is_refused():
    with pytest.raises(ValueError, match="negative"):
        phrase_of(-1)


@given(st.integers(min_value=0, max_value=10**12) | st.integers(min_value=400_000, max_value=30_000_000))
def test_the_phrase_is_never_false(value):
    before, number, more_inside, unit, more_after = PHRASE.fullmatch(phrase_of(value)).groups()
    size = {"万": 10**4, "亿": 10**8}.get(unit, 1)
    said = int(Decimal(number) * size)
    if before == "近":
        assert value < said
        assert value >= said * Decimal("0.95")
    elif before == "超过":
        assert said < value <= said * Decimal("1.05")
    elif more_inside or more_after:
        assert said < value < said + step_of(said)
        assert value < said * Decimal("1.5")
        assert bool(more_inside and unit) == (unit is not None and said // size % 10 == 0)
    else:
        assert value == said

import dataclasses
import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from activities.likeness import ALIKE_FROM, Traits, bigrams, likeness

FAIR = Traits(
    starts_on=dt.date(2025, 4, 22),
    ends_on=dt.date(2025, 4, 22),
    title="荣昌—泸县龙舟赛志愿服务",
    place="濑溪河荣昌段",
    place_region="500153",
    regions=frozenset({"500153", "510521"}),
)
texts = st.text(max_size=30)
traits = st.builds(
    Traits,
    starts_on=st.dates(dt.date(2020, 1, 1), dt.date(2026, 1, 1)),
    ends_on=st.dates(dt.date(2026, 1, 2), dt.date(2027, 1, 1)),
    title=texts,
    place=texts,
    place_region=st.sampled_from([None, "500153", "511083"]),
    regions=st.frozensets(st.sampled_from(["500153", "511083", "510521"])),
)


def test_the_same_record_is_wholly_alike():
    assert likeness(FAIR, FAIR)[0] == 100


def test_the_other_side_of_the_border_words_it_differently():
    other = dataclasses.replace(
        FAIR, title="泸县荣昌龙舟赛 志愿服务活动", place="荣昌区濑溪河", regions=frozenset({"510521", "500153"})
    )

    assert likeness(FAIR, other)[0] >= ALIKE_FROM


@pytest.mark.parametrize(
    "changes",
    [
        {"title": "毗邻书香·通借通还宣传日", "place": "图书馆"},
        {
            "title": "反诈宣讲进院坝",
            "regions": frozenset({"511083"}),
            "place": "隆昌市石碾镇",
            "place_region": "511083",
        },
    ],
)
def test_two_events_of_one_day_are_not_alike(changes):
    assert likeness(FAIR, dataclasses.replace(FAIR, **changes))[0] < ALIKE_FROM


@given(traits, traits)
def test_likeness_is_symmetric_and_a_percentage(one, other):
    score, points = likeness(one, other)

    assert (score, points) == likeness(other, one)
    assert 0 <= score <= 100
    assert score == sum(points.values())


def test_marks_spaces_and_full_width_forms_do_not_matter():
    assert bigrams("「理响 重庆」ＡＢ") == bigrams("理响重庆ab")

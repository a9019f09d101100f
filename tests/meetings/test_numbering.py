"""The numbers of an agenda, and what looks alike: pure functions."""

import pytest

from meetings.queries.likeness import alike, jaccard, likeness
from meetings.queries.numbering import chinese, height, mark, numbered


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (1, "一"), (9, "九"), (10, "十"), (11, "十一"), (19, "十九"), (20, "二十"), (21, "二十一"), (30, "三十"),
        (90, "九十"), (99, "九十九"),
    ],
)  # fmt: skip
def test_numerals(number, words):
    assert chinese(number) == words


def test_ninety_nine_numerals_are_all_different():
    assert len({chinese(number) for number in range(1, 100)}) == 99


@pytest.mark.parametrize("number", [0, -1, 100])
def test_there_is_no_numeral_beyond(number):
    with pytest.raises(ValueError, match="no numeral"):
        chinese(number)


def test_each_depth_has_its_mark():
    assert [mark(depth, 12) for depth in (1, 2, 3, 4)] == ["十二、", "（十二）", "12.", "（12）"]
    with pytest.raises(ValueError, match="depths"):
        mark(5, 1)


def test_a_tree_is_numbered_from_the_top_down_and_anew_under_each_point():
    children = {None: [1, 2, 3], 2: [4, 5], 5: [6], 6: [7, 8], 3: [9]}
    assert [(key, text) for key, _depth, text in numbered(children)] == [
        (1, "一、"), (2, "二、"), (4, "（一）"), (5, "（二）"), (6, "1."), (7, "（1）"), (8, "（2）"), (3, "三、"),
        (9, "（一）"),
    ]  # fmt: skip
    assert [height(children, key) for key in (1, 2, 5, 6, 7)] == [1, 4, 3, 2, 1]


def test_likeness_is_symmetric_and_one_for_the_same_words():
    one, other = ("共建联合调解室", ""), ("关于共建川渝联合调解室的建议", "两地边界纠纷多")
    assert likeness(one, other) == likeness(other, one)
    assert likeness(one, one) == 1.0
    assert jaccard(frozenset(), frozenset({"共建"})) == 0.0


def test_similar_proposals_are_found_and_others_are_not():
    words = {
        1: ("共建联合调解室", ""),
        2: ("关于共建联合调解室的建议", "边界纠纷多"),
        3: ("川渝村晚巡演安排", ""),
        4: ("联合调解室共建事项", ""),
    }
    found = alike(words)
    assert set(found[1]) == {2, 4}
    assert 3 not in found
    assert alike(words, among=[3]) == {}

from itertools import pairwise

import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as some
from stdnum.iso7064 import mod_11_10

from volunteers.numbers import SPACE, check_digit, make_number, read_number

ranks = some.integers(0, SPACE - 1)


def test_numbers_never_change():
    """A number belongs to a person for life: these may never be other ones."""
    assert [make_number(rank) for rank in (0, 1, 2, 500_000, SPACE - 1)] == [
        "114999655968",
        "246798946509",
        "111559344781",
        "522946172029",
        "666646268544",
    ]


def test_no_number_comes_twice():
    ranges = (range(200_000), range(SPACE // 2, SPACE // 2 + 50_000), range(SPACE - 50_000, SPACE))
    numbers = {make_number(rank) for some_ranks in ranges for rank in some_ranks}
    assert len(numbers) == 300_000


def test_neighbours_in_time_are_scattered():
    bodies = [int(make_number(rank)[:-1]) for rank in range(100_000)]
    steps = [abs(after - before) for before, after in pairwise(bodies)]
    assert len(set(steps)) > 99_000  # no step that tells one from the next
    assert sum(step < 90_000_000 for step in steps) < 500  # a thousandth of the space: about 200 by chance
    tenths = [0] * 9
    for body in bodies:
        tenths[body // 10**10 - 1] += 1
    assert all(10_500 < count < 11_700 for count in tenths)


@given(ranks)
def test_a_number_is_twelve_digits_that_a_public_library_finds_right(rank):
    number = make_number(rank)
    assert len(number) == 12
    assert number[0] != "0"
    assert mod_11_10.is_valid(number)
    assert read_number(f" {number[:4]} {number[4:8]}-{number[8:]} ") == number
    assert read_number(number.translate({ord(str(digit)): 0xFF10 + digit for digit in range(10)})) == number


@given(ranks, some.integers(0, 11), some.sampled_from("0123456789"))
def test_one_wrong_digit_is_always_found(rank, place, digit):
    number = make_number(rank)
    wrong = f"{number[:place]}{digit}{number[place + 1 :]}"
    if wrong != number:
        with pytest.raises(ValidationError):
            read_number(wrong)


@pytest.mark.parametrize("text", ["", "12345678901", "1234567890123", "11010519491231002X", "013812345678", "abc"])
def test_what_is_no_number(text):
    with pytest.raises(ValidationError) as refusal:
        read_number(text)
    assert refusal.value.code == "volunteer_number_wrong"


@pytest.mark.parametrize("rank", [-1, SPACE])
def test_there_is_an_end(rank):
    with pytest.raises(ValueError, match="no volunteer number"):
        make_number(rank)


def test_the_check_digit_of_the_standard():
    assert check_digit("0794") == "5"

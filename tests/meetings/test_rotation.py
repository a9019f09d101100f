"""The rotation's rules: by examples that a clerk can follow, and for any belt over 200 years."""

import datetime as dt
import random
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from meetings.rotation import Reason, Seat, Stay, Swap, rotation

BEGIN = dt.date(2024, 6, 1)
CHONGQING, SICHUAN = "500000", "510000"


def seat(key, province=CHONGQING, since=BEGIN, until=None):
    return Seat(key, (Stay(key, province, since, until),))


def day(year):
    return dt.date(year, 1, 1)


SOUTH = [
    seat("荣昌"), seat("永川"), seat("江津"),
    seat("隆昌", SICHUAN), seat("泸县", SICHUAN), seat("合江", SICHUAN), seat("东兴", SICHUAN),
]  # fmt: skip
ORDER = [one.key for one in SOUTH]


def turns(seats=SOUTH, order=ORDER, last_year=2031, **more):
    return rotation(seats, order=order, first_day=BEGIN, last_year=last_year, **more)


def who(found):
    return [turn.seat for turn in found]


def test_provinces_alternate_while_both_wait_and_everybody_has_one_turn():
    found = turns()
    assert who(found) == ["荣昌", "隆昌", "永川", "泸县", "江津", "合江", "东兴", "荣昌"]
    assert [turn.reason for turn in found[:2]] == [Reason.FIRST, Reason.ALTERNATES]
    assert found[6].reason == Reason.IN_ORDER, "Chongqing has nobody waiting any more"
    assert [(turn.cycle, turn.place) for turn in found[5:]] == [(1, 6), (1, 7), (2, 1)]
    assert [turn.year for turn in found] == list(range(2024, 2032))


def test_who_joins_goes_to_the_end_of_the_cycle_and_stays_behind_later():
    found = turns([*SOUTH, seat("翠屏", CHONGQING, since=dt.date(2026, 3, 1))], last_year=2039)
    first = [turn.seat for turn in found if turn.cycle == 1]
    assert sorted(first) == sorted([*ORDER, "翠屏"])
    assert first.index("翠屏") > first.index("江津"), "behind the members of its province that wait"
    second = [turn.seat for turn in found if turn.cycle == 2 and turn.province == CHONGQING]
    assert second == ["荣昌", "永川", "江津", "翠屏"]


def test_who_leaves_drops_out_and_the_order_closes_up():
    gone = [one if one.key != "永川" else seat("永川", until=dt.date(2025, 12, 31)) for one in SOUTH]
    assert who(turns(gone))[:4] == ["荣昌", "隆昌", "江津", "泸县"]


def test_who_leaves_after_its_turn_has_served():
    gone = [one if one.key != "荣昌" else seat("荣昌", until=dt.date(2024, 12, 31)) for one in SOUTH]
    found = turns(gone, last_year=2040)
    assert who(found)[0] == "荣昌"
    assert Counter(who(found))["荣昌"] == 1


def test_a_successor_has_the_seat_its_place_and_its_turns():
    chain = Seat(
        "渝北",
        (
            Stay("500112", CHONGQING, BEGIN, dt.date(2025, 11, 5)),
            Stay("500109", CHONGQING, dt.date(2025, 11, 6)),
        ),
    )
    plain = [seat("合川"), seat("渝北"), seat("邻水", SICHUAN), seat("岳池", SICHUAN)]
    with_chain = [chain if one.key == "渝北" else one for one in plain]
    order = ["合川", "渝北", "邻水", "岳池"]
    assert who(turns(with_chain, order)) == who(turns(plain, order))
    assert next(turn.region for turn in turns(with_chain, order) if turn.seat == "渝北") == "500109"
    served_before = turns(with_chain, ["渝北", "合川", "邻水", "岳池"])
    assert [turn.region for turn in served_before if turn.seat == "渝北"] == ["500112", "500109"]


def test_two_swap_their_turns_and_nobody_else_moves():
    before, after = turns(), turns(swaps=[Swap(1, "永川", "合江")])
    exchanged = {"永川": "合江", "合江": "永川"}
    assert who(after)[:7] == [exchanged.get(name, name) for name in who(before)[:7]]
    assert after[2].reason == after[5].reason == Reason.SWAPPED
    assert who(after)[7:] == who(before)[7:], "a swap is for one cycle"


def test_a_swap_with_somebody_who_has_served_is_void():
    late = seat("翠屏", SICHUAN, since=dt.date(2026, 3, 1))
    assert who(turns([*SOUTH, late], swaps=[Swap(1, "荣昌", "翠屏")])) == who(turns([*SOUTH, late]))


def test_nobody_convenes_twice_running_across_cycles_while_others_wait():
    two = [seat("甲"), seat("乙"), seat("丙")]
    found = turns(two, ["甲", "乙", "丙"], swaps=[Swap(1, "乙", "丙"), Swap(1, "甲", "乙")], last_year=2027)
    for first, second in pairwise(found):
        assert first.seat != second.seat


def test_the_turn_that_would_follow_itself_is_put_behind():
    found = turns([seat("甲"), seat("乙")], ["甲", "乙"], swaps=[Swap(1, "甲", "乙")], last_year=2027)
    assert who(found) == ["乙", "甲", "乙", "甲"]
    assert found[2].reason == Reason.NOT_TWICE


def test_terms_served_are_facts_and_the_rest_follows_them():
    found = turns(served={2024: "泸县", 2025: "荣昌"})
    assert who(found)[:2] == ["泸县", "荣昌"]
    assert found[0].reason == Reason.SERVED
    assert sorted(who(found)[:7]) == sorted(ORDER)


def test_one_member_convenes_every_year_and_none_nobody():
    assert who(turns([seat("甲")], ["甲"], last_year=2026)) == ["甲"] * 3
    assert turns([], []) == []
    gone = [seat("甲", until=dt.date(2025, 6, 1)), seat("乙", since=dt.date(2028, 1, 1))]
    assert [turn.year for turn in turns(gone, ["甲", "乙"], last_year=2029)] == [2024, 2025, 2028, 2029]


def test_members_that_the_order_does_not_name_follow_by_the_day_they_joined():
    later = [seat("丁", since=dt.date(2024, 5, 2)), seat("丙", since=dt.date(2024, 5, 1))]
    assert who(turns([seat("甲"), *later], ["甲"], last_year=2026)) == ["甲", "丙", "丁"]


@st.composite
def belts(draw):
    """2–60 members of two provinces; some join or leave at random in 200 years; pairs swap."""
    chance = random.Random(draw(st.integers(0, 2**32)))
    count = draw(st.integers(2, 60))
    steady = draw(st.integers(2, count))
    seats = []
    for number in range(count):
        province = chance.choice([CHONGQING, SICHUAN])
        since, until = BEGIN, None
        if number >= steady:
            since = BEGIN + dt.timedelta(days=chance.randrange(0, 200 * 365))
            if chance.random() < 0.6:
                until = since + dt.timedelta(days=chance.randrange(0, 60 * 365))
        seats.append(seat(f"{number:02}", province, since, until))
    order = [one.key for one in seats[:steady]]
    chance.shuffle(order)
    keys = [one.key for one in seats]
    swaps = [Swap(chance.randrange(1, 40), *chance.sample(keys, 2)) for _number in range(draw(st.integers(0, 20)))]
    return seats, order, steady, swaps


@settings(max_examples=60, deadline=None)
@given(belts())
def test_any_belt_is_fair_for_200_years(belt):
    seats, order, steady, swaps = belt
    found = rotation(seats, order=order, first_day=BEGIN, last_year=2223, swaps=swaps)
    assert [turn.year for turn in found] == list(range(2024, 2224))
    counts = Counter(who(found))
    all_along = [counts[one.key] for one in seats[:steady]]
    assert max(all_along) - min(all_along) <= 1
    present = {turn.year: [one for one in seats if one.on(max(BEGIN, day(turn.year)))] for turn in found}
    for first, second in pairwise(found):
        assert first.seat != second.seat or len(present[second.year]) == 1
    for number in range(1, found[-1].cycle + 1):
        in_cycle = [turn.seat for turn in found if turn.cycle == number]
        assert len(in_cycle) == len(set(in_cycle)), "nobody twice in a cycle"


@settings(max_examples=60, deadline=None)
@given(belts())
def test_provinces_alternate_in_any_belt_without_swaps(belt):
    seats, order, _steady, _swaps = belt
    found = rotation(seats, order=order, first_day=BEGIN, last_year=2223)
    served_in = {}
    for first, second in pairwise(found):
        served_in.setdefault(first.cycle, set()).add(first.seat)
        if first.province != second.province:
            continue
        today = max(BEGIN, day(second.year))
        waited = {
            one.key
            for one in seats
            if (stay := one.on(today))
            and stay.province != second.province
            and one.key not in served_in.get(second.cycle, set())
        }
        assert not waited, f"{second.year}: {second.seat} follows its own province"


@settings(max_examples=30, deadline=None)
@given(belts(), st.randoms())
def test_the_answer_depends_on_nothing_but_the_input(belt, chance):
    seats, order, _steady, swaps = belt
    again = list(seats)
    chance.shuffle(again)
    known = {"order": order, "first_day": BEGIN, "last_year": 2100, "swaps": swaps}
    assert rotation(seats, **known) == rotation(again, **known)


@settings(max_examples=30, deadline=None)
@given(belts(), st.integers(2025, 2100))
def test_what_was_served_so_far_does_not_change_what_follows(belt, year):
    seats, order, _steady, swaps = belt
    known = {"order": order, "first_day": BEGIN, "last_year": 2120, "swaps": swaps}
    found = rotation(seats, **known)
    served = {turn.year: turn.seat for turn in found if turn.year < year}
    assert who(rotation(seats, **known, served=served)) == who(found)


@pytest.mark.parametrize("last_year", [2023, 2024])
def test_a_horizon_before_or_at_the_beginning(last_year):
    assert len(turns(last_year=last_year)) == max(0, last_year - 2023)

"""Nobody who is not staff can work out a hidden figure of few people from one answer with all that stands beside it.

The strongest form of it: for each hidden figure below five there is another registry, in which that figure is another
one, and of which the very same answer would have been given. So even whoever knows the rule learns nothing.
"""

import itertools

from hypothesis import given, settings
from hypothesis import strategies as st

from tests.indicators.cubes import SYSTEM, made_cube, question

BANDS = ("under_14", "14_17", "18_34", "35_59", "60_on")
COUNTS = st.one_of(st.integers(0, 6), st.integers(0, 14), st.integers(20, 60))
ALL_BESIDE = "compare=year_before&show=share,rank,running"
OPTIONS = ("", "compare=before", ALL_BESIDE, ALL_BESIDE + "&top=1", "show=share,rank&top=2", "compare=before&top=3")


def published(asked, worlds, given_options):
    """All that the answer says, as one value to compare."""
    rows = [
        {
            band: {name: values[place] for name, values in world.items()}
            for place, band in enumerate(BANDS[: _width(world)])
        }
        for world in worlds
    ]
    now, before = ({band: row for band, row in found.items() if any(row.values())} for found in rows)
    made = made_cube(asked, now, before if "compare" in given_options else None, given_options)
    lines = [(line.codes, line.values, line.beside) for line in [*made.lines, made.total]]
    return repr((lines, made.rest and (made.rest.values, made.rest.beside), made.left_out)), made


def _width(world):
    return len(next(iter(world.values())))


def others(worlds, place, name, band):
    """Registries that differ in this figure: some people more or less, or moved from another row, or rows exchanged."""
    for changed in _others(worlds, place, name, band):
        world = changed[place]
        whole, part = world.get("volunteers"), world.get("volunteers_cross_region")
        possible = all(min(column) >= 0 for column in world.values())
        if possible and (part is None or all(few <= many for few, many in zip(part, whole, strict=True))):
            yield changed


def _others(worlds, place, name, band):
    values = worlds[place][name]
    for other in range(len(values)):
        if worlds[place][name][other] != values[band]:
            order = list(range(len(values)))
            order[band], order[other] = other, band
            exchanged = {measure: [column[row] for row in order] for measure, column in worlds[place].items()}
            yield [exchanged if which == place else world for which, world in enumerate(worlds)]
    for other in range(len(values)):
        for moved in sorted({*range(-8, 9), values[other] - values[band]} - {0}, key=abs):
            changed = worlds[place] | {name: _moved(values, band, other, moved)}
            yield [changed if which == place else world for which, world in enumerate(worlds)]
            for measure, also in itertools.product(set(worlds[place]) - {name}, range(-4, 5)):
                both = changed | {measure: _moved(worlds[place][measure], band, other, also)}
                yield [both if which == place else world for which, world in enumerate(worlds)]


def _moved(values, band, other, moved):
    """More people in one row, and as many fewer in another; only more where it is the same row."""
    changed = list(values)
    changed[band] += moved
    if other != band:
        changed[other] -= moved
    return changed


def told(made, place, band, name):
    """Whether the figure is told: among the rows that are shown, in the column of its period."""
    for line in made.lines:
        if line.codes == (BANDS[band],):
            figures = line.values if place == 0 else line.beside.get("before", {})
            return figures.get(name) is not None
    return False


def assert_nothing_is_worked_out(asked, worlds, given_options):
    answer, made = published(asked, worlds, given_options)
    periods = (0, 1) if "compare" in given_options else (0,)
    for place, name, band in itertools.product(periods, asked.measures, range(_width(worlds[0]))):
        value = worlds[place][name][band]
        if not 0 < value < 5:
            continue
        assert not told(made, place, band, name)
        assert any(
            published(asked, other, given_options)[0] == answer for other in others(worlds, place, name, band)
        ), (place, name, band)


def levels(width):
    return st.lists(COUNTS, min_size=width, max_size=width)


@settings(max_examples=150)
@given(st.integers(1, 4).flatmap(lambda width: st.tuples(levels(width), levels(width))), st.sampled_from(OPTIONS))
def test_few_new_volunteers_are_not_worked_out(worlds, given_options):
    asked = question(["age"], ["volunteers_new"], SYSTEM)
    assert_nothing_is_worked_out(asked, [{"volunteers_new": values} for values in worlds], given_options)


@settings(max_examples=150)
@given(st.integers(1, 4).flatmap(lambda width: st.tuples(levels(width), levels(width))), st.sampled_from(OPTIONS))
def test_few_volunteers_are_not_worked_out(worlds, given_options):
    asked = question(["age"], ["volunteers"], SYSTEM)
    assert_nothing_is_worked_out(asked, [{"volunteers": values} for values in worlds], given_options)


@settings(max_examples=150)
@given(st.integers(1, 4).flatmap(lambda width: st.tuples(levels(width), levels(width))), st.sampled_from(OPTIONS[-2:]))
def test_few_who_reach_across_the_border_and_few_who_do_not_are_not_worked_out(counts, given_options):
    wholes, parts = counts
    given_options = given_options.replace("compare=before&", "")
    world = {"volunteers": wholes, "volunteers_cross_region": list(map(min, parts, wholes))}
    asked = question(["age"], ["volunteers", "volunteers_cross_region"], SYSTEM)
    assert_nothing_is_worked_out(asked, [world, world], given_options)


@settings(max_examples=200)
@given(st.integers(1, 4).flatmap(lambda width: st.tuples(levels(width), levels(width))))
def test_few_who_came_or_left_are_not_told_by_two_levels(worlds):
    asked = question(["age"], ["volunteers"], SYSTEM)
    _answer, made = published(asked, [{"volunteers": values} for values in worlds], "compare=before")
    for line in made.lines:
        change = line.beside["change"]["volunteers"]
        assert change is None or change == 0 or abs(change) >= 5
    told = [line.beside["before"]["volunteers"] is None for line in made.lines]
    if made.total.beside["before"]["volunteers"] is not None:
        assert sum(told) != 1

import datetime as dt
import io
import json
import re

import pytest
from django.core.management import call_command

from belts.queries.sketch import OUTLINES, sketch_map
from tests import factories

NEXT_DAY = dt.date(2025, 11, 6)
LAST_DAY = dt.date(2025, 11, 5)


def outlines():
    return json.loads(OUTLINES.read_text(encoding="utf-8"))["shapes"]


def corners(path):
    """The corners of a path as it is drawn, from its steps."""
    found = []
    for ring in filter(None, path.split("z")):
        numbers = [float(text) for text in re.findall(r"-?(?:\d+\.\d+|\.\d+|\d+)", ring)]
        x = y = 0.0
        for step_x, step_y in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + step_x, y + step_y
            found.append((x, y))
    return found


def test_the_map_is_what_the_command_builds_and_is_light(tmp_path):
    call_command("build_map", to=tmp_path / "map.json", stdout=io.StringIO())

    assert (tmp_path / "map.json").read_bytes() == OUTLINES.read_bytes()
    assert OUTLINES.stat().st_size <= 40_000


def test_thirty_counties_with_their_names_inside():
    assert len(outlines()) == 30
    for shape in outlines().values():
        xs, ys = zip(*corners(shape["path"]), strict=True)
        assert min(xs) < shape["x"] < max(xs)
        assert min(ys) < shape["y"] < max(ys)


def test_neighbours_share_their_corners_so_that_no_gap_opens():
    shared = set(corners(outlines()["500153"]["path"])) & set(corners(outlines()["511083"]["path"]))
    assert len(shared) > 10


@pytest.fixture
def north(db):
    belt = factories.BeltFactory(code="north")
    yubei = factories.CountyFactory(code="500112", name="渝北区", until=LAST_DAY)
    factories.BeltMembershipFactory(belt=belt, region=yubei, until=LAST_DAY)
    beibei = factories.CountyFactory(code="500109", name="北碚区")
    factories.BeltMembershipFactory(belt=belt, region=beibei, since=NEXT_DAY)
    factories.BeltMembershipFactory(belt=belt, region=factories.CountyFactory(code="500117", name="合川区"))
    return belt


def shape_of(sketch, code):
    return next(shape for shape in sketch.shapes if shape.region.pk == code)


def test_an_ended_seat_claims_no_membership(north):
    before, after = sketch_map(LAST_DAY), sketch_map(NEXT_DAY)

    assert shape_of(before, "500112").belt == north
    assert before.without_outline == []
    assert shape_of(after, "500112").belt is None
    assert shape_of(after, "500112").formerly.belt == north
    assert "2025-11-05" in shape_of(after, "500112").title
    assert [seat.region.name for seat in after.without_outline] == ["北碚区"]
    assert shape_of(after, "500117").belt == north


def test_before_the_first_seats_nothing_is_coloured_and_the_reason_is_known(north):
    sketch = sketch_map(dt.date(2024, 1, 1))
    assert [shape.belt for shape in sketch.shapes] == [None, None]
    assert (sketch.before_all, sketch.first_day) == (True, dt.date(2024, 6, 1))


def test_a_belt_or_a_county_stands_out(north):
    other = factories.BeltMembershipFactory(region=factories.CountyFactory(code="500153", name="荣昌区")).belt

    belt_map = sketch_map(NEXT_DAY, belt=other)
    assert [shape.region.pk for shape in belt_map.shapes if not shape.muted] == ["500153"]
    county_map = sketch_map(NEXT_DAY, county=shape_of(belt_map, "500153").region)
    assert [shape.region.pk for shape in county_map.shapes if shape.current] == ["500153"]
    assert county_map.shapes[-1].current


@pytest.mark.parametrize("more", [0, 3])
def test_the_map_takes_three_queries(north, more, django_assert_num_queries):
    for code in ("511083", "511011", "510521")[:more]:
        factories.BeltMembershipFactory(region=factories.CountyFactory(code=code))
    with django_assert_num_queries(3):
        sketch_map(NEXT_DAY)


def test_short_names(north):
    factories.CountyFactory(code="510521", name="泸县")
    sketch = sketch_map(NEXT_DAY)
    assert shape_of(sketch, "510521").short_name == "泸县"
    assert shape_of(sketch, "500117").short_name == "合川"

"""The sketch map with a figure in each county: the darker, the more."""

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass

from belts.queries.sketch import Shape, Sketch, sketch_map
from indicators.boards.places import BELT, COUNTY, PROVINCE, Board, address_of
from indicators.queries import Answer
from indicators.queries.table import text_of

MARGIN = 12  # units of the sheet round the counties of a belt
MOVE = re.compile(r"([Ml]|-?[.\d]+)")
# How much of the belt's colour the five steps show, and whether white can be read on it.
STEPS = (("0.16", False), ("0.34", False), ("0.52", False), ("0.8", True), ("1", True))


@dataclass(frozen=True)
class CountyOnMap:
    """``text`` is the figure, empty where the answer does not look at this county."""

    shape: Shape
    text: str
    url: str
    opacity: str
    light: bool

    @property
    def title(self) -> str:
        return f"{self.shape.title}: {self.text}" if self.text else self.shape.title

    @property
    def figure_y(self) -> int:
        return self.shape.y + 10


@dataclass(frozen=True)
class FigureMap:
    """``near``: the sheet is cut to the counties of one belt, so that its figures can be read.

    ``beside`` are (label, figure, address) of the board's counties without an outline.
    """

    sketch: Sketch
    counties: list[CountyOnMap]
    view_box: str
    near: bool
    beside: list[tuple[str, str, str]]


def figure_map(board: Board, made: Answer, today: dt.date) -> FigureMap:
    """``made`` is split by county alone, with one measure. A county leads to its board."""
    [name] = made.question.measures
    values = {row.codes[0]: row.values[name] for row in made.rows}
    belt = board.belt if board.level in (BELT, COUNTY) else None
    sketch = sketch_map(today, belt=belt, county=board.place if board.level == COUNTY else None)
    most = max((value or 0 for value in values.values()), default=0)
    for shape in sketch.shapes:
        shape.muted = shape.muted or (board.level == PROVINCE and not board.holds(shape.region.pk))
    counties = [_county(shape, values, most) for shape in sketch.shapes]
    inner = [shape for shape in sketch.shapes if belt is not None and not shape.muted]
    view_box = _frame(inner) if inner else sketch.view_box
    return FigureMap(sketch, counties, view_box, bool(inner), _beside(board, sketch, values))


def _beside(board, sketch, values):
    inside = {seat.region_id for seat in board.seats}
    seats = [seat for seat in sketch.without_outline if seat.region_id in inside]
    return [
        (str(seat.region), text_of(values.get(seat.region_id, 0)), address_of(COUNTY, seat.region_id)) for seat in seats
    ]


def _frame(shapes: list[Shape]) -> str:
    points = [point for shape in shapes for point in _corners(shape.path)]
    left, right = min(x for x, _y in points) - MARGIN, max(x for x, _y in points) + MARGIN
    top, bottom = min(y for _x, y in points) - MARGIN, max(y for _x, y in points) + MARGIN
    return f"{left:.0f} {top:.0f} {right - left:.0f} {bottom - top:.0f}"


def _corners(path: str) -> Iterator[tuple[float, float]]:
    """The corners of an outline, which begins at a point (M) and goes on by steps (l)."""
    x = y = 0.0
    steps = iter(MOVE.findall(path))
    absolute = True
    for word in steps:
        if word in "Ml":
            absolute = word == "M"
            continue
        across, down = float(word), float(next(steps))
        x, y = (across, down) if absolute else (x + across, y + down)
        yield x, y


def _county(shape, values, most):
    code = shape.region.pk
    value = values.get(code, 0)
    opacity, light = STEPS[_step(value or 0, most)]
    text = "" if shape.muted or not shape.belt else text_of(value)
    return CountyOnMap(shape, text, address_of(COUNTY, code), opacity, light)


def _step(value, most):
    """0 for none, then quarters of the largest figure."""
    return -(-4 * value // most) if most else 0

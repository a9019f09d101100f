"""Which counties' teams lecture across the border most, as arcs on the sketch map. Counts of lectures, no records."""

import datetime as dt
import math
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from belts.queries.sketch import Shape
from indicators.queries.pairs import lectures_between
from indicators.queries.screen_places import Place

MOST_FLOWS = 12
BEND, THINNEST, THICKEST = 0.28, 1.6, 4.6


@dataclass(frozen=True)
class Flow:
    """From the home of the team to the place of the lecture; ``width`` in drawing units."""

    path: str
    x: float
    y: float
    width: float
    words: str


def flows_of(reader: Any, place: Place, first: dt.date, last: dt.date, shapes: list[Shape]) -> list[Flow]:
    """The strongest first, over the verified touring lectures of these days that crossed the provinces' border."""
    counted = _counted(reader, place, first, last)
    at = {shape.region.pk: shape for shape in shapes}
    drawn = [(at[home], at[there], number) for home, there, number in counted if home in at and there in at]
    most = max((number for _home, _there, number in drawn), default=1)
    return [_flow(home, there, number, most) for home, there, number in drawn[:MOST_FLOWS]]


def _counted(reader: Any, place: Place, first: dt.date, last: dt.date) -> list[tuple[str, str, int]]:
    """(home, place, lectures), the most lectures first."""
    pairs = lectures_between(reader, first, last)
    found = [(home, there, number) for (home, there), number in pairs.items() if home[:2] != there[:2]]
    if place.belt:
        day = min(last, timezone.localdate())  # who leaves the belt before the year ends is in it until then
        seats = set(place.belt.memberships.on(day).values_list("region_id", flat=True))
        found = [flow for flow in found if seats & set(flow[:2])]
    return sorted(found, key=lambda flow: (-flow[2], flow[0], flow[1]))


def _flow(home: Shape, there: Shape, number: int, most: int) -> Flow:
    """An arc that bends to its left, so that the way there and the way back lie side by side."""
    x1, y1, x2, y2 = home.x, home.y - 3, there.x, there.y - 3
    across, down = x2 - x1, y2 - y1
    bend = BEND * min(1.0, 60 / max(math.hypot(across, down), 1.0)) + 0.12
    middle_x, middle_y = (x1 + x2) / 2 + down * bend, (y1 + y2) / 2 - across * bend
    width = THINNEST + (THICKEST - THINNEST) * math.sqrt(number / most)
    return Flow(
        path=f"M{x1} {y1}Q{middle_x:.1f} {middle_y:.1f} {x2} {y2}",
        x=x2,
        y=y2,
        width=round(width, 1),
        words=f"{home.short_name} → {there.short_name} {number:,}",
    )

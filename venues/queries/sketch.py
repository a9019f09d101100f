"""Venues as points on the sketch map of the corridor, with a sign for each family of kinds."""

from collections import Counter
from dataclasses import dataclass, field

from django.utils.translation import gettext_lazy as _

from belts.queries.sketch import Sketch, on_the_sheet, place_on_map, sketch_map
from venues.models import Kind, Venue
from venues.queries.lists import say_nearness

MOST_SHOWN = 300
BESIDE = 8  # units of the sheet
# Sign → the kinds that it stands for, in words for the legend. The sign's form says what its colour says.
SIGNS = {
    "star": (_("demonstration complexes"), {Kind.COMPLEX}),
    "circle": (_("practice centres, institutes and stations"), {Kind.CENTRE, Kind.INSTITUTE, Kind.STATION}),
    "square": (_("halls and rooms"), {Kind.CUSTOM_HALL, Kind.ROOM}),
    "triangle": (_("squares and parks"), {Kind.SQUARE, Kind.THEME_PARK}),
    "diamond": (
        _("joint stations, mediation and rights"),
        {Kind.JOINT_STATION, Kind.MEDIATION_ROOM, Kind.RIGHTS_STATION, Kind.ENTERPRISE_BASE},
    ),
    "hexagon": (_("libraries and culture centres"), {Kind.LIBRARY, Kind.CULTURE_CENTRE}),
    "cross": (_("others"), {Kind.OTHER}),
}
# Drawn round the origin, within 8 units.
PATHS = {
    "star": "M0-8 2-2.6 7.8-2.4 3.2 1.1 4.9 6.7 0 3.4-4.9 6.7-3.2 1.1-7.8-2.4-2-2.6z",
    "circle": "M-6 0a6 6 0 1 0 12 0a6 6 0 1 0-12 0z",
    "square": "M-5.5-5.5h11v11h-11z",
    "triangle": "M0-7 6.5 5h-13z",
    "diamond": "M0-7.5 6 0 0 7.5-6 0z",
    "hexagon": "M-3.5-6h7L7 0 3.5 6h-7L-7 0z",
    "cross": "M-2-6h4v4h4v4h-4v4h-4v-4h-4v-4h4z",
}
SIGN_OF = {kind: sign for sign, (_label, kinds) in SIGNS.items() for kind in kinds}


@dataclass(frozen=True)
class Point:
    """A venue at its place on the sheet; ``number`` is the one that it has in the list beside the map."""

    venue: Venue
    sign: str
    x: float
    y: float
    number: int

    @property
    def path(self):
        return PATHS[self.sign]

    @property
    def place(self):
        """As the sheet writes it, whatever the language's decimal mark."""
        return f"{self.x:.1f} {self.y:.1f}"


@dataclass
class VenueSketch:
    """``points`` are drawn and listed; ``off_the_map`` are listed only, for want of coordinates or beyond the sheet."""

    map: Sketch
    points: list[Point] = field(default_factory=list)
    off_the_map: list[Venue] = field(default_factory=list)
    cut: bool = False

    @property
    def legend(self):
        """Signs that are on the map, as they are drawn, with their words."""
        used = {point.sign for point in self.points}
        return [(sign, PATHS[sign], label) for sign, (label, _kinds) in SIGNS.items() if sign in used]


def points_on(rows, day, county=None):
    """The first ``MOST_SHOWN`` of ``rows``, in their order; those of one place stand beside each other."""
    found = list(rows[: MOST_SHOWN + 1])
    sketch = VenueSketch(sketch_map(day, county=county), cut=len(found) > MOST_SHOWN)
    taken = Counter()
    for venue in say_nearness(found[:MOST_SHOWN]):
        place = None if venue.latitude is None else place_on_map(venue.latitude, venue.longitude)
        if place and on_the_sheet(*place):
            x, y = place[0] + BESIDE * taken[place], place[1]
            sketch.points.append(Point(venue, SIGN_OF[venue.kind], x, y, number=len(sketch.points) + 1))
            taken[place] += 1
        else:
            sketch.off_the_map.append(venue)
    return sketch

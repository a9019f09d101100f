"""Outlines for the sketch map: degrees from the geometry file become short SVG paths in ``belts/data/map.json``."""

import json
import math
from itertools import pairwise
from pathlib import Path

from django.core.management.base import BaseCommand

DATA = Path(__file__).resolve().parents[2] / "data"
WIDTH = 560
MARGIN = 4


class Command(BaseCommand):
    help = "Write belts/data/map.json from belts/data/corridor-counties.geojson. Run it when the geometry changes."

    def add_arguments(self, parser):
        parser.add_argument("--to", type=Path, default=DATA / "map.json")

    def handle(self, *, to, **options):
        geometry = json.loads((DATA / "corridor-counties.geojson").read_text(encoding="utf-8"))
        drawing = drawn(geometry)
        lines = ",\n".join(f"{json.dumps(code)}: {json.dumps(shape)}" for code, shape in drawing["shapes"].items())
        head = json.dumps({name: drawing[name] for name in ("note", "view_box", "frame")}, ensure_ascii=False, indent=0)
        to.write_text(f'{head[:-2]},\n"shapes": {{\n{lines}\n}}\n}}\n', encoding="utf-8")
        self.stdout.write(f"{len(drawing['shapes'])} counties, {to.stat().st_size} bytes")


def drawn(geometry):
    """Note, view box, the frame (west and north edge in degrees, drawing units a degree of longitude and of latitude),
    and a path with a place for the name for each county, by code.
    """
    rings = {feature["id"]: _rings(feature["geometry"]) for feature in geometry["features"]}
    project, frame, height = _projection([point for parts in rings.values() for ring in parts for point in ring])
    shapes = {}
    for code, parts in rings.items():
        placed = [[project(*point) for point in ring] for ring in parts]
        x, y = label_place(max(placed, key=len))
        shapes[code] = {"path": "".join(map(_path, placed)), "x": round(x), "y": round(y)}
    return {
        "note": geometry["note"],
        "frame": [round(value, 6) for value in frame],
        "view_box": f"{-MARGIN} {-MARGIN} {WIDTH + 2 * MARGIN} {height}",
        "shapes": shapes,
    }


def _rings(geometry):
    polygons = [geometry["coordinates"]] if geometry["type"] == "Polygon" else geometry["coordinates"]
    return [ring for polygon in polygons for ring in polygon]


def _projection(points):
    """Degrees to drawing units, north up; a degree of longitude is shorter by the cosine of the latitude."""
    west, east = min(x for x, _ in points), max(x for x, _ in points)
    south, north = min(y for _, y in points), max(y for _, y in points)
    shrink = math.cos(math.radians((south + north) / 2))
    scale = WIDTH / ((east - west) * shrink)

    def project(longitude, latitude):
        return (longitude - west) * shrink * scale, (north - latitude) * scale

    return project, (west, north, shrink * scale, scale), math.ceil((north - south) * scale) + 2 * MARGIN


def _path(ring):
    """Steps in half units. Neighbours share their corners, so that rounding opens no gap between them."""
    corners = [(round(2 * x), round(2 * y)) for x, y in ring]
    steps = [(x2 - x1, y2 - y1) for (x1, y1), (x2, y2) in pairwise(corners)]
    moved = "".join(_pair(x, y) for x, y in steps if (x, y) != (0, 0))
    return f"M{_pair(*corners[0])}l{moved.lstrip()}z"


def _pair(x, y):
    """Two numbers of SVG path data, a space only where no sign parts them."""
    first, second = _short(x), _short(y)
    return f"{'' if first.startswith('-') else ' '}{first}{'' if second.startswith('-') else ' '}{second}"


def _short(halves):
    return f"{halves / 2:g}".replace("0.5", ".5") if abs(halves) == 1 else f"{halves / 2:g}"


def label_place(ring, step=2.0):
    """The point inside the ring that is farthest from its edge, on a grid: where the name has most room."""
    xs, ys = [x for x, _ in ring], [y for _, y in ring]
    best, room = (sum(xs) / len(xs), sum(ys) / len(ys)), 0.0
    for column in range(int((max(xs) - min(xs)) / step) + 1):
        for row in range(int((max(ys) - min(ys)) / step) + 1):
            point = (min(xs) + column * step, min(ys) + row * step)
            if _inside(point, ring) and (distance := _room(point, ring)) > room:
                best, room = point, distance
    return best


def _inside(point, ring):
    x, y = point
    crossings = 0
    for (x1, y1), (x2, y2) in pairwise(ring):
        if (y1 > y) != (y2 > y) and x < (x2 - x1) * (y - y1) / (y2 - y1) + x1:
            crossings += 1
    return crossings % 2 == 1


def _room(point, ring):
    """Names are wider than high, so distance sideways counts for half."""
    return min(math.hypot((x - point[0]) / 1.8, y - point[1]) for x, y in ring)

"""The sketch map: outlines from ``data/map.json`` in the colours of the belts of a chosen day."""

import datetime as dt
import json
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

from django.utils.translation import gettext as _

from belts.models import Belt, BeltMembership, Region

OUTLINES = Path(__file__).resolve().parent.parent / "data" / "map.json"


@dataclass
class Shape:
    """One county on the map. ``belt`` is where it sits that day, ``formerly`` the seat that ended before it."""

    region: Region
    url: str
    path: str
    x: int
    y: int
    belt: Belt | None = None
    formerly: BeltMembership | None = None
    current: bool = False
    muted: bool = False

    @property
    def title(self):
        """“荣昌区, 川南渝西”, so that the colour is not the only signal."""
        if self.formerly:
            until = f"{self.formerly.until:%Y-%m-%d}"
            return _("%(county)s, in %(belt)s until %(until)s") % {
                "county": self.region, "belt": self.formerly.belt, "until": until,
            }  # fmt: skip
        return f"{self.region}, {self.belt}" if self.belt else str(self.region)

    @property
    def short_name(self):
        """荣昌 for 荣昌区; a name of two characters stays whole."""
        name = self.region.name
        return name[:-1] if len(name) > 2 else name


@dataclass
class Sketch:
    day: dt.date
    view_box: str
    belts: list[Belt]
    query: str = ""  # kept on the links
    shapes: list[Shape] = field(default_factory=list)
    without_outline: list[BeltMembership] = field(default_factory=list)
    first_day: dt.date | None = None  # of the first seat of all, to say why a map is grey

    @property
    def before_all(self):
        return self.first_day is not None and self.day < self.first_day

    @property
    def formerly(self):
        return [shape for shape in self.shapes if shape.formerly]


def sketch_map(day, *, belt=None, county=None, query=""):
    """The map of that day. ``belt`` or ``county`` stands out; ``query`` is kept on the links."""
    outlines = _outlines()
    seats = list(BeltMembership.objects.select_related("belt", "region").order_by("since"))
    regions = Region.objects.in_bulk(list(outlines["shapes"]))
    sketch = Sketch(day, outlines["view_box"], list(Belt.objects.all()), query)
    sketch.first_day = min((seat.since for seat in seats), default=None)
    for code, outline in outlines["shapes"].items():
        if region := regions.get(code):
            shape = Shape(region, region.get_absolute_url() + query, **outline)
            _colour(shape, [seat for seat in seats if seat.region_id == code], day)
            shape.current = county is not None and county.pk == code
            shape.muted = belt is not None and shape.belt != belt
            sketch.shapes.append(shape)
    sketch.shapes.sort(key=lambda shape: shape.current)  # drawn last, so that its outline lies on top
    sketch.without_outline = [seat for seat in seats if seat.holds_on(day) and seat.region_id not in outlines["shapes"]]
    return sketch


def place_on_map(latitude, longitude):
    """Drawing units of a place given in GCJ-02 degrees, which the outlines are in, too."""
    west, north, across, down = _outlines()["frame"]
    return round((float(longitude) - west) * across, 1), round((north - float(latitude)) * down, 1)


def on_the_sheet(x, y):
    left, top, width, height = map(int, _outlines()["view_box"].split())
    return left <= x <= left + width and top <= y <= top + height


def _colour(shape, seats, day):
    held = next((seat for seat in seats if seat.holds_on(day)), None)
    ended = [seat for seat in seats if seat.until is not None and seat.until < day]
    shape.belt = held.belt if held else None
    shape.formerly = ended[-1] if ended and not held else None


@lru_cache(maxsize=1)
def _outlines():
    return json.loads(OUTLINES.read_text(encoding="utf-8"))

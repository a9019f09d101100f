"""Everything that a big screen shows of its place, as an unsigned reader is told it: counts, and when bodies meet."""

import datetime as dt
from dataclasses import dataclass, field
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import pgettext, pgettext_lazy

from belts.models import Belt, Region
from belts.queries.sketch import Sketch, sketch_map
from indicators.measures import MEASURES
from indicators.queries import answer
from indicators.queries.screen_flows import MOST_FLOWS, Flow, flows_of
from indicators.queries.screen_meetings import MeetingLine, meeting_lines, next_meeting, running_quarter
from indicators.queries.screen_places import Place
from indicators.readers import PublicReader, public_question

YEAR_FIGURES = (
    "lectures", "touring_lectures", "cross_province", "cross_region_teams", "works", "mass_culture", "brands",
    "volunteers_cross_region", "volunteers_new",
)  # fmt: skip
# Shorter than the measures' own names, for they are read from afar.
TURN_FIGURES = {
    "lectures": pgettext_lazy("big screen", "Lectures"),
    "mass_culture": pgettext_lazy("big screen", "Mass culture"),
    "cross_province": pgettext_lazy("big screen", "Both provinces"),
    "works": pgettext_lazy("big screen", "Works"),
    "volunteers": pgettext_lazy("big screen", "Volunteers"),
}
RESOLUTIONS = ("resolutions_closed", "resolutions_open")


@dataclass(frozen=True)
class Figure:
    """``value`` is None where it would tell of fewer than five people."""

    key: str
    label: str
    value: int | None

    @property
    def text(self) -> str:
        return _("fewer than 5") if self.value is None else f"{self.value:,}"


@dataclass(frozen=True)
class Turn:
    """A belt, or a county on a belt's screen, whose figures stand in the foreground for a while."""

    code: str
    name: str
    belt: str
    counties: list[str]
    figures: list[Figure]


@dataclass(frozen=True)
class Resolved:
    """Resolutions of a belt that are due this year: confirmed as done, of all that are not void."""

    code: str
    name: str
    closed: Figure
    whole: Figure

    @property
    def share(self) -> int:
        """In percent; nothing decided is nothing done."""
        return round(100 * (self.closed.value or 0) / self.whole.value) if self.whole.value else 0


@dataclass(frozen=True)
class Month:
    """Lectures of a month beside the same month of last year; shares in percent of the highest of all."""

    key: str
    label: str
    now: Figure
    before: Figure
    share_now: int
    share_before: int


@dataclass
class Board:
    """``figures`` by name; ``resolved`` and ``turns`` in the order of the belts or counties."""

    place: Place
    as_of: dt.datetime
    sketch: Sketch
    figures: dict[str, Figure] = field(default_factory=dict)
    turns: list[Turn] = field(default_factory=list)
    resolved: list[Resolved] = field(default_factory=list)
    months: list[Month] = field(default_factory=list)
    meetings: list[MeetingLine] = field(default_factory=list)
    flows: list[Flow] = field(default_factory=list)
    next_meeting: str = ""
    quarter: str = ""

    @property
    def empty_flows(self) -> range:
        """Places for arcs that come later: a screen that runs for months makes no elements of its own."""
        return range(len(self.flows), MOST_FLOWS)


def board_of(place: Place) -> Board:
    """Of this year, right to the last committed row; the arcs may be five minutes old."""
    reader, today = PublicReader(), timezone.localdate()
    first, last = dt.date(today.year, 1, 1), dt.date(today.year, 12, 31)
    span = f"from={first}&to={last}"
    made = answer(public_question(f"measures={','.join(YEAR_FIGURES)}&{span}&{place.filter}"))
    board = Board(place, made.as_of, sketch_map(today, belt=place.belt))
    board.figures = {name: _figure(name, name, value) for name, value in made.total.items()}
    board.turns = _turns(reader, place, span, board.sketch)
    board.resolved = _resolved(place, span, board.sketch.belts)
    board.months = _months(place, today.year)
    board.meetings, board.next_meeting = meeting_lines(reader, place), next_meeting(reader)
    board.quarter = running_quarter()
    board.flows = flows_of(reader, place, first, last, board.sketch.shapes)
    return board


def _figure(key: str, name: str, value: int | None) -> Figure:
    return Figure(key, str(MEASURES[name].label), value)


def _turns(reader: Any, place: Place, span: str, sketch: Sketch) -> list[Turn]:
    """The belts in their order; on a belt's screen its counties of today."""
    split = "county" if place.belt else "belt"
    made = answer(public_question(f"measures={','.join(TURN_FIGURES)}&by={split}&{span}&{place.filter}"))
    found = {row.codes[0]: row.values for row in made.rows}
    seated = Region.objects.visible_to(reader).in_corridor(sketch.day).prefetch_related("belt_memberships")
    seats = {region: _belt_on(region, sketch.day) for region in seated}
    if place.belt:
        return [
            _turn(region.pk, region.name, place.belt.pk, [], found)
            for region, belt in seats.items()
            if belt == place.belt.pk
        ]
    return [_turn(belt.pk, belt.name, belt.pk, _names(belt, seats, place), found) for belt in sketch.belts]


def _belt_on(region: Region, day: dt.date) -> str:
    return next((seat.belt_id for seat in region.belt_memberships.all() if seat.holds_on(day)), "")


def _names(belt: Belt, seats: dict[Region, str], place: Place) -> list[str]:
    return [
        region.name
        for region, code in seats.items()
        if code == belt.pk and (place.province is None or region.province_id == place.province.pk)
    ]


def _turn(code: str, name: str, belt: str, counties: list[str], found: dict[Any, dict[str, int | None]]) -> Turn:
    values = found.get(code, dict.fromkeys(TURN_FIGURES, 0))
    figures = [Figure(f"{code}.{measure}", str(label), values[measure]) for measure, label in TURN_FIGURES.items()]
    return Turn(code, name, belt, counties, figures)


def _resolved(place: Place, span: str, belts: list[Belt]) -> list[Resolved]:
    made = answer(public_question(f"measures={','.join(RESOLUTIONS)}&by=belt&{span}&{place.filter}"))
    found = {row.codes[0]: row.values for row in made.rows}
    shown = [belt for belt in belts if place.belt in (None, belt)]
    return [_resolved_of(belt, found.get(belt.pk, dict.fromkeys(RESOLUTIONS, 0))) for belt in shown]


def _resolved_of(belt: Belt, values: dict[str, Any]) -> Resolved:
    closed, whole = values["resolutions_closed"], values["resolutions_closed"] + values["resolutions_open"]
    return Resolved(belt.pk, belt.name, Figure(f"{belt.pk}.closed", "", closed), Figure(f"{belt.pk}.whole", "", whole))


def _months(place: Place, year: int) -> list[Month]:
    span = f"from={year - 1}-01-01&to={year}-12-31"
    made = answer(public_question(f"measures=lectures&by=month&{span}&{place.filter}"))
    found = {row.codes[0]: row.values["lectures"] or 0 for row in made.rows}
    most = max((number for month, number in found.items() if month), default=0) or 1
    return [_month(year, number, found, most) for number in range(1, 13)]


def _month(year: int, number: int, found: dict[str | None, int], most: int) -> Month:
    now, before = found.get(f"{year}-{number:02}", 0), found.get(f"{year - 1}-{number:02}", 0)
    key = f"{number:02}"
    return Month(
        key=key,
        label=date_format(dt.date(year, number, 1), pgettext("format of a month without its year", "M")),
        now=Figure(f"{key}.now", "", now),
        before=Figure(f"{key}.before", "", before),
        share_now=round(100 * now / most),
        share_before=round(100 * before / most),
    )

"""The places that have a board: the corridor, a province, a belt, a county."""

import datetime as dt
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict
from django.urls import reverse
from django.utils.translation import gettext as _

from belts.models import Belt, BeltMembership, Region
from belts.queries.seats import seats_on
from indicators.periods import Period
from indicators.queries import Question, question_of

CORRIDOR, PROVINCE, BELT, COUNTY = LEVELS = ("corridor", "province", "belt", "county")
WHOLE = "all"


@dataclass(frozen=True)
class Board:
    """``seats`` are the seats in belts that the board looks at today, with counties; ``belt`` gives the colour."""

    level: str
    code: str
    place: Belt | Region | None
    seats: tuple[BeltMembership, ...]
    belt: Belt | None = None

    @property
    def label(self) -> str:
        return str(self.place) if self.place else _("Whole corridor")

    @property
    def colour(self) -> str:
        """The code of the belt whose colour the board has, empty for none."""
        return self.belt.pk if self.belt else ""

    @property
    def url(self) -> str:
        return address_of(self.level, self.code)

    @property
    def filters(self) -> dict[str, str]:
        """What makes a question one about this place."""
        name = {PROVINCE: "province", BELT: "belt", COUNTY: "region"}.get(self.level)
        return {name: self.code} if name else {}

    @property
    def filters_around(self) -> dict[str, str]:
        """A county is shown among the counties of its belt."""
        return {"belt": self.belt.pk} if self.level == COUNTY and self.belt else self.filters

    def holds(self, code: str) -> bool:
        """Whether a region lies within; a province's code is none of its belts'."""
        if self.level == PROVINCE:
            return code[:2] == self.code[:2]
        if self.level == BELT:
            return code in {seat.region_id for seat in self.seats}
        return self.level == CORRIDOR or code == self.code

    def is_home_of(self, user: Any) -> bool:
        """Whether this person's work waits here."""
        home = user.home_region
        if home is None:
            return self.level == CORRIDOR
        if self.level == BELT:
            return home.pk in {seat.region_id for seat in self.seats}
        return self.code == home.pk

    def question(self, request: Any, measures: str, by: str, period: Period, *, around: bool = False) -> Question:
        return asked(request, measures, by, period, self.filters_around if around else self.filters)


def asked(request: Any, measures: str, by: str, period: Period, filters: dict[str, str]) -> Question:
    """The question in the words of the page and the API; raises their ValidationError."""
    days = {name: day and day.isoformat() for name, day in (("from", period.first), ("to", period.last))}
    given = QueryDict(mutable=True)
    given.update({name: value for name, value in ({"measures": measures, "by": by} | filters | days).items() if value})
    return question_of(request, given)


def address_of(level: str, code: str) -> str:
    return reverse("indicators:board", args=[level, code])


def board_of(user: Any, level: str, code: str, today: dt.date) -> Board | None:
    """None where there is no such place, or ``user`` does not see it."""
    if level == CORRIDOR:
        return Board(CORRIDOR, WHOLE, None, tuple(seats_on(today))) if code == WHOLE else None
    if level == BELT:
        belt = Belt.objects.visible_to(user).filter(pk=code).first()
        return Board(BELT, code, belt, tuple(seats_on(today, belt)), belt) if belt else None
    if level not in (PROVINCE, COUNTY):
        return None
    region = Region.objects.visible_to(user).filter(pk=code, level=level).first()
    return _of_region(region, level, tuple(seats_on(today))) if region else None


def _of_region(region, level, seats):
    if level == PROVINCE:
        return Board(PROVINCE, region.pk, region, tuple(seat for seat in seats if seat.region.province_id == region.pk))
    own = next((seat.belt for seat in seats if seat.region_id == region.pk), None)
    return Board(COUNTY, region.pk, region, tuple(seat for seat in seats if own and seat.belt_id == own.pk), own)


def wider_boards(user: Any) -> list[tuple[str, str]]:
    """Labels and addresses of all boards but those of counties, which the map leads to."""
    provinces = Region.objects.visible_to(user).filter(level=PROVINCE).order_by("pk")
    belts = Belt.objects.visible_to(user).order_by("position")
    rows = [(PROVINCE, row) for row in provinces] + [(BELT, row) for row in belts]
    return [
        (_("Whole corridor"), address_of(CORRIDOR, WHOLE)),
        *((str(row), address_of(level, row.pk)) for level, row in rows),
    ]


def own_address(user: Any) -> str:
    """The board of the person's own county or province; the corridor's for everybody else."""
    region = user.home_region
    if region is not None and region.level in (PROVINCE, COUNTY):
        return address_of(region.level, region.pk)
    return address_of(CORRIDOR, WHOLE)

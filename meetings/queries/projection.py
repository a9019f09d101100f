"""The rotation as a table for people and systems: terms that are rows, and what follows from the rules after them."""

import datetime as dt
from dataclasses import dataclass

from django.utils import timezone

from belts.models import Belt, Region
from meetings.models import ConvenerTerm
from meetings.models.rotation import REASONS
from meetings.powers import convener_of
from meetings.queries.rotation import turns_of
from meetings.rotation import Reason


@dataclass(frozen=True)
class Line:
    """``certain``: the term has begun. ``acting`` is who has the powers: a substitute or an heir, else the region."""

    belt: Belt
    year: int
    since: dt.date
    until: dt.date
    region: Region
    acting: Region
    substitute: Region | None
    cycle: int
    place: int
    reason: str
    certain: bool
    running: bool

    @property
    def why(self) -> str:
        return str(REASONS[Reason(self.reason)])


def projection(belt: Belt, first_year: int, last_year: int, *, today: dt.date | None = None) -> list[Line]:
    """One line a year, from the first year of the rotation on. In a fixed number of queries."""
    today = today or timezone.localdate()
    terms = {term.year: term for term in ConvenerTerm.objects.filter(belt=belt).select_related("belt")}
    turns = [turn for turn in turns_of(belt, last_year, today=today) if turn.year >= first_year]
    codes = {turn.region for turn in turns} | {term.substitute_id for term in terms.values() if term.substitute_id}
    acting = {term.year: convener_of(term, today) for term in terms.values() if term.holds_on(today)}
    regions = Region.objects.select_related("province").in_bulk(codes | set(filter(None, acting.values())))
    return [
        _line(belt, turn, terms.get(turn.year), acting=acting.get(turn.year), regions=regions, today=today)
        for turn in turns
    ]


def _line(belt, turn, term, *, acting, regions, today):
    known = term if term and (term.since <= today or term.region_id == turn.region) else None
    region = regions[turn.region]
    substitute = regions.get(known.substitute_id) if known and known.substitute_id else None
    since = known.since if known else dt.date(turn.year, 1, 1)
    until = known.until if known else dt.date(turn.year, 12, 31)
    return Line(
        belt=belt,
        year=turn.year,
        since=since,
        until=until,
        region=region,
        acting=regions.get(acting) or substitute or region,
        substitute=substitute,
        cycle=turn.cycle,
        place=turn.place,
        reason=known.reason if known else turn.reason.value,
        certain=since <= today,
        running=since <= today <= until,
    )

"""The tables that are counted: where their rows come from, and which regions a row is credited to."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.db.models.functions import TruncDate

from activities.models import Brand, Kind, Team, Work
from core.dated import start_of
from indicators.measures import ACTIVITY, BOOKING, BRAND, TEAM, VENUE, WORK
from indicators.queries.question import Question
from venues.models import Booking, Venue
from venues.queries.credited import OPENED

# Flags are sets of ids among the rows that are counted, so that what “touring” means stands with the models.
FLAGS: dict[str, Callable[[Any], QuerySet[Any]]] = {
    "touring": lambda rows: rows.filter(kind=Kind.LECTURE).touring().values("pk"),
    "cross_province": lambda rows: rows.cross_province_ids(),
    "cross_region": lambda rows: rows.cross_region().values("pk"),
    "across_provinces": lambda rows: rows.across_provinces().values("pk"),
}


@dataclass(frozen=True)
class Fact:
    """``regions`` is SQL that gives (fact_id, region_id, role); ``day`` is the column that dates a row."""

    rows: Callable[[Question], QuerySet[Any]]
    day: str
    regions: str
    extra: tuple[str, ...] = ()


def _home_and(table: str, other: str, column: str) -> str:
    return (
        f"(SELECT id AS fact_id, home_region_id AS region_id FROM {table} WHERE home_region_id IS NOT NULL "  # noqa: S608
        f"UNION SELECT {column}, home_region_id FROM {other})"
    )


def _dated(model: Any) -> Callable[[Question], QuerySet[Any]]:
    """Teams, works and brands that the user sees, by the day they began."""

    def rows(question: Question) -> QuerySet[Any]:
        found = model.objects.visible_to(question.user)
        for name, lookup in (("from", "since__gte"), ("to", "since__lte")):
            if question.filter_value(name):
                found = found.filter(**{lookup: question.filter_value(name)})
        return found

    return rows


def _venues(question: Question) -> QuerySet[Any]:
    """Wholes only. A venue whose first day nobody knows counts on the day it came into the portal."""
    found = Venue.objects.visible_to(question.user).filter(parent=None)
    found = found.annotate(opened=OPENED)
    for name, lookup in (("from", "opened__gte"), ("to", "opened__lte")):
        if question.filter_value(name):
            found = found.filter(**{lookup: question.filter_value(name)})
    return found


def _bookings(question: Question) -> QuerySet[Any]:
    found = Booking.objects.counted_visible_to(question.user)
    if first := question.filter_value("from"):
        found = found.filter(starts_at__gte=start_of(first))
    if last := question.filter_value("to"):
        found = found.filter(starts_at__lt=start_of(last + dt.timedelta(days=1)))
    return found.annotate(day=TruncDate("starts_at"))


FACTS: dict[str, Fact] = {
    ACTIVITY: Fact(
        lambda question: question.filters.qs,
        "starts_on",
        "(SELECT activity_id AS fact_id, region_id, role FROM activities_activityparty)",
        ("precision",),
    ),
    TEAM: Fact(_dated(Team), "since", _home_and("activities_team", "activities_teammember", "team_id")),
    WORK: Fact(_dated(Work), "since", _home_and("activities_work", "activities_workauthor", "work_id")),
    BRAND: Fact(
        _dated(Brand),
        "since",
        "(SELECT id AS fact_id, home_region_id AS region_id FROM activities_brand WHERE home_region_id IS NOT NULL)",
    ),
    VENUE: Fact(
        _venues,
        "opened",
        "(SELECT id AS fact_id, region_id FROM venues_venue UNION SELECT built.venue_id, unit.region_id "
        "FROM venues_venue_builders AS built JOIN belts_unit AS unit ON unit.id = built.unit_id "
        "WHERE unit.region_id IS NOT NULL)",
    ),
    BOOKING: Fact(
        _bookings,
        "day",
        "(SELECT booking.id AS fact_id, venue.region_id FROM venues_booking AS booking "
        "JOIN venues_venue AS venue ON venue.id = booking.venue_id "
        "UNION SELECT id, borrower_region_id FROM venues_booking)",
    ),
}

"""The tables that are counted: where their rows come from, and which regions a row is credited to."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import Case, CharField, DateField, F, Q, QuerySet, Value, When
from django.db.models.expressions import RawSQL
from django.db.models.functions import Coalesce, ExtractYear, TruncDate
from django.utils import timezone

from activities.models import Brand, Kind, Team, Work
from core.dated import start_of
from indicators.measures import (
    ACTIVITY,
    BOOKING,
    BRAND,
    LOAN,
    MEETING,
    MEETING_OWED,
    REGISTRATION,
    RESOLUTION,
    TEAM,
    VENUE,
    VOLUNTEER,
    WORK,
)
from indicators.queries.question import Question
from meetings.models import JointMeeting, Resolution
from meetings.models.meeting import HELD_STATES
from venues.models import Booking, LibraryFlow, LibraryMovement, Venue
from venues.queries.credited import OPENED
from volunteers.choices import AGES
from volunteers.models import Volunteer

# Flags are sets of ids among the rows that are counted, so that what “touring” means stands with the models.
FLAGS: dict[str, Callable[[Any, Question], QuerySet[Any]]] = {
    "touring": lambda rows, _question: rows.filter(kind=Kind.LECTURE).touring().values("pk"),
    "cross_province": lambda rows, _question: rows.cross_province_ids(),
    "cross_region": lambda rows, _question: rows.cross_region().values("pk"),
    "overdue": lambda rows, _question: rows.open().filter(due_on__lt=timezone.localdate()).values("pk"),
    "across_provinces": lambda rows, _question: rows.across_provinces().values("pk"),
    "across_libraries": lambda rows, _question: rows.exclude(
        home_province=Coalesce("target__region__province", "target__region")
    ).values("pk"),
    "across": lambda rows, question: rows.ids_across(last_day_of(question)),
}


@dataclass(frozen=True)
class Fact:
    """``regions`` is SQL that gives (fact_id, region_id, role); ``day`` is the column that dates a row.

    In ``regions`` the word LAST_DAY stands for the last day of the period.
    """

    rows: Callable[[Question], QuerySet[Any]]
    day: str
    regions: str
    extra: tuple[str, ...] = ()
    # Of people: the day on which they were at home in the one region that they are credited to (``fact.home``).
    home_on: str = ""

    def moved_from(self, question: Question) -> str:
        """SQL of (volunteer_id, from_region_id): who moved since that day, and from where."""
        return _with_last_day(_NEXT_MOVE.format(day=self.home_on), question)


def last_day_of(question: Question) -> dt.date:
    """Today where the period has no end, or ends later: nobody knows who will stand in the registry then."""
    today = timezone.localdate()
    return min(question.filter_value("to") or today, today)


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


# The regions that sat in the meeting's body on a day: the belt's counties, the body's own members, or the provinces.
_SEATS = """(
    SELECT meeting.id AS fact_id, seat.region_id FROM meetings_jointmeeting AS meeting
    JOIN meetings_body AS body ON body.code = meeting.body_id
    JOIN belts_beltmembership AS seat ON seat.belt_id = body.belt_id
        AND {day} >= seat.since AND (seat.until IS NULL OR {day} <= seat.until)
    UNION SELECT meeting.id, seat.region_id FROM meetings_jointmeeting AS meeting
    JOIN meetings_bodymember AS seat ON seat.body_id = meeting.body_id
        AND {day} >= seat.since AND (seat.until IS NULL OR {day} <= seat.until)
    UNION SELECT meeting.id, region.code FROM meetings_jointmeeting AS meeting
    JOIN meetings_body AS body ON body.code = meeting.body_id AND body.kind = 'provincial'
    JOIN belts_region AS region ON region.level = 'province')"""
_SEATS_OF_PERIOD = _SEATS.format(day="meeting.period_last")
_SEATS_OF_DAY = _SEATS.format(day=f"(meeting.starts_at AT TIME ZONE '{settings.TIME_ZONE}')::date")
_PARTIES = "(SELECT resolution_id AS fact_id, region_id FROM meetings_resolutionparty)"


def _touching(rows: QuerySet[Any], question: Question, regions: str) -> QuerySet[Any]:
    """Those that touch the places of a token that is limited to some; a province's code covers its counties."""
    places = question.user.reach.places
    if places is None:
        return rows
    ids = (
        f"SELECT party.fact_id FROM {regions} AS party JOIN belts_region AS region ON region.code = party.region_id "  # noqa: S608
        "WHERE region.code = ANY(%s) OR region.province_id = ANY(%s)"
    )
    return rows.filter(Q(pk__in=RawSQL(ids, [sorted(places)] * 2)))  # noqa: S611 our own words; codes are parameters


def _between(rows: QuerySet[Any], question: Question, day: str) -> QuerySet[Any]:
    for name, lookup in (("from", "gte"), ("to", "lte")):
        if question.filter_value(name):
            rows = rows.filter(**{f"{day}__{lookup}": question.filter_value(name)})
    return rows


def _owed_meetings(question: Question) -> QuerySet[Any]:
    rows = JointMeeting.objects.visible_to(question.user).exclude(period=None)
    return _touching(_between(rows, question, "period_last"), question, _SEATS_OF_PERIOD)


def _held_meetings(question: Question) -> QuerySet[Any]:
    rows = JointMeeting.objects.visible_to(question.user).filter(state__in=HELD_STATES)
    rows = rows.annotate(day=TruncDate("starts_at"))
    return _touching(_between(rows, question, "day"), question, _SEATS_OF_DAY)


def _resolutions(question: Question) -> QuerySet[Any]:
    rows = Resolution.objects.visible_to(question.user)
    return _touching(_between(rows, question, "due_on"), question, _PARTIES)


def _loans(question: Question) -> QuerySet[Any]:
    """Flows of a month from the reader's library to the lender, on the month's first day."""
    rows = LibraryFlow.objects.visible_to(question.user).filter(kind=LibraryMovement.Kind.BORROWED)
    rows = rows.alias(home_province=Coalesce("source__region__province", "source__region"))
    return _touching(_between(rows, question, "month"), question, _LENDING)


_LENDING = (
    "(SELECT flow.id AS fact_id, library.region_id FROM venues_libraryflow AS flow "
    "JOIN venues_library AS library ON library.id IN (flow.source_id, flow.target_id))"
)


# From where a volunteer moved next after a day: that was home on the day, else where they are at home now.
_NEXT_MOVE = """(
    SELECT DISTINCT ON (move.volunteer_id) move.volunteer_id, move.from_region_id FROM volunteers_homemove AS move
    JOIN volunteers_volunteer AS mover ON mover.id = move.volunteer_id
    WHERE move.moved_on > {day} ORDER BY move.volunteer_id, move.moved_on, move.id)"""
_LAST_DAY, _DAY_REGISTERED = "LAST_DAY", "mover.registered_on"
_HOME_OF_FACT = "LATERAL (SELECT fact.id AS fact_id, fact.home AS region_id)"


def _all_homes(day: str) -> str:
    """Where everybody was at home, as ``_touching`` asks it for tokens of some places."""
    return (
        "(SELECT volunteer.id AS fact_id, coalesce(later.from_region_id, volunteer.home_id) AS region_id "  # noqa: S608
        f"FROM volunteers_volunteer AS volunteer LEFT JOIN {_NEXT_MOVE.format(day=day)} AS later "
        "ON later.volunteer_id = volunteer.id)"
    )


def _with_last_day(text: str, question: Question) -> str:
    return text.replace(_LAST_DAY, f"DATE '{last_day_of(question).isoformat()}'")


def _volunteers(question: Question) -> QuerySet[Any]:
    last = last_day_of(question)
    rows = Volunteer.objects.counted_visible_to(question.user).standing_on(last)
    rows = rows.annotate(day=Value(last, DateField()), age=_age_in(last.year))
    rows = rows.annotate(platform=F("registered_through__code"))
    return _touching(rows, question, _with_last_day(_all_homes(_LAST_DAY), question))


def _registrations(question: Question) -> QuerySet[Any]:
    rows = _between(Volunteer.objects.counted_visible_to(question.user), question, "registered_on")
    rows = rows.annotate(age=_age_in(ExtractYear("registered_on")))
    rows = rows.annotate(platform=F("registered_through__code"))
    return _touching(rows, question, _all_homes(_DAY_REGISTERED))


def _age_in(year: Any) -> Case:
    """The band of somebody in a year, by the year of birth, as the registry's own list has it."""
    bands = [When(birth_year__gte=year - most, then=Value(str(band))) for band, (_least, most) in AGES.items()]
    return Case(*bands, default=None, output_field=CharField())


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
    LOAN: Fact(_loans, "month", _LENDING),
    MEETING_OWED: Fact(_owed_meetings, "period_last", _SEATS_OF_PERIOD),
    MEETING: Fact(_held_meetings, "day", _SEATS_OF_DAY),
    RESOLUTION: Fact(_resolutions, "due_on", _PARTIES),
    VOLUNTEER: Fact(_volunteers, "day", _HOME_OF_FACT, home_on=_LAST_DAY),
    REGISTRATION: Fact(_registrations, "registered_on", _HOME_OF_FACT, home_on=_DAY_REGISTERED),
}

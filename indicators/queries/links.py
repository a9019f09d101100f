"""The way from a figure to its rows: the list with the filters that find exactly those records."""

import calendar
import datetime as dt
from urllib.parse import urlencode

from django.urls import reverse
from django.utils import timezone

from belts.queries.seats import AS_IS
from indicators.measures import (
    ACTIVITY,
    BOOKING,
    BRAND,
    MEASURES,
    MEETING,
    MEETING_OWED,
    RESOLUTION,
    TEAM,
    TIMES,
    VENUE,
    VOLUNTEER,
    WORK,
)
from indicators.queries.facts import last_day_of
from indicators.queries.question import ALL, AUDIENCE, AUDIENCES, MIXED, VERIFIED, Question
from meetings.queries.credited import HELD, OWED
from venues.models.scope import COUNTED_STATES
from volunteers.models.scope import places_of, reads_people

# What a cell of a dimension asks the list for.
FILTER_OF = {
    "province": "province",
    "belt": "belt",
    "county": "region",
    "kind": "kind",
    "task": "task",
    "brand": "brand",
    "platform": "through",
    "age": "age",
}
NOTHING = {
    "corridor": {"corridor": "false"},
    "belt": {"corridor": "false"},
    "quarter": {"precision": "year"},
    "month": {"precision": "year"},
    "task": {"task": "none"},
    "brand": {"brand": "null"},
}
PLACE_FILTERS = ("region", "province", "belt", "corridor")
COUNTED_MEETINGS = {MEETING_OWED: OWED, MEETING: HELD}
KNOWN_TO_THE_MONTH = "day,month"
LISTS = {
    ACTIVITY: ("activities:list", "api:activity-list"),
    TEAM: ("activities:teams", "api:team-list"),
    WORK: ("activities:works", "api:work-list"),
    BRAND: ("activities:brands", "api:brand-list"),
    BOOKING: ("venues:bookings", "api:booking-list"),
    VENUE: ("venues:list", "api:venue-list"),
    VOLUNTEER: ("volunteers:list", "api:volunteer-list"),
    MEETING: ("meetings:list", "api:meeting-list"),
    MEETING_OWED: ("meetings:list", "api:meeting-list"),
    RESOLUTION: ("meetings:resolutions", "api:resolution-list"),
}


def rows_url(question: Question, measure: str, codes: tuple[str | None, ...] = (), *, api: bool = False) -> str:
    """The address of the rows behind one figure; empty where no filter says exactly what the cell holds.

    ``codes`` are the cell's; without them it is the total.
    """
    if MEASURES[measure].fact not in LISTS or question.at is not None:  # lists hold the rows of today
        return ""
    page, rest = LISTS[MEASURES[measure].fact]
    filters = filters_of(question, measure, codes)
    return f"{reverse(rest if api else page)}?{urlencode(filters)}" if filters is not None else ""


def filters_of(question: Question, measure: str, codes: tuple[str | None, ...] = ()) -> dict[str, str] | None:
    wanted = [_of_cell(question, name, code) for name, code in zip(question.by, codes, strict=False)]
    wanted.append(dict(MEASURES[measure].rows))
    filters = dict(question.given)
    for more in wanted:
        if more is None or not _narrow(filters, more):
            return None
    fact = MEASURES[measure].fact
    if fact in COUNTED_MEETINGS or fact == RESOLUTION:
        return _of_meetings(question, fact, filters) if None not in codes else None
    of_list = {VENUE: _of_venues, BOOKING: _of_bookings, VOLUNTEER: _of_volunteers, ACTIVITY: _of_activities}
    return of_list.get(fact, _of_other_lists)(question, filters)


def _of_activities(question, filters):
    return filters | ({"state": VERIFIED} if question.state == VERIFIED else {})


def _of_venues(question, filters):
    return {"counted": question.membership} | _named(filters, "from", "to", *PLACE_FILTERS, "kind")


def _of_other_lists(_question, filters):
    """Lists of teams, works and brands know the place of a row's people, not the belt it sat in."""
    if "belt" in filters or "corridor" in filters:
        return None
    place = filters.get("region") or filters.get("province")
    names = ("from", "to", "ever_cross_region")
    kept = {name: filters[name] for name in names if name in filters}
    return kept | ({"people_from": place} if place else {})


def _of_meetings(question, fact, filters):
    """Lists of meetings and resolutions that count as the figures do; all staff see them whole.

    A token for some places counts what touches these, which no filter says.
    """
    if question.user.reach.places is not None:
        return None
    named = _named(filters, "from", "to", *PLACE_FILTERS, "state", "overdue")
    if fact == RESOLUTION:
        return {"counted": question.membership} | named
    seats = {"membership": question.membership} if {"belt", "corridor"} & filters.keys() else {}
    return {"counted": COUNTED_MEETINGS[fact]} | named | seats


def _of_bookings(question, filters):
    """Hours are counted for all staff, but the list shows a booking to its two sides and the offices above them.

    Its state has words of its own.
    """
    if not _sees_bookings(question.user.reach, filters.get("region") or filters.get("province")):
        return None
    seats = {"membership": question.membership} if {"belt", "corridor"} & filters.keys() else {}
    return {"state": ",".join(COUNTED_STATES)} | _named(filters, "from", "to", *PLACE_FILTERS, "across") | seats


def _of_volunteers(question, filters):
    """People are read by the staff of their home, as it is today: a figure of a past day has no list.

    Nor has one by the belts that heirs of abolished counties sit in.
    """
    user, place = question.user, filters.get("region") or filters.get("province")
    seats = question.membership == AS_IS and {"belt", "corridor"} & filters.keys()
    if not (reads_people(user) and place and {place, f"{place[:2]}0000"} & places_of(user)):
        return None
    if seats or last_day_of(question) < timezone.localdate():
        return None
    return {"whose": "home", "state": "active"} | _named(filters, *PLACE_FILTERS, "through", "age", "cross_region")


def _sees_bookings(reach, code):
    if reach.sees_everything and reach.places is None:
        return True
    own = reach.counties | reach.provinces
    return code is not None and (code in own or f"{code[:2]}0000" in reach.provinces)


def _named(filters, *names):
    return {name: filters[name] for name in names if name in filters}


def _narrow(filters, more):
    """Add ``more``; False where the list cannot hold both."""
    for name, value in more.items():
        if name == "from":
            filters[name] = max(value, filters.get(name, value))
        elif name == "to":
            filters[name] = min(value, filters.get(name, value))
        elif name in filters:
            both = [word for word in filters[name].split(",") if word in value.split(",")]
            if not both:
                return False
            filters[name] = ",".join(both)
        else:
            filters[name] = value
    return True


def _of_cell(question, name, code):
    if name in TIMES:
        return _of_time(name, code)
    if code is None:
        # A draft without a lead has no party at all; the filter that asks for a party outside a belt misses it.
        return None if question.state == ALL and name in {"corridor", "belt"} else NOTHING.get(name)
    if name == "corridor":
        return {"corridor": "true"}
    return {FILTER_OF[name]: code}


def _of_time(name, code):
    if code is None:
        return NOTHING[name]
    year = int(code[:4])
    first, last = {"year": (1, 12), "quarter": _quarter(code), "month": (code[5:], code[5:])}[name]
    last_day = calendar.monthrange(year, int(last))[1]
    span = {"from": dt.date(year, int(first), 1).isoformat(), "to": dt.date(year, int(last), last_day).isoformat()}
    return span if name == "year" else span | {"precision": KNOWN_TO_THE_MONTH}


def _quarter(code):
    last = 3 * int(code[-1])
    return last - 2, last


def statistics_query(question: Question) -> str:
    """The question as a query string, for the page, the API and the files. A period stays the word that it was."""
    measures = [name for name in question.measures if not (question.mixed and name in AUDIENCES)]
    measures += [AUDIENCE] if question.mixed else []
    query = {"measures": ",".join(measures), "by": ",".join(question.by), **question.given}
    if question.period:
        query = {name: value for name, value in query.items() if name not in {"from", "to"}}
        query["period"] = question.period
    if question.at:
        query["at"] = question.at.isoformat()
    if question.mixed:
        query["provenance"] = MIXED
    if question.state == ALL:
        query["state"] = ALL
    return urlencode({name: value for name, value in query.items() if value}, safe=",:")

"""Who gives whom: lectures, volunteers, hours of halls and books from one county to another.

A pair of two places is no cell of the cube, so these stand beside it, by the same gates and over the same days.
"""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone

from indicators.queries.exchange import lectures_url
from indicators.queries.pairs import hall_hours_between, lectures_between
from indicators.queries.small_cells import FEWEST, hides_few
from venues.models.scope import COUNTED_STATES
from venues.queries.library_flows import flows as library_flows
from venues.queries.reciprocity import COUNTY
from volunteers.models import ServiceArea, Volunteer

LECTURES, VOLUNTEERS, HOURS, BOOKS = KINDS = ("lectures", "volunteers", "hours", "books")


@dataclass(frozen=True)
class Flow:
    """``url`` leads to the rows behind the number, where a list has them."""

    source: str
    target: str
    number: int
    url: str = ""


def flows_of(kind: str, user: Any, first: dt.date, last: dt.date) -> list[Flow]:
    """Between two different places, the largest first. ``kind`` is one of ``KINDS``.

    Lectures: from the home of a team to where it lectured. Volunteers: from home to a county of the other province in
    which they serve on the last day. Hours: from who lends a venue to who had it. Books: items that came to live in a
    library elsewhere, by whole months.
    """
    found = [flow for flow in _FINDERS[kind](user, first, last) if flow.number and flow.source != flow.target]
    return sorted(found, key=lambda flow: (-flow.number, flow.source, flow.target))


def _lectures(user, first, last):
    pairs = lectures_between(user, first, last)
    return [Flow(*pair, number, lectures_url(*pair, first, last)) for pair, number in pairs.items()]


def _volunteers(user, _first, last):
    day = min(last, timezone.localdate())
    people = Volunteer.objects.counted_visible_to(user).standing_on(day)
    rows = ServiceArea.objects.on(day).filter(volunteer__in=people.values("pk")).order_by()
    pairs = rows.values_list("volunteer__home", "region").annotate(Count("volunteer", distinct=True))
    least = FEWEST if hides_few(user) else 1
    return [Flow(*pair) for pair in pairs if pair[0][:2] != pair[1][:2] and pair[2] >= least]


def _hours(user, first, last):
    pairs = hall_hours_between(user, first, last)
    return [Flow(*pair, number, _hours_url(user, pair, first, last)) for pair, number in pairs.items()]


def _hours_url(user, pair, first, last):
    """Nothing where the list of bookings would hide those of two others from this reader."""
    own = user.reach.counties | user.reach.provinces
    if not user.reach.sees_everything and not own & {*pair, *(f"{code[:2]}0000" for code in pair)}:
        return ""
    given = {"lender": pair[0], "borrower": pair[1], "state": ",".join(COUNTED_STATES)}
    span = {"from": first.isoformat(), "to": last.isoformat()}
    return f"{reverse('venues:bookings')}?{urlencode(given | span)}"


def _books(user, first, last):
    if not user.reach.staff or user.reach.places is not None:
        return []
    found = library_flows(level=COUNTY, first=first.replace(day=1), last=last)
    return [Flow(flow.source, flow.target, flow.moved) for flow in found]


_FINDERS: dict[str, Callable[[Any, dt.date, dt.date], list[Flow]]] = {
    LECTURES: _lectures,
    VOLUNTEERS: _volunteers,
    HOURS: _hours,
    BOOKS: _books,
}

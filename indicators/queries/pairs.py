"""What passes between two counties: lectures, and hours of halls. From the tallies, or for whoever counts only some
records from those.
"""

import datetime as dt
import math
from typing import Any

from django.db.models import Count

from activities.models import Activity, Kind
from indicators.queries.tallied import SECONDS_OF_HALLS, TOURS, counts_all, pairs_of
from venues.queries.reciprocity import COUNTY, lending

HOUR = 3_600
Pairs = dict[tuple[str, str], int]


def lectures_between(user: Any, first: dt.date, last: dt.date) -> Pairs:
    """Verified lectures by (home of a team, place of the lecture). One with two teams of one county counts once."""
    if counts_all(user):
        return pairs_of(TOURS, first, last)
    rows = Activity.objects.counted_visible_to(user).filter(kind=Kind.LECTURE, starts_on__range=(first, last))
    rows = rows.exclude(place_region=None).exclude(teams__home_region=None).order_by()
    pairs = rows.values_list("teams__home_region", "place_region").annotate(Count("pk", distinct=True))
    return {(home, place): number for home, place, number in pairs if home and home != place}


def hall_hours_between(user: Any, first: dt.date, last: dt.date) -> Pairs:
    """Whole hours of counted bookings by (county of the venue, county that had it), set-up and clean-up not counted."""
    if counts_all(user):
        seconds = pairs_of(SECONDS_OF_HALLS, first, last)
        return {pair: _whole(number / HOUR) for pair, number in seconds.items()}
    found = lending(user, first, last, COUNTY)
    return {(row.lender.pk, row.borrower.pk): _whole(row.hours) for row in found}


def _whole(hours: float) -> int:
    """Rounded as the statistics round hours: halves up."""
    return math.floor(hours + 0.5)

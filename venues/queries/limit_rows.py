"""The rules of booking that reach a venue, each with where it is set and which of them wins."""

from dataclasses import dataclass

from django.db.models import Q
from django.utils.translation import gettext as _

from venues.models import BookingLimit, Limit
from venues.models.kinds import LARGEST_IS_STRICTEST


@dataclass(frozen=True)
class Rule:
    """``wins``: the strictest of the rows for the same limit."""

    row: BookingLimit
    wins: bool

    @property
    def origin(self):
        return origin_of(self.row)


def origin_of(row):
    return str(row.venue or row.region or _("the whole corridor"))


def reaching(venue):
    """By limit: the rows of the venue itself, of its wholes, of its county and of the corridor."""
    where = Q(venue__space__contains=venue.space) | Q(region=venue.region_id) | Q(venue=None, region=None)
    rows = {}
    for row in BookingLimit.objects.filter(where).select_related("venue", "region"):
        rows.setdefault(row.limit, []).append(row)
    return rows


def rules_of(venue):
    """By limit, in the order of ``Limit``: each row that reaches the venue, and which of them wins."""
    rows = reaching(venue)
    return [
        (Limit(limit).label, [Rule(row, row is strictest(limit, rows[limit])) for row in rows[limit]])
        for limit in Limit.values
        if limit in rows
    ]


def strictest(limit, rows):
    choose = max if limit in LARGEST_IS_STRICTEST else min
    return choose(rows, key=lambda row: row.value)

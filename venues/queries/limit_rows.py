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


def rules_of(venue):
    """By limit, in the order of ``Limit``: the venue's own, its wholes', its county's, the corridor's."""
    reaching = Q(venue__space__contains=venue.space) | Q(region=venue.region) | Q(venue=None, region=None)
    rows = {}
    for row in BookingLimit.objects.filter(reaching).select_related("venue", "region"):
        rows.setdefault(row.limit, []).append(row)
    return [
        (Limit(limit).label, [Rule(row, row is _strictest(limit, rows[limit])) for row in rows[limit]])
        for limit in Limit.values
        if limit in rows
    ]


def _strictest(limit, rows):
    choose = max if limit in LARGEST_IS_STRICTEST else min
    return choose(rows, key=lambda row: row.value)

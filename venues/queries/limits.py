"""Which rules of booking hold for a venue: of each kind the strictest, with where it is set."""

from dataclasses import dataclass

from venues.models import BookingLimit, Limit, Venue
from venues.queries.limit_rows import origin_of, reaching, strictest


@dataclass(frozen=True)
class Winning:
    """``scope``: the row, which says for which venues the rule counts."""

    limit: Limit
    value: int
    scope: BookingLimit

    @property
    def label(self):
        return self.limit.label

    @property
    def origin(self):
        """The venue, the whole, the county, or the whole corridor."""
        return origin_of(self.scope)


def limits_for(venue: Venue) -> dict[Limit, Winning]:
    """In the order of ``Limit``; a kind that nobody limits is not in it."""
    rows = reaching(venue)
    winners = {limit: strictest(limit, rows[limit]) for limit in Limit if limit in rows}
    return {limit: Winning(limit, row.value, row) for limit, row in winners.items()}


def buffers(venue: Venue) -> dict[str, int]:
    """Minutes before and after each booking of the venue, as fields of ``Booking``."""
    limits = limits_for(venue)
    named = {"setup_minutes": Limit.SETUP, "cleanup_minutes": Limit.CLEANUP}
    return {field: limits[limit].value if limit in limits else 0 for field, limit in named.items()}

"""When a venue is open, for people: the week with its breaks, the days that differ, what is closed."""

from dataclasses import dataclass

from django.utils import timezone

from venues.models import Closure, OpeningException, OpeningHours, Venue
from venues.models.opening import WEEKDAYS

DAYS_SHOWN = 90


@dataclass(frozen=True)
class Week:
    """``days``: the name of each weekday with its hours; ``of`` is the venue that they are set for, None for none."""

    days: list[tuple[str, list[OpeningHours]]]
    of: Venue | None

    @property
    def always(self):
        return self.of is None


def week_of(venue):
    """The hours that hold for the venue: its own, else those of the nearest whole that has some."""
    rows = OpeningHours.objects.filter(venue__space__contains=venue.space).select_related("venue")
    by_venue = {}
    for row in rows.order_by("weekday", "opens"):
        by_venue.setdefault(row.venue, []).append(row)
    of = min(by_venue, key=lambda found: found.space.upper - found.space.lower, default=None)
    found = by_venue.get(of, [])
    return Week([(name, [row for row in found if row.weekday == day]) for day, name in WEEKDAYS], of)


def exceptions_of(venue):
    """Days from today on that differ, of the venue and of what it is part of."""
    rows = OpeningException.objects.filter(venue__space__contains=venue.space, day__gte=timezone.localdate())
    return rows.select_related("venue").order_by("day", "opens")[:DAYS_SHOWN]


def closures_of(venue):
    """Closures that are not over, of the venue and of all that shares room with it."""
    rows = Closure.objects.filter(space__overlap=venue.space, during__endswith__gt=timezone.now())
    return rows.select_related("venue").order_by("during")[:DAYS_SHOWN]

"""What counties and provinces lend each other, how well venues are used, and how often nobody comes."""

import datetime as dt
from dataclasses import dataclass

from django.db.models import Count, DurationField, ExpressionWrapper, F, Q, Sum
from django.db.models.functions import Coalesce

from belts.models import Region
from core.dated import start_of
from venues.models import Booking, Venue
from venues.queries.opening import openings_of

COUNTY, PROVINCE = LEVELS = ("county", "province")
HOUR = dt.timedelta(hours=1)
TOOK_UP = ("held", "no_show")


@dataclass(frozen=True)
class Lending:
    lender: Region
    borrower: Region
    bookings: int
    hours: float


@dataclass(frozen=True)
class Attendance:
    borrower: Region
    held: int
    missed: int

    @property
    def rate(self):
        """Percent of those that were over of which somebody noted how they went."""
        return 100 * self.missed / (self.held + self.missed)


@dataclass(frozen=True)
class Use:
    """``open_hours`` with holidays and days that differ, closures not taken off; None when open around the clock."""

    venue: Venue
    booked_hours: float
    open_hours: float | None

    @property
    def percent(self):
        return 100 * self.booked_hours / self.open_hours if self.open_hours else None


def lending(user, first, last, level):
    """Pairs of two different counties (or provinces), the most hours first."""
    rows = _within(Booking.objects.counted_visible_to(user), first, last)
    rows = rows.annotate(lender=_place("venue__region", level), borrower=_place("borrower_region", level))
    pairs = rows.exclude(lender=F("borrower")).order_by().values("lender", "borrower")
    found = list(pairs.annotate(bookings=Count("pk"), time=_time()).order_by("-time", "lender", "borrower"))
    named = Region.objects.in_bulk({row[side] for row in found for side in ("lender", "borrower")})
    return [Lending(named[row["lender"]], named[row["borrower"]], row["bookings"], row["time"] / HOUR) for row in found]


def attendance(user, first, last, level):
    """By who borrowed; only bookings that are noted as held or as missed."""
    rows = _within(Booking.objects.counted_visible_to(user, states=TOOK_UP), first, last)
    rows = rows.annotate(borrower=_place("borrower_region", level)).order_by().values("borrower")
    counts = {f"number_{state}": Count("pk", filter=Q(state=state)) for state in TOOK_UP}
    found = list(rows.annotate(**counts).order_by("-number_no_show", "borrower"))
    named = Region.objects.in_bulk({row["borrower"] for row in found})
    return [Attendance(named[row["borrower"]], row["number_held"], row["number_no_show"]) for row in found]


def use_of(user, first, last, region):
    """The venues of a county that can be booked, in the order of their names."""
    venues = list(Venue.objects.visible_to(user).overlapping(first, last).filter(region=region, bookable=True))
    booked = _within(Booking.objects.counted_visible_to(user), first, last).filter(venue__in=venues)
    times = dict(booked.order_by().values_list("venue").annotate(time=_time()))
    days = [first + dt.timedelta(days=number) for number in range((last - first).days + 1)]
    openings = openings_of(venues)
    return [
        Use(venue, times.get(venue.pk, dt.timedelta()) / HOUR, _open_hours(openings[venue.pk], days))
        for venue in venues
    ]


def _open_hours(opening, days):
    return None if opening.always else sum(opening.hours_on(day) for day in days)


def _within(rows, first, last):
    return rows.filter(starts_at__gte=start_of(first), starts_at__lt=start_of(last + dt.timedelta(days=1)))


def _place(prefix, level):
    return Coalesce(f"{prefix}__province_id", f"{prefix}_id") if level == PROVINCE else F(f"{prefix}_id")


def _time():
    return Sum(ExpressionWrapper(F("ends_at") - F("starts_at"), output_field=DurationField()))

"""Bookings for the demo, asked for, agreed to and approved by the sample people. Never in production."""

import csv
import datetime as dt
import uuid
from pathlib import Path

from django.db import transaction
from django.utils import timezone

from accounts.models import Role, User
from core.workdays import calendar
from venues.models import Booking, Venue
from venues.services.booking import agree_booking, approve_booking, request_booking

FILE = Path(__file__).resolve().parent.parent / "data" / "bookings.csv"
NAMESPACE = uuid.UUID("6f0e5f0a-6c0f-4a53-9d5f-2a4c5f0b7a11")


@transaction.atomic
def load_bookings() -> int:
    """How many are new: each sample has a form key of its own, so that a second run finds it."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return sum(_load(row) for row in csv.DictReader(file))


def _load(row):
    key = uuid.uuid5(NAMESPACE, row["id"])
    venue = Venue.objects.filter(name=row["venue"]).select_related("region").first()
    logger, reviewer = (_holder(role, row["borrower"]) for role in (Role.COUNTY_LOGGER, Role.COUNTY_REVIEWER))
    if venue is None or logger is None or Booking.objects.filter(form_key=key).exists():
        return False
    starts_at, ends_at = _times(row)
    booking = request_booking(
        actor=logger,
        venue=venue,
        starts_at=starts_at,
        ends_at=ends_at,
        purpose="activity",
        title=row["title"],
        people=int(row["people"]),
        borrower_region=logger.home_region,
        form_key=key,
    )
    if row["until"] != "requested" and booking.crosses_a_border:
        booking = agree_booking(actor=reviewer, booking=booking)
    if row["until"] == "approved":
        approve_booking(actor=_holder(Role.COUNTY_REVIEWER, venue.region_id), booking=booking)
    return True


def _holder(role, code):
    return User.objects.holding_today(role, regions=[code]).order_by("pk").first()


def _times(row):
    """On the working day that lies so many days ahead, or the next one."""
    day = timezone.localdate() + dt.timedelta(days=int(row["days_ahead"]))
    working = calendar()
    while not working.is_working_day(day):
        day += dt.timedelta(days=1)
    times = (dt.time.fromisoformat(row[name]) for name in ("starts", "ends"))
    return [timezone.make_aware(dt.datetime.combine(day, time)) for time in times]

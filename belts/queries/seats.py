"""Who sits in which belt on a day: “as it was” on the day of a record, “as it is” today (see also belts.seats)."""

import datetime as dt

from belts.models import BeltMembership


def belt_of(region_code: str, day: dt.date) -> str | None:
    """The code of the belt in which the county sits on that day, or None."""
    seats = BeltMembership.objects.on(day).filter(region_id=region_code)
    return seats.values_list("belt_id", flat=True).first()


def membership_map(day: dt.date) -> dict[str, str]:
    """County code → belt code, for every county that sits in a belt on that day."""
    return dict(BeltMembership.objects.on(day).values_list("region_id", "belt_id"))


def seats_on(day, belt=None):
    """The seats held on that day, with county and province; of one belt where it is given."""
    seats = BeltMembership.objects.on(day).select_related("region__province", "belt")
    if belt is not None:
        seats = seats.filter(belt=belt)
    return seats.order_by("belt__position", "region_id")


def seats_of(region):
    """Every seat the county has had, the first one first."""
    return region.belt_memberships.select_related("belt").order_by("since")

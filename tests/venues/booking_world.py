"""Two counties on both sides of the border, a hall of the second, and the people around it."""

import datetime as dt
from types import SimpleNamespace

from django.utils import timezone

from accounts.models import Role
from tests import factories

DAY = timezone.localdate() + dt.timedelta(days=7)


def at(hour, minute=0, *, day=DAY):
    return timezone.make_aware(dt.datetime.combine(day, dt.time(hour, minute)))


def make_world():
    own = factories.CountyFactory(code="500153", name="荣昌区")
    neighbour = factories.CountyFactory(code="511083", name="隆昌市", province=factories.sichuan())
    hall = factories.VenueFactory(region=neighbour, name="隆昌新风礼堂", capacity=200)
    return SimpleNamespace(
        own=own,
        neighbour=neighbour,
        hall=hall,
        logger=factories.logger(own),
        reviewer=factories.reviewer(own),
        manager=factories.person(Role.VENUE_MANAGER, neighbour),
        neighbour_logger=factories.logger(neighbour),
        far_logger=factories.logger(factories.CountyFactory(code="500101", name="万州区")),
    )


def booked(world, *, state="requested", start=9, end=11, **fields):
    """Asked for by the first county of the second's hall."""
    values = {"venue": world.hall, "borrower_region": world.own, "requested_by": world.logger} | fields
    return factories.BookingFactory(starts_at=at(start), ends_at=at(end), state=state, **values)

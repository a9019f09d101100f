"""Whose lines somebody may bring to a body's lists."""

from collections import defaultdict
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from belts.models import Region, Unit
from meetings.models import Body
from meetings.queries.bodies import members_of


def bodies_for(user: Any) -> QuerySet:
    """Bodies to whose lists this user adds: those whose meetings it calls, and those in which its place sits."""
    today = timezone.localdate()
    if user.reach.token_is_read_only:
        return Body.objects.none()
    led, seated = Body.objects.led_by(user), Body.objects.with_seat_of(user)
    return Body.objects.on(today).filter(Q(pk__in=led.values("pk")) | Q(pk__in=seated.values("pk")))


def members_for(user: Any, body: Body) -> list[tuple[Region, Unit | None]]:
    """Pairs of a member of the body and a unit or None: one's own place, or any member for who calls the meetings."""
    today = timezone.localdate()
    leads = Body.objects.led_by(user).filter(pk=body.pk).exists()
    regions = [region for region in members_of(body, today) if leads or region.pk in user.reach.counties]
    units: dict[str, list[Unit]] = defaultdict(list)
    for unit in Unit.objects.on(today).filter(region__in=regions):
        units[unit.region_id].append(unit)
    return [(region, unit) for region in regions for unit in (None, *units[region.pk])]

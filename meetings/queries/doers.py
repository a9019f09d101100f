"""Who may be charged with a resolution of a body, and who is told about it."""

import datetime as dt

from django.utils import timezone

from accounts.models import Role, User
from belts.models import Region, Unit
from meetings.models import Body, Resolution
from meetings.queries.bodies import host_on, members_of
from meetings.queries.resolutions import counterparts_of, doers_of, lead_of


def chargeable(body: Body, day: dt.date) -> list[Region]:
    """Regions that carry out what the body decides: its members and their provinces; the corridor's counties too
    where the provinces meet.
    """
    members = members_of(body, day)
    if body.kind == Body.Kind.PROVINCIAL:
        counties = Region.objects.in_corridor(day).counties().select_related("province")
        return [*members, *counties.order_by("pk")]
    provinces = Region.objects.filter(pk__in={region.province_code for region in members})
    return [*members, *provinces.exclude(pk__in=[region.pk for region in members])]


def chargeable_units(regions: list[Region], day: dt.date) -> list[tuple[Region, Unit | None]]:
    """Pairs of a region and one of its units, or None for the region as a whole."""
    units_of: dict[str, list[Unit]] = {}
    for unit in Unit.objects.on(day).filter(region__in=regions):
        units_of.setdefault(unit.region_id, []).append(unit)
    return [(region, unit) for region in regions for unit in (None, *units_of.get(region.pk, ()))]


def _seats(parties):
    """Codes of the parties' regions and of those that took the seats of abolished ones."""
    codes = {party.region_id for party in parties}
    return {*codes, *Region.objects.filter(predecessors__in=codes).values_list("pk", flat=True)}


def staff_of(parties) -> list[User]:
    """Loggers and reviewers of the parties' regions; where a party is a province, its office."""
    codes = _seats(parties)
    roles = (Role.COUNTY_LOGGER, Role.COUNTY_REVIEWER, Role.PROVINCIAL_OFFICE)
    return list(User.objects.holding_today(*roles, regions=codes)) if codes else []


def doing_people(resolution: Resolution) -> list[User]:
    return staff_of(doers_of(resolution))


def conveners(body: Body) -> list[User]:
    """Reviewers of the county that convenes today; of the provincial body and those of no belt, the offices."""
    if body.belt_id is None:
        return provincial_offices()
    host = host_on(body, timezone.localdate())
    return list(User.objects.holding_today(Role.COUNTY_REVIEWER, regions=[host])) if host else []


def provincial_offices() -> list[User]:
    return list(User.objects.holding_today(Role.PROVINCIAL_OFFICE))


def confirming_people(resolution: Resolution) -> list[User]:
    """Whom the report that it is done is for: the counterpart's reviewers, else the convener's."""
    named = counterparts_of(resolution)
    if not named:
        return conveners(resolution.meeting.body)
    held = User.objects.holding_today(Role.COUNTY_REVIEWER, Role.PROVINCIAL_OFFICE, regions=_seats(named))
    return list(held)


def people_of_level(resolution: Resolution, level: int) -> list[User]:
    """Who is told at a step of escalation: 1 the unit, 2 its county's lead, 3 the convener, 4 the provinces."""
    if level == 3:
        return conveners(resolution.meeting.body)
    if level == 4:
        return provincial_offices()
    lead = lead_of(resolution)
    if lead is None:
        return []
    roles = {1: (Role.COUNTY_LOGGER,), 2: (Role.COUNTY_REVIEWER,)}[level]
    return list(User.objects.holding_today(*roles, Role.PROVINCIAL_OFFICE, regions=_seats([lead])))

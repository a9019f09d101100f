"""Who sits in a body on a day, and who calls its meetings."""

import datetime as dt
from collections.abc import Iterable

from belts.models import Belt, BeltMembership, Region
from meetings.models import Body, BodyMember, JointMeeting
from meetings.powers import conveners_on


def members_of(body: Body, day: dt.date) -> list[Region]:
    """The regions that sit in the body that day, by code: a belt's counties, both provinces, or its own members."""
    if body.kind == Body.Kind.PROVINCIAL:
        rows = Region.objects.filter(level=Region.Level.PROVINCE)
    elif body.belt_id:
        seats = BeltMembership.objects.on(day).filter(belt=body.belt_id)
        rows = Region.objects.filter(pk__in=seats.values("region_id"))
    else:
        rows = Region.objects.filter(pk__in=BodyMember.objects.on(day).filter(body=body).values("region_id"))
    return list(rows.select_related("province").order_by("pk"))


def host_on(body: Body, day: dt.date) -> Region | None:
    """Who calls a meeting of that day: the belt's convener, or the province whose half-year it is.

    The two provinces alternate from ``first_host`` on, half-year by half-year. None when nobody's turn is known.
    """
    if body.belt_id and body.belt:
        code = conveners_on(day, [body.belt]).get(body.belt_id)
        return Region.objects.get(pk=code) if code else None
    if body.kind != Body.Kind.PROVINCIAL or body.first_host_id is None:
        return None
    passed = _half_years(day) - _half_years(body.since)
    provinces = members_of(body, day)
    if passed % 2 == 0 or len(provinces) < 2:
        return body.first_host
    return next(region for region in provinces if region.pk != body.first_host_id)


def _half_years(day: dt.date) -> int:
    return day.year * 2 + (day.month > 6)


def host_of(meeting: JointMeeting) -> Region | None:
    """Who called it, or who will: until it is planned, whoever convenes on the period's last day."""
    if meeting.host_id or meeting.period_last is None:
        return meeting.host
    return host_on(meeting.body, meeting.period_last)


def hosts_by_belt(meetings: Iterable[JointMeeting]) -> dict[tuple[str, dt.date], str]:
    """(belt, last day of the period) → code of the county that was to call it; a few queries a day, not a meeting."""
    belts: dict[dt.date, set[Belt]] = {}
    for meeting in meetings:
        if meeting.body.belt and meeting.period_last:
            belts.setdefault(meeting.period_last, set()).add(meeting.body.belt)
    return {(belt, day): code for day, found in belts.items() for belt, code in conveners_on(day, found).items()}

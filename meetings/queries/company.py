"""Which other meetings take the same people: bodies that have a member in common, and the provincial meeting."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable

from django.utils import timezone

from belts.models import BeltMembership, Region
from core.dated import start_of
from meetings.models import Body, BodyMember, JointMeeting
from meetings.models.meeting import DATED_STATES, HELD_STATES

ONE_DAY = dt.timedelta(days=1)


def seats_by_body(bodies: Iterable[Body], day: dt.date) -> dict[str, frozenset[str]]:
    """Body's code → codes of the regions that sit in it that day, for any number of bodies in three queries."""
    bodies = list(bodies)
    in_belts, own = defaultdict(set), defaultdict(set)
    belts = {body.belt_id for body in bodies if body.belt_id}
    for belt, region in BeltMembership.objects.on(day).filter(belt__in=belts).values_list("belt_id", "region_id"):
        in_belts[belt].add(region)
    for body, region in BodyMember.objects.on(day).filter(body__in=bodies).values_list("body_id", "region_id"):
        own[body].add(region)
    provinces = frozenset(Region.objects.filter(level=Region.Level.PROVINCE).values_list("pk", flat=True))
    return {
        body.pk: provinces
        if body.kind == Body.Kind.PROVINCIAL
        else frozenset(in_belts[body.belt_id] if body.belt_id else own[body.pk])
        for body in bodies
    }


def meetings_between(first: dt.date, last: dt.date, *, but: JointMeeting) -> list[JointMeeting]:
    """All that have a day from ``first`` to ``last``, but one; in their order."""
    rows = JointMeeting.objects.filter(
        state__in=(*DATED_STATES, *HELD_STATES), starts_at__gte=start_of(first), starts_at__lt=start_of(last + ONE_DAY)
    )
    rows = rows.exclude(pk=but.pk).exclude(precision=JointMeeting.Precision.MONTH)
    return list(rows.select_related("body").order_by("starts_at", "pk"))


def touching(meeting: JointMeeting, first: dt.date, last: dt.date) -> dict[dt.date, JointMeeting]:
    """Day → a meeting that keeps people of ``meeting`` from it, or leaves them no day between.

    Another meeting of the body or of one with a member in common takes its own day; the provincial meeting, for which
    everybody prepares, also the day before and the day after, and the other way round.
    """
    others = meetings_between(first - ONE_DAY, last + ONE_DAY, but=meeting)
    seats = seats_by_body({other.body_id: other.body for other in [*others, meeting]}.values(), first)
    provincial = Body.Kind.PROVINCIAL
    found: dict[dt.date, JointMeeting] = {}
    for other in others:
        near = provincial in (other.body.kind, meeting.body.kind)
        same = other.body_id == meeting.body_id or seats[other.body_id] & seats[meeting.body_id]
        if near or same:
            day = timezone.localdate(other.starts_at)
            for taken in (day, *((day - ONE_DAY, day + ONE_DAY) if near else ())):
                if taken == day or taken not in found:
                    found[taken] = other
    return found

"""Which records a place takes part in, and with which belt's membership."""

from collections import defaultdict
from functools import reduce
from operator import or_

from django.db.models import DateField, Exists, ExpressionWrapper, OuterRef, Q
from django.utils import timezone

from activities.models import Activity, ActivityParty
from belts.models import BeltMembership
from belts.seats import seats_as_is

AS_WAS, AS_IS = "as_was", "as_is"


def taking_part(*, region=None, belt=None, province=None, role="", seated=None, membership=AS_WAS, today=None):
    """A condition on activities: one party has this role and is this region, of this belt and of this province.

    ``seated`` asks whether the party's county sits in any belt; None does not ask.

    The day of a record is its first day. With ``as_was`` a county belongs to the belt it sat in on that day,
    with ``as_is`` to the belt it sits in ``today`` (an abolished county: its heir, see belts.seats).
    """
    day = ExpressionWrapper(OuterRef("starts_on"), output_field=DateField())
    parties = ActivityParty.objects.filter(activity_id=OuterRef("pk")).alias(day=day)
    if role:
        parties = parties.filter(role=role)
    if region:
        parties = parties.filter(region=region)
    if province:
        parties = parties.filter(Q(region=province) | Q(region__province=province))
    if belt:
        parties = parties.filter(_in_belt(belt, membership, today))
    if seated is not None:
        in_any = _in_belt(None, membership, today)
        parties = parties.filter(in_any if seated else ~in_any)
    return Exists(parties)


def _in_belt(belt, membership, today):
    """A condition on parties (with the alias ``day``): their county belongs to this belt, or to any belt at all."""
    if membership == AS_IS:
        seats = seats_as_is(today or timezone.localdate())
        return Q(region_id__in=[code for code, seat in seats.items() if belt is None or seat == belt.pk])
    counties = defaultdict(list)
    seats = BeltMembership.objects.filter(**({"belt": belt} if belt else {}))
    for region, since, until in seats.values_list("region_id", "since", "until"):
        counties[since, until].append(region)
    # A few spans with their counties, instead of a look into the seats for each party.
    spans = (
        Q(region_id__in=codes, day__gte=since) & (Q(day__lte=until) if until else Q())
        for (since, until), codes in sorted(counties.items(), key=str)
    )
    return reduce(or_, spans, Q(pk__in=[]))


def with_team_from(region):
    """A condition on activities: the home of one of their teams is ``region``."""
    named = Activity.teams.through.objects.filter(activity_id=OuterRef("pk"), team__home_region=region)
    return Exists(named)

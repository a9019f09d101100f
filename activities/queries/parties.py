"""Which records a place takes part in, and with which belt's membership."""

from django.db.models import DateField, Exists, ExpressionWrapper, OuterRef, Q

from activities.models import Activity, ActivityParty
from belts.queries.seats import AS_WAS, in_belt


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
        parties = parties.filter(in_belt(membership, belt=belt, today=today))
    if seated is not None:
        in_any = in_belt(membership, today=today)
        parties = parties.filter(in_any if seated else ~in_any)
    return Exists(parties)


def with_team_from(region):
    """A condition on activities: the home of one of their teams is ``region``."""
    named = Activity.teams.through.objects.filter(activity_id=OuterRef("pk"), team__home_region=region)
    return Exists(named)

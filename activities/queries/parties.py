"""Which records a place takes part in, and with which belt's membership."""

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from activities.models import ActivityParty
from belts.models import BeltMembership

AS_WAS, AS_IS = "as_was", "as_is"


def taking_part(*, region=None, belt=None, province=None, role="", membership=AS_WAS, today=None):
    """A condition on activities: one party has this role and is this region, of this belt and of this province.

    The day of a record is its first day. With ``as_was`` a county belongs to the belt it sat in on that day,
    with ``as_is`` to the belt it sits in ``today``.
    """
    parties = ActivityParty.objects.filter(activity_id=OuterRef("pk"))
    if role:
        parties = parties.filter(role=role)
    if region:
        parties = parties.filter(region=region)
    if province:
        parties = parties.filter(Q(region=province) | Q(region__province=province))
    if belt:
        parties = parties.filter(Exists(_seats(belt, membership, today or timezone.localdate())))
    return Exists(parties)


def _seats(belt, membership, today):
    """Seats of the outer party's county in ``belt``; the party's own outer query is the activity."""
    seats = BeltMembership.objects.filter(belt=belt, region_id=OuterRef("region_id"))
    day = today if membership == AS_IS else OuterRef(OuterRef("starts_on"))
    return seats.filter(Q(until=None) | Q(until__gte=day), since__lte=day)

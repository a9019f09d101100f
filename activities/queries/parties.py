"""Which records a place takes part in, and with which belt's membership."""

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from activities.models import ActivityParty
from belts.models import BeltMembership
from belts.seats import regions_as_is

AS_WAS, AS_IS = "as_was", "as_is"


def taking_part(*, region=None, belt=None, province=None, role="", membership=AS_WAS, today=None):
    """A condition on activities: one party has this role and is this region, of this belt and of this province.

    The day of a record is its first day. With ``as_was`` a county belongs to the belt it sat in on that day,
    with ``as_is`` to the belt it sits in ``today`` (an abolished county: its heir, see belts.seats).
    """
    parties = ActivityParty.objects.filter(activity_id=OuterRef("pk"))
    if role:
        parties = parties.filter(role=role)
    if region:
        parties = parties.filter(region=region)
    if province:
        parties = parties.filter(Q(region=province) | Q(region__province=province))
    if belt and membership == AS_IS:
        parties = parties.filter(region_id__in=regions_as_is(belt.pk, today or timezone.localdate()))
    elif belt:
        parties = parties.filter(Exists(_seats_as_was(belt)))
    return Exists(parties)


def _seats_as_was(belt):
    """Seats of the outer party's county in ``belt`` on the first day of the activity, the query around the party's."""
    day = OuterRef(OuterRef("starts_on"))
    seats = BeltMembership.objects.filter(belt=belt, region_id=OuterRef("region_id"))
    return seats.filter(Q(until=None) | Q(until__gte=day), since__lte=day)

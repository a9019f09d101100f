"""Who sits in which belt on a day: “as it was” on the day of a record, “as it is” today (see also belts.seats)."""

import datetime as dt
from collections import defaultdict
from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from belts.models import Belt, BeltMembership
from belts.seats import seats_as_is

AS_WAS, AS_IS = "as_was", "as_is"
MEMBERSHIPS = [
    (AS_WAS, _("as it was on the day of the record")),
    (AS_IS, _("as it is today")),
]


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


def in_belt(
    membership: str,
    *,
    belt: Belt | None = None,
    region: str = "region_id",
    day: str = "day",
    today: dt.date | None = None,
) -> Q:
    """A condition on rows: the county in column ``region`` belongs to this belt, or to any belt at all.

    ``as_was`` asks for its seat on the row's ``day``, ``as_is`` for that of ``today`` (an abolished county: its heir).
    """
    if membership == AS_IS:
        seats = seats_as_is(today or timezone.localdate())
        return Q(**{f"{region}__in": [code for code, seat in seats.items() if belt is None or seat == belt.pk]})
    counties = defaultdict(list)
    rows = BeltMembership.objects.filter(**({"belt": belt} if belt else {}))
    for code, since, until in rows.values_list("region_id", "since", "until"):
        counties[since, until].append(code)
    # A few spans with their counties, instead of a look into the seats for each row.
    spans = (
        Q(**{f"{region}__in": codes, f"{day}__gte": since}) & (Q(**{f"{day}__lte": until}) if until else Q())
        for (since, until), codes in sorted(counties.items(), key=str)
    )
    return reduce(or_, spans, Q(pk__in=[]))

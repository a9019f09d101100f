"""What lies beside a county: in space its neighbours across the border, in time what it was and became."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Q

from belts.models import BorderPair, Region


@dataclass(frozen=True)
class Neighbour:
    region: Region
    kilometres: Decimal
    pair: BorderPair


def neighbours_of(region, day):
    """Counties across the border on that day, the longest common border first."""
    return neighbours_on(day, [region.pk]).get(region.pk, [])


def neighbours_on(day, codes):
    """The same for several counties in one query, by code."""
    pairs = BorderPair.objects.on(day).select_related("chongqing__province", "sichuan__province")
    found = defaultdict(list)
    for pair in pairs.filter(Q(chongqing__in=codes) | Q(sichuan__in=codes)).order_by("-shared_kilometres", "pk"):
        for near, far in ((pair.chongqing, pair.sichuan), (pair.sichuan, pair.chongqing)):
            found[near.pk].append(Neighbour(far, pair.shared_kilometres, pair))
    return found


def succession_of(region):
    """(regions it came from, regions that took over)."""
    return list(region.predecessors.order_by("pk")), list(region.successors.order_by("pk"))

"""Units as a tree."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db.models import Count

from belts.models import Unit


@dataclass
class Branch:
    """A unit and what stands below it. ``shared`` marks a joint station that another county leads."""

    unit: Unit
    shared: bool = False
    parts: list["Branch"] = field(default_factory=list)


def unit_tree(region, day):
    """The units that work in a region on that day, as branches; two queries however deep the tree is.

    A unit whose unit above does not work that day, or belongs to another county, stands at the root.
    """
    units = Unit.objects.on(day).in_regions([region.pk]).prefetch_related("shared_with")
    branches = {unit.pk: Branch(unit, shared=unit.region_id != region.pk) for unit in units.order_by("pk")}
    roots = []
    for branch in branches.values():
        above = branches.get(branch.unit.parent_id)
        (above.parts if above else roots).append(branch)
    return _sorted(roots)


KIND_ORDER = {kind: place for place, kind in enumerate(Unit.Kind.values)}


def _sorted(branches):
    branches.sort(key=lambda branch: (KIND_ORDER[branch.unit.kind], branch.unit.name))
    for branch in branches:
        _sorted(branch.parts)
    return branches


def counts_by_region(day, codes):
    """Region code → how many units it has on that day, a joint station with the county that leads it."""
    rows = Unit.objects.on(day).filter(region__in=codes).order_by().values_list("region_id")
    return defaultdict(int, rows.annotate(number=Count("pk")))

"""Home counties to choose from, grouped as people look for them."""

from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from belts.models import Region
from belts.queries.seats import seats_on

Choices = list[tuple[str, list[tuple[str, str]]]]


def homes(first: str = "") -> tuple[Choices, dict[str, Region]]:
    """Choices by province and belt, with ``first`` (a code) before all; and the regions by code.

    Whoever lives elsewhere in one of the two provinces registers with the province.
    """
    regions: dict[str, Region] = {}
    groups: dict[str, list[tuple[str, str]]] = {}
    for seat in seats_on(timezone.localdate()):
        regions[seat.region_id] = seat.region
        label = f"{seat.region.province} · {seat.belt}"
        groups.setdefault(label, []).append((seat.region_id, seat.region.name))
    choices: Choices = sorted(groups.items(), key=lambda group: group[1][0][0][:2])
    elsewhere = []
    for province in Region.objects.filter(level=Region.Level.PROVINCE).order_by("pk"):
        regions[province.pk] = province
        elsewhere.append((province.pk, _("elsewhere in %(province)s") % {"province": province}))
    if elsewhere:
        choices.append((_("Not in a belt"), elsewhere))
    if first in regions:
        choices.insert(0, (_("Suggested"), [(first, regions[first].name)]))
    return choices, regions


def counties_of_staff(user: Any) -> tuple[Choices, dict[str, Region]]:
    """Where this user registers people on site: the own counties, or those of the own province."""
    reach = user.reach
    rows = Region.objects.counties().on(timezone.localdate())
    own = rows.filter(pk__in=reach.counties) | rows.filter(province__in=reach.provinces)
    regions = {region.pk: region for region in own.order_by("pk")}
    return [("", [(code, region.name) for code, region in regions.items()])], regions

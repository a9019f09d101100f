"""Of which places somebody may make a big screen."""

from dataclasses import dataclass
from typing import Any

from django.utils.translation import pgettext

from belts.models import Belt, Region
from belts.models.rights import writes_corridor
from meetings.powers import belts_convened_by


@dataclass(frozen=True)
class Place:
    """The corridor when neither is set."""

    belt: Belt | None = None
    province: Region | None = None

    @property
    def label(self) -> str:
        return str(self.belt or self.province or pgettext("big screen", "the corridor"))

    @property
    def filter(self) -> str:
        """As the statistics ask for it: "belt=south", "province=510000", or nothing."""
        if self.belt:
            return f"belt={self.belt.pk}"
        return f"province={self.province.pk}" if self.province else ""


def places_open_to(user: Any) -> dict[str, Place]:
    """By the word that a form sends: "corridor", "belt:south", "province:510000"."""
    reach = user.reach
    if reach.token_is_read_only:
        return {}
    everything = writes_corridor(user)
    belts = Belt.objects.visible_to(user)
    provinces = Region.objects.visible_to(user).filter(level=Region.Level.PROVINCE)
    if not everything:
        belts, provinces = belts.filter(pk__in=belts_convened_by(user)), provinces.filter(pk__in=reach.provinces)
    found = {"corridor": Place()} if everything else {}
    found |= {f"belt:{belt.pk}": Place(belt=belt) for belt in belts}
    return found | {f"province:{province.pk}": Place(province=province) for province in provinces}

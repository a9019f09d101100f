"""宣讲往来: lectures that a county's teams held elsewhere, and that teams from elsewhere held in the county."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse

from belts.models import Region
from belts.seats import seats_as_is
from indicators.queries.pairs import lectures_between

MOST_PARTNERS = 8


@dataclass(frozen=True)
class Partner:
    """One county on the other side; ``other_belt`` says that it sits in another belt than this county."""

    region: Region
    belt: str
    other_belt: bool
    sent: int
    received: int
    sent_url: str
    received_url: str

    @property
    def both(self) -> int:
        return self.sent + self.received


def exchange_of(user: Any, county: Region, first: dt.date, last: dt.date) -> list[Partner]:
    """The partners with most exchange first, over the verified touring lectures of these days."""
    pairs = lectures_between(user, first, last)
    sent = {place: number for (home, place), number in pairs.items() if home == county.pk}
    received = {home: number for (home, place), number in pairs.items() if place == county.pk}
    seats = seats_as_is(last)
    partners = [
        Partner(
            region=region,
            belt=seats.get(region.pk, ""),
            other_belt=seats.get(region.pk) != seats.get(county.pk),
            sent=sent.get(region.pk, 0),
            received=received.get(region.pk, 0),
            sent_url=lectures_url(county.pk, region.pk, first, last),
            received_url=lectures_url(region.pk, county.pk, first, last),
        )
        for region in Region.objects.filter(pk__in=sent.keys() | received.keys())
    ]
    return sorted(partners, key=lambda partner: (-partner.both, partner.region.pk))[:MOST_PARTNERS]


def lectures_url(home: str, place: str, first: dt.date, last: dt.date) -> str:
    """The verified lectures that teams of ``home`` held in ``place``, both codes of regions."""
    filters = {"kind": "lecture", "state": "verified", "team_from": home, "held_in": place}
    span = {"from": first.isoformat(), "to": last.isoformat()}
    return f"{reverse('activities:list')}?{urlencode(filters | span)}"

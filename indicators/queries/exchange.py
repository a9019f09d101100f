"""宣讲往来: lectures that a county's teams held elsewhere, and that teams from elsewhere held in the county."""

import datetime as dt
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db.models import Count
from django.urls import reverse

from activities.models import Activity, Kind
from belts.models import Region
from belts.seats import seats_as_is

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
    lectures = Activity.objects.counted_visible_to(user)
    lectures = lectures.filter(kind=Kind.LECTURE, starts_on__range=(first, last)).order_by()
    away = lectures.filter(teams__home_region=county).exclude(place_region=county)
    here = lectures.filter(place_region=county).exclude(teams__home_region=None)
    sent = _counted(away.exclude(place_region=None), "place_region")
    received = _counted(here, "teams__home_region")
    received.pop(county.pk, None)
    seats = seats_as_is(last)
    span = {"from": first.isoformat(), "to": last.isoformat()}
    partners = [
        Partner(
            region=region,
            belt=seats.get(region.pk, ""),
            other_belt=seats.get(region.pk) != seats.get(county.pk),
            sent=sent.get(region.pk, 0),
            received=received.get(region.pk, 0),
            sent_url=_rows_url(county, region, span),
            received_url=_rows_url(region, county, span),
        )
        for region in Region.objects.filter(pk__in=sent.keys() | received.keys())
    ]
    return sorted(partners, key=lambda partner: (-partner.both, partner.region.pk))[:MOST_PARTNERS]


def _counted(lectures, name):
    """A lecture with two teams of one county counts once."""
    return dict(lectures.values_list(name).annotate(Count("pk", distinct=True)))


def _rows_url(home, place, span):
    filters = {"kind": "lecture", "state": "verified", "team_from": home.pk, "held_in": place.pk, **span}
    return f"{reverse('activities:list')}?{urlencode(filters)}"

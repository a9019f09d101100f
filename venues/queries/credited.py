"""Which venues and bookings count for a place, as figures have it: all that is asked holds for one county at once."""

from dataclasses import dataclass
from typing import Any

from django.db.models import DateField, Exists, ExpressionWrapper, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce, TruncDate

from belts.models import Belt, Region
from belts.queries.seats import AS_WAS, in_belt
from venues.models import Booking, Venue

OPENED = Coalesce("since", TruncDate("created_at"))  # a venue whose first day nobody knows: the day it was entered


@dataclass(frozen=True)
class Place:
    """``corridor``: whether the county sits in any belt; None does not ask."""

    region: Region | None = None
    province: Region | None = None
    belt: Belt | None = None
    corridor: bool | None = None
    membership: str = AS_WAS

    @property
    def asks(self) -> bool:
        return bool(self.region or self.province or self.belt) or self.corridor is not None

    def holds_for(self, region: str, day: str = "day") -> Q:
        """A condition on the county in column ``region``, by its seat on ``day``."""
        found = Q()
        if self.region:
            found &= Q(**{region: self.region})
        if self.province:
            found &= Q(**{region: self.province}) | Q(**{f"{region}__province": self.province})
        if self.belt:
            found &= in_belt(self.membership, belt=self.belt, region=region, day=day)
        if self.corridor is not None:
            seated = in_belt(self.membership, region=region, day=day)
            found &= seated if self.corridor else ~seated
        return found


def place_of(given: dict[str, Any], *, membership: str) -> Place:
    """What the clean data of a filter form say of the place; ``membership`` names its field for as was or as is."""
    return Place(
        region=given["region"],
        province=given["province"],
        belt=given["belt"],
        corridor=None if given["corridor"] == "" else given["corridor"],
        membership=given[membership] or AS_WAS,
    )


def counted_venues(rows: QuerySet[Venue], place: Place) -> QuerySet[Any]:
    """Wholes of whatever time, in the counties where they lie and in those whose units built them."""
    found: QuerySet[Any] = rows.filter(parent=None).alias(day=OPENED)
    if not place.asks:
        return found
    day = ExpressionWrapper(OuterRef("day"), output_field=DateField())
    built = Venue.builders.through.objects.filter(venue_id=OuterRef("pk"), unit__region__isnull=False).alias(day=day)
    return found.filter(place.holds_for("region") | Q(Exists(built.filter(place.holds_for("unit__region")))))


def bookings_of(rows: QuerySet[Booking], place: Place) -> QuerySet[Any]:
    """Those of which one side, the lender or the borrower, is all that is asked."""
    found: QuerySet[Any] = rows.alias(day=TruncDate("starts_at"))
    return found.filter(place.holds_for("venue__region") | place.holds_for("borrower_region"))

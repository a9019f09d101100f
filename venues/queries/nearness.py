"""How near a venue is to a county: its own venues, then those of the counties across the border, then by distance."""

from dataclasses import dataclass

from django.db.models import Case, ExpressionWrapper, F, FloatField, IntegerField, Value, When
from django.db.models.functions import ATan2, Coalesce, Cos, Power, Radians, Round, Sin, Sqrt

from belts.models import Region

EARTH_METRES = 6_371_000
OWN, NEIGHBOUR, FARTHER = 0, 1, 2
STEP = 100_000_000  # metres; no two places are farther apart
UNKNOWN = STEP - 1


@dataclass(frozen=True)
class Nearness:
    """What an annotated row says: which of the three, and the metres where both places are known."""

    tier: int
    metres: int | None

    @property
    def kilometres(self):
        return None if self.metres is None else round(self.metres / 1000)

    @property
    def is_own(self):
        return self.tier == OWN

    @property
    def is_neighbour(self):
        return self.tier == NEIGHBOUR


def with_nearness(rows, county, day):
    """``rows`` with ``nearness``, a number to order by: the tier, then the straight line in metres.

    From the seat of ``county`` to the venue's coordinates, or where it has none to the seat of its county.
    """
    near = [region.pk for region in Region.objects.neighbours_of([county.pk], day)]
    tier = Case(When(region=county, then=OWN), When(region__in=near, then=NEIGHBOUR), default=FARTHER)
    return rows.annotate(nearness=ExpressionWrapper(tier * STEP + _metres(county), IntegerField()))


def nearness_of(row):
    tier, metres = divmod(row.nearness, STEP)
    return Nearness(tier, None if metres == UNKNOWN else metres)


def _metres(county):
    """Haversine; UNKNOWN where a place has no coordinates."""
    if county.latitude is None or county.longitude is None:
        return Value(UNKNOWN)
    latitude, longitude = _degrees("latitude"), _degrees("longitude")
    south, west = float(county.latitude), float(county.longitude)
    half = Power(Sin(Radians(latitude - Value(south)) / 2.0), 2) + (
        Cos(Radians(latitude)) * Cos(Radians(Value(south))) * Power(Sin(Radians(longitude - Value(west)) / 2.0), 2)
    )
    angle = 2.0 * ATan2(Sqrt(half), Sqrt(Value(1.0) - half))
    return Coalesce(Round(angle * Value(float(EARTH_METRES)), output_field=IntegerField()), Value(UNKNOWN))


def _degrees(name):
    """Both of the venue's coordinates stand together, so each may be replaced by itself."""
    return ExpressionWrapper(Coalesce(F(name), F(f"region__{name}")) * Value(1.0), FloatField())

"""Whose turn it is: the rotation of a belt worked out from its seats."""

import datetime as dt

from django.utils import timezone

from belts.models import Belt
from meetings.models import ConvenerTerm, Rotation, TurnChange
from meetings.powers import seats_of
from meetings.rotation import Swap, Turn, rotation


def turns_of(belt: Belt, last_year: int, *, today: dt.date | None = None) -> list[Turn]:
    """From the first year to ``last_year``: terms that have begun are facts, the rest follows from the rules."""
    plan = Rotation.objects.filter(belt=belt).first()
    if plan is None:
        return []
    seats = seats_of(belt)
    keys = {stay.region: seat.key for seat in seats for stay in seat.stays}
    order = [keys.get(code, code) for code in plan.places.values_list("region_id", flat=True)]
    begun = ConvenerTerm.objects.filter(belt=belt).begun(today or timezone.localdate())
    served = {year: keys.get(code, code) for year, code in begun.values_list("year", "region_id")}
    agreed = TurnChange.objects.filter(belt=belt, kind=TurnChange.Kind.SWAP, state=TurnChange.State.AGREED)
    swaps = [
        Swap(cycle, keys.get(first, first), keys.get(second, second))
        for cycle, first, second in agreed.order_by("answered_at", "pk").values_list("cycle", "asker_id", "other_id")
    ]
    return rotation(seats, order=order, first_day=plan.first_day, last_year=last_year, swaps=swaps, served=served)

"""Whose turn it is: the rotation of a belt worked out from its seats, and who convenes on a day."""

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone

from belts.models import Belt, BeltMembership, Region
from meetings.models import ConvenerTerm, Rotation, TurnChange
from meetings.rotation import Seat, Stay, Swap, Turn, rotation


def seats_of(belt: Belt) -> list[Seat]:
    """The seats that the belt has had, each under the code of the county that had it first.

    A successor that sat in the same belt after an abolished county has its seat, as for the figures (belts.seats).
    """
    rows = BeltMembership.objects.filter(belt=belt).select_related("region").order_by("since", "region_id")
    heirs = {(old, new) for old, new in Region.successors.through.objects.values_list("from_region_id", "to_region_id")}
    chains: dict[str, list[BeltMembership]] = {}
    for row in rows:
        chains.setdefault(_key(chains, heirs, row), []).append(row)
    return [Seat(key, tuple(_stay(row) for row in chain)) for key, chain in chains.items()]


def _key(chains: dict[str, list[BeltMembership]], heirs: set[tuple[str, str]], row: BeltMembership) -> str:
    for key, chain in chains.items():
        last = chain[-1]
        follows = last.until is not None and last.until < row.since
        if follows and (last.region_id == row.region_id or (last.region_id, row.region_id) in heirs):
            return key
    return row.region_id


def _stay(row: BeltMembership) -> Stay:
    return Stay(row.region_id, row.region.province_code, row.since, row.until)


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


def conveners_on(day: dt.date, belts: Iterable[Belt] | None = None) -> dict[str, str]:
    """Belt code → code of the county that calls its meetings that day: the substitute, the convener, or its heir."""
    terms = ConvenerTerm.objects.on(day).select_related("belt")
    if belts is not None:
        terms = terms.filter(belt__in=belts)
    found = {term.belt_id: convener_of(term, day) for term in terms}
    return {belt: code for belt, code in found.items() if code}


def convener_of(term: ConvenerTerm, day: dt.date) -> str:
    """Code of the county that has the term's powers on a day of it; "" when it left the belt and nobody stands in."""
    code = term.substitute_id or term.region_id
    for seat in seats_of(term.belt):
        if any(stay.region == code for stay in seat.stays):
            stay = seat.on(day)
            return stay.region if stay else ""
    return ""


def belts_convened_by(user, day: dt.date | None = None) -> set[str]:
    """Codes of the belts whose meetings this user's county calls on that day; today without it.

    Asked anew each time: on 1 January at 00:00 the powers are the next county's.
    """
    codes = user.reach.counties - user.reach.provinces
    if not codes or user.reach.token_is_read_only:
        return set()
    return {belt for belt, code in conveners_on(day or timezone.localdate()).items() if code in codes}

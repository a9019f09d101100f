"""Who may call a belt's meetings: the powers follow the term, asked of the term table each time.

Nobody grants them and no job passes them on: on 1 January at 00:00 they are the next county's.
"""

import datetime as dt
from collections.abc import Iterable

from django.utils import timezone

from belts.models import Belt, BeltMembership, Region
from meetings.models import ConvenerTerm
from meetings.rotation import Seat, Stay


def seats_of(belt: Belt) -> list[Seat]:
    """The seats that the belt has had, each under the code of the county that had it first.

    A successor that sat in the same belt after an abolished county has its seat, as for the figures (belts.seats).
    """
    return seats_by_belt([belt.pk])[belt.pk]


def seats_by_belt(codes: Iterable[str]) -> dict[str, list[Seat]]:
    """The seats of several belts, by the belt's code; in two queries."""
    heirs = {(old, new) for old, new in Region.successors.through.objects.values_list("from_region_id", "to_region_id")}
    chains: dict[str, dict[str, list[BeltMembership]]] = {code: {} for code in codes}
    rows = BeltMembership.objects.filter(belt__in=chains).select_related("region").order_by("since", "region_id")
    for row in rows:
        chains[row.belt_id].setdefault(_key(chains[row.belt_id], heirs, row), []).append(row)
    return {
        code: [Seat(key, tuple(_stay(row) for row in chain)) for key, chain in found.items()]
        for code, found in chains.items()
    }


def _key(chains: dict[str, list[BeltMembership]], heirs: set[tuple[str, str]], row: BeltMembership) -> str:
    for key, chain in chains.items():
        last = chain[-1]
        follows = last.until is not None and last.until < row.since
        if follows and (last.region_id == row.region_id or (last.region_id, row.region_id) in heirs):
            return key
    return row.region_id


def _stay(row: BeltMembership) -> Stay:
    return Stay(row.region_id, row.region.province_code, row.since, row.until)


def conveners_on(day: dt.date, belts: Iterable[Belt] | None = None) -> dict[str, str]:
    """Belt code → code of the county that calls its meetings that day: the substitute, the convener, or its heir."""
    terms = ConvenerTerm.objects.on(day)
    if belts is not None:
        terms = terms.filter(belt__in=belts)
    found = list(terms)
    seats = seats_by_belt({term.belt_id for term in found}) if found else {}
    acting = {term.belt_id: _acting(term, seats[term.belt_id], day) for term in found}
    return {belt: code for belt, code in acting.items() if code}


def convener_of(term: ConvenerTerm, day: dt.date) -> str:
    """Code of the county that has the term's powers on a day of it; "" when it left the belt and nobody stands in."""
    return _acting(term, seats_of(term.belt), day)


def _acting(term: ConvenerTerm, seats: list[Seat], day: dt.date) -> str:
    code = term.substitute_id or term.region_id
    for seat in seats:
        if any(stay.region == code for stay in seat.stays):
            stay = seat.on(day)
            return stay.region if stay else ""
    return ""


def belts_convened_by(user, day: dt.date | None = None) -> set[str]:
    """Codes of the belts whose meetings this user's county calls on that day; today without it."""
    codes = user.reach.counties - user.reach.provinces
    if not codes or user.reach.token_is_read_only:
        return set()
    return {belt for belt, code in conveners_on(day or timezone.localdate()).items() if code in codes}

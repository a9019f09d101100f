"""Which belt a county's records count for “as it is”: by today's seats, where an abolished county follows its heir.

“As it was” needs no working out: it is the membership row that holds on the day of the record.
"""

import datetime as dt
from collections import defaultdict

from belts.models import BeltMembership, Region


def seats_as_is(day: dt.date) -> dict[str, str]:
    """Region code → code of the belt that its records count for by the seats of ``day``.

    A county that sits in a belt counts there. An abolished county (its last day is before ``day``) has no seat of
    its own: it counts where its heir sits. The heir is the successor that held a seat in the same belt after it
    (渝北 500112 → 北碚 500109); a successor that never sat there (两江新区 500157) is no heir. A county that left
    its belt and still exists has no seat. The record itself stays with the code it was logged for.
    """
    seats = _Seats(day)
    belts = {code: seats.of(code) for code in seats.last}
    return {code: belt for code, belt in belts.items() if belt}


def regions_as_is(belt: str, day: dt.date) -> set[str]:
    """Codes of the regions whose records count for ``belt`` by the seats of ``day``."""
    return {code for code, seat in seats_as_is(day).items() if seat == belt}


class _Seats:
    def __init__(self, day):
        self.memberships = list(BeltMembership.objects.order_by("since"))
        begun = [row for row in self.memberships if row.since <= day]
        self.last = {row.region_id: row for row in begun}
        self.held = {row.region_id: row.belt_id for row in begun if row.until is None or row.until >= day}
        self.successors = defaultdict(list)
        succession = Region.successors.through.objects.filter(from_region__until__lt=day)
        for old, new in succession.order_by("to_region_id").values_list("from_region_id", "to_region_id"):
            self.successors[old].append(new)

    def of(self, code, passed=frozenset()):
        if code in self.held or code not in self.last or code in passed:
            return self.held.get(code)
        seats = (self.of(heir, passed | {code}) for heir in self.successors[code] if self._is_heir(heir, code))
        return next(filter(None, seats), None)

    def _is_heir(self, heir, code):
        """The successor's seat is in the same belt, and lasted longer."""
        ended = self.last[code]
        return any(
            row.region_id == heir and row.belt_id == ended.belt_id and (row.until is None or row.until > ended.until)
            for row in self.memberships
        )

"""Which belt a county's records count for “as it is”: by today's seats, where an abolished county follows its heir.

“As it was” needs no working out: it is the membership row that holds on the day of the record.
"""

import datetime as dt
from collections import defaultdict
from typing import Any

from django.apps import apps

from belts.models import BeltMembership, Region


def seats_as_is(day: dt.date, known_at: dt.datetime | None = None) -> dict[str, str]:
    """Region code → code of the belt that its records count for by the seats of ``day``, as they are known now or
    were at ``known_at``.

    A county that sits in a belt counts there. An abolished county (its last day is before ``day``) has no seat of
    its own: it counts where its heir sits. The heir is the successor that held a seat in the same belt after it
    (渝北 500112 → 北碚 500109); a successor that never sat there (两江新区 500157) is no heir. A county that left
    its belt and still exists has no seat. The record itself stays with the code it was logged for.
    """
    seats = _Seats(day, _known_at(known_at) if known_at else list(BeltMembership.objects.all()))
    belts = {code: seats.of(code) for code in seats.last}
    return {code: belt for code, belt in belts.items() if belt}


def regions_as_is(belt: str, day: dt.date) -> set[str]:
    """Codes of the regions whose records count for ``belt`` by the seats of ``day``."""
    return {code for code, seat in seats_as_is(day).items() if seat == belt}


def seats_known_at(moment: dt.datetime, day: dt.date) -> dict[str, str]:
    """Region code → code of the belt in which it sat on ``day``, as far as was known at ``moment``."""
    held = (row for row in _known_at(moment) if row.since <= day and (row.until is None or row.until >= day))
    return {row.region_id: row.belt_id for row in held}


def _known_at(moment: dt.datetime) -> list[Any]:
    """The memberships as they stood then, by their history; one of which the older history was purged as the first
    that is kept of it.
    """
    events = apps.get_model("belts", "BeltMembershipHistoryEvent").objects.order_by("pgh_id")  # type: ignore[misc]
    later: dict[int, Any] = {}
    for event in events.filter(pgh_created_at__gt=moment):
        later.setdefault(event.id, event)
    stood = {key: event for key, event in later.items() if event.pgh_label != "insert"}
    stood |= {event.id: event for event in events.filter(pgh_created_at__lte=moment, id__in=later)}
    unchanged = BeltMembership.objects.exclude(pk__in=later)
    return [*unchanged, *(event for event in stood.values() if event.pgh_label != "delete" or event is later[event.id])]


class _Seats:
    def __init__(self, day, memberships):
        self.memberships = sorted(memberships, key=lambda row: row.since)
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

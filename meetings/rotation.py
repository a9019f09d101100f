"""Whose turn it is to convene a belt: the yearly rotation (年度轮值), worked out from dated seats and nothing else.

No database and no clock in here; the same input gives the same answer everywhere. The rules (domain.md §7):

1. Every member convenes once before any convenes twice. One such round is a *cycle*.
2. The two provinces alternate while both still have members waiting in the cycle.
3. Nobody convenes two years in a row while others wait.
4. Who joins in the middle of a cycle goes to the end of it, and stays behind the older members in later cycles.
5. Who leaves drops out and the order closes up. Terms served stay served.
6. A successor region has its predecessor's seat: its place in the order, and its term when it is in one.
7. Two members of one cycle may swap their turns; nobody else's turn moves by that.

A substitute serves in another's name: the term stays the other's turn, so that both keep their own next turns and the
rotation knows nothing of it.
"""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum


class Reason(StrEnum):
    """Why it is this member's turn."""

    FIRST = "first"  # the first convener, as decided
    ALTERNATES = "alternates"  # first waiting of the other province
    IN_ORDER = "in_order"  # first waiting; only one province has members waiting
    NOT_TWICE = "not_twice"  # who would be first convened last year
    SWAPPED = "swapped"  # has the turn that it swapped for
    SERVED = "served"  # a term that was served is a fact


@dataclass(frozen=True)
class Stay:
    """A region sits in the belt from one day to another, both included; no ``until`` means still."""

    region: str
    province: str
    since: dt.date
    until: dt.date | None = None


@dataclass(frozen=True)
class Seat:
    """A member. Its stays follow each other: a successor region has the seat of the one before (渝北区 → 北碚区)."""

    key: str
    stays: tuple[Stay, ...]

    def on(self, day: dt.date) -> Stay | None:
        """The region that holds the seat that day, or None while nobody does."""
        return next(
            (stay for stay in self.stays if stay.since <= day and (stay.until is None or day <= stay.until)), None
        )


@dataclass(frozen=True)
class Swap:
    """Two seats exchange their turns of one cycle. It takes effect when both still wait, else not at all."""

    cycle: int
    first: str
    second: str


@dataclass(frozen=True)
class Turn:
    """``region`` and ``province`` are those of the term's first day; ``place`` counts from 1 in the cycle."""

    year: int
    seat: str
    region: str
    province: str
    cycle: int
    place: int
    reason: Reason


@dataclass
class _Slot:
    """A turn of the cycle: whose it was by the order, with that member's province, and who has it after swaps."""

    owner: str
    province: str
    holder: str


def rotation(
    seats: Iterable[Seat],
    *,
    order: Sequence[str],
    first_day: dt.date,
    last_year: int,
    swaps: Sequence[Swap] = (),
    served: Mapping[int, str] | None = None,
) -> list[Turn]:
    """The turns from the year of ``first_day`` to ``last_year``; a year without any member has none.

    ``order``: keys of seats, the first convener first; members that it does not name follow by the day they joined.
    ``served``: year → key of the seat whose term is a fact, whatever the rules say of that year today.
    The first term begins on ``first_day``, every other on 1 January; who sits that day takes part.
    """
    table = _Table({seat.key: seat for seat in seats}, order, swaps)
    found = []
    for year in range(first_day.year, last_year + 1):
        table.begin_year(max(first_day, dt.date(year, 1, 1)))
        turn = table.turn_of(year, (served or {}).get(year))
        if turn:
            found.append(turn)
    return found


class _Table:
    """The order of the members, and who still waits in the cycle, as the years go by."""

    def __init__(self, seats: dict[str, Seat], order: Sequence[str], swaps: Sequence[Swap]) -> None:
        self.seats, self.swaps = seats, list(swaps)
        self.wanted = {key: place for place, key in enumerate(order)}
        self.line: list[str] = []  # members, in the order of a whole cycle
        self.waiting: list[_Slot] = []
        self.done: set[str] = set()  # who has had a turn in this cycle
        self.cycle = self.place = 0
        self.last: _Slot | None = None
        self.present: dict[str, Stay] = {}

    def begin_year(self, day: dt.date) -> None:
        stays = {key: seat.on(day) for key, seat in self.seats.items()}
        self.present = {key: stay for key, stay in stays.items() if stay}
        self.line = [key for key in self.line if key in self.present]
        self.waiting = [slot for slot in self.waiting if slot.holder in self.present]
        new = sorted(self.present.keys() - set(self.line), key=self._joined)
        self.line += new
        self.waiting += [self._slot(key) for key in new if self.cycle and key not in self.done]
        if not self.waiting and self.line:
            self.cycle, self.place, self.done = self.cycle + 1, 0, set()
            self.waiting = [self._slot(key) for key in self.line]
        self._make_swaps()

    def _joined(self, key: str) -> tuple[int, dt.date, str]:
        """Of several that are new: as the order names them; those it does not name by the day that their stay began."""
        return (self.wanted.get(key, len(self.wanted)), self.present[key].since, key)

    def _slot(self, key: str) -> _Slot:
        return _Slot(owner=key, province=self.present[key].province, holder=key)

    def _make_swaps(self) -> None:
        holders = {slot.holder: slot for slot in self.waiting}
        for swap in [swap for swap in self.swaps if swap.cycle == self.cycle]:
            first, second = holders.get(swap.first), holders.get(swap.second)
            if first and second:
                first.holder, second.holder = second.holder, first.holder
                holders[first.holder], holders[second.holder] = first, second
                self.swaps.remove(swap)

    def turn_of(self, year: int, served: str | None) -> Turn | None:
        if served is not None and served in self.seats:
            return self._take(year, self._slot_of(served), Reason.SERVED)
        if not self.waiting:
            return None
        slot, reason = self._next()
        return self._take(year, slot, reason)

    def _slot_of(self, key: str) -> _Slot:
        """The turn that a served term used up; one out of turn used up none."""
        held = next((slot for slot in self.waiting if slot.holder == key), None)
        stay = self.present.get(key) or self.seats[key].stays[-1]
        return held or _Slot(owner=key, province=stay.province, holder=key)

    def _next(self) -> tuple[_Slot, Reason]:
        if self.last is None:
            return self.waiting[0], Reason.FIRST
        able = [slot for slot in self.waiting if slot.holder != self.last.holder] or self.waiting
        other = [slot for slot in able if slot.province != self.last.province]
        slot = (other or able)[0]
        if slot.holder != slot.owner:
            return slot, Reason.SWAPPED
        if other:
            return slot, Reason.ALTERNATES
        return slot, Reason.IN_ORDER if slot is self.waiting[0] else Reason.NOT_TWICE

    def _take(self, year: int, slot: _Slot, reason: Reason) -> Turn:
        if slot in self.waiting:
            self.waiting.remove(slot)
            self.done.add(slot.holder)
        self.last, self.place = slot, self.place + 1
        stay = self.present.get(slot.holder) or self.seats[slot.holder].stays[-1]
        return Turn(year, slot.holder, stay.region, stay.province, self.cycle, self.place, reason)

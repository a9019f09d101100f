"""200 connections that want one room, round after round: who has it, and that a recount finds no two.

Stops with RuntimeError at the first round in which more than one had it, or anybody was told anything but a refusal in
words: a deadlock, a broken connection.
"""

import datetime as dt
import sys
import threading
import time
from collections import Counter

from django.core.exceptions import ValidationError
from django.db import connections, transaction
from django.utils import timezone

from accounts.models import Role, User
from belts.models import Region
from benchmarks.crowd import context, wait_for
from benchmarks.result import Result
from tests.factories import person
from tests.venues.recount import overlaps
from venues.models import Booking, BookingSeries, Venue
from venues.services.booking import approve_booking, cancel_booking

CONNECTIONS, PROCESSES = 200, 8
HOUR = dt.timedelta(hours=1)
DONE, OTHER = "done", "other"
ANSWERS = (DONE, "taken", "decided_by_another", "step_not_open", OTHER)
KINDS = ("one slot", "the whole or its halves", "two managers and more", "series or single", "freed and waited for")


def run(rows: int) -> list[Result]:
    """A round for each 50,000 rows, of the five kinds in turn; ``--rows 50000000 booking_races`` races 1,000 rounds."""
    rounds = max(len(KINDS), rows // 50_000)
    race = Race(rounds)
    begin = time.perf_counter()
    found = race.run()
    spent = time.perf_counter() - begin
    if wrong := overlaps():
        raise RuntimeError(f"a recount found the same room and time twice: {wrong}")
    print(f"  {rounds:,} rounds of {CONNECTIONS} connections in {spent:.0f} s: {dict(found)}", file=sys.stderr)
    alone = race.alone()
    each = spent / (rounds * CONNECTIONS) * 1000
    question = f"an answer to one of {CONNECTIONS} at once, {rounds:,} rounds"
    return [Result(question, each, "an approval, nobody else there", alone, "ms", 3.0)]


class Race:
    """A hall with two halves, a manager for each connection, and what goes on in the round that is run."""

    def __init__(self, rounds):
        self.rounds = rounds
        self.office = person(Role.CORRIDOR_OFFICE, username="bench-races")
        region = Region.objects.get(name="荣昌区")
        hall = Venue.objects.create(name="样例礼堂", kind="custom_hall", region=region, open_on_holidays=True)
        halves = [Venue.objects.create(name=f"半场{n}", kind="room", region=region, parent=hall) for n in range(2)]
        self.venues = [Venue.objects.get(pk=venue.pk) for venue in (hall, *halves)]
        managers = (User(username=f"bench-manager{n}", password="!") for n in range(CONNECTIONS))
        self.managers = User.objects.bulk_create(managers)
        today = timezone.localdate()
        self.series = BookingSeries.objects.create(
            every="week", weekdays=[0], first_day=today, last_day=today, created_by=self.office
        )
        self.gate = context.Barrier(CONNECTIONS + 1)
        self.first, self.kind = context.Value("q", 0), context.Value("i", 0)
        self.answers = context.Array("i", CONNECTIONS)

    def run(self):
        """How often each answer was given."""
        connections.close_all()
        share = CONNECTIONS // PROCESSES
        processes = [
            context.Process(target=self._many, args=(range(first, first + share),), daemon=True)
            for first in range(0, CONNECTIONS, share)
        ]
        for process in processes:
            process.start()
        found = Counter()
        for number in range(self.rounds):
            slot = self._prepare(number)
            self.gate.wait(600)
            self.gate.wait(600)
            answers = Counter(ANSWERS[answer] for answer in self.answers)
            self._check(KINDS[self.kind.value], slot, answers)
            found += answers
            if (number + 1) % 100 == 0:
                print(f"  {number + 1:,} rounds: {dict(found)}", file=sys.stderr, flush=True)
        wait_for(processes)
        return found

    def alone(self):
        """Milliseconds of one approval, the median of 50."""
        spent = []
        for number in range(50):
            booking = self._rows(self._slot(self.rounds + number), 1)[0]
            begin = time.perf_counter()
            approve_booking(actor=self.managers[0], booking=booking)
            spent.append((time.perf_counter() - begin) * 1000)
        return sorted(spent)[25]

    def _slot(self, number):
        return timezone.now() + dt.timedelta(days=7) + number * 2 * HOUR

    def _prepare(self, number):
        """The requests of a round, one for each connection, in a time of their own."""
        slot, kind = self._slot(number), number % len(KINDS)
        rows = self._rows(slot, CONNECTIONS, KINDS[kind])
        self.first.value, self.kind.value = rows[0].pk, kind
        return slot

    def _rows(self, slot, count, kind=KINDS[0]):
        rows = [
            Booking(
                venue=self.venues[number % 3 if kind == KINDS[1] else 0], borrower_region=self.venues[0].region,
                requested_by=self.office, purpose="other", title="样例", starts_at=slot, ends_at=slot + HOUR,
                series=self.series if kind == KINDS[3] and number % 2 else None,
                state="approved" if kind == KINDS[4] and not number else "requested",
                waits_since=timezone.now() if kind == KINDS[4] and number else None,
            )
            for number in range(count)
        ]  # fmt: skip
        return Booking.objects.bulk_create(rows)

    def _check(self, kind, slot, answers):
        held = Booking.objects.filter(starts_at=slot).blocking()
        places = sorted(self.venues.index(booking.venue) for booking in held.select_related("venue"))
        expected = [[0], [1, 2]] if kind == KINDS[1] else [[0]]
        winners = answers[DONE] == len(places) or kind == KINDS[4]  # there, whoever cancels has done so too
        if places not in expected or answers[OTHER] or not winners:
            raise RuntimeError(f"{kind}: {places} have it, {dict(answers)}")

    def _many(self, numbers):
        threads = [threading.Thread(target=self._one, args=(number,), daemon=True) for number in numbers]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()

    def _one(self, number):
        """One connection through all rounds."""
        connections["default"].ensure_connection()
        for _round in range(self.rounds):
            self.gate.wait(600)
            self.answers[number] = ANSWERS.index(self._answer(number))
            self.gate.wait(600)
        connections.close_all()

    def _answer(self, number):
        try:
            with transaction.atomic():
                self._act(number, KINDS[self.kind.value])
        except ValidationError as error:
            return error.code if error.code in ANSWERS else self._say(error.code)
        except Exception as error:  # whatever it is, it is counted, said and stops the race
            return self._say(repr(error))
        return DONE

    def _act(self, number, kind):
        own = 0 if kind == KINDS[2] or (kind == KINDS[4] and number % 4 == 0) else number
        booking = Booking.objects.select_related("venue").get(pk=self.first.value + own)
        if kind == KINDS[4] and own == 0:
            cancel_booking(actor=self.managers[number], booking=booking, reason="停电")
        else:
            approve_booking(actor=self.managers[number], booking=booking)

    def _say(self, words):
        print(f"  {words}", file=sys.stderr)
        return OTHER

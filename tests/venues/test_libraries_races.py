"""Deliveries at once, on real connections: none is lost or counted twice, and none waits for ever."""

import random
import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from tests import factories
from tests.venues.lending import borrowed, kept, moment, recount, returned, take, three_libraries, transferred

THREADS, BATCHES = 8, 6


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_many_senders_at_once_leave_what_a_recount_gives():
    libraries, draw, actor = three_libraries(), random.Random(1), factories.UserFactory()
    movements = [_drawn(libraries, draw, number) for number in range(300)]
    # Every row goes out twice, in different company: who is first makes no difference.
    shuffled = [draw.sample(movements, len(movements)) for _turn in range(2)]
    size = len(movements) // (THREADS * BATCHES // 2)
    batches = [rows[start : start + size] for rows in shuffled for start in range(0, len(rows), size)]
    together = threading.Barrier(THREADS)

    def send(own):
        together.wait()
        try:
            return [verdict for batch in own for verdict in take(*batch, actor=actor).verdicts]
        finally:
            connection.close()

    with ThreadPoolExecutor(THREADS) as pool:
        answers = list(pool.map(send, [batches[number::THREADS] for number in range(THREADS)]))

    assert sum(verdicts.count("same") for verdicts in answers) == len(movements)
    assert kept() == recount(movements)


def _drawn(libraries, draw, number):
    library, other = draw.sample(libraries, 2)
    at, item = moment(f"2025-03-{draw.randint(1, 28):02d}", f"{draw.randint(0, 23):02d}:00"), f"B{draw.randint(1, 12)}"
    kind = draw.choice([borrowed, returned, transferred])
    if kind is transferred:
        return transferred(library, other, str(number), at, item, owner=libraries[0])
    return kind(library, str(number), at, item, owner=libraries[0])

"""Many write at once, two fold and are killed at it: whoever looks sees the records of that moment."""

import contextlib
import datetime as dt
import random
import threading
import time
from collections import Counter

import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from activities.models import Activity, ActivityParty, Team
from belts.models import BeltMembership
from indicators.models import TallyState
from indicators.queries import counting
from indicators.queries.plan import plan
from indicators.queries.tallied import tallied_plan
from indicators.services.tallies import fold_deltas, recount_tallies
from tests import factories
from tests.indicators.world import ask, corridor, office, waiting

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]

SECONDS = 8
QUESTIONS = (
    {"measures": "activities,lectures,touring_lectures,cross_province", "by": "belt,month"},
    {"measures": "activities,mass_culture", "by": "county", "belt": "south"},
    {"measures": "activities,teams", "by": "belt", "membership": "as_is"},
    {"measures": "activities", "by": "kind,province", "first": "2025-03-04", "to": "2025-05-20"},
    {"measures": "lectures", "by": "county,belt", "role": "lead"},
    {"measures": "teams,cross_region_teams", "by": "province,year"},
)
KILL = """
SELECT pg_terminate_backend(pid) FROM pg_stat_activity
WHERE datname = current_database() AND query LIKE '%%WITH taken AS%%' AND state = 'active' AND pid <> pg_backend_pid()
"""


class Crowd:
    """Writers, a folder that is killed now and then, and those who look."""

    def __init__(self):
        self.places = list(corridor().values())
        self.user, self.reviewer = office(), office()
        self.teams = [factories.TeamFactory(home_region=place) for place in self.places[:3]]
        self.ends_at = time.monotonic() + SECONDS
        self.done, self.wrong = Counter(), []

    def run(self, act, seed):
        chance = random.Random(seed)
        try:
            while time.monotonic() < self.ends_at:
                try:
                    act(chance)
                    self.done[act.__name__] += 1
                except DatabaseError as error:
                    self.done[f"{act.__name__}: {type(error.__cause__).__name__}"] += 1
                    connection.close()
        except Exception as error:
            self.wrong.append(error)
        finally:
            connection.close()

    def write(self, chance):
        with transaction.atomic():
            for _step in range(chance.randint(1, 4)):
                deed = chance.choice(("log", "log", "load", "change", "change", "drop", "seat", "rehome"))
                getattr(self, deed)(chance)
            if chance.random() < 0.2:
                transaction.set_rollback(True)

    def log(self, chance):
        lead, *partners = chance.sample(self.places, chance.randint(1, 3))
        factories.ActivityFactory(
            verified=True, lead=lead, partners=partners, kind=chance.choice(("lecture", "mass_culture")),
            starts_on=dt.date(2025, chance.randint(1, 12), chance.randint(1, 28)),
            place_region=chance.choice(self.places), with_teams=chance.sample(self.teams, chance.randint(0, 2)),
        )  # fmt: skip

    def load(self, chance):
        day = dt.date(2025, chance.randint(1, 12), 1)
        made = Activity.objects.bulk_create([
            Activity(title="批量", kind="lecture", state="verified", starts_on=day, ends_on=day, created_by=self.user,
                     verified_by=self.reviewer, verified_at=timezone.now())
            for _number in range(20)
        ])  # fmt: skip
        ActivityParty.objects.bulk_create(
            [ActivityParty(activity=each, region=chance.choice(self.places), role="lead") for each in made]
        )

    def change(self, chance):
        activity = Activity.objects.order_by("?").first()
        if activity is None:
            return
        row = Activity.objects.filter(pk=activity.pk)
        what = chance.randint(0, 3)
        if what == 0:
            row.update(state="reopened", verified_by=None, verified_at=None)
        elif what == 1:
            row.update(kind="sport", starts_on=dt.date(2025, 3, 4), ends_on=dt.date(2025, 3, 4))
        elif what == 2:
            activity.teams.set(chance.sample(self.teams, 1))
        else:
            with contextlib.suppress(DatabaseError), transaction.atomic():
                ActivityParty.objects.create(activity=activity, region=chance.choice(self.places), role="partner")

    def drop(self, chance):
        for activity in Activity.objects.order_by("?")[:2]:
            activity.delete()

    def seat(self, chance):
        seat = BeltMembership.objects.order_by("?").first()
        until = chance.choice((None, dt.date(2025, 6, chance.randint(1, 28))))
        with contextlib.suppress(DatabaseError), transaction.atomic():
            BeltMembership.objects.filter(pk=seat.pk).update(until=until)

    def rehome(self, chance):
        Team.objects.filter(pk=chance.choice(self.teams).pk).update(home_region=chance.choice(self.places))

    def fold(self, chance):
        fold_deltas(most=chance.randint(1, 200))

    def kill(self, chance):
        time.sleep(0.05 + chance.random() / 5)
        with connection.cursor() as cursor:
            cursor.execute(KILL)
            self.done["killed"] += len(cursor.fetchall())

    def look(self, chance):
        """Both ways in one snapshot."""
        question = ask(self.user, **chance.choice(QUESTIONS))
        today = timezone.localdate()
        found = []
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
            for statement in (tallied_plan(question, today), plan(question, today)):
                cursor.execute(statement.text, statement.values)
                made = counting._gather(counting.Answer(question, timezone.now()), cursor.fetchall())
                found.append(({row.codes: row.values for row in made.rows}, made.total))
        if found[0] != found[1]:
            self.wrong.append((question.given, found))


def test_figures_are_those_of_the_records_at_every_moment(transactional_db):
    crowd = Crowd()
    acts = [crowd.write] * 4 + [crowd.fold] * 2 + [crowd.kill, crowd.look, crowd.look]
    threads = [threading.Thread(target=crowd.run, args=(act, seed)) for seed, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert crowd.wrong == []
    assert recount_tallies().differences == []
    fold_deltas()
    assert waiting() == 0
    assert recount_tallies().differences == []
    assert crowd.done["write"] > 10, crowd.done
    assert crowd.done["look"] > 10, crowd.done
    assert crowd.done["fold"] > 3, crowd.done


def test_a_seat_is_changed_while_somebody_holds_a_record_of_it(transactional_db):
    """As services do before they write: neither waits for the other in a ring, and both are counted."""
    places, user = corridor(), office()
    activity = factories.ActivityFactory(verified=True, lead=places["anyue"], starts_on=dt.date(2025, 3, 10))
    errors = []

    def change_seat():
        try:
            BeltMembership.objects.filter(region=places["anyue"]).update(until=dt.date(2025, 2, 28))
        except DatabaseError as error:
            errors.append(error)
        finally:
            connection.close()

    changer = threading.Thread(target=change_seat)
    with transaction.atomic():
        row = Activity.objects.select_for_update().get(pk=activity.pk)
        changer.start()
        changer.join(1)  # it has counted by now, or waits for the row
        row.kind = "mass_culture"
        row.save()
    changer.join(30)
    assert errors == []
    made = counting.answer(ask(user, measures="activities,mass_culture", by="belt"))
    assert {row.codes: row.values for row in made.rows} == {(None,): {"activities": 1, "mass_culture": 1}}
    assert recount_tallies().differences == []


def test_a_change_that_ends_after_later_ones_were_folded_is_counted(transactional_db):
    places, user = list(corridor().values()), office()
    question = ask(user, measures="activities")
    written, ended = threading.Event(), threading.Event()

    def write(*, kept):
        with transaction.atomic():
            factories.ActivityFactory(verified=True, lead=places[0])
            written.set()
            ended.wait(30)
            transaction.set_rollback(not kept)
        connection.close()

    for kept, figure in ((True, 2), (False, 3)):
        written.clear(), ended.clear()
        slow = threading.Thread(target=write, kwargs={"kept": kept})
        slow.start()
        assert written.wait(30)
        factories.ActivityFactory(verified=True, lead=places[1])
        for _time in range(4):
            fold_deltas()
        assert holes() != "{}"  # it is awaited for as long as it runs, however often others are folded
        ended.set()
        slow.join()
        assert counting.answer(question).total == {"activities": figure}
        assert recount_tallies().differences == []
        fold_until_no_holes()
        assert waiting() == 0
        assert counting.answer(question).total == {"activities": figure}
        assert recount_tallies().differences == []


def fold_until_no_holes(seconds=60):
    """More than the two folds it needs, where another test process ended a transaction while we looked."""
    until = time.monotonic() + seconds
    while holes() != "{}":
        assert time.monotonic() < until, holes()
        fold_deltas()
        time.sleep(0.1)


def holes():
    return TallyState.objects.values_list("holes", flat=True).get()

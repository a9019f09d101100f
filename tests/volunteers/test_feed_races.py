"""Many write, in transactions of any length, while a platform pulls: in the end it holds what it may see."""

import itertools
import random
import threading
import time

import pytest
from django.db import connection, transaction
from django.db.models import F
from django.utils import timezone

from tests import factories
from tests.volunteers.factories import ConsentFactory, PlatformFactory, VolunteerFactory, portal
from tests.volunteers.feeding import Puller
from volunteers.choices import ConsentPurpose, FeedScope, State
from volunteers.models import Volunteer
from volunteers.models.scope import agreed_to, within
from volunteers.services.feed import ensure_feed_epoch
from volunteers.services.touching import touch

pytestmark = [pytest.mark.race, pytest.mark.slow, pytest.mark.django_db(transaction=True)]

WRITERS, WRITES = 4, 30
SERIALS = itertools.count(500_000)


class ChangedHisMindError(Exception):
    pass


class Writer:
    """Random changes, each in a transaction that stays open for a while and now and then comes to nothing."""

    def __init__(self, seed, homes):
        self.dice, self.homes, self.faults = random.Random(seed), homes, []

    def run(self):
        try:
            for _ in range(WRITES):
                try:
                    with transaction.atomic():
                        self.dice.choice([self.register, self.register, self.change, self.change, self.end])()
                        time.sleep(self.dice.choice([0, 0, 0.01, 0.05]))
                        if self.dice.random() < 0.1:
                            raise ChangedHisMindError
                except ChangedHisMindError:
                    continue
        except Exception as fault:
            self.faults.append(fault)
        finally:
            connection.close()

    def register(self):
        volunteer = VolunteerFactory(home=self.dice.choice(self.homes), serial=next(SERIALS))
        if self.dice.random() < 0.4:
            ConsentFactory(volunteer=volunteer, purpose=ConsentPurpose.SHARE)

    def change(self):
        for volunteer in self.some(1):
            self.dice.choice([self.touch, self.move, self.turn_consent])(volunteer)

    def touch(self, volunteer):
        touch([volunteer.pk])

    def move(self, volunteer):
        Volunteer.objects.filter(pk=volunteer.pk).update(home=self.dice.choice(self.homes), version=F("version") + 1)

    def turn_consent(self, volunteer):
        standing = volunteer.consents.filter(purpose=ConsentPurpose.SHARE, withdrawn_at=None)
        if not standing.update(withdrawn_at=timezone.now()):
            ConsentFactory(volunteer=volunteer, purpose=ConsentPurpose.SHARE)
        touch([volunteer.pk])

    def end(self):
        found = self.some(2)
        if len(found) < 2:
            return
        first, second = found
        given = {"ended_on": timezone.localdate(), "version": F("version") + 1}
        into = {"state": State.MERGED, "merged_into": second} if self.dice.random() < 0.5 else {"state": State.ERASED}
        Volunteer.objects.filter(pk=first.pk).update(**given, **into)

    def some(self, number):
        """Locked in one order, so that writers wait for each other and never in a circle."""
        keys = list(Volunteer.objects.filter(state=State.ACTIVE).values_list("pk", flat=True))
        chosen = self.dice.sample(keys, min(number, len(keys)))
        rows = Volunteer.objects.filter(pk__in=chosen, state=State.ACTIVE).select_for_update(of=("self",))
        return list(rows.order_by("pk"))


@pytest.mark.parametrize("seed", [1, 2])
def test_the_copy_is_the_visible_table(seed):
    ensure_feed_epoch()
    portal()
    homes = [factories.CountyFactory(), factories.CountyFactory(province=factories.sichuan())]
    province = factories.chongqing()
    puller = Puller(PlatformFactory(province=province, feed_scope=FeedScope.PROVINCE))
    ConsentFactory(volunteer__home=homes[0])  # makes the text that all agree to
    writers = [Writer(seed * 100 + number, homes) for number in range(WRITERS)]
    threads = [threading.Thread(target=writer.run) for writer in writers]
    for thread in threads:
        thread.start()
    came = []
    while any(thread.is_alive() for thread in threads):
        came += puller.pull(size=3)
    for thread in threads:
        thread.join()
    came += puller.pull(size=3)
    assert [writer.faults for writer in writers] == [[]] * WRITERS
    visible = Volunteer.objects.filter(within("home", [province.pk]) | agreed_to(ConsentPurpose.SHARE))
    expected = dict(visible.filter(state=State.ACTIVE).values_list("volunteer_no", "version"))
    assert {number: row["version"] for number, row in puller.copy.items()} == expected
    assert expected
    last = {}
    for row in came:
        assert row["version"] >= last.get(row["volunteer_no"], 0), "never older than what came before"
        last[row["volunteer_no"]] = row["version"]
    assert puller.pull() == []

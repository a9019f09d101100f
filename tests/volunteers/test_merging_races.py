"""Many over the same people at once: nobody meets a deadlock, and whatever came first is whole."""

import pytest
from django.db import transaction

from tests.factories import reviewer
from tests.volunteers.factories import PlatformAccountFactory
from tests.volunteers.merging_world import at_once, counted, county, twins
from volunteers.models import PlatformAccount, Volunteer, VolunteerMerge
from volunteers.services.families import hold_families
from volunteers.services.merging import merge_volunteers
from volunteers.services.undoing import undo_merge

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
ROUNDS = 5


@pytest.fixture
def actor(transactional_db):
    return reviewer(county())


def merging(actor, keep, gone):
    return lambda: merge_volunteers(actor=actor, keep=keep, gone=gone, reason="同一个人")


def test_merges_that_share_a_person_leave_no_chain(actor):
    home = actor.home_region
    for _round in range(ROUNDS):
        one, two, three, four = twins(home, 4)
        found = at_once(*(merging(actor, *pair) for pair in ((one, two), (two, three), (three, four), (four, one))))
        assert set(found) <= {"done", "merged_meanwhile"}
        merged = Volunteer.objects.filter(pk__in=[one.pk, two.pk, three.pk, four.pk]).exclude(merged_into=None)
        assert not merged.filter(merged_into__in=merged.values("pk")).exists()
        assert merged.count() == found["done"] >= 1
        assert counted() == Volunteer.objects.filter(merged_into=None).count()


def test_the_same_merge_at_once_is_made_once(actor):
    keep, gone = twins(actor.home_region)
    assert at_once(*[merging(actor, keep, gone)] * 4) == {"done": 4}
    assert VolunteerMerge.objects.count() == 1


def test_both_ways_round_at_once_keep_one(actor):
    keep, gone = twins(actor.home_region)
    found = at_once(merging(actor, keep, gone), merging(actor, gone, keep))
    assert found == {"done": 1, "merged_meanwhile": 1}
    assert counted() == 1


def test_a_merge_and_its_undoing_at_once_end_whole(actor):
    keep, gone = twins(actor.home_region)
    made = merging(actor, keep, gone)()
    found = at_once(*[lambda: undo_merge(actor=actor, merge=made, reason="认错了人")] * 3, merging(actor, keep, gone))
    assert set(found) == {"done"}
    assert counted() == 2 - VolunteerMerge.objects.standing().count()


def test_a_delivery_that_holds_the_person_finds_them_where_they_are(actor):
    """As a push does it: hold the people by id, follow the merge, write."""
    keep, gone = twins(actor.home_region)

    def deliver():
        with transaction.atomic():
            row = hold_families([gone.pk])[gone.pk]
            PlatformAccountFactory(volunteer=row.merged_into or row)

    assert at_once(deliver, merging(actor, keep, gone), deliver) == {"done": 3}
    assert set(PlatformAccount.objects.values_list("volunteer", flat=True)) == {keep.pk}

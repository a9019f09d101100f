"""Random people, merges and undos: whatever order is legal, taking everything back gives exactly what was."""

import datetime as dt
import random

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import factories
from tests.volunteers.factories import (
    GuardianFactory,
    PlatformAccountFactory,
    PlatformFactory,
    ServiceAreaFactory,
    VolunteerFactory,
)
from tests.volunteers.merging_world import claimed_of, consent, counted, county, snapshot
from volunteers.models import Volunteer, VolunteerMerge
from volunteers.queries.finding import volunteer_of_number
from volunteers.services.merging import merge_volunteers
from volunteers.services.undoing import undo_merge

pytestmark = pytest.mark.django_db
LEGAL = {"merged_meanwhile", "not_mergeable", "keep_the_counted_one", "claim_of_another", "undo_later_first"}


def people(chance, home):
    """Some four registrations with all that a merge may move, one in three a claim of another's document."""
    platforms = [PlatformFactory() for _number in range(2)]
    regions = [county("511083"), county("500101"), home]
    made = []
    for number in range(chance.randint(3, 5)):
        holders = [row for row in made if row.state == "active"]
        day = dt.date(2024, 6, 1) + dt.timedelta(days=chance.randint(0, 300))
        user = factories.UserFactory() if chance.random() < 0.4 else None
        facts = {"home": chance.choice(regions), "registered_on": day, "registered_through": chance.choice(platforms)}
        if holders and chance.random() < 0.3:
            row = claimed_of(chance.choice(holders), user=user)
        else:
            row = VolunteerFactory(user=user, **facts)
        for _account in range(chance.randint(0, 2)):
            PlatformAccountFactory(volunteer=row, platform=chance.choice(platforms), source_version=number)
        for purpose in ("keep", "share", "publish"):
            if chance.random() < 0.6:
                consent(row, purpose, withdrawn=purpose != "keep" and chance.random() < 0.4)
        for region in chance.sample(regions, chance.randint(0, 2)):
            ended = dt.date(2025, 2, 1) if chance.random() < 0.3 else None
            ServiceAreaFactory(volunteer=row, region=region, since=dt.date(2025, 1, 1), until=ended)
        if chance.random() < 0.3:
            GuardianFactory(volunteer=row)
        made.append(row)
    return made


def step(call, **given):
    """The step, or nothing where it is refused with a reason that may be."""
    try:
        return call(actor=None, reason="试验", **given)
    except ValidationError as refusal:
        if refusal.code not in LEGAL:
            raise
        return None


def roots():
    return set(Volunteer.objects.filter(merged_into=None).values_list("pk", flat=True))


def hold():
    """What is true after every step."""
    standing = VolunteerMerge.objects.standing().count()
    assert Volunteer.objects.filter(state="merged").count() == standing
    assert set(Volunteer.objects.exclude(merged_into=None).values_list("merged_into", flat=True)) <= roots()
    assert counted() == Volunteer.objects.filter(merged_into=None, identity__claimed=False).count()
    for row in Volunteer.objects.select_related("merged_into"):
        assert volunteer_of_number(row.volunteer_no, Volunteer.objects.all()) == (row.merged_into or row)


@given(seed=st.integers(min_value=0, max_value=2**32))
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_was_merged_and_undone_can_be_taken_back(seed):
    chance = random.Random(seed)
    with transaction.atomic():
        made = people(chance, county())
        before = snapshot()
        for _step in range(chance.randint(2, 8)):
            merges = list(VolunteerMerge.objects.standing())
            if merges and chance.random() < 0.3:
                step(undo_merge, merge=chance.choice(merges))
            else:
                keep, gone = chance.sample(made, 2)
                step(merge_volunteers, keep=keep, gone=gone)
            hold()
        while merges := list(VolunteerMerge.objects.standing()):
            assert any(step(undo_merge, merge=merge) for merge in merges)
        assert snapshot() == before
        transaction.set_rollback(True)

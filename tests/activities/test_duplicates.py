import datetime as dt
import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.forms.models import model_to_dict

from activities.models import Activity, ActivityStep, DuplicateCandidate
from activities.services import duplicates
from tests.factories import (
    ActivityFactory,
    CountyFactory,
    TeamFactory,
    UserFactory,
    WorkFactory,
    logger,
    reviewer,
    sichuan,
)

pytestmark = pytest.mark.django_db
DAY = dt.date(2025, 4, 22)


@pytest.fixture
def sides():
    """One dragon-boat race, logged by 荣昌 and by 泸县."""
    near, far = CountyFactory(code="500153"), CountyFactory(code="510521", province=sichuan())
    common = {"starts_on": DAY, "place": "濑溪河", "place_region": near, "verified": True}
    return {
        "near": near,
        "far": far,
        "first": ActivityFactory(title="荣昌泸县龙舟赛", lead=near, partners=[far], **common),
        "second": ActivityFactory(
            title="泸县荣昌龙舟赛", lead=far, partners=[near], with_teams=[TeamFactory(home_region=far)], **common
        ),
        "reviewer": reviewer(near),
    }


@pytest.fixture
def pair(sides):
    duplicates.find_candidates(activity_id=sides["first"].pk)
    return DuplicateCandidate.objects.get()


def snapshot():
    """Everything about the records that a merge may touch, but the counter that makes open forms stale."""
    ignored = {"version", "state_since"}
    return {
        record.pk: (
            {name: value for name, value in model_to_dict(record).items() if name not in ignored},
            record.state,
            record.verified_by_id,
            record.verified_at,
            sorted(record.parties.values_list("pk", "region_id", "unit_id", "role")),
            sorted(record.teams.values_list("pk", flat=True)),
            sorted(record.works.values_list("pk", flat=True)),
            sorted(record.speakers.values_list("pk", "name")),
        )
        for record in Activity.objects.order_by("pk")
    }


def test_one_event_logged_on_both_sides_is_noted_once(sides):
    duplicates.find_candidates(activity_id=sides["first"].pk)
    duplicates.find_candidates(activity_id=sides["second"].pk)

    pair = DuplicateCandidate.objects.get()
    assert (pair.first, pair.second) == (sides["first"], sides["second"])
    assert pair.score >= 60


@pytest.mark.parametrize(
    "changes",
    [
        {"starts_on": DAY + dt.timedelta(days=3), "ends_on": DAY + dt.timedelta(days=3)},
        {"title": "反诈宣讲进院坝", "place": "石碾镇文化站", "place_region": None},
        {"state": "draft", "verified_by": None},
    ],
    ids=["another day", "another event", "still a draft"],
)
def test_what_is_not_one_event_is_not_noted(sides, changes):
    Activity.objects.filter(pk=sides["second"].pk).update(**changes)

    duplicates.find_candidates(activity_id=sides["first"].pk)

    assert not DuplicateCandidate.objects.exists()


def test_only_what_changed_since_is_compared_again(sides):
    assert duplicates.find_owed_candidates() == 2
    assert duplicates.find_owed_candidates() == 0
    Activity.objects.filter(pk=sides["first"].pk).update(version=9)
    assert duplicates.find_owed_candidates() == 1


def test_a_merge_counts_one_event_and_credits_every_party(sides, pair):
    WorkFactory().activities.add(sides["second"])
    sides["second"].speakers.create(name="样例讲师")

    duplicates.merge_activities(actor=sides["reviewer"], candidate=pair, keep=sides["first"], reason="同一场比赛")

    kept, gone = Activity.objects.get(pk=sides["first"].pk), Activity.objects.get(pk=sides["second"].pk)
    assert (gone.state, gone.merged_into) == (Activity.State.MERGED, kept)
    assert list(Activity.objects.counted()) == [kept]
    assert {party.region_id for party in kept.parties.all()} == {"500153", "510521"}
    assert (kept.teams.count(), kept.works.count(), kept.speakers.count()) == (1, 1, 1)
    assert ActivityStep.objects.get(activity=gone).reason == "同一场比赛"


def test_undo_gives_back_exactly_what_was(sides, pair):
    WorkFactory().activities.add(sides["second"])
    sides["second"].speakers.create(name="样例讲师")
    before = snapshot()

    duplicates.merge_activities(actor=sides["reviewer"], candidate=pair, keep=sides["first"])
    assert snapshot() != before
    duplicates.undo_merge(actor=sides["reviewer"], candidate=pair)
    duplicates.undo_merge(actor=sides["reviewer"], candidate=pair)  # twice changes nothing

    assert snapshot() == before
    assert DuplicateCandidate.objects.get().state == DuplicateCandidate.State.OPEN


def test_a_merge_makes_open_forms_stale(sides, pair):
    duplicates.merge_activities(actor=sides["reviewer"], candidate=pair, keep=sides["first"])

    assert Activity.objects.get(pk=sides["first"].pk).version > sides["first"].version


def test_merging_again_changes_nothing_and_the_other_way_round_is_refused(sides, pair):
    for _time in range(2):
        duplicates.merge_activities(actor=sides["reviewer"], candidate=pair, keep=sides["first"])
    assert ActivityStep.objects.count() == 1

    with pytest.raises(ValidationError) as refused:
        duplicates.merge_activities(actor=sides["reviewer"], candidate=pair, keep=sides["second"])
    assert refused.value.code == "already_merged"


def test_a_draft_is_not_merged(sides, pair):
    Activity.objects.filter(pk=sides["second"].pk).update(state="reopened", verified_by=None)

    with pytest.raises(ValidationError) as refused:
        duplicates.merge_activities(actor=sides["reviewer"], candidate=pair, keep=sides["first"])
    assert refused.value.code == "not_mergeable"


def test_an_inner_merge_is_undone_after_the_outer_one(sides, pair):
    third = ActivityFactory(title="荣昌泸县龙舟赛", lead=sides["near"], starts_on=DAY, place="濑溪河", verified=True)
    duplicates.merge_activities(actor=sides["reviewer"], candidate=pair, keep=sides["first"])
    duplicates.find_candidates(activity_id=third.pk)
    outer = DuplicateCandidate.objects.get(second=third, first=sides["first"])
    duplicates.merge_activities(actor=sides["reviewer"], candidate=outer, keep=third)

    with pytest.raises(ValidationError) as refused:
        duplicates.undo_merge(actor=sides["reviewer"], candidate=pair)
    assert refused.value.code == "already_merged"


def test_dismissed_pairs_are_not_found_again(sides, pair):
    duplicates.dismiss_candidate(actor=sides["reviewer"], candidate=pair, reason="两场")
    duplicates.find_candidates(activity_id=sides["first"].pk)

    assert DuplicateCandidate.objects.get().state == DuplicateCandidate.State.DIFFERENT


def test_both_sides_see_a_pair_and_their_reviewers_decide(sides, pair):
    stranger = CountyFactory(code="500101")
    for person, sees, decides in [
        (sides["reviewer"], True, True),
        (reviewer(sides["far"]), True, True),
        (logger(sides["near"]), True, False),
        (reviewer(stranger), True, False),
        (UserFactory(), False, False),
    ]:
        assert DuplicateCandidate.objects.visible_to(person).exists() == sees
        assert DuplicateCandidate.objects.manageable_by(person).exists() == decides


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_reviewers_at_once_merge_once(sides, pair):
    outcomes = []

    def merge(keep):
        try:
            duplicates.merge_activities(actor=sides["reviewer"], candidate=pair, keep=keep)
            outcomes.append("merged")
        except ValidationError as error:
            outcomes.append(error.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=merge, args=[sides[name]]) for name in ("first", "second")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["already_merged", "merged"]
    assert Activity.objects.filter(state="merged").count() == 1

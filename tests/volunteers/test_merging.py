import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from accounts.models import Notice
from tests.factories import UserFactory, reviewer
from tests.volunteers.factories import (
    GuardianFactory,
    PlatformAccountFactory,
    PlatformFactory,
    ServiceAreaFactory,
    VolunteerFactory,
)
from tests.volunteers.merging_world import claimed_of, consent, counted, county, pair_of, reload, snapshot, twins
from volunteers.models import Consent, Identity, LikelyDuplicate, Volunteer, VolunteerMerge
from volunteers.queries.finding import volunteer_of_number
from volunteers.services.merging import keep_apart, merge_volunteers
from volunteers.services.undoing import undo_merge

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    return county()


@pytest.fixture
def actor(home):
    return reviewer(home)


def merge(actor, keep, gone, **given):
    return merge_volunteers(actor=actor, keep=keep, gone=gone, reason="同一个人", **given)


def undo(actor, made):
    return undo_merge(actor=actor, merge=made, reason="认错了人")


def refused(call, *args, **given):
    with pytest.raises(ValidationError) as refusal:
        call(*args, **given)
    return refusal.value.code


def test_what_is_of_the_one_goes_over_and_one_person_is_counted(home, actor):
    keep, gone = twins(home)
    Volunteer.objects.filter(pk=gone.pk).update(user=UserFactory(), registered_on=dt.date(2024, 7, 1))
    account, area = PlatformAccountFactory(volunteer=gone), ServiceAreaFactory(volunteer=gone)
    GuardianFactory(volunteer=gone)
    share = consent(gone, "share")

    made = merge(actor, keep, gone)

    keep, was = reload(keep, gone)
    assert (was.state, was.merged_into, was.user, was.ended_on) == ("merged", keep, None, timezone.localdate())
    assert keep.user is not None
    assert keep.registered_on == dt.date(2024, 7, 1)
    assert [row.volunteer for row in reload(account, area, share)] == [keep, keep, keep]
    assert keep.guardian.name == "样例监护人"
    assert counted() == 1
    assert LikelyDuplicate.objects.get().state == "merged"
    assert made.moved["accounts"] == [account.pk]


def test_both_numbers_find_the_one_that_stands(home, actor):
    keep, gone = twins(home)
    merge(actor, keep, gone)
    rows = Volunteer.objects.all()

    assert volunteer_of_number(keep.volunteer_no, rows) == keep
    spaced = f"{gone.volunteer_no[:4]} {gone.volunteer_no[4:]}"
    assert volunteer_of_number(spaced, rows) == keep
    assert volunteer_of_number(gone.volunteer_no, rows.exclude(pk=keep.pk)) is None
    assert volunteer_of_number("123", rows) is None


def test_versions_rise_so_that_the_feed_tells_of_both(home, actor):
    keep, gone = twins(home)
    merge(actor, keep, gone)
    assert [row.version for row in reload(keep, gone)] == [2, 2]


def test_a_number_stands_for_the_last_one_however_often_it_was_merged(home, actor):
    first, second, third = twins(home, 3)
    merge(actor, second, third)
    merge(actor, first, second)

    assert set(first.aliases.all()) == {second, third}
    assert volunteer_of_number(third.volunteer_no, Volunteer.objects.all()) == first


@pytest.mark.parametrize(
    ("mine", "theirs", "stands"),
    [
        ("none", "given", True),
        ("given", "none", True),
        ("given", "given", True),
        ("withdrawn", "given", False),
        ("given", "withdrawn", False),
        ("none", "withdrawn", False),
    ],
)
def test_what_was_withdrawn_under_either_number_is_not_revived(home, actor, mine, theirs, stands):
    keep, gone = twins(home)
    for row, state in ((keep, mine), (gone, theirs)):
        if state != "none":
            consent(row, "share", withdrawn=state == "withdrawn")
    before = snapshot()

    made = merge(actor, keep, gone)
    assert Consent.objects.filter(volunteer=keep, purpose="share", withdrawn_at=None).exists() == stands

    undo(actor, made)
    assert snapshot() == before


def test_the_consent_to_be_kept_is_never_ended_by_a_merge(home, actor):
    keep, gone = twins(home)
    stands = consent(keep, "keep")
    consent(gone, "keep", withdrawn=True)
    merge(actor, keep, gone)
    assert reload(stands)[0].withdrawn_at is None


def test_a_county_where_both_serve_stands_once(home, actor):
    keep, gone = twins(home)
    shared = ServiceAreaFactory(volunteer=keep).region
    stays = ServiceAreaFactory(volunteer=gone, region=shared)
    past = ServiceAreaFactory(volunteer=gone, since=dt.date(2024, 1, 1), until=dt.date(2024, 2, 1))
    merge(actor, keep, gone)
    assert keep.areas.count() == 1
    assert [row.volunteer for row in reload(stays, past)] == [gone, gone]


def test_a_claim_becomes_part_of_who_holds_the_document(home, actor):
    keep = VolunteerFactory(home=home)
    claim = claimed_of(keep)
    before = snapshot()

    made = merge(actor, keep, claim)
    assert [row.state for row in reload(keep, claim)] == ["active", "merged"]

    undo(actor, made)
    assert snapshot() == before


def test_a_claim_that_is_kept_takes_the_document_over(home, actor):
    known = VolunteerFactory(home=home)
    claim = claimed_of(known)
    before = snapshot()

    made = merge(actor, claim, known)
    assert [row.state for row in reload(claim, known)] == ["active", "merged"]
    assert list(Identity.objects.order_by("pk").values_list("pk", "claimed")) == [(known.pk, True), (claim.pk, False)]
    assert counted() == 1

    undo(actor, made)
    assert snapshot() == before


def test_a_claim_takes_nobody_counted_in_but_the_holder_of_the_document(home, actor):
    claim, other = claimed_of(VolunteerFactory(home=home)), VolunteerFactory(home=home)
    assert refused(merge, actor, claim, other) == "keep_the_counted_one"
    assert refused(merge, actor, other, claim) == "claim_of_another"


def test_the_same_merge_again_is_the_first_one_and_another_is_refused(home, actor):
    keep, gone, third = twins(home, 3)
    made = merge(actor, keep, gone)
    assert merge(actor, keep, gone) == made
    assert refused(merge, actor, third, gone) == "merged_meanwhile"
    assert refused(merge, actor, gone, third) == "merged_meanwhile"
    assert refused(merge, actor, keep, keep) == "not_mergeable"


def test_an_erased_registration_is_not_merged(home, actor):
    keep, gone = twins(home)
    Volunteer.objects.filter(pk=gone.pk).update(state="erased", ended_on=timezone.localdate())
    assert refused(merge, actor, keep, gone) == "not_mergeable"


def test_both_homes_are_told_of_a_merge_and_of_its_undoing(home, actor):
    across = county("511083")
    theirs, stranger = reviewer(across), reviewer(county("500101"))
    keep, gone = twins(home, 1)[0], twins(across, 1)[0]

    made = merge(actor, keep, gone)
    undo(actor, made)

    told = set(Notice.objects.values_list("user", "kind"))
    assert told == {(theirs.pk, "volunteers_merged"), (theirs.pk, "volunteers_merge_undone")}
    assert stranger.pk not in {user for user, _kind in told}


def test_undo_is_for_thirty_days_and_says_why_it_is_refused(home, actor):
    first, second, third = twins(home, 3)
    inner = merge(actor, second, third)
    outer = merge(actor, first, second)
    assert refused(undo, actor, inner) == "undo_later_first"

    undo(actor, outer)
    VolunteerMerge.objects.filter(pk=inner.pk).update(made_at=timezone.now() - dt.timedelta(days=31))
    assert refused(undo, actor, inner) == "undo_too_late"


def test_only_the_newest_merge_of_a_person_is_undone(home, actor):
    first, second, third = twins(home, 3)
    older, newer = merge(actor, first, second), merge(actor, first, third)
    assert refused(undo, actor, older) == "undo_later_first"
    undo(actor, newer)
    undo(actor, older)
    undo(actor, older)  # twice changes nothing
    assert counted() == 3


def test_what_came_to_the_kept_one_since_stays_with_it(home, actor):
    keep, gone = twins(home)
    moved, ended = PlatformAccountFactory(volunteer=gone), consent(keep, "share")
    consent(gone, "share", withdrawn=True)
    Volunteer.objects.filter(pk=gone.pk).update(registered_on=dt.date(2024, 7, 1))
    made = merge(actor, keep, gone)
    later = PlatformAccountFactory(volunteer=keep)
    anew = consent(keep, "share")
    through = PlatformFactory()
    Volunteer.objects.filter(pk=keep.pk).update(registered_on=dt.date(2024, 6, 1), registered_through=through)

    undo(actor, made)

    moved, later, ended, anew, keep = reload(moved, later, ended, anew, keep)
    assert (moved.volunteer, later.volunteer) == (gone, keep)
    assert (ended.withdrawn_at is None, anew.withdrawn_at) == (False, None)
    assert (keep.registered_on, keep.registered_through) == (dt.date(2024, 6, 1), through)


def test_a_withdrawal_since_the_merge_goes_back_with_the_consent(home, actor):
    keep, gone = twins(home)
    share = consent(gone, "share")
    made = merge(actor, keep, gone)
    Consent.objects.filter(pk=share.pk).update(withdrawn_at=timezone.now())

    undo(actor, made)

    share = reload(share)[0]
    assert share.volunteer == gone
    assert share.withdrawn_at is not None


def test_a_pair_of_two_persons_is_decided_and_a_merged_one_is_not(home, actor):
    keep, gone, third = twins(home, 3)
    apart = keep_apart(actor=actor, pair=pair_of(keep, third), note="父子")
    assert (apart.state, apart.note, apart.decided_by) == ("different", "父子", actor)
    made = merge(actor, keep, gone)
    assert refused(keep_apart, actor=actor, pair=made.pair, note="") == "pair_merged"


def test_pairs_of_one_person_wait_for_nobody(home, actor):
    first, second, third = twins(home, 3)
    pairs = [pair_of(first, second), pair_of(first, third), pair_of(second, third)]
    waiting = LikelyDuplicate.objects.waiting()
    assert list(waiting) == pairs

    merge(actor, first, second, pair=pairs[0])
    assert list(waiting.all()) == pairs[1:]  # third may still be the same person, by way of either
    merge(actor, first, third, pair=pairs[2])
    assert not waiting.all()

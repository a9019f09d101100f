import datetime as dt
import threading

import pytest
from django.db import connection, transaction

from tests.factories import reviewer
from tests.volunteers.factories import VolunteerFactory
from tests.volunteers.merging_world import claimed_of, county, twins
from volunteers.models import Identity, LikelyDuplicate, Volunteer
from volunteers.services.likeness import find_owed_pairs, find_pairs, note_claim
from volunteers.services.merging import keep_apart
from volunteers.services.touching import touch

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    return county()


def find(*rows):
    return find_pairs([row.pk for row in rows])


def test_one_name_birth_date_and_mobile_make_a_pair_once(home):
    first, second = twins(home)
    VolunteerFactory(home=home)

    assert find(first, second) == 1
    assert find(second) == 0

    pair = LikelyDuplicate.objects.get()
    assert (pair.first, pair.second, pair.reasons) == (first, second, ["name_birth_mobile"])


def test_two_kinds_of_document_are_said_to_be_the_reason(home):
    first, second = twins(home)
    Identity.objects.filter(pk=second.pk).update(document_kind="passport")
    find(first)
    assert LikelyDuplicate.objects.get().reasons == ["two_documents"]


@pytest.mark.parametrize(
    "changes",
    [
        {"name": "样例别人"},
        {"birth_date": dt.date(1991, 1, 1)},
        {"birth_date": None},
        {"mobile_index": b"another"},
        {"mobile": None, "mobile_index": None, "mobile_tail": None},
    ],
    ids=["name", "birth date", "no birth date", "mobile", "no mobile"],
)
def test_what_differs_in_one_of_them_is_no_pair(home, changes):
    first, second = twins(home)
    Identity.objects.filter(pk=second.pk).update(**changes)
    assert find(first, second) == 0


def test_what_ended_is_compared_no_more(home):
    first, second = twins(home)
    Volunteer.objects.filter(pk=second.pk).update(state="erased", ended_on=dt.date(2026, 1, 1))
    assert find(first, second) == 0


def test_two_persons_come_back_only_when_something_else_makes_them_alike(home):
    first, second = twins(home)
    find(first)
    keep_apart(actor=reviewer(home), pair=LikelyDuplicate.objects.get(), note="同名同日")
    assert find(first, second) == 0

    Identity.objects.filter(pk__in=[first.pk, second.pk]).update(name="样例改名")
    assert find(first, second) == 1
    pair = LikelyDuplicate.objects.get()
    assert (pair.state, pair.decided_by, pair.note) == ("open", None, "同名同日")


def test_a_claim_is_noted_once_and_keeps_what_was_decided(home):
    known = VolunteerFactory(home=home)
    claim = claimed_of(known)
    pair = note_claim(claim, known)
    assert (pair.first, pair.second, pair.reasons) == (known, claim, ["same_document"])

    keep_apart(actor=reviewer(home), pair=pair, note="证件借用")
    assert note_claim(claim, known).state == "different"
    assert find(claim) == 1  # name, birth date and mobile are another reason
    assert LikelyDuplicate.objects.get().reasons == ["name_birth_mobile", "same_document"]
    assert note_claim(claim, known).state == "open"


@pytest.mark.django_db(transaction=True)
def test_only_what_changed_is_compared_again(home):
    first, second = twins(home)
    assert find_owed_pairs(size=1) == 2
    assert LikelyDuplicate.objects.count() == 1
    assert find_owed_pairs() == 0

    LikelyDuplicate.objects.all().delete()
    touch([second.pk])
    assert find_owed_pairs() == 1
    assert LikelyDuplicate.objects.get().first == first


@pytest.mark.django_db(transaction=True)
def test_a_row_that_commits_late_is_not_skipped(home):
    """A transaction that began before the mark moved on, and ends after it."""
    first = twins(home, 1)[0]
    begun, go_on = threading.Event(), threading.Event()

    def late():
        with transaction.atomic():
            twins(home, 1)
            begun.set()
            go_on.wait(10)
        connection.close()

    thread = threading.Thread(target=late)
    thread.start()
    begun.wait(10)
    touch([first.pk])  # a younger transaction, which ends first
    find_owed_pairs()
    go_on.set()
    thread.join()
    find_owed_pairs()
    assert LikelyDuplicate.objects.count() == 1

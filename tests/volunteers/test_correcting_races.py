"""Two who decide at once, and a decision while the person is merged or erased."""

import pytest

from tests import factories
from tests.factories import UserFactory
from tests.volunteers.factories import VolunteerFactory, resident_number
from tests.volunteers.merging_world import at_once, claimed_of, county, reload
from volunteers.models import Correction, Identity
from volunteers.services.approving import approve_correction, refuse_correction
from volunteers.services.claims import confirm_claim
from volunteers.services.correcting import ask_correction
from volunteers.services.erasing import erase_volunteer
from volunteers.services.merging import merge_volunteers

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]
NEW = resident_number(6_102)


@pytest.fixture
def home(transactional_db):
    return county()


def somebody(home, serial):
    return VolunteerFactory(home=home, user=UserFactory(), identity__document_number=resident_number(serial))


def asked(volunteer, document=NEW):
    return ask_correction(
        actor=volunteer.user, volunteer=volunteer, name="", document_kind="", document=document, birth_date=None
    )


def approving(actor, correction, seen=NEW):
    return lambda: approve_correction(actor=actor, correction=correction, seen_document=seen, reason="持证核对")


def erasing(actor, volunteer):
    return lambda: erase_volunteer(
        actor=actor, volunteer=volunteer, typed_number=volunteer.volunteer_no, reason="本人书面申请"
    )


def merging(actor, keep, gone):
    return lambda: merge_volunteers(actor=actor, keep=keep, gone=gone, reason="同一个人")


def test_two_decisions_at_once_are_one(home):
    one, two = factories.reviewer(home), factories.reviewer(home)
    correction = asked(somebody(home, 6_101))

    def refuse():
        refuse_correction(actor=two, correction=correction, reason="不符")

    found = at_once(approving(one, correction), approving(two, correction), refuse)
    assert found == {"done": 1, "correction_decided": 2}


def test_two_people_get_the_same_document_never_both(home):
    reviewer = factories.reviewer(home)
    people = [somebody(home, serial) for serial in (6_111, 6_112, 6_113)]
    found = at_once(*(approving(reviewer, asked(person)) for person in people))
    assert found == {"done": 3}, "those who came later are left to a pair"
    assert Correction.objects.filter(state="approved").count() == 1
    assert Correction.objects.filter(state="open", pair__isnull=False).count() == 2


def test_a_decision_while_the_person_is_erased_or_merged(home):
    reviewer = factories.reviewer(home)
    for round_ in range(3):
        erased, merged = somebody(home, 6_120 + round_), somebody(home, 6_130 + round_)
        keep = somebody(home, 6_140 + round_)
        news = [resident_number(6_150 + 2 * round_ + place) for place in (0, 1)]
        waiting = [asked(erased, news[0]), asked(merged, news[1])]
        found = at_once(
            approving(reviewer, waiting[0], news[0]),
            erasing(reviewer, erased),
            approving(reviewer, waiting[1], news[1]),
            merging(reviewer, keep, merged),
        )
        assert set(found) <= {"done", "correction_decided"}
        assert {row.state for row in reload(*waiting)} <= {"approved", "closed"}
        assert not Identity.objects.filter(pk=erased.pk).exists()
        assert [row.state for row in reload(erased, merged)] == ["erased", "merged"]


def test_two_claims_confirmed_at_once_are_one_holder(home):
    reviewer, holder = factories.reviewer(home), somebody(home, 6_160)
    claims = [claimed_of(holder), claimed_of(holder)]
    approve_correction(actor=reviewer, correction=asked(holder), seen_document=NEW, reason="持证核对")

    def confirming(claim):
        seen = resident_number(6_160)
        return lambda: confirm_claim(actor=reviewer, volunteer=claim, seen_document=seen, reason="持证核对")

    assert at_once(*map(confirming, claims)) == {"done": 1, "document_held": 1}
    assert Identity.objects.filter(volunteer__in=claims, claimed=False).count() == 1

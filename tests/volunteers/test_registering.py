"""Registering by oneself: who becomes whom, what nobody is told, and ages."""

import datetime as dt
import re
from collections import Counter

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests import factories
from tests.volunteers.factories import IdentityFactory, VolunteerFactory, resident_number
from tests.volunteers.joining import (
    ALL,
    MOBILE,
    OTHER_MOBILE,
    born,
    guardian_of,
    proven,
    register,
    said,
    texts,
)
from volunteers import vault
from volunteers.models import Consent, Guardian, Identity, LikelyDuplicate, PlatformAccount, SmsMessage, Volunteer
from volunteers.numbers import read_number
from volunteers.services import claims
from volunteers.services.details import age_on
from volunteers.services.registering import register_person

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    texts()
    return factories.CountyFactory(code="500153", name="荣昌区")


def codes(error):
    if hasattr(error, "error_dict"):
        return {field: [one.code for one in found] for field, found in error.error_dict.items()}
    return error.code


class TestRegistering:
    def test_everything_is_kept_and_nothing_in_clear(self, home):
        volunteer = register(home, skills=["law"], times=["weekends"], dialects=["sichuanese"])
        assert (volunteer.state, volunteer.home, volunteer.skills) == ("active", home, ["law"])
        assert read_number(volunteer.volunteer_no) == volunteer.volunteer_no
        identity = volunteer.identity
        assert identity.name == "样例甲"
        assert identity.name_keys.startswith("yanglijia")
        assert vault.unseal("document", identity.document) == resident_number(7, born(30))
        assert vault.unseal("mobile", identity.mobile) == MOBILE
        assert identity.mobile_proven_at is not None
        assert identity.claimed is False
        standing = Consent.objects.filter(withdrawn_at=None).values_list("purpose", "given_by", "text__version")
        assert set(standing) == {("keep", "self", 1), ("share", "self", 1), ("publish", "self", 1)}
        account = PlatformAccount.objects.get()
        assert (account.platform.code, account.volunteer) == ("portal", volunteer)

    def test_the_person_is_told_by_message(self, home):
        volunteer = register(home)
        message = SmsMessage.objects.get(kind="welcome")
        assert message.params == {"number": volunteer.volunteer_no}
        assert vault.unseal("mobile", message.mobile) == MOBILE

    def test_without_consent_to_keep_there_is_none(self, home):
        with pytest.raises(ValidationError) as refused:
            register(home, purposes=["share"])
        assert refused.value.code == "keeping_not_agreed"
        assert not Volunteer.objects.exists()

    def test_the_same_proof_again_is_the_same_registration(self, home):
        proof, person = proven(), said(home)
        first = register_person(proof=proof, person=person, purposes=ALL)
        again = register_person(proof=proof, person=said(home, serial=9), purposes=["keep"])
        assert again == first
        assert (Volunteer.objects.count(), Consent.objects.count()) == (1, 3)

    def test_a_proof_that_is_not_proven_or_old_is_refused(self, home):
        proof = proven()
        proof.proven_at -= dt.timedelta(hours=2)
        proof.save()
        with pytest.raises(ValidationError) as refused:
            register_person(proof=proof, person=said(home), purposes=ALL)
        assert refused.value.code == "mobile_not_proven"


class TestKnownAlready:
    def test_with_the_same_mobile_it_is_she_and_the_newest_word_holds(self, home):
        first = register(home, skills=["law"])
        elsewhere = factories.CountyFactory(code="500101", name="万州区")
        again = register(elsewhere, skills=["arts"], purposes=["keep"])
        assert again == first
        again.refresh_from_db()
        assert (again.home, again.skills) == (elsewhere, ["arts"])
        assert [str(move.from_region) for move in again.moves.all()] == ["荣昌区"]
        standing = Consent.objects.filter(withdrawn_at=None).values_list("purpose", flat=True)
        assert list(standing) == ["keep"]
        assert PlatformAccount.objects.count() == 1

    def test_a_registration_from_a_platform_is_hers_once_she_proves_its_mobile(self, home):
        pushed = VolunteerFactory(identity=False, home=home)
        IdentityFactory(
            volunteer=pushed, document_number=resident_number(7, born(30)), birth_date=born(30), mobile_number=MOBILE
        )
        assert register(home) == pushed
        pushed.identity.refresh_from_db()
        assert pushed.identity.mobile_proven_at is not None
        assert pushed.accounts.get().platform.code == "portal"

    def test_with_another_mobile_the_county_looks(self, home):
        first = register(home)
        second = register(home, mobile=OTHER_MOBILE)
        assert (second != first, second.state, second.identity.claimed) == (True, "claimed", True)
        assert claims.pair_claims() == 1
        assert claims.pair_claims() == 0
        pair = LikelyDuplicate.objects.get()
        assert (pair.first, pair.second, pair.reasons) == (first, second, ["same_document"])

    def test_a_claim_that_is_made_again_is_the_same(self, home):
        register(home)
        second = register(home, mobile=OTHER_MOBILE)
        assert register(home, mobile=OTHER_MOBILE) == second

    def test_what_was_merged_leads_to_the_other(self, home):
        root, alias = register(home, serial=20), register(home, mobile=OTHER_MOBILE)
        alias.state, alias.merged_into, alias.ended_on = "merged", root, dt.date(2026, 1, 1)
        alias.save()
        assert register(home, mobile=OTHER_MOBILE) == root
        assert register(home, mobile=MOBILE) == root

    def test_two_passports_with_one_number_are_not_taken_for_one(self, home):
        passport = {"document_kind": "passport", "document": "X1234567"}
        first = register(home, birth_date=dt.date(1990, 1, 1), **passport)
        second = register(home, birth_date=dt.date(1980, 1, 1), **passport)
        assert second != first
        assert second.state == "claimed"


def work_of(register):
    """How often each table was read and written, and each cipher used."""
    with CaptureQueriesContext(connection) as queries, pytest.MonkeyPatch.context() as patch:
        used = Counter()
        for name in ("seal", "unseal", "blind_index", "blind_indexes", "tail_index"):
            patch.setattr(vault, name, _counted(getattr(vault, name), name, used))
        register()
    tables = re.compile(r'^(SELECT|INSERT INTO|UPDATE|DELETE FROM)\b.*?"(\w+)"', re.DOTALL)
    statements = Counter(found.groups() for query in queries if (found := tables.match(query["sql"])))
    return statements, used


def _counted(function, name, used):
    def counted(*words):
        used[name] += 1
        return function(*words)

    return counted


def test_known_or_not_takes_the_same_work(home, django_capture_on_commit_callbacks):
    """A stranger's document that stands already costs what a new one costs: the same statements and ciphers."""
    register(home, serial=20)
    new_proof, known_proof = proven(OTHER_MOBILE), proven("13900000003")
    new, known = said(home, serial=21), said(home, serial=20)
    fresh = work_of(lambda: register_person(proof=new_proof, person=new, purposes=ALL))
    claimed = work_of(lambda: register_person(proof=known_proof, person=known, purposes=ALL))
    assert Volunteer.objects.filter(state="claimed").count() == 1
    assert fresh == claimed
    assert fresh[1]["seal"] >= 1


class TestAges:
    def test_whole_years(self):
        assert age_on(dt.date(2008, 11, 28), dt.date(2026, 11, 27)) == 17
        assert age_on(dt.date(2008, 11, 28), dt.date(2026, 11, 28)) == 18
        assert age_on(dt.date(2008, 2, 29), dt.date(2026, 2, 28)) == 17
        assert age_on(dt.date(2008, 2, 29), dt.date(2026, 3, 1)) == 18

    @pytest.mark.parametrize("age", [5, 13, 14, 17])
    def test_a_minor_needs_a_guardian(self, home, age):
        with pytest.raises(ValidationError) as refused:
            register(home, age=age)
        assert refused.value.code == "guardian_needed"
        assert not Volunteer.objects.exists()

    def test_the_guardians_mobile_is_proven_too(self, home):
        person = said(home, age=16)
        with pytest.raises(ValidationError) as refused:
            register_person(proof=proven(), person=person, purposes=ALL, guardian=guardian_of(person))
        assert refused.value.code == "mobile_not_proven"

    def test_from_14_the_person_has_a_mobile_and_the_guardian_agrees(self, home):
        person = said(home, age=16)
        volunteer = register_person(
            proof=proven(), person=person, purposes=ALL, guardian=guardian_of(person),
            guardian_proof=proven(OTHER_MOBILE, "guardian"),
        )  # fmt: skip
        guardian = Guardian.objects.get(volunteer=volunteer)
        assert (guardian.name, guardian.relation) == ("样例乙", "parent")
        assert vault.unseal("mobile", guardian.mobile) == OTHER_MOBILE
        assert vault.unseal("mobile", volunteer.identity.mobile) == MOBILE
        standing = set(Consent.objects.values_list("purpose", "given_by"))
        assert standing == {(purpose, "guardian") for purpose in ("keep", "share", "publish")}

    def test_a_child_under_14_has_rules_of_its_own(self, home):
        person = said(home, age=10)
        volunteer = register_person(
            proof=proven(), person=person, purposes=ALL, guardian=guardian_of(person),
            guardian_proof=proven(OTHER_MOBILE, "guardian"),
        )  # fmt: skip
        assert set(Consent.objects.values_list("purpose", flat=True)) == {"keep", "share", "child"}
        assert vault.unseal("mobile", Identity.objects.get(volunteer=volunteer).mobile) == OTHER_MOBILE
        assert vault.unseal("mobile", SmsMessage.objects.get(kind="welcome").mobile) == OTHER_MOBILE

    def test_an_adult_needs_none(self, home):
        assert not hasattr(register(home, age=18), "guardian")

    def test_a_guardian_is_of_age_and_somebody_else(self, home):
        person = said(home, age=16)
        with pytest.raises(ValidationError) as refused:
            guardian_of(person, age=17)
        assert codes(refused.value) == {"guardian_document": ["guardian_too_young"]}
        with pytest.raises(ValidationError) as refused:
            guardian_of(person, serial=7, age=16)
        assert codes(refused.value) == {"guardian_document": ["guardian_is_the_child"]}


class TestReading:
    def test_every_field_that_is_wrong_is_named(self, home):
        with pytest.raises(ValidationError) as refused:
            said(home, name="1", document="123")
        assert set(refused.value.error_dict) == {"name", "document"}

    def test_a_passport_needs_the_birth_date(self, home):
        with pytest.raises(ValidationError) as refused:
            said(home, document_kind="passport", document="E12345678")
        assert codes(refused.value) == {"birth_date": ["birth_date_missing"]}

    @pytest.mark.parametrize("day", [dt.date(1850, 1, 1), dt.date(2090, 1, 1)])
    def test_a_birth_date_is_likely(self, home, day):
        with pytest.raises(ValidationError) as refused:
            said(home, document_kind="passport", document="E12345678", birth_date=day)
        assert codes(refused.value) == {"birth_date": ["birth_date_wrong"]}

"""Registering on site, by page and by API: own county, code or paper, guardians, once."""

import datetime as dt
import uuid

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role
from tests import factories
from tests.volunteers.factories import resident_number
from tests.volunteers.joining import MOBILE, OTHER_MOBILE, born, guardian_of, proven, register, said, texts
from volunteers import vault
from volunteers.models import Consent, MobileProof, SmsMessage, Volunteer
from volunteers.services.codes import code_of
from volunteers.services.registering import register_on_site

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    texts()
    return factories.CountyFactory(code="500153", name="荣昌区")


@pytest.fixture
def elsewhere():
    return factories.CountyFactory(code="500101", name="万州区")


@pytest.fixture
def logger(home):
    return factories.logger(home)


def on_paper(actor, person, **changes):
    values = {"purposes": ["keep"], "on_paper": True}
    return register_on_site(actor=actor, person=person, **(values | changes))


def refusal(call, *words, **options):
    with pytest.raises(ValidationError) as refused:
        call(*words, **options)
    error = refused.value
    return (
        [one.code for found in error.error_dict.values() for one in found]
        if hasattr(error, "error_dict")
        else [error.code]
    )


class TestService:
    def test_on_paper_without_a_mobile(self, logger, home):
        volunteer = on_paper(logger, said(home))
        assert (volunteer.state, volunteer.identity.mobile) == ("active", None)
        assert Consent.objects.get().on_paper is True
        assert not SmsMessage.objects.filter(kind="welcome").exists()

    def test_on_paper_a_mobile_is_written_down_and_not_proven(self, logger, home):
        identity = on_paper(logger, said(home), mobile=f"+86 {MOBILE}").identity
        assert vault.unseal("mobile", identity.mobile) == MOBILE
        assert identity.mobile_proven_at is None

    def test_by_a_code_the_person_gets_the_number(self, logger, home):
        volunteer = register_on_site(
            actor=logger, person=said(home), purposes=["keep"], proof=proven(purpose="on_site")
        )
        assert volunteer.identity.mobile_proven_at is not None
        assert SmsMessage.objects.get(kind="welcome").params == {"number": volunteer.volunteer_no}
        assert Consent.objects.get().on_paper is False

    def test_neither_code_nor_paper_is_refused(self, logger, home):
        assert refusal(on_paper, logger, said(home), on_paper=False) == ["mobile_not_proven"]

    def test_a_passport_with_the_number_of_another_countrys_is_somebody_else(self, logger, home):
        passport = {"document_kind": "passport", "document": "X1234567"}
        first = on_paper(logger, said(home, birth_date=dt.date(1990, 1, 1), **passport))
        again = on_paper(logger, said(home, birth_date=dt.date(1990, 1, 1), **passport))
        other = on_paper(logger, said(home, name="样例另人", birth_date=dt.date(1980, 1, 1), **passport))
        assert again == first
        assert (other == first, other.state) == (False, "claimed")
        first.identity.refresh_from_db()
        assert first.identity.name == "样例甲"

    def test_the_history_says_who_and_how(self, logger, home):
        volunteer = on_paper(logger, said(home))
        event = apps.get_model("volunteers.VolunteerHistoryEvent").objects.get(pgh_obj=volunteer)
        assert event.pgh_context["user"] == logger.pk
        assert event.pgh_context["reason"] == "registered on site, consent on paper"

    def test_only_people_of_the_own_county_or_province(self, logger, home, elsewhere):
        assert refusal(on_paper, logger, said(elsewhere)) == ["not_your_county"]
        office = factories.person(Role.PROVINCIAL_OFFICE, factories.chongqing())
        assert on_paper(office, said(elsewhere)).home == elsewhere
        assert refusal(on_paper, factories.person(), said(home)) == ["not_your_county"]
        assert refusal(on_paper, factories.person(Role.CORRIDOR_OFFICE), said(home)) == ["not_your_county"]

    def test_a_minor_needs_a_guardian_with_a_mobile(self, logger, home):
        person = said(home, age=10)
        assert refusal(on_paper, logger, person) == ["guardian_needed"]
        assert refusal(on_paper, logger, person, guardian=guardian_of(person)) == ["guardian_mobile_missing"]
        volunteer = on_paper(logger, person, guardian=guardian_of(person), mobile=OTHER_MOBILE)
        assert vault.unseal("mobile", volunteer.guardian.mobile) == OTHER_MOBILE
        assert set(Consent.objects.values_list("purpose", "given_by")) == {("keep", "guardian"), ("child", "guardian")}

    def test_the_own_countys_people_are_recognised_by_their_document(self, logger, home):
        first = register(home)
        assert on_paper(logger, said(home, name="样例丙")) == first
        first.identity.refresh_from_db()
        assert (first.identity.name, vault.unseal("mobile", first.identity.mobile)) == ("样例丙", MOBILE)

    def test_a_new_mobile_that_is_proven_before_the_staff_is_theirs(self, logger, home):
        first = register(home)
        proof = proven(OTHER_MOBILE, "on_site")
        assert register_on_site(actor=logger, person=said(home), purposes=["keep"], proof=proof) == first
        first.identity.refresh_from_db()
        assert vault.unseal("mobile", first.identity.mobile) == OTHER_MOBILE

    def test_of_another_county_nobody_is_recognised(self, logger, home, elsewhere):
        first = register(elsewhere)
        second = on_paper(logger, said(home))
        assert (second != first, second.state) == (True, "claimed")

    def test_the_same_form_twice_is_one_registration(self, logger, home):
        key = uuid.uuid4()
        first = on_paper(logger, said(home), form_key=key)
        assert on_paper(logger, said(home, serial=9), form_key=key) == first
        stranger = factories.logger(factories.CountyFactory())
        other = said(stranger.home_region)
        assert refusal(on_paper, stranger, other, form_key=key) == ["form_key_taken"]


FORM = {
    "name": "样例甲", "document_kind": "resident_id", "document": resident_number(7, born(30)), "home": "500153",
    "mobile": MOBILE,
}  # fmt: skip


class TestPage:
    url = "/volunteers/on-site/"

    def test_by_a_code_without_losing_what_was_typed(self, client, logger, home):
        client.force_login(logger)
        page = client.post(self.url, FORM | {"send_code": "1", "skills": ["law", "sport"]})
        assert 'value="样例甲"' in page.content.decode()
        proof = MobileProof.objects.get()
        assert str(proof.pk) in page.content.decode()
        answer = client.post(self.url, FORM | {"proof": proof.pk, "code": code_of(proof.pk)})
        assert answer.status_code == 302
        number = Volunteer.objects.get().volunteer_no
        assert number in client.get(self.url).content.decode()

    def test_the_code_or_the_paper_is_asked_for(self, client, logger, home):
        client.force_login(logger)
        page = client.post(self.url, FORM).content.decode()
        assert "or have the consent signed on paper" in page
        assert 'value="样例甲"' in page
        assert client.post(self.url, FORM | {"on_paper": "on"}).status_code == 302

    def test_a_minor_opens_the_guardians_part(self, client, logger, home):
        client.force_login(logger)
        child = FORM | {"document": resident_number(7, born(10)), "on_paper": "on"}
        page = client.post(self.url, child).content.decode()
        assert "registers with the consent of a guardian" in page
        assert '<details class="more" open>' in page
        guardian = {"guardian_name": "样例乙", "guardian_document": resident_number(8, born(40)), "relation": "parent"}
        assert client.post(self.url, child | guardian).status_code == 302
        assert Volunteer.objects.get().guardian.name == "样例乙"

    def test_a_mobile_that_is_none_is_told(self, client, logger, home):
        client.force_login(logger)
        page = client.post(self.url, FORM | {"send_code": "1", "mobile": "1"}).content.decode()
        assert "A mobile number has 11 digits" in page
        assert not MobileProof.objects.exists()

    def test_sent_twice_it_is_one(self, client, logger, home):
        client.force_login(logger)
        form = FORM | {"on_paper": "on", "form_key": uuid.uuid4()}
        client.post(self.url, form)
        client.post(self.url, form)
        assert Volunteer.objects.count() == 1

    @pytest.mark.parametrize("counties", [1, 3])
    def test_costs_the_same_whatever_there_is(self, client, home, django_assert_num_queries, counties):
        office = factories.person(Role.PROVINCIAL_OFFICE, factories.chongqing())
        for _number in range(counties - 1):
            factories.CountyFactory()
        client.force_login(office)
        with django_assert_num_queries(9):
            client.get(self.url)


BODY = {
    "name": "样例甲", "document_kind": "resident_id", "document": resident_number(7, born(30)), "home": "500153",
    "purposes": ["keep", "share"], "consent_on_paper": True, "skills": ["law"],
}  # fmt: skip


class TestApi:
    def post(self, client, body, **headers):
        return client.post(reverse("api:volunteer-register"), body, content_type="application/json", headers=headers)

    def codes(self, answer):
        assert answer.status_code == 400
        return {(error["field"], error["code"]) for error in answer.json()["errors"]}

    def test_answers_with_the_number_and_nothing_else(self, client, logger, home):
        client.force_login(logger)
        answer = self.post(client, BODY)
        assert (answer.status_code, answer.json()) == (201, {"volunteer_no": Volunteer.objects.get().volunteer_no})

    def test_known_or_not_the_answer_has_the_same_shape(self, client, logger, home, elsewhere):
        register(elsewhere)
        client.force_login(logger)
        known, new = self.post(client, BODY), self.post(client, BODY | {"document": resident_number(9, born(30))})
        assert known.status_code == new.status_code == 201
        assert set(known.json()) == set(new.json()) == {"volunteer_no"}

    def test_the_same_key_is_the_same_registration(self, client, logger, home):
        client.force_login(logger)
        key = {"Idempotency-Key": str(uuid.uuid4())}
        first, again = self.post(client, BODY, **key), self.post(client, BODY, **key)
        assert (first.status_code, again.status_code) == (201, 200)
        assert first.json() == again.json()
        assert self.codes(self.post(client, BODY, **{"Idempotency-Key": "x"})) == {(None, "bad_key")}

    def test_refusals_have_fields_and_codes(self, client, logger, home, elsewhere):
        client.force_login(logger)
        assert self.codes(self.post(client, BODY | {"consent_on_paper": False})) == {
            ("consent_on_paper", "consent_missing")
        }
        assert self.codes(self.post(client, BODY | {"home": "500101"})) == {("home", "not_your_county")}
        assert self.codes(self.post(client, BODY | {"purposes": ["share"]})) == {(None, "keeping_not_agreed")}
        wrong = self.codes(self.post(client, BODY | {"document": "1", "name": "1"}))
        assert {field for field, _code in wrong} == {"document", "name"}

    def test_a_child_comes_with_a_guardian(self, client, logger, home):
        client.force_login(logger)
        child = BODY | {"document": resident_number(7, born(10))}
        assert self.codes(self.post(client, child)) == {(None, "guardian_needed")}
        guardian = {
            "name": "样例乙", "document_kind": "resident_id", "document": resident_number(8, born(40)),
            "relation": "parent",
        }  # fmt: skip
        answer = self.post(client, child | {"guardian": guardian, "mobile": MOBILE})
        assert answer.status_code == 201

    def test_a_token_registers_nobody(self, client, home):
        from accounts.services.tokens import issue_token

        account = factories.person(Role.API_CLIENT, home)
        administrator = factories.person(Role.SECURITY_ADMINISTRATOR)
        _token, secret = issue_token(
            actor=administrator,
            user=account,
            purpose="exchange",
            whole_corridor=True,
            may_write=True,
            expires_at=timezone.now() + dt.timedelta(days=30),
        )
        answer = self.post(client, BODY, Authorization=f"Bearer {secret}")
        assert answer.status_code == 403

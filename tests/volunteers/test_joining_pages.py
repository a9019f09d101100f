"""The way of somebody who is not signed in, without scripts: in order, out of order, twice, refused."""

import pytest
from django.urls import reverse

from tests import factories
from tests.volunteers.factories import resident_number
from tests.volunteers.joining import MOBILE, OTHER_MOBILE, born, register, texts
from volunteers.models import Consent, Joining, MobileProof, SmsMessage, Volunteer
from volunteers.queries.joining import people_with
from volunteers.services.codes import code_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def home():
    texts()
    county = factories.CountyFactory(code="500153", name="荣昌区")
    factories.BeltMembershipFactory(belt=factories.BeltFactory(code="south", name="川南渝西"), region=county)
    factories.sichuan()
    return county


def url(step):
    return reverse(f"volunteers:{step}")


def said(age=30, serial=7, **changes):
    number = resident_number(serial, born(age))
    values = {"name": "样例甲", "document_kind": "resident_id", "document": number, "home": "500153"}
    return values | {"skills": ["law"], "times": ["weekends"], "dialects": ["sichuanese"]} | changes


GUARDIAN = {
    "guardian_name": "样例乙", "relation": "parent", "guardian_document_kind": "resident_id",
    "guardian_document": resident_number(8, born(40)), "guardian_mobile": OTHER_MOBILE,
}  # fmt: skip


def post(client, step, **data):
    return client.post(url(step), data)


def newest():
    return MobileProof.objects.latest("created_at")


def up_to_details(client, mobile=MOBILE, **consents):
    post(client, "join", **({"keep": "on", "share": "on"} | consents))
    assert post(client, "join_mobile", mobile=mobile).url == url("join_code")
    assert post(client, "join_code", code=code_of(newest().pk)).url == url("join_details")


class TestTheWay:
    def test_ends_with_a_number_and_a_session(self, client, home):
        up_to_details(client)
        assert post(client, "join_details", **said()).url == url("join_done")
        volunteer = Volunteer.objects.get()
        page = client.get(url("join_done"))
        assert volunteer.volunteer_no in page.content.decode()
        assert page.wsgi_request.user == volunteer.user
        assert (volunteer.home, volunteer.skills) == (home, ["law"])
        assert volunteer.user.has_usable_password() is False
        assert volunteer.user.reach.roles == {"volunteer"}
        assert set(Consent.objects.values_list("purpose", flat=True)) == {"keep", "share"}
        assert Joining.objects.get().draft is None

    def test_each_step_shows_its_page_and_is_not_kept_by_the_browser(self, client, home):
        assert "I agree." in client.get(url("join")).content.decode()
        up_to_details(client)
        page = client.get(url("join_details"))
        assert "荣昌区" in page.content.decode()
        assert "no-store" in page.headers["Cache-Control"]

    def test_the_last_step_again_does_nothing_twice(self, client, home):
        up_to_details(client)
        post(client, "join_details", **said())
        assert post(client, "join_details", **said(serial=9)).url == url("join_done")
        assert post(client, "join_code", code="000000").url == url("join_done")
        assert (Volunteer.objects.count(), Consent.objects.count()) == (1, 2)

    def test_a_step_too_early_leads_back(self, client, home):
        assert client.get(url("join_details")).url == url("join")
        post(client, "join", keep="on")
        assert client.get(url("join_details")).url == url("join_mobile")
        assert client.get(url("join_code")).url == url("join_mobile")
        post(client, "join_mobile", mobile=MOBILE)
        assert post(client, "join_details", **said()).url == url("join_mobile")
        assert not Volunteer.objects.exists()

    def test_what_is_wrong_stays_on_the_page(self, client, home):
        assert "Without this consent" in post(client, "join").content.decode()
        up_to_details(client)
        page = post(client, "join_details", **said(document="123")).content.decode()
        assert 'value="样例甲"' in page
        assert 'value="123"' in page
        assert "checked" in page
        assert not Volunteer.objects.exists()

    def test_a_county_of_a_poster_is_suggested(self, client, home):
        assert 'value="500153"' in client.get(url("join") + "?county=500153").content.decode()
        up_to_details(client, county="500153")
        page = client.get(url("join_details")).content.decode()
        assert page.index("Suggested") < page.index("川南渝西")

    def test_a_wrong_code_can_be_tried_again_five_times(self, client, home):
        post(client, "join", keep="on")
        post(client, "join_mobile", mobile=MOBILE)
        right = code_of(newest().pk)
        wrong = "000000" if right != "000000" else "000001"
        for _try in range(5):
            assert "not right" in post(client, "join_code", code=wrong).content.decode()
        assert "can no longer be used" in post(client, "join_code", code=right).content.decode()

    def test_another_code_within_a_minute_is_refused(self, client, home):
        post(client, "join", keep="on")
        post(client, "join_mobile", mobile=MOBILE)
        page = client.post(url("join_again"), follow=True)
        assert "Too many codes" in page.content.decode()
        MobileProof.objects.update(created_at="2020-01-01T00:00:00Z")
        client.post(url("join_again"))
        assert MobileProof.objects.count() == 2

    def test_a_second_person_registers_on_the_same_phone(self, client, home):
        up_to_details(client)
        post(client, "join_details", **said())
        MobileProof.objects.update(created_at="2020-01-01T00:00:00Z")
        up_to_details(client)
        post(client, "join_details", **said(serial=9))
        assert Volunteer.objects.count() == 2

    def test_the_demo_shows_the_code_and_nothing_else_does(self, client, home, settings):
        post(client, "join", keep="on")
        post(client, "join_mobile", mobile=MOBILE)
        code = code_of(newest().pk)
        assert code not in client.get(url("join_code")).content.decode()
        settings.SMS_SHOWN = True
        assert code in client.get(url("join_code")).content.decode()
        settings.MODE = "production"
        assert code not in client.get(url("join_code")).content.decode()


def test_no_page_tells_whether_somebody_is_registered(client, home):
    """The same pages, letter by letter, for a stranger who tries a document that stands and one that does not."""
    register(home, serial=20)
    told = []
    for serial in (20, 21):
        client.logout()
        client.session.flush()
        pages = []
        MobileProof.objects.update(created_at="2020-01-01T00:00:00Z")
        up_to_details(client, mobile=f"1390000000{serial % 10}")
        pages.append(post(client, "join_details", **said(serial=serial)).url)
        page = client.get(url("join_done"))
        number = Volunteer.objects.latest("pk").volunteer_no
        pages.append(page.content.decode().replace(number, "NUMBER").split("<main")[1].split("</main>")[0])
        told.append(pages)
    assert told[0] == told[1]
    assert Volunteer.objects.filter(state="claimed").count() == 1


class TestGuardian:
    def test_agrees_by_a_code_of_their_own(self, client, home):
        up_to_details(client)
        assert post(client, "join_details", **said(age=10)).url == url("join_guardian")
        page = client.get(url("join_guardian")).content.decode()
        assert "10 years old" in page
        assert post(client, "join_guardian", **GUARDIAN).url == url("join_guardian_code")
        assert SmsMessage.objects.filter(kind="guardian_code").count() == 1
        assert not Volunteer.objects.exists()
        assert post(client, "join_guardian_code", code=code_of(newest().pk)).url == url("join_done")
        assert Volunteer.objects.get().guardian.relation == "parent"
        assert set(Consent.objects.values_list("purpose", "given_by")) == {
            ("keep", "guardian"), ("share", "guardian"), ("child", "guardian"),
        }  # fmt: skip

    def test_refusing_deletes_all_that_was_typed(self, client, home):
        up_to_details(client)
        post(client, "join_details", **said(age=16))
        post(client, "join_guardian", **GUARDIAN)
        assert post(client, "join_refuse").url == url("join_refused")
        assert "Nothing was registered" in client.get(url("join_refused")).content.decode()
        assert not Joining.objects.exists()
        assert not SmsMessage.objects.exists()
        assert {bytes(proof.mobile) for proof in MobileProof.objects.all()} == {b""}
        assert client.get(url("join_guardian")).url == url("join")

    def test_a_wrong_guardian_keeps_what_was_typed(self, client, home):
        up_to_details(client)
        post(client, "join_details", **said(age=16))
        page = post(client, "join_guardian", **(GUARDIAN | {"guardian_document": "12"})).content.decode()
        assert 'value="样例乙"' in page
        assert MobileProof.objects.count() == 1

    def test_an_adult_meets_no_guardian_page(self, client, home):
        up_to_details(client)
        post(client, "join_details", **said(age=16))
        post(client, "join_details", **said(document="12"))
        assert client.get(url("join_guardian")).url == url("join_details")

    def test_what_was_typed_is_kept_sealed(self, client, home):
        up_to_details(client)
        post(client, "join_details", **said(age=16))
        draft = bytes(Joining.objects.get().draft)
        assert "样例甲".encode() not in draft
        assert resident_number(7, born(16)).encode() not in draft
        assert resident_number(7, born(16)) in client.get(url("join_details")).content.decode()


class TestSigningIn:
    def sign_in(self, client, mobile=MOBILE):
        MobileProof.objects.update(created_at="2020-01-01T00:00:00Z")
        assert post(client, "sign_in", mobile=mobile).url == url("sign_in_code")
        return post(client, "sign_in_code", code=code_of(newest().pk))

    def test_by_a_code(self, client, home):
        volunteer = register(home)
        assert self.sign_in(client).url == url("me")
        assert client.get("/").wsgi_request.user == Volunteer.objects.get(pk=volunteer.pk).user

    def test_twice_is_the_same_account(self, client, home):
        register(home)
        self.sign_in(client)
        first = client.get("/").wsgi_request.user
        client.logout()
        self.sign_in(client)
        assert client.get("/").wsgi_request.user == first

    def test_an_unknown_mobile_gets_a_code_like_any_other(self, client, home):
        page = self.sign_in(client)
        assert "No registration stands with this mobile" in page.content.decode()
        assert SmsMessage.objects.count() == 1

    def test_a_family_says_who_it_is(self, client, home):
        register(home, serial=7)
        second = register(home, serial=8)
        assert self.sign_in(client).url == url("sign_in_who")
        assert "None of the registrations" in post(client, "sign_in_who", last_four="9999").content.decode()
        post(client, "sign_in_who", last_four=resident_number(8, born(30))[-4:].lower())
        assert client.get("/").wsgi_request.user == Volunteer.objects.get(pk=second.pk).user

    def test_a_guardian_signs_in_for_a_minor_until_they_are_of_age(self, client, home):
        up_to_details(client)
        post(client, "join_details", **said(age=16))
        post(client, "join_guardian", **GUARDIAN)
        post(client, "join_guardian_code", code=code_of(newest().pk))
        volunteer = Volunteer.objects.get()
        assert people_with(OTHER_MOBILE) == people_with(MOBILE) == [volunteer]
        volunteer.identity.birth_date = born(18)
        volunteer.identity.save()
        assert people_with(OTHER_MOBILE) == []
        assert people_with(MOBILE) == [volunteer]

    def test_who_it_is_cannot_be_tried_out(self, client, home):
        register(home, serial=7)
        register(home, serial=8)
        self.sign_in(client)
        for _try in range(5):
            post(client, "sign_in_who", last_four="9999")
        page = post(client, "sign_in_who", last_four=resident_number(8, born(30))[-4:])
        assert "can no longer be used" in page.content.decode()

    def test_the_steps_come_in_order(self, client, home):
        assert client.get(url("sign_in_code")).url == url("sign_in")
        assert client.get(url("sign_in_who")).url == url("sign_in")
        post(client, "sign_in", mobile=MOBILE)
        assert post(client, "sign_in_who", last_four="1234").url == url("sign_in")

    def test_a_volunteer_is_not_asked_for_a_new_password(self, client, home, settings):
        volunteer = register(home)
        self.sign_in(client)
        user = Volunteer.objects.get(pk=volunteer.pk).user
        user.password_changed_at = "2020-01-01T00:00:00Z"
        user.save()
        assert client.get("/").status_code == 200

    def test_the_portals_own_sign_in_leads_to_both(self, client):
        page = client.get(reverse("account_login")).content.decode()
        assert url("sign_in") in page
        assert url("join") in page

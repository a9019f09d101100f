"""Own page: the own numbers after a fresh code, the mobile changed by a code to the new one, and it over REST."""

import datetime as dt
import json

import pytest
from django.utils import timezone

from accounts.models import AuditEntry
from tests.factories import UserFactory
from tests.volunteers.factories import (
    ConsentTextFactory,
    DisclosureFactory,
    PlatformAccountFactory,
    VolunteerFactory,
    mobile_number,
    resident_number,
)
from tests.volunteers.merging_world import consent, county
from volunteers import vault
from volunteers.models import Disclosure, Identity, MobileProof, SmsMessage
from volunteers.queries.joining import people_with
from volunteers.services.codes import code_of

pytestmark = pytest.mark.django_db
DOCUMENT, MOBILE, OTHER = resident_number(4_343), mobile_number(4_343), mobile_number(4_344)


@pytest.fixture(autouse=True)
def _without_second_factor(settings):
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def mine():
    return VolunteerFactory(
        home=county(), user=UserFactory(), identity__document_number=DOCUMENT, identity__mobile_number=MOBILE
    )


@pytest.fixture
def me(client, mine):
    client.force_login(mine.user)
    return client


def code():
    return code_of(MobileProof.objects.latest("created_at").pk)


class TestValues:
    def test_they_are_shown_once_for_a_code_and_written_down(self, me, mine):
        assert me.post("/volunteers/me/values/send/").url == "/volunteers/me/values/"
        assert SmsMessage.objects.get().mobile == Identity.objects.get().mobile
        answer = me.post("/volunteers/me/values/", {"code": code()})
        text = answer.content.decode()
        assert DOCUMENT in text
        assert MOBILE in text
        assert "no-store" in answer["Cache-Control"]
        seen = Disclosure.objects.get()
        assert (seen.volunteer, seen.by, seen.what) == (mine, mine.user, "own")
        assert AuditEntry.objects.filter(action="reveal", target=f"{mine.volunteer_no} own").count() == 1
        assert me.get("/volunteers/me/values/").status_code == 302, "the code is used up"
        assert DOCUMENT not in me.get("/volunteers/me/").content.decode()

    def test_a_wrong_code_shows_nothing(self, me):
        me.post("/volunteers/me/values/send/")
        wrong = f"{(int(code()) + 1) % 10**6:06d}"
        text = me.post("/volunteers/me/values/", {"code": wrong}).content.decode()
        assert DOCUMENT not in text
        assert not Disclosure.objects.exists()

    def test_a_code_of_another_purpose_or_an_hour_ago_shows_nothing(self, me):
        me.post("/volunteers/me/values/send/")
        proof = MobileProof.objects.get()
        MobileProof.objects.update(proven_at=timezone.now() - dt.timedelta(hours=2), created_at=timezone.now())
        text = me.post("/volunteers/me/values/", {"code": code_of(proof.pk)}).content.decode()
        assert DOCUMENT not in text
        MobileProof.objects.update(purpose="sign_in")
        assert me.post("/volunteers/me/values/", {"code": code_of(proof.pk)}).status_code == 302

    def test_without_a_mobile_the_page_says_what_to_do(self, me):
        Identity.objects.update(mobile=None, mobile_index=None, mobile_tail=None)
        text = me.post("/volunteers/me/values/send/", follow=True).content.decode()
        assert "Bring your document to your county" in text or "请携带证件" in text
        assert not MobileProof.objects.exists()


class TestMobile:
    def test_the_new_one_stands_after_its_code_and_the_old_one_is_told(self, me, mine):
        before = bytes(Identity.objects.get().mobile)
        me.post("/volunteers/me/mobile/", {"mobile": OTHER})
        assert people_with(MOBILE) == [mine], "until the code is given nothing changes"
        assert me.post("/volunteers/me/mobile/code/", {"code": code()}).url == "/volunteers/me/"
        identity = Identity.objects.get()
        assert vault.unseal("mobile", identity.mobile) == OTHER
        assert identity.mobile_proven_at is not None
        assert (people_with(MOBILE), people_with(OTHER)) == ([], [mine])
        assert bytes(SmsMessage.objects.get(kind="mobile_changed").mobile) == before
        assert OTHER not in me.get("/volunteers/me/").content.decode()

    def test_of_a_child_the_guardians_stands(self, me, mine):
        Identity.objects.update(birth_date=timezone.localdate() - dt.timedelta(days=12 * 365))
        me.post("/volunteers/me/mobile/", {"mobile": OTHER})
        me.post("/volunteers/me/mobile/code/", {"code": code()})
        assert people_with(OTHER) == []


class TestApi:
    def test_what_is_kept_is_read_masked(self, me, mine):
        PlatformAccountFactory(volunteer=mine, platform__code="wenming-jinbu")
        read = me.get("/api/v1/me/registration/").json()
        assert (read["volunteer_no"], read["home"]) == (mine.volunteer_no, mine.home_id)
        assert read["person"]["document"] == vault.mask_document(DOCUMENT)
        assert [row["platform"] for row in read["accounts"]] == ["wenming-jinbu"]
        assert DOCUMENT not in json.dumps(read)
        assert MOBILE not in json.dumps(read)

    def test_a_consent_is_given_and_withdrawn(self, me, mine):
        ConsentTextFactory(purpose="share")
        consent(mine, "keep")
        given = me.put("/api/v1/me/consents/share/").json()
        assert [row["purpose"] for row in given if row["given_at"]] == ["keep", "share"]
        gone = me.delete("/api/v1/me/consents/share/").json()
        assert [row["purpose"] for row in gone if row["given_at"]] == ["keep"]
        kept = me.delete("/api/v1/me/consents/keep/")
        assert (kept.status_code, kept.json()["errors"][0]["code"]) == (400, "keeping_is_erased")
        assert me.put("/api/v1/me/consents/other/").status_code == 404

    def test_who_looked_is_read_with_the_reason(self, me, mine):
        DisclosureFactory(volunteer=mine, reason="核对证件", by_post=["county_reviewer", "荣昌区"])
        (seen,) = me.get("/api/v1/me/disclosures/").json()
        assert (seen["reason"], seen["post"][:4]) == ("核对证件", "荣昌区 ")

    def test_the_copy_needs_the_whole_document(self, me, mine):
        sent = {"document": resident_number(1)}
        refused = me.post("/api/v1/me/copy/", sent, content_type="application/json")
        assert refused.json()["errors"][0]["code"] == "document_does_not_fit"
        given = me.post("/api/v1/me/copy/", {"document": DOCUMENT}, content_type="application/json")
        assert given.json()["person"]["document"] == DOCUMENT
        assert given["Cache-Control"] == "private, no-store"

    def test_a_correction_is_asked_read_and_taken_back(self, me):
        there = "/api/v1/me/correction/"
        assert me.get(there).status_code == 404
        made = me.post(there, {"name": "样例改名"}, content_type="application/json")
        assert (made.status_code, made.json()["fields_wrong"]) == (201, ["name"])
        assert me.get(there).json()["state"] == "open"
        again = me.post(there, {"name": "样例另名"}, content_type="application/json")
        assert again.json()["errors"][0]["code"] == "correction_waits"
        assert me.delete(there).status_code == 204
        assert me.get(there).json()["state"] == "withdrawn"

    def test_who_has_no_registration_gets_nothing(self, client, mine):
        client.force_login(UserFactory())
        for name in ("registration", "consents", "disclosures", "correction"):
            assert client.get(f"/api/v1/me/{name}/").status_code == 404

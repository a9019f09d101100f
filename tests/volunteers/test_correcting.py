"""Corrections: asked by the person, decided by who saw the document, without a word of who else holds it."""

import datetime as dt
import json

import pghistory
import pytest
from django.core.exceptions import ValidationError

from accounts.models import Notice
from tests import factories
from tests.factories import UserFactory
from tests.volunteers.factories import PlatformFactory, VolunteerFactory, resident_number
from tests.volunteers.joining import said, texts
from tests.volunteers.merging_world import claimed_of, county, reload, twins
from volunteers import vault
from volunteers.choices import State
from volunteers.models import Correction, Identity, LikelyDuplicate, SmsMessage
from volunteers.queries.correcting import lines_of, newest_of, work_for
from volunteers.services.approving import approve_correction, refuse_correction
from volunteers.services.claims import confirm_claim, pair_claims
from volunteers.services.correcting import ask_correction, withdraw_correction
from volunteers.services.deciding import decide_apart, decide_merge
from volunteers.services.erasing import erase_volunteer
from volunteers.services.registering import register_on_site

pytestmark = pytest.mark.django_db
OLD, NEW = resident_number(6_001), resident_number(6_002, dt.date(1991, 2, 3))
REASON = "本人持证件到窗口核对"


@pytest.fixture
def home():
    return county()


@pytest.fixture
def mine(home):
    return VolunteerFactory(home=home, user=UserFactory(), identity__name="样例旧名", identity__document_number=OLD)


@pytest.fixture
def reviewer(home):
    return factories.reviewer(home)


def ask(volunteer, **changes):
    given = {"name": "", "document_kind": "", "document": "", "birth_date": None}
    return ask_correction(actor=volunteer.user, volunteer=volunteer, **given | changes)


def approve(actor, correction, seen=NEW):
    return approve_correction(actor=actor, correction=correction, seen_document=seen, reason=REASON)


def confirm(actor, volunteer, seen=OLD):
    return confirm_claim(actor=actor, volunteer=volunteer, seen_document=seen, reason=REASON)


def refusal(call, *arguments, **named):
    with pytest.raises(ValidationError) as found:
        call(*arguments, **named)
    errors = found.value.error_dict if hasattr(found.value, "error_dict") else {"": found.value.error_list}
    return next(iter(errors.values()))[0].code


def document_of(volunteer):
    return vault.unseal("document", Identity.objects.get(pk=volunteer.pk).document)


def test_what_is_asked_lies_sealed_and_what_stands_stays(mine):
    correction = ask(mine, name="样例新名", document=NEW, note=f"原号 {OLD} 有误")

    assert correction.fields == ["birth_date", "document", "name"]
    for text in (NEW, OLD, "样例新名"):
        assert text.encode() not in bytes(correction.draft)
        assert text not in str(correction.__dict__)
    assert document_of(mine) == OLD
    lines = {line.name: (line.kept, line.asked) for line in lines_of(correction)}
    assert lines["document"] == (vault.mask_document(OLD), vault.mask_document(NEW))
    assert lines["name"] == ("样例旧名", "样例新名")


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ({}, "nothing_to_correct"),
        ({"name": "样例旧名"}, "nothing_to_correct"),
        ({"name": "1"}, "name_wrong"),
        ({"document": NEW[:-1]}, "document_wrong_length"),
        ({"document_kind": "passport"}, "document_kind_alone"),
        ({"document_kind": "passport", "document": NEW}, "document_wrong_prefix"),
    ],
)
def test_what_cannot_stand_is_refused_at_once(mine, asked, code):
    assert refusal(ask, mine, **asked).startswith(code[:13])
    assert not Correction.objects.exists()


def test_one_at_a_time_and_five_a_day(mine):
    for _time in range(5):
        ask(mine, document=NEW)
        assert refusal(ask, mine, name="样例新名") == "correction_waits"
        withdraw_correction(actor=mine.user, volunteer=mine)
    assert refusal(ask, mine, document=NEW) == "too_many_corrections"
    assert set(Correction.objects.values_list("state", "draft")) == {("withdrawn", None)}


def test_who_saw_the_document_takes_it_over(mine, reviewer):
    correction = approve(reviewer, ask(mine, name="样例新名", document=NEW))

    identity, version = Identity.objects.get(pk=mine.pk), mine.version
    (mine,) = reload(mine)
    assert (identity.name, identity.birth_date, mine.birth_year) == ("样例新名", dt.date(1991, 2, 3), 1991)
    assert "yangli" in identity.name_keys.replace(" ", "")
    assert document_of(mine) == NEW
    assert mine.version > version
    assert (correction.state, correction.draft, correction.decided_by) == ("approved", None, reviewer)
    event = mine.events.order_by("pgh_id").last()
    assert event.pgh_context["reason"] == REASON
    notice = Notice.objects.get(user=mine.user)
    assert notice.params == {"number": mine.volunteer_no, "reason": REASON}
    assert SmsMessage.objects.get().kind == "decided"


def test_nothing_is_taken_over_unseen(mine, reviewer):
    correction = ask(mine, document=NEW)
    for seen in (OLD, "", "x", NEW[:-1]):
        assert refusal(approve, reviewer, correction, seen) == "seen_document_differs"
    named = ask(VolunteerFactory(home=mine.home, user=UserFactory(), identity__document_number=resident_number(6_009)),
                name="样例新名")  # fmt: skip
    assert refusal(approve, reviewer, named, NEW) == "seen_document_differs"
    assert approve(reviewer, named, resident_number(6_009)).state == "approved"


def test_who_registered_the_person_does_not_decide(home, mine, reviewer):
    texts()
    with pghistory.context(user=reviewer.pk):
        theirs = register_on_site(actor=reviewer, person=said(home, serial=77), purposes=["keep"], on_paper=True)
    theirs.user = UserFactory()
    theirs.save()
    correction = ask(theirs, document=NEW)
    assert refusal(approve, reviewer, correction) == "registered_by_you"
    assert refusal(refuse_correction, actor=reviewer, correction=correction, reason=REASON) == "registered_by_you"
    assert refusal(approve, theirs.user, correction) == "registered_by_you"
    assert approve(factories.reviewer(home), correction).state == "approved"


def test_refused_it_is_forgotten_and_the_person_reads_why(mine, reviewer):
    done = refuse_correction(actor=reviewer, correction=ask(mine, document=NEW), reason="证件与申请不符")
    assert (done.state, done.draft) == ("refused", None)
    assert document_of(mine) == OLD
    assert Notice.objects.get(user=mine.user).params["reason"] == "证件与申请不符"
    assert refusal(approve, reviewer, done) == "correction_decided"


def test_a_document_of_somebody_else_is_answered_the_same_and_becomes_a_pair(home, mine, reviewer):
    other = VolunteerFactory(home=county("511083"), identity__document_number=NEW)
    correction = ask(mine, document=NEW)
    assert newest_of(mine).state == "open"

    left = approve(reviewer, correction)

    assert (left.state, document_of(mine)) == ("open", OLD), "the person sees no difference to one not looked at"
    assert not Notice.objects.filter(user=mine.user).exists()
    pair = LikelyDuplicate.objects.get()
    assert {pair.first, pair.second} == {mine, other}
    assert pair == left.pair
    assert list(pair.reasons) == ["same_document"]
    assert not [item for item in work_for(reviewer) if "corrections" in item.url]
    decide_apart(actor=reviewer, pair=pair, reason="两人")
    assert [item for item in work_for(reviewer) if "corrections" in item.url]
    assert refusal(approve, reviewer, left) == "document_held"


def test_a_merge_and_an_erasure_close_what_waits(home, mine, reviewer):
    other = VolunteerFactory(home=home, identity__document_number=NEW)
    correction = approve(reviewer, ask(mine, document=NEW))
    decide_merge(actor=reviewer, pair=correction.pair, keep=other.volunteer_no, reason="同一个人")
    assert set(Correction.objects.values_list("state", "draft")) == {("closed", None)}
    assert refusal(approve, reviewer, correction) == "correction_decided"

    erased = VolunteerFactory(home=home, user=UserFactory())
    waiting = ask(erased, name="样例新名")
    erase_volunteer(actor=erased.user, volunteer=erased, typed_number=erased.volunteer_no, reason="本人")
    (waiting,) = reload(waiting)
    assert (waiting.state, waiting.draft) == ("closed", None)
    assert refusal(approve, reviewer, waiting) == "correction_decided"
    assert refusal(ask, erased, name="样例新名") == "not_active"


def test_who_turns_out_to_be_a_child_comes_with_a_guardian(mine, reviewer):
    child = resident_number(6_003, dt.date.today() - dt.timedelta(days=12 * 365))  # noqa: DTZ011
    assert refusal(approve, reviewer, ask(mine, document=child), child) == "guardian_needed"


def test_a_second_document_of_a_merged_number_can_become_the_first(home, mine, reviewer):
    gone = VolunteerFactory(home=home, identity__document_number=NEW)
    pair = approve(reviewer, ask(mine, document=NEW)).pair
    decide_merge(actor=reviewer, pair=pair, keep=min(mine, gone, key=lambda row: row.pk).volunteer_no, reason="同人")
    root = mine if mine.pk < gone.pk else gone
    root.user = root.user or mine.user
    assert approve(reviewer, ask(root, document=NEW if root == mine else OLD), NEW if root == mine else OLD).state == (
        "approved"
    )
    assert Identity.objects.filter(claimed=False, volunteer__in=[mine, gone]).count() == 1


class TestClaims:
    """One document is one person: a claim is counted once nobody else holds it."""

    def kept_apart(self, mine, reviewer):
        claim = claimed_of(mine, user=UserFactory())
        assert pair_claims() == 1
        decide_apart(actor=reviewer, pair=LikelyDuplicate.objects.get(), reason="父子")
        return claim

    def test_while_the_other_holds_it_the_refusal_says_what_to_do(self, mine, reviewer):
        claim = self.kept_apart(mine, reviewer)
        assert refusal(confirm, reviewer, claim) == "document_held"
        with pytest.raises(ValidationError, match=r"corrected where it is wrong|更正"):
            confirm(reviewer, claim)

    def test_after_the_other_was_corrected_it_is_confirmed(self, mine, reviewer):
        claim = self.kept_apart(mine, reviewer)
        assert not [item for item in work_for(reviewer) if "confirm" in item.url]
        approve(reviewer, ask(mine, document=NEW))
        assert [item for item in work_for(reviewer) if claim.volunteer_no in item.url]
        assert refusal(confirm, reviewer, claim, NEW) == "seen_document_differs"
        assert confirm(reviewer, claim).state == State.ACTIVE
        assert not Identity.objects.get(pk=claim.pk).claimed
        assert confirm(reviewer, claim).state == State.ACTIVE, "a second time nothing changes"

    def test_a_claim_whose_own_document_was_wrong_is_counted_by_its_correction(self, mine, reviewer):
        claim = self.kept_apart(mine, reviewer)
        approve(reviewer, ask(claim, document=NEW))
        (claim,) = reload(claim)
        assert (claim.state, Identity.objects.get(pk=claim.pk).claimed) == (State.ACTIVE, False)
        assert document_of(mine) == OLD

    def test_a_corrected_name_alone_counts_nobody(self, mine, reviewer):
        claim = self.kept_apart(mine, reviewer)
        approve(reviewer, ask(claim, name="样例新名"), OLD)
        assert reload(claim)[0].state == State.CLAIMED

    def test_others_who_claim_it_claim_it_from_the_new_holder(self, mine, reviewer):
        claim, third = self.kept_apart(mine, reviewer), claimed_of(mine)
        approve(reviewer, ask(mine, document=NEW))
        confirm(reviewer, claim)
        assert LikelyDuplicate.objects.filter(first=claim, second=third, state="open").exists()
        assert refusal(confirm, reviewer, third) == "document_held"

    def test_erased_or_merged_there_is_nothing_to_confirm(self, mine, reviewer):
        claim = self.kept_apart(mine, reviewer)
        pair = LikelyDuplicate.objects.get()
        decide_merge(actor=reviewer, pair=pair, keep=mine.volunteer_no, reason="原来是同一个人")
        assert refusal(confirm, reviewer, claim) == "claim_ended"


class TestPages:
    @pytest.fixture(autouse=True)
    def _without_second_factor(self, settings):
        settings.SECOND_FACTOR_REQUIRED = False

    def test_from_asking_to_reading_the_answer(self, client, mine, reviewer):
        client.force_login(mine.user)
        asked = {"name": "样例新名", "document_kind": "resident_id", "document": NEW}
        assert client.post("/volunteers/me/correction/", asked).status_code == 302
        assert NEW not in client.get("/volunteers/me/").content.decode()
        correction = Correction.objects.get()

        client.force_login(reviewer)
        assert mine.volunteer_no in client.get("/volunteers/corrections/").content.decode()
        page = client.get(correction.get_absolute_url()).content.decode()
        assert vault.mask_document(NEW) in page
        assert NEW not in page
        wrong = client.post(f"/volunteers/corrections/{correction.pk}/approve/", {"seen_document": OLD, "reason": "x"})
        assert wrong.status_code == 400
        done = {"seen_document": NEW, "reason": REASON}
        assert client.post(f"/volunteers/corrections/{correction.pk}/approve/", done).status_code == 302
        assert "样例新名" not in client.get(correction.get_absolute_url()).content.decode()

        client.force_login(mine.user)
        assert REASON in client.get("/volunteers/me/").content.decode()

    def test_a_refusal_needs_its_reason_alone(self, client, mine, reviewer):
        correction = ask(mine, document=NEW)
        client.force_login(reviewer)
        there = f"/volunteers/corrections/{correction.pk}/refuse/"
        assert client.post(there, {"reason": ""}).status_code == 400
        assert client.post(there, {"reason": "不符"}).status_code == 302
        assert reload(correction)[0].state == "refused"

    def test_the_api_decides_by_the_same_rules(self, client, mine, reviewer):
        correction = ask(mine, document=NEW)
        client.force_login(reviewer)
        there = f"/api/v1/volunteer-corrections/{correction.pk}/"
        read = client.get(there).json()
        assert (read["state"], read["volunteer_no"]) == ("open", mine.volunteer_no)
        assert NEW not in json.dumps(read)
        sent = {"seen_document": OLD, "reason": REASON}
        refused = client.post(f"{there}approve/", sent, content_type="application/json")
        assert refused.json()["errors"][0]["code"] == "seen_document_differs"
        done = client.post(f"{there}approve/", sent | {"seen_document": NEW}, content_type="application/json")
        assert (done.status_code, done.json()["state"], done.json()["lines"]) == (200, "approved", [])

    def test_a_claim_is_confirmed_on_its_page_and_over_the_api(self, client, mine, reviewer):
        claim = claimed_of(mine)
        client.force_login(reviewer)
        assert f"/volunteers/{claim.volunteer_no}/confirm/" in client.get(claim.get_absolute_url()).content.decode()
        there, sent = f"/volunteers/{claim.volunteer_no}/confirm/", {"seen_document": OLD, "reason": REASON}
        held = client.post(there, sent)
        assert held.status_code == 200
        assert reload(claim)[0].state == State.CLAIMED
        approve(reviewer, ask(mine, document=NEW))
        api = client.post(f"/api/v1{there}", sent, content_type="application/json")
        assert api.json() == {"volunteer_no": claim.volunteer_no}
        assert client.get(there).status_code == 404, "there is nothing to confirm any more"

    @pytest.mark.parametrize("rows", [1, 3])
    def test_the_number_of_queries_does_not_grow(self, client, home, reviewer, rows, django_assert_num_queries):
        PlatformFactory()
        for row in twins(home, rows):
            row.user = UserFactory()
            ask(row, name="样例新名")
        client.force_login(reviewer)
        client.get("/volunteers/corrections/")
        with django_assert_num_queries(LIST_QUERIES):
            client.get("/volunteers/corrections/")


LIST_QUERIES = 5

"""What becomes of a delivered row: who it is, whose word counts, and what is refused."""

import datetime as dt

import pytest

from tests import factories
from tests.volunteers.exchange_world import agreed, guardian_of, registry, resident_number, row_of, sent, two_platforms
from tests.volunteers.factories import VolunteerFactory, mobile_number, portal
from volunteers import vault
from volunteers.models import Consent, Delivery, Guardian, HomeMove, Identity, PlatformAccount, Transfer, Volunteer
from volunteers.numbers import read_number

pytestmark = pytest.mark.django_db


@pytest.fixture
def platforms():
    return two_platforms()


@pytest.fixture
def actor():
    return factories.UserFactory()


def test_somebody_new_is_registered_with_everything_that_was_sent(platforms, actor):
    jinbu, _xingrong = platforms
    assert sent(actor, jinbu, row_of()) == [("created", "")]
    volunteer = Volunteer.objects.get()
    assert read_number(volunteer.volunteer_no) == volunteer.volunteer_no
    assert (volunteer.home_id, volunteer.birth_year, volunteer.skills) == ("500153", 1990, ["care", "medicine"])
    identity = volunteer.identity
    assert vault.unseal("document", identity.document) == resident_number(1)
    assert bytes(identity.document_index) == vault.blind_index("document", resident_number(1))
    assert vault.unseal("mobile", identity.mobile) == mobile_number(1)
    assert bytes(identity.mobile_tail) == vault.tail_index(mobile_number(1))
    assert (identity.name, identity.name_keys, identity.birth_date) == (
        "张小桥", "zhangxiaoqiao zxq", dt.date(1990, 1, 1)
    )  # fmt: skip
    account = volunteer.accounts.get()
    assert (account.platform, account.external_id, account.source_version) == (jinbu, "a1", 1)
    assert {(each.purpose, each.platform_version, each.given_by) for each in volunteer.consents.all()} == {
        ("keep", "2025-1", "platform"),
        ("share", "2025-1", "platform"),
    }
    delivery = Delivery.objects.get()
    assert (delivery.rows, delivery.totals, delivery.codes) == (1, {"created": 1}, {})
    event = volunteer.events.get()
    assert (event.pgh_context["user"], event.pgh_context["platform"]) == (actor.pk, "wenming-jinbu")


def test_the_same_row_again_changes_nothing(platforms, actor):
    jinbu, _xingrong = platforms
    sent(actor, jinbu, row_of())
    before = registry(), Volunteer.objects.get().changed_in
    assert sent(actor, jinbu, row_of()) == [("unchanged", "")]
    assert sent(actor, jinbu, row_of(), row_of()) == [("unchanged", ""), ("unchanged", "")]
    assert (registry(), Volunteer.objects.get().changed_in) == before


def test_versions_of_an_account(platforms, actor):
    jinbu, _xingrong = platforms
    sent(actor, jinbu, row_of(version=5))
    assert sent(actor, jinbu, row_of(version=4, home="511083")) == [("unchanged", "")]
    assert sent(actor, jinbu, row_of(version=5, home="511083")) == [("refused", "version_conflict")]
    assert sent(actor, jinbu, row_of(version=7, home="511083")) == [("updated", "")]
    assert sent(actor, jinbu, row_of(version=8, home="511083")) == [("unchanged", "")]
    assert sent(actor, jinbu, row_of(version=7)) == [("unchanged", "")]
    volunteer = Volunteer.objects.get()
    assert (volunteer.home_id, volunteer.version, volunteer.accounts.get().source_version) == ("511083", 2, 8)
    move = HomeMove.objects.get()
    assert (move.from_region_id, move.to_region_id) == ("500153", "511083")
    sent(actor, jinbu, row_of(version=9))
    assert not HomeMove.objects.exists()  # home again on the same day


def test_one_account_several_times_in_a_batch(platforms, actor):
    jinbu, _xingrong = platforms
    rows = [row_of(version=2, home="511083"), row_of(version=1), row_of(version=3), row_of(version=3)]
    assert sent(actor, jinbu, *rows) == [("unchanged", ""), ("unchanged", ""), ("created", ""), ("unchanged", "")]
    assert Volunteer.objects.get().home_id == "500153"
    rows = [row_of(2, version=2), row_of(2, version=2, home="511083"), row_of(2, version=1)]
    conflict = ("refused", "version_conflict")
    assert sent(actor, jinbu, *rows) == [conflict, conflict, ("created", "")]


def test_a_known_document_is_linked_when_the_name_agrees(platforms, actor):
    jinbu, xingrong = platforms
    sent(actor, jinbu, row_of(name="阿依·古丽"))
    other = row_of(external_id="x", name="阿依古丽", home="511083", mobile=mobile_number(7), skills=["law"])
    assert sent(actor, xingrong, other | {"name": "别人"}) == [("refused", "name_differs")]
    assert sent(actor, xingrong, other) == [("linked", "")]
    volunteer = Volunteer.objects.get()
    assert volunteer.accounts.count() == 2
    assert volunteer.home_id == "500153", "Chongqing's platform is believed first"
    assert vault.unseal("mobile", volunteer.identity.mobile) == mobile_number(1)
    transfer = Transfer.objects.get()
    assert (transfer.kind, transfer.platform, transfer.people) == ("push", xingrong, 1)


def test_two_accounts_of_one_person_in_a_batch_are_one_person(platforms, actor):
    jinbu, _xingrong = platforms
    rows = [row_of(external_id="b", home="511083"), row_of(external_id="a")]
    assert sent(actor, jinbu, *rows) == [("linked", ""), ("created", "")]
    assert Volunteer.objects.get().home_id == "500153"


def test_the_platform_of_lowest_rank_is_believed_whenever_it_comes(platforms, actor):
    jinbu, xingrong = platforms
    sent(actor, xingrong, row_of(external_id="x", home="511083", registered_on="2024-01-01"))
    sent(actor, jinbu, row_of())
    volunteer = Volunteer.objects.get()
    assert volunteer.home_id == "500153"
    assert (volunteer.registered_on, volunteer.registered_through) == (dt.date(2024, 1, 1), xingrong)
    sent(actor, xingrong, row_of(external_id="x", home="511083", registered_on="2025-06-01", version=2))
    volunteer.refresh_from_db()
    assert (volunteer.registered_on, volunteer.registered_through) == (dt.date(2025, 3, 1), jinbu)
    assert not HomeMove.objects.exists(), "a correction is no move"


def test_what_a_person_proved_in_the_portal_is_not_overwritten(platforms, actor):
    jinbu, _xingrong = platforms
    person = VolunteerFactory(
        identity__document_number=resident_number(1), identity__name="张小桥", registered_through=portal(),
        registered_on=dt.date(2024, 5, 1), user=factories.UserFactory(),
    )  # fmt: skip
    assert sent(actor, jinbu, row_of(registered_on="2026-01-01")) == [("linked", "")]
    before = person.home_id
    person.refresh_from_db()
    assert (person.home_id, person.registered_on, person.registered_through.code) == (
        before, dt.date(2024, 5, 1), "portal",
    )  # fmt: skip


def test_another_document_under_a_known_account_is_refused(platforms, actor):
    jinbu, _xingrong = platforms
    sent(actor, jinbu, row_of(1), row_of(2))
    assert sent(actor, jinbu, row_of(1, version=2, document=resident_number(5))) == [("refused", "document_changed")]
    assert sent(actor, jinbu, row_of(1, version=2, document=resident_number(2))) == [("refused", "document_changed")]


def test_an_account_of_a_merged_person_belongs_to_the_other(platforms, actor):
    jinbu, xingrong = platforms
    sent(actor, jinbu, row_of(1), row_of(2))
    root, merged = Volunteer.objects.order_by("pk")
    merged.state, merged.merged_into, merged.ended_on = "merged", root, dt.date(2026, 1, 1)
    merged.save()
    assert sent(actor, jinbu, row_of(2, version=2, skills=["law"])) == [("updated", "")]
    assert sent(actor, xingrong, row_of(2, external_id="x")) == [("linked", "")]
    root.refresh_from_db()
    assert PlatformAccount.objects.get(external_id="x").volunteer == root
    assert root.skills == ["care", "medicine"], "a1 stands before a2"


def test_a_closed_account(platforms, actor):
    jinbu, _xingrong = platforms
    assert sent(actor, jinbu, {"external_id": "a1", "version": 1, "closed": True}) == [("refused", "account_unknown")]
    sent(actor, jinbu, row_of())
    assert sent(actor, jinbu, {"external_id": "a1", "version": 2, "closed": True}) == [("updated", "")]
    account = PlatformAccount.objects.get()
    assert account.closed_at
    assert account.volunteer.home_id == "500153"
    assert sent(actor, jinbu, row_of(version=3)) == [("updated", "")]
    account.refresh_from_db()
    assert account.closed_at is None
    closed = row_of(2, closed=True, consents={"keep": agreed(withdrawn_at="2025-04-01T00:00:00+08:00")})
    assert sent(actor, jinbu, closed) == [("created", "")]


def test_whoever_was_erased_comes_back_only_by_agreeing_anew(platforms, actor):
    jinbu, _xingrong = platforms
    sent(actor, jinbu, row_of())
    person = Volunteer.objects.get()
    Identity.objects.all().delete()
    person.state, person.ended_on = "erased", dt.date(2025, 8, 1)
    person.save()
    assert sent(actor, jinbu, row_of(version=2, home="511083")) == [("refused", "erased")]
    fresh = row_of(version=3, consents={"keep": agreed("2025-08-02T00:00:01+08:00")})
    assert sent(actor, jinbu, fresh) == [("created", "")]
    again = Volunteer.objects.get(state="active")
    assert again != person
    assert PlatformAccount.objects.get().volunteer == again


def test_consents_by_the_last_word_whatever_comes_first(platforms, actor):
    jinbu, xingrong = platforms
    share = {"keep": agreed(), "share": agreed(withdrawn_at="2025-06-01T00:00:00+08:00")}
    sent(actor, jinbu, row_of(consents=share))
    assert not Consent.objects.filter(purpose="share", withdrawn_at=None).exists()
    older = {"keep": agreed(), "share": agreed("2025-05-31T00:00:00+08:00")}
    sent(actor, xingrong, row_of(consents=older))
    assert not Consent.objects.filter(purpose="share", withdrawn_at=None).exists()
    newer = {"keep": agreed(), "share": agreed("2025-06-02T00:00:00+08:00", "2025-2")}
    sent(actor, xingrong, row_of(version=2, consents=newer))
    assert Consent.objects.get(purpose="share", withdrawn_at=None).platform_version == "2025-2"


def test_somebody_under_18_comes_with_a_guardian(platforms, actor):
    jinbu, _xingrong = platforms
    child = row_of(birth_date=dt.date(2015, 1, 1))
    assert sent(actor, jinbu, child) == [("refused", "guardian_missing")]
    minor = child | {"guardian": guardian_of() | {"document": resident_number(3, dt.date(2014, 1, 1))}}
    assert sent(actor, jinbu, minor) == [("refused", "guardian_is_minor")]
    assert sent(actor, jinbu, child | {"guardian": guardian_of()}) == [("created", "")]
    guardian = Guardian.objects.get()
    assert (guardian.name, guardian.relation) == ("张大桥", "parent")
    assert {each.given_by for each in Consent.objects.all()} == {"guardian"}
    assert sent(actor, jinbu, child | {"version": 2, "guardian": guardian_of(mobile=mobile_number(5))}) == [
        ("updated", "")
    ]
    assert vault.unseal("mobile", Guardian.objects.get().mobile) == mobile_number(5)
    grown = row_of(2, guardian=guardian_of())
    assert sent(actor, jinbu, grown) == [("created", "")]
    assert Guardian.objects.count() == 1, "of a grown-up no guardian is kept"


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"document": "11010519491231002"}, "document_wrong_length"),
        ({"document": "4.4E+17"}, "document_scientific"),
        ({"document": "520102800101001"}, "document_fifteen_digits"),
        ({"mobile": "12345"}, "mobile_wrong"),
        ({"name": "张3"}, "name_wrong"),
        ({"name": ""}, "value_missing"),
        ({"home": "110101"}, "home_elsewhere"),
        ({"home": "荣昌"}, "home_unknown"),
        ({"registered_on": "2999-01-01"}, "day_wrong"),
        ({"registered_on": "2025-02-30"}, "day_wrong"),
        ({"skills": ["magic"]}, "word_unknown"),
        ({"skills": "care"}, "value_wrong"),
        ({"consents": {}}, "consent_missing"),
        ({"consents": {"keep": agreed(withdrawn_at="2025-04-01T00:00:00+08:00")}}, "consent_missing"),
        ({"consents": {"keep": agreed(version="")}}, "consent_version_missing"),
        ({"consents": {"keep": agreed("2025-03-01")}}, "moment_wrong"),
        ({"birth_date": "1990-01-02"}, "birth_date_differs"),
        ({"document_kind": "passport", "document": "E12345678"}, "birth_date_missing"),
        ({"document_kind": "badge"}, "document_kind_unknown"),
        ({"version": 0}, "version_wrong"),
        ({"version": "1"}, "version_wrong"),
        ({"external_id": ""}, "external_id_missing"),
        ({"colour": "red"}, "unknown_field"),
        ({"closed": "yes"}, "value_wrong"),
    ],
)
def test_a_row_with_a_fault_is_refused_by_name_and_keeps_no_other_out(platforms, actor, change, code):
    jinbu, _xingrong = platforms
    assert sent(actor, jinbu, row_of(1) | change, row_of(2)) == [("refused", code), ("created", "")]


def test_homes_that_only_the_province_is_known_of(platforms, actor):
    jinbu, _xingrong = platforms
    sent(actor, jinbu, row_of(home="500118"))
    volunteer = Volunteer.objects.get()
    assert (volunteer.home_id, volunteer.stated_home) == ("500000", "500118")


def test_no_row_at_all(platforms, actor):
    assert sent(actor, platforms[0]) == []

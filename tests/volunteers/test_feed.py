"""What a platform pulls: rows and tombstones in the order in which they became final."""

import datetime as dt

import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests import factories
from tests.volunteers.factories import ConsentFactory, PlatformAccountFactory, PlatformFactory, VolunteerFactory
from tests.volunteers.feeding import Puller, system_of
from volunteers.choices import ConsentPurpose, FeedScope, State
from volunteers.models import FeedEpoch, FeedTrace, Platform, Transfer, Volunteer
from volunteers.queries import feed as queries
from volunteers.services.feed import ensure_feed_epoch, start_feed_epoch
from volunteers.services.touching import touch

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _begun(transactional_db):
    ensure_feed_epoch()


@pytest.fixture
def chongqing():
    return factories.CountyFactory(code="500153", name="荣昌区")


@pytest.fixture
def sichuan():
    return factories.CountyFactory(code="511083", name="隆昌市", province=factories.sichuan())


@pytest.fixture
def platform(chongqing):
    return PlatformFactory(province=factories.chongqing(), feed_scope=FeedScope.PROVINCE)


@pytest.fixture
def puller(platform):
    return Puller(platform)


def end(volunteer, state=State.ERASED, into=None):
    Volunteer.objects.filter(pk=volunteer.pk).update(state=state, merged_into=into, ended_on=timezone.localdate())


def withdraw(volunteer):
    with transaction.atomic():
        volunteer.consents.filter(purpose=ConsentPurpose.SHARE).update(withdrawn_at=timezone.now())
        touch([volunteer.pk])


def share(volunteer):
    with transaction.atomic():
        ConsentFactory(volunteer=volunteer, purpose=ConsentPurpose.SHARE)
        touch([volunteer.pk])


def test_a_row_tells_what_may_be_known_and_no_document(puller, platform, chongqing):
    own = VolunteerFactory(home=chongqing, skills=["medicine"], identity__name="样例甲")
    ConsentFactory(volunteer=own)
    PlatformAccountFactory(volunteer=own, platform=platform, external_id="CQ-1")
    PlatformAccountFactory(volunteer=own, external_id="SECRET-OF-ANOTHER")
    answer = puller.ask()
    (row,) = answer.json()["results"]
    assert (row["volunteer_no"], row["state"], row["became"]) == (own.volunteer_no, "active", None)
    told = row["volunteer"]
    assert (told["name"], told["home"], told["skills"]) == ("样例甲", "500153", ["medicine"])
    assert (told["consents"], told["external_ids"]) == (["keep"], ["CQ-1"])
    assert told["mobile"].startswith("199****")
    assert not {name for name in told if "document" in name}
    assert b"SECRET" not in answer.content


def test_a_province_gets_its_own_and_who_agreed_across(puller, chongqing, sichuan):
    own, across = VolunteerFactory(home=chongqing), VolunteerFactory(home=sichuan)
    of_the_province = VolunteerFactory(home=factories.chongqing())
    VolunteerFactory(home=sichuan)
    share(across)
    VolunteerFactory(home=chongqing, state=State.CLAIMED)
    puller.pull()
    assert set(puller.copy) == {own.volunteer_no, across.volunteer_no, of_the_province.volunteer_no}
    assert not puller.ended


def test_own_scope_gets_those_with_an_account(chongqing, sichuan):
    platform = PlatformFactory(feed_scope=FeedScope.OWN, province=factories.chongqing())
    puller = Puller(platform)
    own = PlatformAccountFactory(platform=platform, volunteer__home=sichuan)
    PlatformAccountFactory(volunteer__home=chongqing)
    puller.pull()
    assert set(puller.copy) == {own.volunteer.volunteer_no}
    with transaction.atomic():
        platform.accounts.update(closed_at=timezone.now())
        touch([own.volunteer_id])
    puller.pull()
    assert not puller.copy
    assert puller.ended[own.volunteer.volunteer_no]["state"] == "withdrawn"


def test_tombstones_say_what_became_of_somebody(puller, chongqing, sichuan):
    root, merged, erased, shared = (VolunteerFactory(home=chongqing) for _ in range(4))
    Volunteer.objects.filter(pk=shared.pk).update(home=sichuan)
    share(shared)
    puller.pull()
    assert len(puller.copy) == 4
    end(merged, State.MERGED, root)
    end(erased)
    withdraw(shared)
    assert {(row["volunteer_no"], row["state"], row["became"]) for row in puller.pull()} == {
        (merged.volunteer_no, "merged", root.volunteer_no),
        (erased.volunteer_no, "erased", None),
        (shared.volunteer_no, "withdrawn", None),
    }
    assert set(puller.copy) == {root.volunteer_no}
    other = VolunteerFactory(home=chongqing)
    end(merged, State.MERGED, other)
    assert puller.pull()[-1]["became"] == other.volunteer_no


def test_nobody_learns_of_somebody_they_could_not_know(puller, chongqing, sichuan):
    """Neither a tombstone of the other side's, nor of a claim that was never counted."""
    end(VolunteerFactory(home=sichuan))
    end(VolunteerFactory(home=chongqing, state=State.CLAIMED), State.MERGED, VolunteerFactory(home=sichuan))
    agreed_too_early = VolunteerFactory(home=sichuan, state=State.CLAIMED)
    share(agreed_too_early)
    end(agreed_too_early)
    assert puller.pull() == []


def test_what_is_gone_from_the_rows_is_remembered_for_tombstones(platform, puller, chongqing, sichuan):
    """Erasure and merges may take accounts and consents away; who was told is told of the end."""
    mover, agreed = VolunteerFactory(home=chongqing), VolunteerFactory(home=sichuan)
    holder = PlatformAccountFactory(platform=platform, volunteer__home=sichuan).volunteer
    share(agreed)
    puller.pull()
    assert set(puller.copy) == {mover.volunteer_no, agreed.volunteer_no}
    Volunteer.objects.filter(pk=mover.pk).update(home=sichuan)
    agreed.consents.all().delete()
    holder.accounts.all().delete()
    end(agreed)
    end(holder)
    assert {row["volunteer_no"]: row["state"] for row in puller.pull()} == {
        mover.volunteer_no: "withdrawn",
        agreed.volunteer_no: "erased",
        holder.volunteer_no: "erased",
    }


def test_an_account_that_a_merge_moved_leaves_its_trace(chongqing):
    platform = PlatformFactory(feed_scope=FeedScope.OWN)
    account = PlatformAccountFactory(platform=platform)
    merged, root = account.volunteer, VolunteerFactory()
    with transaction.atomic():
        platform.accounts.update(volunteer=root)
        end(merged, State.MERGED, root)
        touch([root.pk])
    assert FeedTrace.objects.filter(volunteer=merged, mark=f"account:{platform.pk}").exists()
    puller = Puller(platform)
    puller.pull()
    assert set(puller.copy) == {root.volunteer_no}
    assert puller.ended[merged.volunteer_no]["became"] == root.volunteer_no


def test_pages_go_on_where_the_last_one_ended(puller, chongqing):
    people = VolunteerFactory.create_batch(5, home=chongqing)
    with transaction.atomic():
        touch([person.pk for person in people])  # one transaction, one number: the id decides
    assert [row["volunteer_no"] for row in puller.pull(size=2)] == [person.volunteer_no for person in people]
    assert puller.pull() == []
    touch([people[2].pk])
    assert [row["version"] for row in puller.pull()] == [3]


def test_a_row_that_is_written_late_is_not_skipped(puller, chongqing):
    """The first to begin ends last: what began after it waits until then."""
    early = VolunteerFactory(home=chongqing)
    puller.pull()
    other = connection.copy()
    try:
        with other.cursor() as cursor:
            other.set_autocommit(False)
            cursor.execute("UPDATE volunteers_volunteer SET version = 9 WHERE id = %s", [early.pk])
            later = VolunteerFactory(home=chongqing)
            assert puller.pull() == [], "its number is above the horizon"
            other.commit()
    finally:
        other.close()
    assert [row["volunteer_no"] for row in puller.pull()] == [early.volunteer_no, later.volunteer_no]
    assert puller.copy[early.volunteer_no]["version"] == 9


def test_what_crosses_is_logged_page_by_page(platform, puller, chongqing, sichuan):
    VolunteerFactory(home=chongqing)
    for _ in range(3):
        share(VolunteerFactory(home=sichuan))
    puller.pull(size=2)
    found = Transfer.objects.order_by("pk").values_list("platform", "from_province", "to_province", "people", "kind")
    assert list(found) == [(platform.pk, "510000", "500000", 1, "feed"), (platform.pk, "510000", "500000", 2, "feed")]
    assert Transfer.objects.first().basis == "consent to share"


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_does_not_grow(puller, sichuan, rows):
    for _ in range(rows):
        share(VolunteerFactory(home=sichuan))
    puller.ask()
    with CaptureQueriesContext(connection) as asked:
        assert len(puller.ask().json()["results"]) == rows
    assert len(asked) == 19, [query["sql"][:200] for query in asked]


def test_who_may_pull(platform, chongqing):
    puller = Puller(platform)
    assert puller.ask().status_code == 200
    refused = Puller(PlatformFactory(feed_scope=FeedScope.NONE)).ask()
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (403, "not_a_platform")
    puller.headers = system_of(platform, whole_corridor=False, places=[chongqing])
    assert puller.ask().status_code == 403, "a token narrowed to places"
    puller.headers = system_of(platform, may_write=False)
    assert puller.ask().status_code == 200, "reading is enough"
    Platform.objects.filter(pk=platform.pk).update(until=timezone.localdate() - dt.timedelta(days=1))
    assert puller.ask().status_code == 403


@pytest.mark.parametrize("cursor", ["nonsense", "WzEsMl0", "e30", "bnVsbA", "[" * 200])
def test_a_cursor_that_is_none_is_refused(puller, cursor):
    answer = puller.ask(cursor=cursor)
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (400, "bad_cursor")


def test_bad_sizes_and_words_are_refused(puller):
    assert puller.ask(size="0").status_code == puller.ask(size="1001").status_code == 400
    assert puller.ask(since="2026").json()["errors"][0]["code"] == "unknown_parameter"


def gone(puller):
    answer = puller.ask(cursor=puller.cursor)
    return answer.status_code == 410 and answer.json()["errors"][0]["code"] == "cursor_of_another_epoch"


def test_a_new_epoch_and_another_scope_end_old_cursors(platform, puller, chongqing):
    VolunteerFactory(home=chongqing)
    puller.pull()
    call_command("start_feed_epoch", "--reason", "a copy of last night was restored", verbosity=0)
    assert gone(puller)
    puller.cursor = ""
    assert len(puller.pull()) == 1
    Platform.objects.filter(pk=platform.pk).update(feed_scope=FeedScope.OWN)
    assert gone(puller)


def test_a_restored_database_begins_anew_by_itself(puller, chongqing):
    """pg_dump keeps numbers of transactions that the new server has not come to: those rows would never be told."""
    restored = VolunteerFactory(home=chongqing)
    puller.pull()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE volunteers_volunteer DISABLE TRIGGER USER")
        cursor.execute("UPDATE volunteers_volunteer SET changed_in = changed_in + 1000000")
        cursor.execute("ALTER TABLE volunteers_volunteer ENABLE TRIGGER USER")
    FeedEpoch.objects.update(cluster="another server")
    answer = puller.ask()
    assert (answer.status_code, answer.json()["errors"][0]["code"]) == (503, "feed_not_ready")
    assert ensure_feed_epoch()
    assert not ensure_feed_epoch(), "once is enough"
    assert gone(puller)
    puller.cursor = ""
    assert [row["volunteer_no"] for row in puller.pull()] == [restored.volunteer_no]
    assert Volunteer.objects.get().changed_in < queries.horizon().place


def test_numbering_anew_goes_on_until_all_are_done(chongqing, monkeypatch):
    monkeypatch.setattr("volunteers.services.feed.AT_ONCE", 2)
    VolunteerFactory.create_batch(5, home=chongqing)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE volunteers_volunteer DISABLE TRIGGER USER")
        cursor.execute("UPDATE volunteers_volunteer SET changed_in = 1000000000000 + id")
        cursor.execute("ALTER TABLE volunteers_volunteer ENABLE TRIGGER USER")
    start_feed_epoch(reason="restored")
    assert not Volunteer.objects.filter(changed_in__gte=1000000000000).exists()

import datetime as dt
import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from accounts.models import Notice, Role, User
from accounts.services import notices, posts
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kinds")]

DAY = dt.timedelta(days=1)


def owe(*to, **changes):
    plan = {"kind": "told", "key": "booking:1", "url": "/errors/", "params": {"post": "荣昌区", "since": "2026-03-08"}}
    notices.owe_notices(to=to, **(plan | changes))
    return Notice.objects.filter(user__in=to).latest("pk")


@pytest.fixture
def anna():
    return factories.person()


class TestOwing:
    def test_twice_is_one_row_and_the_first_one(self, anna):
        first = owe(anna)
        assert owe(anna, url="/") == first
        first.refresh_from_db()
        assert first.url == "/errors/"

    def test_another_person_kind_or_key_is_another_notice(self, anna):
        owe(anna)
        owe(factories.person())
        owe(anna, key="booking:2")
        owe(anna, kind="shown", params={"count": 1, "when": "2026-03-08T09:00:00+08:00"})
        assert Notice.objects.count() == 4

    @pytest.mark.parametrize("number", [1, 3])
    def test_many_receivers_take_one_statement(self, number, django_assert_num_queries):
        people = [factories.person() for _number in range(number)]
        with django_assert_num_queries(3):  # the statement within a savepoint
            notices.owe_notices(
                to=people, kind="told", key="1", url="/", params={"post": "荣昌区", "since": "2026-03-08"}
            )
        assert Notice.objects.count() == number

    def test_one_notice_comes_back_also_the_second_time(self, anna):
        plan = {"to": anna, "kind": "told", "key": "1", "url": "/", "params": {"post": "x", "since": "2026-03-08"}}
        assert notices.owe_notice(**plan) == notices.owe_notice(**plan) == Notice.objects.get()

    @pytest.mark.parametrize(
        ("changes", "error"),
        [
            ({"kind": "nobody registered this"}, LookupError),
            ({"params": {"post": "荣昌区"}}, ValueError),
            ({"params": {"post": "荣昌区", "since": "8 March"}}, ValueError),
            ({"params": {"post": "荣昌区", "since": "2026-03-08", "more": 1}}, ValueError),
            ({"url": "//elsewhere.example/"}, ValidationError),
            ({"url": "https://elsewhere.example/"}, ValidationError),
        ],
    )
    def test_what_could_not_be_shown_is_refused(self, anna, changes, error):
        with pytest.raises(error):
            owe(anna, **changes)
        assert not Notice.objects.exists()

    def test_the_database_refuses_an_address_elsewhere_too(self, anna):
        with pytest.raises(IntegrityError):
            Notice.objects.create(user=anna, kind="told", key="1", url="/\\elsewhere.example")


class TestSeen:
    def test_by_the_receiver_alone_and_once_it_is_due(self, anna):
        now = timezone.now()
        owe(anna, key="past", due_at=now - DAY)
        owe(anna, key="future", due_at=now + DAY)
        owe(factories.person())
        assert [notice.key for notice in Notice.objects.visible_to(anna)] == ["past"]
        assert anna.unread_notices == 1

    def test_its_text_is_made_in_the_language_that_is_active(self, anna):
        notice = owe(anna)
        assert notice.text.sentence == "荣昌区, from March 8, 2026."
        with override("zh-hans"):
            assert notice.text.sentence == "荣昌区，自2026年3月8日起。"

    def test_numbers_and_moments_are_written_by_the_locale(self, anna):
        notice = owe(anna, kind="shown", params={"count": 12345, "when": "2026-03-08T01:00:00+00:00"})
        assert notice.text.sentence == "12,345 at March 8, 2026, 9 a.m."
        with override("zh-hans"):
            assert notice.text.sentence == "12345 at 2026年3月8日 09:00"

    def test_a_kind_that_no_app_has_any_more_and_an_older_row_still_lead_to_their_page(self, anna):
        notice = owe(anna)
        notice.params = {}
        assert notice.text.sentence == "—, from —."
        notice.kind = "gone"
        assert (notice.text.title, notice.text.sentence) == ("Notice", "")


class TestWithdrawing:
    def test_what_nobody_has_seen(self, anna):
        owe(anna, due_at=timezone.now() + DAY)
        owe(factories.person())
        assert notices.cancel_notices(kind="told", key="booking:1") == 2
        assert notices.cancel_notices(kind="told", key="booking:1") == 0
        assert not Notice.objects.visible_to(anna).exists()
        assert not Notice.objects.exclude(mail_at=None).exists()

    @pytest.mark.parametrize("seen", ["read_at", "mailed_at"])
    def test_what_was_read_or_mailed_stands(self, anna, seen):
        notice = owe(anna)
        Notice.objects.filter(pk=notice.pk).update(**{seen: timezone.now()})
        assert notices.cancel_notices(kind="told", key="booking:1") == 0

    def test_owing_it_again_does_not_bring_it_back(self, anna):
        owe(anna)
        notices.cancel_notices(kind="told", key="booking:1")
        assert owe(anna).cancelled_at is not None


class TestReading:
    def test_once_and_then_no_mail_is_owed(self, anna):
        notice = notices.mark_read(actor=anna, notice=owe(anna))
        first = notice.read_at
        assert notice.mail_at is None
        assert notices.mark_read(actor=anna, notice=notice).read_at == first

    def test_all_of_ones_own_that_are_due(self, anna):
        other = factories.person()
        owe(anna, other)
        owe(anna, key="2", due_at=timezone.now() + DAY)
        assert notices.mark_all_read(actor=anna) == 1
        assert (anna.unread_notices, other.unread_notices) == (0, 1)
        assert Notice.objects.filter(read_at=None).count() == 2


def test_read_and_withdrawn_notices_are_purged_after_their_days_and_unread_ones_stay(anna, settings):
    settings.NOTICE_DAYS = 30
    now = timezone.now()
    for key, dates in {
        "read long ago": {"read_at": now - 31 * DAY},
        "withdrawn long ago": {"cancelled_at": now - 31 * DAY},
        "read lately": {"read_at": now - 29 * DAY},
        "unread": {},
    }.items():
        notice = owe(anna, key=key, due_at=now - 400 * DAY)
        Notice.objects.filter(pk=notice.pk).update(**dates)
    assert notices.purge_notices() == 2
    assert set(Notice.objects.values_list("key", flat=True)) == {"read lately", "unread"}


class TestHolders:
    def test_of_certain_posts_at_a_place_today(self):
        here, there = factories.CountyFactory(), factories.CountyFactory()
        unit = factories.UnitFactory(region=here)
        yesterday = timezone.localdate() - DAY
        logger, reviewer = factories.logger(here), factories.reviewer(here)
        of_unit = factories.person(Role.COUNTY_LOGGER, here, unit=unit)
        elsewhere = factories.logger(there)
        factories.logger(here, is_active=False)
        factories.logger(here, until=yesterday)

        def found(*roles, **places):
            return set(User.objects.holding_today(*roles, **places))

        assert found(Role.COUNTY_LOGGER) == {logger, of_unit, elsewhere}
        assert found(Role.COUNTY_LOGGER, regions=[here]) == {logger, of_unit}
        assert found(Role.COUNTY_LOGGER, Role.COUNTY_REVIEWER, regions=[here.pk]) == {logger, of_unit, reviewer}
        assert found(Role.COUNTY_LOGGER, units=[unit]) == {of_unit}
        assert found(Role.COUNTY_LOGGER, regions=[]) == set()


class TestPosts:
    def test_whoever_is_given_a_post_or_loses_it_is_told(self, anna):
        administrator, county = factories.person(Role.SYSTEM_ADMINISTRATOR), factories.CountyFactory(name="荣昌区")
        since = dt.date(2026, 3, 8)
        holding = posts.grant_post(actor=administrator, user=anna, role=Role.COUNTY_LOGGER, since=since, region=county)
        posts.end_post(actor=administrator, holding=holding, until=since)
        with override("zh-hans"):
            assert [notice.text.sentence for notice in anna.notices.order_by("pk")] == [
                "荣昌区 · 登记员，自2026年3月8日起。",
                "荣昌区 · 登记员：最后一天是2026年3月8日。",
            ]

    def test_also_of_one_that_never_began(self, anna):
        administrator, today = factories.person(Role.SYSTEM_ADMINISTRATOR), timezone.localdate()
        holding = posts.grant_post(actor=administrator, user=anna, role=Role.VOLUNTEER, since=today)
        posts.end_post(actor=administrator, holding=holding)
        assert anna.notices.filter(kind="post_ends").count() == 1


class TestPage:
    @pytest.fixture
    def signed_in(self, client, anna):
        client.force_login(anna)
        return client

    @pytest.mark.parametrize("number", [1, 3])
    def test_the_list_takes_the_same_queries_however_many(self, signed_in, anna, number, django_assert_num_queries):
        for key in range(number):
            owe(anna, key=str(key))
        address = reverse("notices")
        signed_in.get(address)
        with django_assert_num_queries(5):  # session, person, posts, notices, how many are unread
            assert signed_in.get(address).content.count(b'class="work-item"') == number

    def test_the_head_of_every_page_counts_the_unread_in_one_query(self, signed_in, anna):
        for key in range(3):
            owe(anna, key=str(key))
        with CaptureQueriesContext(connection) as queries:
            page = signed_in.get("/errors/").content.decode()
        assert '3<span class="visually-hidden"> unread</span>' in page
        assert len([query for query in queries.captured_queries if "accounts_notice" in query["sql"]]) == 1

    def test_more_than_99_are_not_counted_out(self, signed_in, anna):
        Notice.objects.bulk_create([Notice(user=anna, kind="told", key=str(key), url="/") for key in range(101)])
        assert "99+" in signed_in.get("/errors/").content.decode()

    def test_unread_ones_first_and_all_on_demand(self, signed_in, anna):
        read, unread = owe(anna, key="1"), owe(anna, key="2")
        notices.mark_read(actor=anna, notice=read)
        assert list(signed_in.get(reverse("notices")).context["page"]) == [unread]
        assert list(signed_in.get(reverse("notices") + "?all=true").context["page"]) == [unread, read]
        assert signed_in.get(reverse("notices") + "?unread=1").status_code == 400

    def test_pages_hold_fifty(self, signed_in, anna):
        for key in range(51):
            owe(anna, key=str(key))
        page = signed_in.get(reverse("notices")).context["page"]
        later = signed_in.get(reverse("notices"), {"cursor": page.later}).context["page"]
        assert (len(page), len(later), later.later) == (50, 1, "")

    def test_opening_one_marks_it_and_leads_to_its_page(self, signed_in, anna):
        notice = owe(anna)
        answer = signed_in.post(reverse("notice_open", args=[notice.pk]))
        assert (answer.status_code, answer.url) == (302, "/errors/")
        notice.refresh_from_db()
        assert notice.read_at is not None
        assert signed_in.get(reverse("notice_open", args=[notice.pk])).status_code == 405

    def test_of_somebody_else_or_not_yet_due_does_not_exist(self, signed_in, anna):
        for notice in (owe(factories.person()), owe(anna, due_at=timezone.now() + DAY)):
            assert signed_in.post(reverse("notice_open", args=[notice.pk])).status_code == 404
            assert signed_in.post(reverse("api:notice-read", args=[notice.pk])).status_code == 404

    def test_all_are_marked_at_once(self, signed_in, anna):
        owe(anna)
        assert "1 notice is marked" in signed_in.post(reverse("notices_read"), follow=True).content.decode()
        assert "nothing unread" in signed_in.post(reverse("notices_read"), follow=True).content.decode()


class TestApi:
    def test_lists_in_the_language_that_is_asked_for_and_marks_as_read(self, client, anna):
        client.force_login(anna)
        notice = owe(anna)
        answer = client.get(reverse("api:notice-list") + "?unread=true", headers={"Accept-Language": "zh-hans"})
        assert answer.json()["results"] == [
            {
                "id": notice.pk,
                "kind": "told",
                "title": "通知",
                "text": "荣昌区，自2026年3月8日起。",
                "url": "/errors/",
                "due_at": timezone.localtime(notice.due_at).isoformat(),
                "read_at": None,
            }
        ]
        assert client.post(reverse("api:notice-read", args=[notice.pk])).json()["read_at"]
        assert client.get(reverse("api:notice-list") + "?unread=true").json()["results"] == []
        assert len(client.get(reverse("api:notice-list")).json()["results"]) == 1
        assert client.get(reverse("api:notice-list") + "?colour=red").status_code == 400


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_workers_who_owe_the_same_to_the_same_people_owe_it_once():
    people = [factories.person() for _number in range(200)]
    start, failures = threading.Barrier(2), []

    def work(receivers):
        start.wait()
        try:
            for key in range(5):
                owe(*receivers, key=str(key))
        except Exception as failure:
            failures.append(failure)
        finally:
            connection.close()

    threads = [threading.Thread(target=work, args=[order]) for order in (people, people[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert Notice.objects.count() == 5 * len(people)

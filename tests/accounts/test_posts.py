import datetime as dt
import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounts.models import Act, AuditEntry, Post, PostHolding, Role, User
from accounts.services import people, posts
from tests import factories

pytestmark = pytest.mark.django_db

TODAY = dt.date(2026, 11, 23)


@pytest.fixture
def administrator():
    return factories.person(Role.SYSTEM_ADMINISTRATOR)


@pytest.fixture
def grant(administrator):
    def grant(user, role, **changes):
        plan = {"actor": administrator, "user": user, "role": role, "since": timezone.localdate()}
        return posts.grant_post(**(plan | changes))

    return grant


def code_of(refused):
    if hasattr(refused.value, "error_dict"):
        return next(iter(refused.value.error_dict.values()))[0].code
    return refused.value.code


def roles_of(user):
    return User.objects.get(pk=user.pk).reach.roles


def test_a_post_gives_its_rights_from_its_first_to_its_last_day(grant):
    county, user = factories.CountyFactory(), factories.person()
    today = timezone.localdate()
    grant(user, Role.COUNTY_LOGGER, region=county, since=today - dt.timedelta(days=9), until=today)
    grant(user, Role.COUNTY_REVIEWER, region=county, since=today + dt.timedelta(days=1))
    assert roles_of(user) == {"county_logger"}


def test_two_people_share_one_post(grant):
    county = factories.CountyFactory()
    for user in (factories.person(), factories.person()):
        grant(user, Role.COUNTY_LOGGER, region=county)
    assert Post.objects.filter(role=Role.COUNTY_LOGGER).count() == 1


@pytest.mark.parametrize(
    ("role", "place", "code"),
    [
        (Role.COUNTY_LOGGER, None, "__all__"),
        (Role.PROVINCIAL_OFFICE, factories.CountyFactory, "not_a_province"),
    ],
)
def test_a_post_stands_at_a_fitting_place(grant, role, place, code):
    with pytest.raises(ValidationError):
        grant(factories.person(), role, region=place() if place else None)
    assert not PostHolding.objects.exclude(post__role=Role.SYSTEM_ADMINISTRATOR).exists()


def test_a_unit_lies_in_the_place_of_the_post(grant):
    with pytest.raises(ValidationError) as refused:
        grant(factories.person(), Role.COUNTY_LOGGER, region=factories.CountyFactory(), unit=factories.UnitFactory())
    assert code_of(refused) == "unit_elsewhere"


def test_nobody_gives_a_post_to_themselves_or_ends_their_own(administrator, grant):
    with pytest.raises(ValidationError) as refused:
        grant(administrator, Role.COUNTY_LOGGER, region=factories.CountyFactory())
    assert code_of(refused) == "not_for_oneself"
    with pytest.raises(ValidationError) as refused:
        posts.end_post(actor=administrator, holding=administrator.holdings.get())
    assert code_of(refused) == "not_for_oneself"


@pytest.mark.parametrize("separated", [Role.AUDITOR, Role.SYSTEM_ADMINISTRATOR, Role.SECURITY_ADMINISTRATOR])
@pytest.mark.parametrize("first", [True, False])
def test_administrators_and_auditor_hold_nothing_beside(grant, separated, first):
    county, user = factories.CountyFactory(), factories.person()
    pair = [(separated, None), (Role.COUNTY_LOGGER, county)]
    (role, region), (other, other_region) = pair if first else reversed(pair)
    grant(user, role, region=region)
    with pytest.raises(ValidationError) as refused:
        grant(user, other, region=other_region, since=timezone.localdate() + dt.timedelta(days=30))
    assert code_of(refused) == "duties_are_separated"


def test_duties_may_follow_one_another(grant):
    user, today = factories.person(), timezone.localdate()
    grant(user, Role.AUDITOR, until=today)
    grant(user, Role.SECURITY_ADMINISTRATOR, since=today + dt.timedelta(days=1))
    assert user.holdings.count() == 2


def test_the_same_post_is_not_held_twice_at_once(grant):
    county, user = factories.CountyFactory(), factories.person()
    grant(user, Role.COUNTY_LOGGER, region=county)
    with pytest.raises(ValidationError):
        grant(user, Role.COUNTY_LOGGER, region=county, until=timezone.localdate() + dt.timedelta(days=3))


def test_a_change_of_posts_signs_the_person_out_everywhere(client, grant, administrator):
    user = factories.person()
    client.force_login(user)
    holding = grant(user, Role.COUNTY_LOGGER, region=factories.CountyFactory())
    assert client.get("/").status_code == 302
    client.force_login(User.objects.get(pk=user.pk))
    posts.end_post(actor=administrator, holding=holding)
    assert client.get("/").status_code == 302
    assert AuditEntry.objects.filter(action=Act.SESSIONS_ENDED, target=user.username).count() == 2


def test_a_post_ends_at_once_or_on_a_day(grant, administrator):
    county, user, today = factories.CountyFactory(), factories.person(), timezone.localdate()
    old = grant(user, Role.COUNTY_LOGGER, region=county, since=today - dt.timedelta(days=90))
    posts.end_post(actor=administrator, holding=old, until=today + dt.timedelta(days=5))
    assert roles_of(user) == {"county_logger"}
    posts.end_post(actor=administrator, holding=old)
    assert roles_of(user) == set()
    assert user.holdings.get().until == today - dt.timedelta(days=1)
    with pytest.raises(ValidationError) as refused:
        posts.end_post(actor=administrator, holding=old)
    assert code_of(refused) == "post_has_ended"


def test_a_post_given_today_and_ended_at_once_leaves_only_its_history(grant, administrator):
    user = factories.person()
    holding = grant(user, Role.COUNTY_LOGGER, region=factories.CountyFactory())
    pk = holding.pk
    posts.end_post(actor=administrator, holding=holding)
    assert not user.holdings.exists()
    assert list(PostHolding.events.rel.related_model.objects.filter(pgh_obj_id=pk).values_list("pgh_label")) == [
        ("insert",),
        ("delete",),
    ]


def test_the_last_system_administrator_stays(administrator):
    with pytest.raises(ValidationError) as refused:
        posts.end_post(actor=None, holding=administrator.holdings.get())
    assert code_of(refused) == "last_administrator"
    with pytest.raises(ValidationError) as refused:
        people.deactivate_user(actor=None, user=administrator)
    assert code_of(refused) == "last_administrator"
    administrator.refresh_from_db()
    assert administrator.is_active


def test_an_account_switched_off_has_no_rights_and_no_session(client, administrator):
    user = factories.logger(factories.CountyFactory())
    client.force_login(user)
    people.deactivate_user(actor=administrator, user=user)
    assert client.get("/").status_code == 302
    assert roles_of(user) == set()
    people.reactivate_user(actor=administrator, user=user)
    assert roles_of(user) == {"county_logger"}


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_grants_at_once_do_not_mix_duties():
    """Two administrators give one person an auditor's and a logger's post in the same moment."""
    county, user = factories.CountyFactory(), factories.person()
    barrier, outcomes = threading.Barrier(2), []

    def give(role, region):
        administrator = factories.person(Role.SYSTEM_ADMINISTRATOR)
        barrier.wait()
        try:
            posts.grant_post(actor=administrator, user=user, role=role, region=region, since=timezone.localdate())
            outcomes.append("given")
        except ValidationError as error:
            outcomes.append(error.code)
        finally:
            connection.close()

    factories.person(Role.SYSTEM_ADMINISTRATOR)  # so that the threads find the post
    threads = [
        threading.Thread(target=give, args=arguments)
        for arguments in ((Role.AUDITOR, None), (Role.COUNTY_LOGGER, county))
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(outcomes) == ["duties_are_separated", "given"]
    assert user.holdings.count() == 1


class TestPages:
    def test_the_list_takes_the_same_queries_however_many_people(
        self, client, administrator, django_assert_num_queries
    ):
        client.force_login(administrator)
        client.get(reverse("accounts:people"))
        counts = []
        for _round in range(2):
            factories.logger(factories.CountyFactory())
            with django_assert_num_queries(7):
                counts.append(len(client.get(reverse("accounts:people")).context["page"]))
        assert counts == [2, 3]

    def test_people_are_found_by_name_role_and_place(self, client, administrator):
        county = factories.CountyFactory(name="荣昌区")
        wanted = factories.logger(county, name="样例登记员")
        factories.reviewer(county, name="样例审核员")
        factories.logger(factories.CountyFactory())
        client.force_login(administrator)
        for query in ({"q": "登记"}, {"role": "county_logger", "place": county.code}):
            page = client.get(reverse("accounts:people"), query)
            assert list(page.context["page"]) == [wanted], query
        assert client.get(reverse("accounts:people"), {"role": "king"}).status_code == 200

    def test_who_holds_what_at_a_place_on_a_day(self, client, administrator):
        county, today = factories.CountyFactory(), timezone.localdate()
        factories.logger(county, until=today - dt.timedelta(days=30))
        now = factories.logger(county)
        client.force_login(administrator)
        page = client.get(reverse("accounts:holdings"), {"place": county.code})
        assert [holding.user for holding in page.context["page"]] == [now]
        page = client.get(
            reverse("accounts:holdings"), {"place": county.code, "on": str(today - dt.timedelta(days=31))}
        )
        assert len(page.context["page"]) == 2

    def test_an_account_is_made_given_a_post_and_a_link(self, client, administrator):
        client.force_login(administrator)
        county = factories.CountyFactory()
        data = {"username": "li.na", "name": "李娜", "email": "", "language": ""}
        made = client.post(reverse("accounts:person_create"), data)
        person = User.objects.get(username="li.na")
        assert made.url == reverse("accounts:person", args=[person.pk])
        assert not person.has_usable_password()
        data = {
            "role": "county_logger",
            "region": county.pk,
            "unit": "",
            "title": "",
            "since": "2026-01-01",
            "until": "",
        }
        assert client.post(reverse("accounts:grant", args=[person.pk]), data).status_code == 302
        assert roles_of(person) == {"county_logger"}
        page = client.post(reverse("accounts:reset_link", args=[person.pk]))
        assert "/accounts/password/reset/key/" in page.text
        assert page.headers["Cache-Control"] == "no-store"

    def test_a_broken_rule_comes_back_to_the_form(self, client, administrator):
        client.force_login(administrator)
        auditor = factories.person(Role.AUDITOR)
        data = {"role": "county_logger", "region": factories.CountyFactory().pk, "since": "2026-01-01"}
        page = client.post(reverse("accounts:grant", args=[auditor.pk]), data)
        assert page.status_code == 200
        assert "duties are separated" in page.text

    def test_a_taken_user_name_is_refused(self, client, administrator):
        client.force_login(administrator)
        data = {"username": administrator.username, "name": "某人", "email": "", "language": ""}
        assert "taken" in client.post(reverse("accounts:person_create"), data).text

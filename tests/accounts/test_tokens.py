import datetime as dt

import pytest
from django.core.exceptions import ValidationError
from django.urls import path, reverse
from django.utils import timezone
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.models import Act, ApiToken, AuditEntry, Role
from accounts.services import tokens
from belts.models import Unit
from config import urls as portal_urls
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def county():
    return factories.CountyFactory()


@pytest.fixture
def client_account(county):
    return factories.person(Role.API_CLIENT, county)


@pytest.fixture
def issue(client_account, county):
    """Issue a token; a test changes the one argument it is about."""

    def issue(**changes):
        plan = {
            "actor": factories.person(Role.SECURITY_ADMINISTRATOR),
            "user": client_account,
            "purpose": "exchange",
            "expires_at": timezone.now() + dt.timedelta(days=90),
            "places": [county],
        }
        return tokens.issue_token(**(plan | changes))

    return issue


def call(client, secret, name="api:me", method="get", **extra):
    return getattr(client, method)(reverse(name), headers={"Authorization": f"Bearer {secret}"}, **extra)


def code_of(response):
    return response.json()["errors"][0]["code"]


def test_a_token_says_whose_it_is_and_what_it_may_do(client, issue, client_account, county):
    token, secret = issue()
    answer = call(client, secret)
    assert answer.status_code == 200
    assert answer.json() == {
        "username": client_account.username,
        "name": client_account.name,
        "language": "",
        "posts": [{"role": "api_client", "region": county.code, "unit": None, "title": ""}],
        "token": {
            "prefix": token.prefix,
            "purpose": "exchange",
            "places": [county.code],
            "may_write": False,
            "expires_at": timezone.localtime(token.expires_at).isoformat(),
        },
    }


def test_only_a_digest_of_the_secret_is_kept(issue):
    token, secret = issue()
    assert secret not in str(ApiToken.objects.filter(pk=token.pk).values())
    assert token.digest == tokens.digest_of(secret)
    assert len(secret) > 40


def test_a_token_is_for_the_account_of_a_system(issue):
    with pytest.raises(ValidationError) as refused:
        issue(user=factories.logger(factories.CountyFactory()))
    assert refused.value.error_dict["user"][0].code == "not_a_client"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"places": []}, "token_without_scope"),
        ({"whole_corridor": True}, "token_without_scope"),
        ({"expires_at": timezone.now() - dt.timedelta(days=1)}, "token_end_out_of_range"),
        ({"expires_at": timezone.now() + dt.timedelta(days=400)}, "token_end_out_of_range"),
    ],
)
def test_a_token_has_a_scope_and_an_end(issue, changes, code):
    with pytest.raises(ValidationError) as refused:
        issue(**changes)
    assert [error.code for errors in refused.value.error_dict.values() for error in errors] == [code]


class TestRefused:
    def assert_refused(self, response, code):
        assert (response.status_code, code_of(response)) == (401, code)
        assert response.headers["WWW-Authenticate"].startswith("Bearer")
        entry = AuditEntry.objects.latest("pk")
        assert (entry.action, entry.reason, entry.success) == (Act.TOKEN_REFUSED, code, False)

    def test_expired(self, client, issue):
        token, secret = issue()
        ApiToken.objects.filter(pk=token.pk).update(expires_at=timezone.now())
        self.assert_refused(call(client, secret), "token_expired")

    def test_revoked(self, client, issue):
        token, secret = issue()
        tokens.revoke_token(actor=factories.person(Role.SECURITY_ADMINISTRATOR), token=token)
        self.assert_refused(call(client, secret), "token_revoked")

    def test_from_a_wrong_address(self, client, issue):
        _token, secret = issue(addresses=["10.2.3.4"])
        self.assert_refused(call(client, secret), "token_address")
        assert call(client, secret, REMOTE_ADDR="10.2.3.4").status_code == 200

    def test_a_header_cannot_claim_the_right_address(self, client, issue):
        _token, secret = issue(addresses=["10.2.3.4"])
        headers = {"Authorization": f"Bearer {secret}", "X-Forwarded-For": "10.2.3.4"}
        assert client.get(reverse("api:me"), headers=headers).status_code == 401

    def test_of_an_account_switched_off(self, client, issue, client_account):
        _token, secret = issue()
        client_account.is_active = False
        client_account.save()
        self.assert_refused(call(client, secret), "account_inactive")

    def test_unknown(self, client, issue):
        _token, secret = issue()
        self.assert_refused(call(client, secret + "x"), "token_unknown")

    @pytest.mark.parametrize("header", ["Bearer", "Bearer a b", "Bearer 密码"])
    def test_malformed(self, client, header):
        response = client.get(reverse("api:me"), HTTP_AUTHORIZATION=header.encode().decode("latin-1"))
        assert (response.status_code, code_of(response)) == (401, "token_unknown")

    def test_the_same_fault_is_written_down_once_a_minute(self, client):
        for _attempt in range(3):
            call(client, "cpc_nothing")
        assert AuditEntry.objects.count() == 1

    def test_nobody(self, client):
        response = client.get(reverse("api:me"))
        assert (response.status_code, code_of(response)) == (401, "not_authenticated")


def test_a_token_is_throttled_by_itself(client, issue, settings):
    settings.API_RATE = 3
    _token, secret = issue()
    _other, other_secret = issue(purpose="other")
    assert [call(client, secret).status_code for _ in range(3)] == [200] * 3
    refused = call(client, secret)
    assert (refused.status_code, code_of(refused)) == (429, "throttled")
    assert 1 <= int(refused.headers["Retry-After"]) <= 60
    assert call(client, other_secret).status_code == 200


def test_its_last_use_is_written_at_most_once_a_minute(client, issue, django_assert_num_queries):
    token, secret = issue()
    call(client, secret)
    token.refresh_from_db()
    first = token.last_used_at
    assert first is not None
    call(client, secret)
    token.refresh_from_db()
    assert token.last_used_at == first


class WriteView(APIView):
    def post(self, request):
        unit = factories.UnitFactory()
        return Response({"unit": unit.pk}, status=201)


@pytest.fixture
def write_route(monkeypatch, settings):
    """An address that writes, in the portal's own table."""
    pattern = path("api/v1/write-test/", WriteView.as_view(), name="write_test")
    monkeypatch.setattr(portal_urls, "urlpatterns", [*portal_urls.urlpatterns, pattern])
    settings.ROOT_URLCONF = "config.urls"  # clears the resolver's caches


@pytest.mark.usefixtures("write_route")
class TestWriting:
    def test_a_token_for_reading_writes_nothing(self, client, issue):
        _token, secret = issue()
        response = call(client, secret, "write_test", "post")
        assert (response.status_code, code_of(response)) == (403, "token_is_read_only")
        assert not Unit.objects.exists()

    def test_the_history_names_the_account_and_the_token(self, client, issue, client_account):
        token, secret = issue(may_write=True)
        unit = call(client, secret, "write_test", "post").json()["unit"]
        event = Unit.objects.get(pk=unit).events.get()
        assert event.pgh_context["user"] == client_account.pk
        assert event.pgh_context["token"] == token.pk
        assert event.pgh_context["request"]


def test_a_session_gets_403_for_a_forbidden_write_and_needs_the_csrf_token(county):
    from django.test import Client

    browser = Client(enforce_csrf_checks=True)
    browser.force_login(factories.logger(county))
    assert browser.get(reverse("api:me")).status_code == 200
    assert browser.post(reverse("api:me")).status_code == 403


class TestPages:
    @pytest.fixture
    def security(self, client):
        person = factories.person(Role.SECURITY_ADMINISTRATOR)
        client.force_login(person)
        return person

    def test_a_token_is_issued_its_secret_shown_once_and_it_works(self, client, security, client_account, county):
        factories.BeltMembershipFactory(region=county)
        data = {
            "user": client_account.pk,
            "purpose": "交换",
            "places": [county.pk],
            "addresses": "127.0.0.1, 10.0.0.9",
            "expires_on": str(timezone.localdate() + dt.timedelta(days=30)),
        }
        page = client.post(reverse("accounts:token_issue"), data)
        secret = page.context["secret"]
        assert secret in page.text
        assert page.headers["Cache-Control"] == "no-store"
        assert secret not in client.get(reverse("accounts:tokens")).text
        assert call(type(client)(), secret).json()["token"]["places"] == [county.code]
        assert ApiToken.objects.get().created_by == security

    @pytest.mark.usefixtures("security")
    def test_bad_input_comes_back_to_its_field(self, client, client_account):
        data = {"user": client_account.pk, "purpose": "x", "addresses": "home", "expires_on": "2020-01-01"}
        page = client.post(reverse("accounts:token_issue"), data)
        assert page.context["form"].errors.keys() == {"addresses"}
        page = client.post(reverse("accounts:token_issue"), data | {"addresses": "", "whole_corridor": "1"})
        assert page.context["form"].errors.keys() == {"expires_on"}
        assert not ApiToken.objects.exists()

    def test_a_revoked_token_stays_in_the_list(self, client, security, issue):
        token, _secret = issue()
        client.post(reverse("accounts:token_revoke", args=[token.pk]))
        token.refresh_from_db()
        assert token.revoked_by == security
        assert "revoked" in client.get(reverse("accounts:tokens")).text

    @pytest.mark.usefixtures("security")
    def test_the_list_takes_the_same_queries_for_more_tokens(self, client, django_assert_num_queries):
        client.get(reverse("accounts:tokens"))
        for _round in range(2):
            factories.ApiTokenFactory()
            with django_assert_num_queries(6):
                client.get(reverse("accounts:tokens"))

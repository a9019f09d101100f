import datetime as dt
import time

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, generate_totp_secret, hotp_value
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from accounts.middleware import STAMP
from accounts.models import Act, AuditEntry, Role
from accounts.services import passwords, sessions
from tests import factories
from tests.factories import PASSWORD

pytestmark = pytest.mark.django_db

NEW_PASSWORD = "Other-River-77"


def sign_in(client, user, password=PASSWORD, **extra):
    return client.post(reverse("account_login"), {"login": user.username, "password": password}, **extra)


def acts():
    return list(AuditEntry.objects.order_by("pk").values_list("action", flat=True))


def test_sign_in_and_out_are_written_down(client):
    user = factories.person()
    assert sign_in(client, user).status_code == 302
    assert client.get("/").status_code == 200
    client.post(reverse("account_logout"))
    assert client.get("/").status_code == 302
    assert acts() == [Act.SIGN_IN, Act.SIGN_OUT]
    entry = AuditEntry.objects.earliest("pk")
    assert (entry.actor, entry.target, entry.address) == (user, user.username, "127.0.0.1")
    assert entry.request_id


@pytest.mark.parametrize("route", ["account_signup", "account_email", "account_reset_password", "account_set_password"])
def test_there_is_no_way_to_make_an_account_oneself(route):
    with pytest.raises(NoReverseMatch):
        reverse(route)


@pytest.mark.parametrize("path", ["signup/", "email/", "password/reset/", "3rdparty/", "confirm-email/"])
def test_the_library_s_other_addresses_do_not_exist(client, path):
    client.force_login(factories.person())
    assert client.get(f"/accounts/{path}").status_code == 404


class TestLock:
    def fail(self, client, user, times, **extra):
        for _attempt in range(times):
            response = sign_in(client, user, "wrong", **extra)
        return response

    def test_five_failures_lock_the_account_from_everywhere_and_the_page_says_how_long(self, client, settings):
        user = factories.person()
        self.fail(client, user, 5)
        response = sign_in(client, user, REMOTE_ADDR="10.1.1.1")
        assert response.status_code == 200
        assert f"{settings.LOCK_MINUTES} minutes" in response.text
        assert acts() == [Act.SIGN_IN_FAILED] * 5 + [Act.SIGN_IN_LOCKED]

    def test_four_failures_do_not(self, client):
        user = factories.person()
        self.fail(client, user, 4)
        assert sign_in(client, user).status_code == 302

    def test_five_failures_lock_the_address_for_every_account(self, client):
        for user in [factories.person() for _ in range(5)]:
            self.fail(client, user, 1)
        other = factories.person()
        assert "minutes" in sign_in(client, other).text
        assert sign_in(client, other, REMOTE_ADDR="10.1.1.1").status_code == 302

    def test_a_locked_address_does_not_lock_the_accounts_it_names(self, client):
        for user in [factories.person() for _ in range(5)]:
            self.fail(client, user, 1)
        other = factories.person()
        self.fail(client, other, 6)
        assert sign_in(client, other, REMOTE_ADDR="10.1.1.1").status_code == 302

    def test_a_name_that_is_nobody_s_is_not_written_down(self, client):
        client.post(reverse("account_login"), {"login": "Geheim-77!", "password": "x"})
        entry = AuditEntry.objects.get()
        assert (entry.target, entry.reason, entry.success) == ("", "unknown user name", False)

    def test_another_s_address_is_not_taken_from_a_header_without_a_trusted_proxy(self, client, settings):
        user = factories.person()
        sign_in(client, user, "wrong", headers={"X-Forwarded-For": "10.9.9.9"})
        settings.TRUSTED_PROXIES = 1
        sign_in(client, user, "wrong", headers={"X-Forwarded-For": "10.8.8.8, 10.9.9.9"})
        assert list(AuditEntry.objects.order_by("pk").values_list("address", flat=True)) == ["127.0.0.1", "10.9.9.9"]


def test_an_account_that_is_switched_off_is_told_so(client):
    user = factories.person(is_active=False)
    response = sign_in(client, user)
    assert response.url == reverse("account_inactive")
    assert client.get(response.url).status_code == 200


class TestPassword:
    def change(self, client, old, new):
        return client.post(reverse("account_change_password"), {"oldpassword": old, "password1": new, "password2": new})

    @pytest.mark.parametrize(
        "new", ["Ab1!xyz", "onlysmallletters", "password1234", "样例人员样例人员", "12345678!", PASSWORD]
    )
    def test_a_poor_password_is_refused_with_a_message(self, client, new):
        user = factories.person()
        client.force_login(user)
        response = self.change(client, PASSWORD, new)
        assert response.status_code == 200
        assert response.context["form"].errors
        user.refresh_from_db()
        assert user.check_password(PASSWORD)

    def test_none_of_the_last_five_may_be_used_again(self, client):
        user = factories.person()
        chosen = [f"River-Stone-{number}" for number in range(6)]
        for password in chosen:
            passwords.set_password(user=user, password=password)
        client.force_login(user)
        for old in chosen[1:]:
            assert "last five" in self.change(client, chosen[-1], old).text
        assert self.change(client, chosen[-1], chosen[0]).status_code == 302
        assert user.password_records.count() == 5

    def test_a_change_keeps_this_session_and_ends_the_others(self, client, django_user_model):
        user = factories.person()
        sign_in(client, user)
        other = type(client)()
        sign_in(other, user)
        self.change(client, PASSWORD, NEW_PASSWORD)
        assert client.get("/").status_code == 200
        assert other.get("/").status_code == 302
        assert Act.PASSWORD_CHANGED in acts()

    def test_an_old_password_is_changed_before_anything_else(self, client, settings):
        user = factories.person(
            password_changed_at=timezone.now() - dt.timedelta(days=settings.PASSWORD_DAYS, seconds=1)
        )
        client.force_login(user)
        assert client.get("/").url == reverse("account_change_password")
        answer = client.get(reverse("api:schema"))
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (403, "password_expired")
        self.change(client, PASSWORD, NEW_PASSWORD)
        assert client.get("/").status_code == 200

    def test_a_link_sets_a_password_once(self, client):
        admin, user = factories.person(Role.SYSTEM_ADMINISTRATOR), factories.person()
        uid, key = passwords.make_reset_key(actor=admin, user=user).split("-", 1)
        link = reverse("account_reset_password_from_key", args=[uid, key])
        form = client.get(link, follow=True)
        data = {"password1": NEW_PASSWORD, "password2": NEW_PASSWORD}
        assert client.post(form.request["PATH_INFO"], data).status_code == 302
        assert sign_in(client, user, NEW_PASSWORD).status_code == 302
        assert "no longer works" in type(client)().get(link).text
        assert Act.PASSWORD_RESET in acts()
        assert Act.RESET_LINK_MADE in acts()


def code_for(secret):
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


class TestSecondFactor:
    @pytest.fixture(autouse=True)
    def _required(self, settings):
        settings.SECOND_FACTOR_REQUIRED = True

    def test_a_back_office_post_sets_it_up_before_anything_else(self, client):
        user = factories.logger(factories.CountyFactory())
        sign_in(client, user)
        assert client.get("/").url == reverse("mfa_activate_totp")
        answer = client.get(reverse("api:schema"))
        assert (answer.status_code, answer.json()["errors"][0]["code"]) == (403, "second_factor_required")
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
        page = client.get(reverse("mfa_activate_totp"))
        secret = page.context["form"].secret
        assert secret in page.text
        done = client.post(reverse("mfa_activate_totp"), {"code": code_for(secret)})
        assert done.url == reverse("mfa_view_recovery_codes")
        codes = client.get(done.url)
        assert len(codes.context["unused_codes"]) == 10
        assert client.get("/").status_code == 200
        assert secret not in str(user.authenticator_set.get(type="totp").data)

    def test_it_is_asked_at_every_sign_in_and_a_recovery_code_works_once(self, client):
        user = factories.logger(factories.CountyFactory())
        secret = generate_totp_secret()
        TOTP.activate(user, secret)
        recovery = RecoveryCodes.activate(user).get_unused_codes()[0]
        assert sign_in(client, user).url == reverse("mfa_authenticate")
        assert client.get("/").status_code == 302
        assert client.post(reverse("mfa_authenticate"), {"code": "000000"}).status_code == 200
        client.post(reverse("mfa_authenticate"), {"code": code_for(secret)})
        assert client.get("/").status_code == 200
        for expected in (302, 200):
            other = type(client)()
            sign_in(other, user)
            assert other.post(reverse("mfa_authenticate"), {"code": recovery}).status_code == expected
        assert Act.SECOND_FACTOR_FAILED in acts()

    def test_who_must_have_it_cannot_remove_it(self, client):
        user = factories.logger(factories.CountyFactory())
        TOTP.activate(user, generate_totp_secret())
        client.force_login(user)
        client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
        client.post(reverse("mfa_deactivate_totp"))
        assert user.authenticator_set.filter(type="totp").exists()

    def test_people_without_a_back_office_post_go_on_without_it(self, client):
        client.force_login(factories.person(Role.VOLUNTEER))
        assert client.get("/").status_code == 200


class TestIdleTime:
    def grow_old(self, client, seconds):
        session = client.session
        session[STAMP] = int(time.time()) - seconds
        session.save()

    def test_an_idle_session_ends_and_the_page_says_why(self, client, settings):
        user = factories.person()
        client.force_login(user)
        client.get("/")
        self.grow_old(client, settings.IDLE_SECONDS + 61)
        response = client.get(reverse("profile"), {"a": "1"})
        assert response.status_code == 302
        page = client.get(response.url)
        assert "because nothing was done" in page.text
        assert "/accounts/me/?a=1" in page.text
        assert acts() == [Act.SESSION_EXPIRED]

    def test_a_session_in_use_goes_on_and_its_stamp_is_renewed_at_most_once_a_minute(self, client, settings):
        client.force_login(factories.person())
        self.grow_old(client, 30)
        stamp = client.session[STAMP]
        client.get("/")
        assert client.session[STAMP] == stamp
        self.grow_old(client, settings.IDLE_SECONDS)
        client.get("/")
        assert client.session[STAMP] > time.time() - 10

    def test_what_the_page_asks_for_by_itself_does_not_count(self, client):
        client.force_login(factories.person())
        self.grow_old(client, 600)
        client.get("/", headers={"X-Background": "1"})
        assert client.session[STAMP] < time.time() - 500

    def test_the_warning_s_button_extends(self, client, settings):
        client.force_login(factories.person())
        self.grow_old(client, settings.IDLE_SECONDS - 5)
        assert client.post(reverse("session_extend")).status_code == 204
        assert client.session[STAMP] > time.time() - 10

    def test_the_page_that_ran_out_of_time_signs_out_unless_another_window_was_used(self, client, settings):
        client.force_login(factories.person())
        client.get("/")
        assert client.get(reverse("session_expired"), {"next": "/accounts/me/"}).url == "/accounts/me/"
        self.grow_old(client, settings.IDLE_SECONDS)
        assert "ended=idle" in client.get(reverse("session_expired"), {"next": "//evil.example"}).url
        assert client.get("/").status_code == 302

    def test_an_idle_session_is_refused_by_the_api(self, client, settings):
        client.force_login(factories.person())
        self.grow_old(client, settings.IDLE_SECONDS + 61)
        assert client.get(reverse("api:schema")).status_code in {401, 403}


class TestSessions:
    def test_one_s_sessions_are_listed_and_ended_one_by_one_or_all_others(self, client):
        user = factories.person()
        clients = [client, type(client)(), type(client)()]
        for one in clients:
            sign_in(one, user)
        page = client.get(reverse("usersessions_list"))
        others = [one for one in page.context["sessions"] if one.session_key != client.session.session_key]
        assert len(others) == 2
        client.post(reverse("session_end", args=[others[0].pk]))
        assert [one.get("/").status_code for one in clients] == [200, 302, 200]
        client.post(reverse("usersessions_list"))
        assert [one.get("/").status_code for one in clients] == [200, 302, 302]

    def test_another_s_session_is_not_mine_to_end(self, client):
        other, user = factories.person(), factories.person()
        other_client = type(client)()
        sign_in(other_client, other)
        client.force_login(user)
        assert client.post(reverse("session_end", args=[other.usersession_set.get().pk])).status_code == 404
        assert other_client.get("/").status_code == 200

    def test_sign_out_everywhere_ends_sessions_that_nobody_listed(self, client):
        user = factories.person()
        client.force_login(user)
        sessions.sign_out_everywhere(actor=None, user=user, reason="test")
        assert client.get("/").status_code == 302


def test_the_language_of_the_profile_holds_from_the_next_sign_in(client, settings):
    user = factories.person()
    client.force_login(user)
    data = {"name": "新名", "email": "", "language": "en"}
    assert client.post(reverse("profile"), data).status_code == 302
    user.refresh_from_db()
    assert (user.name, user.language) == ("新名", "en")
    other = type(client)()
    assert sign_in(other, user).cookies[settings.LANGUAGE_COOKIE_NAME].value == "en"

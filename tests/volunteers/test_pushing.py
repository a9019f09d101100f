"""Signed batches over the API: what is let in, what is answered, what both sides reconcile."""

import datetime as dt
import time

import orjson
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Role
from accounts.services import tokens
from tests import factories
from tests.volunteers.exchange_world import row_of, two_platforms
from volunteers.models import Delivery, PlatformNonce, Volunteer
from volunteers.services import platforms as services
from volunteers.signatures import sign

pytestmark = pytest.mark.django_db
PUSH = "/api/v1/volunteer-platforms/push/"
DELIVERIES = "/api/v1/volunteer-deliveries/"
NONCE = "n0nce-of-the-first-request"


class Sender:
    """The system of a platform: an account, a token, a secret."""

    def __init__(self, client, platform):
        self.client, self.platform = client, platform
        administrator = factories.person(Role.SECURITY_ADMINISTRATOR)
        self.user = factories.person(Role.API_CLIENT)
        services.edit_platform(
            actor=administrator, platform=platform, client=self.user, feed_scope="own", pulls_signed=True
        )
        self.platform, self.secret = services.issue_secret(actor=administrator, platform=platform)
        end = timezone.now() + dt.timedelta(days=1)
        _token, self.token = tokens.issue_token(
            actor=administrator, user=self.user, purpose="push", expires_at=end, whole_corridor=True, may_write=True
        )

    def get(self, address):
        return self.client.get(address, headers={"Authorization": f"Bearer {self.token}"})

    def push(self, rows, *, way="hmac-sha256", body=None, **changes):
        body = orjson.dumps({"rows": rows}) if body is None else body
        signed = {"method": "POST", "path": PUSH, "timestamp": str(int(time.time())), "nonce": NONCE, "body": body}
        signed |= {key: value for key, value in changes.items() if key in signed}
        headers = {
            "Authorization": f"Bearer {self.token}",
            "X-Portal-Timestamp": signed["timestamp"],
            "X-Portal-Nonce": signed["nonce"],
            "X-Portal-Signature": changes.get("signature", sign(way, self.secret, **signed)),
        }
        sent = changes.get("sent", body)
        return self.client.post(PUSH, sent, content_type="application/json", headers=headers)


@pytest.fixture
def sender(client):
    jinbu, _xingrong = two_platforms()
    return Sender(client, jinbu)


def code_of(response):
    return response.status_code, response.json()["errors"][0]["code"]


@pytest.mark.parametrize("way", ["hmac-sha256", "hmac-sm3"])
def test_a_batch_is_answered_row_by_row(sender, way):
    response = sender.push([row_of(1), row_of(2, mobile="1"), "no row", row_of(3)], way=way)
    assert response.status_code == 200, response.content
    answer = response.json()
    assert [(row["number"], row["external_id"], row["verdict"], row["code"]) for row in answer["rows"]] == [
        (1, "a1", "created", ""),
        (2, "a2", "refused", "mobile_wrong"),
        (3, "", "refused", "row_is_no_object"),
        (4, "a3", "created", ""),
    ]
    number = Volunteer.objects.get(accounts__external_id="a1").volunteer_no
    assert answer["rows"][0]["volunteer_no"] == number
    assert answer["rows"][1]["field"] == "mobile"
    assert answer["rows"][1]["message"]
    assert answer["delivery"]["totals"] == {"created": 2, "refused": 2}
    assert answer["delivery"]["codes"] == {"mobile_wrong": 1, "row_is_no_object": 1}


def test_what_is_not_signed_rightly_is_not_read(sender):
    old = str(int(time.time()) - services.WINDOW - 5)
    assert code_of(sender.push([], signature="")) == (401, "signature_missing")
    assert code_of(sender.push([], signature="hmac-md5=00")) == (401, "signature_wrong")
    assert code_of(sender.push([], sent=b'{"rows": [1]}')) == (401, "signature_wrong")
    assert code_of(sender.push([], path="/api/v1/elsewhere/")) == (401, "signature_wrong")
    assert code_of(sender.push([], timestamp=old)) == (401, "timestamp_outside_window")
    assert code_of(sender.push([], nonce="short")) == (401, "nonce_wrong")
    assert not PlatformNonce.objects.exists()
    assert sender.push([]).status_code == 200
    assert code_of(sender.push([])) == (401, "nonce_used")


def test_a_replaced_secret_signs_nothing(sender):
    services.issue_secret(actor=factories.UserFactory(), platform=sender.platform)
    assert code_of(sender.push([])) == (401, "signature_wrong")


def test_an_account_that_is_no_platform_pushes_nothing(sender):
    services.edit_platform(
        actor=factories.UserFactory(), platform=sender.platform, client=None, feed_scope="own", pulls_signed=True
    )
    assert code_of(sender.push([])) == (403, "not_a_platform")


def test_bodies_that_are_no_batch(sender, monkeypatch):
    assert code_of(sender.push([], body=b"{", nonce="a" * 16)) == (400, "parse_error")
    assert code_of(sender.push([], body=b"[]", nonce="b" * 16)) == (400, "invalid")
    assert code_of(sender.push([1] * 5_001, nonce="c" * 16)) == (400, "too_many_rows_in_batch")
    monkeypatch.setattr("volunteers.api.pushing.MOST_BYTES", 100)
    assert sender.push([], body=b" " * 101, nonce="d" * 16).status_code == 413


def test_a_platform_reconciles_what_it_sent(sender):
    sender.push([row_of(1), row_of(2)])
    sender.push([row_of(1), row_of(2, home="110101", version=2)], nonce="b" * 16)
    other = factories.UserFactory()
    Delivery.objects.create(platform=sender.platform, rows=0)
    listed = sender.get(DELIVERIES).json()["results"]
    assert [row["rows"] for row in listed] == [0, 2, 2]
    assert sender.get(f"{DELIVERIES}{listed[1]['id']}/").json()["totals"] == {"unchanged": 1, "refused": 1}
    sums = sender.get(f"{DELIVERIES}totals/").json()
    assert (sums["deliveries"], sums["rows"], sums["codes"]) == (3, 4, {"home_elsewhere": 1})
    assert sums["totals"] == {"created": 2, "linked": 0, "updated": 0, "unchanged": 1, "refused": 1}
    tomorrow = timezone.localdate() + dt.timedelta(days=1)
    assert sender.get(f"{DELIVERIES}totals/?from={tomorrow}").json()["rows"] == 0
    assert not Delivery.objects.visible_to(other).exists()


def test_as_many_queries_for_three_rows_as_for_one(sender):
    sender.push([], nonce="first" * 4)  # notes that the token was used
    counts = []
    for number, rows in enumerate(([row_of(1)], [row_of(2), row_of(3), row_of(4)])):
        with CaptureQueriesContext(connection) as queries:
            sender.push(rows, nonce=f"{number}" * 16)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_used_nonces_are_forgotten(sender):
    sender.push([])
    PlatformNonce.objects.update(at=timezone.now() - dt.timedelta(hours=1))
    assert services.forget_nonces() == 1


class TestPages:
    def test_the_security_administrator_sets_account_and_secret(self, client):
        jinbu, _xingrong = two_platforms()
        client.force_login(factories.person(Role.SECURITY_ADMINISTRATOR))
        system = factories.person(Role.API_CLIENT)
        page = client.get("/volunteers/platforms/")
        assert "文明进步" in page.content.decode()
        edit = f"/volunteers/platforms/{jinbu.code}/edit/"
        assert client.get(edit).status_code == 200
        assert client.post(edit, {"client": system.pk, "feed_scope": "province"}).status_code == 302
        shown = client.post(f"/volunteers/platforms/{jinbu.code}/secret/")
        assert shown["Cache-Control"] == "no-store"
        jinbu.refresh_from_db()
        assert (jinbu.client, jinbu.feed_scope) == (system, "province")
        from accounts.secrets import unseal

        assert unseal(jinbu.secret) in shown.content.decode()
        assert unseal(jinbu.secret) not in jinbu.secret

    def test_only_accounts_of_systems_deliver(self, client):
        jinbu, _xingrong = two_platforms()
        client.force_login(factories.person(Role.SECURITY_ADMINISTRATOR))
        given = {"client": factories.logger(factories.CountyFactory()).pk, "feed_scope": "own"}
        assert client.post(f"/volunteers/platforms/{jinbu.code}/edit/", given).status_code == 200

    def test_deliveries_with_their_sums(self, client):
        jinbu, _xingrong = two_platforms()
        Delivery.objects.create(platform=jinbu, rows=12, totals={"created": 10, "refused": 2}, codes={"erased": 2})
        client.force_login(factories.person(Role.PROVINCIAL_OFFICE, factories.chongqing()))
        text = client.get("/volunteers/platforms/deliveries/").content.decode()
        assert "erased" in text
        assert "12" in text
        client.force_login(factories.person(Role.PROVINCIAL_OFFICE, factories.sichuan()))
        assert "erased" not in client.get("/volunteers/platforms/deliveries/").content.decode()

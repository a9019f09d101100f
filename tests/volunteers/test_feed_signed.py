"""A pull is signed as a delivery is: over its path, within the window, once."""

import time

import pytest

from tests import factories
from tests.factories import chongqing
from tests.volunteers.factories import PlatformFactory, VolunteerFactory
from tests.volunteers.feeding import FEED, Puller, system_of
from volunteers.choices import FeedScope
from volunteers.models import Platform, PlatformNonce
from volunteers.services.feed import ensure_feed_epoch
from volunteers.services.platforms import edit_platform, issue_secret

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def puller():
    ensure_feed_epoch()
    county = factories.CountyFactory(code="500153", name="荣昌区")
    VolunteerFactory(home=county)
    return Puller(PlatformFactory(province=chongqing(), feed_scope=FeedScope.PROVINCE))


def ask(puller, path=FEED, **headers):
    return puller.client.get(path, headers=puller.headers | headers)


def code(answer):
    assert answer.status_code == 401, answer.content
    assert "volunteer_no" not in answer.content.decode()
    return answer.json()["errors"][0]["code"]


def test_a_platform_that_is_new_signs_what_it_pulls(puller):
    assert Platform().pulls_signed
    assert code(ask(puller)) == "signature_missing"
    assert [row["state"] for row in puller.pull()] == ["active"]


@pytest.mark.parametrize("way", ["hmac-sha256", "hmac-sm3"])
def test_either_hash_signs(puller, way):
    assert ask(puller, **puller.signed(FEED, way=way)).status_code == 200


def test_the_query_is_signed_with_the_path(puller):
    signed = puller.signed(f"{FEED}?size=1")
    assert code(ask(puller, f"{FEED}?size=1000", **signed)) == "signature_wrong"
    assert ask(puller, f"{FEED}?size=1", **signed).status_code == 200


@pytest.mark.parametrize(
    "changes", [{"method": "POST"}, {"body": b"{}"}, {"path": "/api/v1/volunteer-platforms/push/"}]
)
def test_what_was_signed_is_this_request(puller, changes):
    other = {"path": FEED} | changes
    assert code(ask(puller, **puller.signed(**other))) == "signature_wrong"
    assert not PlatformNonce.objects.exists(), "a wrong signature uses nothing up"


def test_a_nonce_is_good_once(puller):
    signed = puller.signed(FEED)
    assert ask(puller, **signed).status_code == 200
    assert code(ask(puller, **signed)) == "nonce_used"


@pytest.mark.parametrize("seconds", [-301, 301])
def test_the_timestamp_is_of_now(puller, seconds):
    signed = puller.signed(FEED, timestamp=str(int(time.time()) + seconds))
    assert code(ask(puller, **signed)) == "timestamp_outside_window"


def test_the_secret_of_another_platform_signs_nothing(puller):
    other = PlatformFactory()
    _other, secret = issue_secret(actor=None, platform=other)
    puller.secret = secret
    assert code(ask(puller, **puller.signed(FEED))) == "signature_wrong"


def test_a_signature_without_the_token_is_not_enough(puller):
    assert puller.client.get(FEED, headers=puller.signed(FEED)).status_code == 401


def test_where_the_setting_is_off_the_token_is_enough_and_a_wrong_signature_is_refused(puller):
    Platform.objects.filter(pk=puller.platform.pk).update(pulls_signed=False)
    assert ask(puller).status_code == 200
    signed = puller.signed(FEED) | {"X-Portal-Signature": "hmac-sha256=" + "0" * 64}
    assert code(ask(puller, **signed)) == "signature_wrong"


def test_without_a_secret_nothing_is_pulled(puller):
    platform = PlatformFactory(province=chongqing(), feed_scope=FeedScope.PROVINCE)
    headers = system_of(platform)
    answer = puller.client.get(FEED, headers=headers | puller.signed(FEED))
    assert answer.json()["errors"][0]["code"] == "signature_wrong"


def test_the_security_administrator_sets_it(client, puller, settings):
    settings.SECOND_FACTOR_REQUIRED = False
    client.force_login(factories.person("security_administrator"))
    there = f"/volunteers/platforms/{puller.platform.code}/edit/"
    assert 'name="pulls_signed"' in client.get(there).content.decode()
    account = Platform.objects.get(pk=puller.platform.pk).client
    assert client.post(there, {"client": account.pk, "feed_scope": "province"}).status_code == 302
    assert not Platform.objects.get(pk=puller.platform.pk).pulls_signed
    assert ask(puller).status_code == 200


def test_who_pulls_no_more_is_refused_before_the_signature(puller):
    edit_platform(actor=None, platform=puller.platform, client=None, feed_scope="none", pulls_signed=True)
    answer = ask(puller, **puller.signed(FEED))
    assert answer.status_code == 403
    assert not PlatformNonce.objects.exists()

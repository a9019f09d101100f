import pytest
from django.urls import reverse

from accounts.models import Role
from accounts.secrets import unseal
from tests import factories
from tests.volunteers.factories import PlatformFactory
from tests.volunteers.feeding import WebhookDeliveryFactory, WebhookFactory, system_of
from volunteers.models import Webhook, WebhookDelivery
from volunteers.services.feed import ensure_feed_epoch

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _without_second_factor(settings):
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def keeper(client):
    person = factories.person(Role.SECURITY_ADMINISTRATOR)
    client.force_login(person)
    return person


def test_a_webhook_is_made_and_its_secret_shown_once(client, keeper):
    ensure_feed_epoch()
    platform = PlatformFactory()
    data = {"platform": platform.pk, "address": "https://platform.example.org/hooks", "told_of": ["changed"]}
    answer = client.post(reverse("volunteers:webhook_new"), data)
    webhook = Webhook.objects.get()
    assert unseal(webhook.secret) in answer.content.decode()
    assert answer["Cache-Control"] == "no-store"
    page = client.get(webhook.get_absolute_url()).content.decode()
    assert unseal(webhook.secret) not in page
    again = client.post(reverse("volunteers:webhook_new"), data)
    assert "told already" in again.content.decode()


def test_a_bad_address_is_said_beside_its_field(client, keeper):
    data = {"platform": PlatformFactory().pk, "address": "https://127.0.0.1/", "told_of": ["changed"]}
    page = client.post(reverse("volunteers:webhook_new"), data).content.decode()
    assert "private networks" in page
    assert not Webhook.objects.exists()


def test_a_webhook_is_changed_and_paused(client, keeper):
    webhook = WebhookFactory()
    page = reverse("volunteers:webhook_edit", args=[webhook.pk])
    assert webhook.address in client.get(page).content.decode()
    client.post(page, {"address": "https://platform.example.org/new", "told_of": ["begun_anew"]})
    webhook.refresh_from_db()
    assert (webhook.address, webhook.told_of, webhook.active) == (
        "https://platform.example.org/new",
        ["begun_anew"],
        False,
    )


def test_messages_are_filtered_and_asked_for_again(client, keeper):
    webhook = WebhookFactory()
    given_up = WebhookDeliveryFactory(webhook=webhook, state="given_up", next_at=None, fault="the answer was 500")
    WebhookDeliveryFactory(webhook=webhook, state="sent", next_at=None, fault="never shown here")
    page = client.get(webhook.get_absolute_url(), {"state": "given_up"}).content.decode()
    assert "the answer was 500" in page
    assert "never shown here" not in page
    client.post(reverse("volunteers:webhook_replay", args=[given_up.pk]))
    given_up.refresh_from_db()
    assert (given_up.state, given_up.replayed_by) == ("owed", keeper)


def test_a_new_secret_is_shown_once(client, keeper):
    webhook = WebhookFactory()
    answer = client.post(reverse("volunteers:webhook_secret", args=[webhook.pk]))
    webhook.refresh_from_db()
    assert unseal(webhook.secret) in answer.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_the_number_of_queries_does_not_grow(client, keeper, rows, django_assert_num_queries):
    webhook = WebhookFactory()
    WebhookDeliveryFactory.create_batch(rows, webhook=webhook, replayed_by=keeper)
    WebhookFactory.create_batch(rows)
    for page, number in ((reverse("volunteers:webhooks"), 5), (webhook.get_absolute_url(), 7)):
        client.get(page)
        with django_assert_num_queries(number):
            assert client.get(page).status_code == 200


def test_a_system_reads_and_replays_its_own_messages_only(client):
    own, other = WebhookDeliveryFactory(state="sent", next_at=None), WebhookDeliveryFactory()
    headers = system_of(own.webhook.platform)
    body = client.get(reverse("api:webhook-delivery-list"), headers=headers).json()
    assert [row["id"] for row in body["results"]] == [own.pk]
    assert body["results"][0]["volunteers"] == own.numbers
    replay = reverse("api:webhook-delivery-replay", args=[own.pk])
    assert client.post(replay, headers=headers).json()["state"] == "owed"
    assert client.post(reverse("api:webhook-delivery-replay", args=[other.pk]), headers=headers).status_code == 404
    assert client.post(replay, headers=system_of(own.webhook.platform, may_write=False)).status_code == 403
    assert WebhookDelivery.objects.get(pk=own.pk).state == "owed"

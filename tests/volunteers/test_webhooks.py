"""Messages to platforms: owed once, signed, tried for a day, asked for again."""

import datetime as dt
import json
import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone

from accounts.models import Role
from tests import factories
from tests.volunteers.factories import ConsentFactory, PlatformFactory, VolunteerFactory
from tests.volunteers.feeding import Listener, Puller, WebhookDeliveryFactory
from volunteers.choices import ConsentPurpose, FeedScope, WebhookEvent
from volunteers.models import Transfer, Webhook, WebhookDelivery
from volunteers.services import webhook_sending as sending
from volunteers.services import webhooks
from volunteers.services.feed import ensure_feed_epoch, start_feed_epoch
from volunteers.services.touching import touch
from volunteers.signatures import is_right

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _begun(transactional_db, settings):
    settings.WEBHOOK_PRIVATE_HOSTS = ["localhost"]
    ensure_feed_epoch()


@pytest.fixture
def listener():
    made = Listener()
    yield made
    made.close()


@pytest.fixture
def county():
    return factories.CountyFactory()


@pytest.fixture
def platform(county):
    return PlatformFactory(province=county.province, feed_scope=FeedScope.PROVINCE)


@pytest.fixture
def keeper():
    return factories.person(Role.SECURITY_ADMINISTRATOR)


@pytest.fixture
def made(keeper, platform, listener):
    """A webhook and its secret."""
    return webhooks.create_webhook(
        actor=keeper, platform=platform, address=listener.address(), told_of=list(WebhookEvent.values)
    )


def tell():
    sending.owe_messages()
    return sending.send_messages()


def is_signed_by(secret, request):
    path, headers, body = request
    given = {"timestamp": headers["X-Portal-Timestamp"], "nonce": headers["X-Portal-Nonce"], "body": body}
    return is_right(headers["X-Portal-Signature"], secret, method="POST", path=path, **given)


def due_now():
    WebhookDelivery.objects.filter(state="owed").update(next_at=timezone.now())


def test_a_message_says_that_there_are_changes_and_not_whose(made, platform, listener, county):
    _webhook, secret = made
    assert tell() == 0, "nothing changed since"
    own = VolunteerFactory(home=county, identity__name="样例甲")
    across = VolunteerFactory(home=factories.CountyFactory(province=factories.sichuan()))
    with transaction.atomic():
        ConsentFactory(volunteer=across, purpose=ConsentPurpose.SHARE)
        touch([across.pk])
    assert tell() == 1
    ((path, headers, body),) = listener.requests
    message = json.loads(body)
    assert path == "/hooks"
    assert (message["event"], message["platform"], message["more"]) == ("changed", platform.code, False)
    assert message["volunteers"] == [own.volunteer_no, across.volunteer_no]
    assert "样例甲" not in body.decode()
    assert set(message) == {"event", "platform", "up_to", "volunteers", "more", "owed_at"}
    delivery = WebhookDelivery.objects.get()
    assert headers["X-Portal-Delivery"] == str(delivery.pk)
    assert headers["X-Portal-Signature"].startswith("hmac-sm3=")
    assert is_signed_by(secret, listener.requests[0])
    assert (delivery.state, delivery.attempts) == ("sent", 1)
    crossed = Transfer.objects.get()
    assert (crossed.kind, crossed.people, crossed.from_province_id) == ("webhook", 1, "510000")
    puller = Puller(platform)
    puller.pull()
    assert puller.cursor == message["up_to"] or len(puller.copy) == 2
    assert tell() == 0


def test_other_provinces_and_scopes_are_told_nothing(made, listener):
    VolunteerFactory(home=factories.CountyFactory(province=factories.sichuan()))
    assert tell() == 0
    assert not WebhookDelivery.objects.exists()


def test_while_one_message_is_owed_no_other_is_and_the_next_covers_all(made, listener, county):
    listener.status = 500
    first = VolunteerFactory(home=county)
    tell()
    second = VolunteerFactory(home=county)
    tell()
    assert WebhookDelivery.objects.count() == 1
    listener.status = 200
    due_now()
    tell()
    tell()
    told = [json.loads(body)["volunteers"] for _path, _headers, body in listener.requests]
    assert told == [[first.volunteer_no], [first.volunteer_no], [second.volunteer_no]]


def test_many_changes_are_named_in_part(made, listener, county, monkeypatch):
    monkeypatch.setattr(sending, "MOST_NUMBERS", 2)
    VolunteerFactory.create_batch(3, home=county)
    tell()
    message = json.loads(listener.requests[0][2])
    assert (len(message["volunteers"]), message["more"]) == (2, True)


def test_a_fault_is_kept_and_tried_again_later_and_later_for_a_day(made, listener, county):
    listener.status = 503
    VolunteerFactory(home=county)
    tell()
    delivery = WebhookDelivery.objects.get()
    assert (delivery.state, delivery.fault) == ("owed", "the answer was 503")
    waits = []
    for _attempt in range(60):
        delivery = WebhookDelivery.objects.get()
        if delivery.state != "owed":
            break
        # As if the time had passed: what lies behind moves back instead of the clock going on.
        wait = delivery.next_at - timezone.now()
        waits.append(round(wait.total_seconds() / 60))
        WebhookDelivery.objects.update(next_at=timezone.now(), owed_at=delivery.owed_at - wait)
        sending.send_messages()
    assert delivery.state == "given_up"
    assert delivery.next_at is None
    assert waits[:6] == [1, 2, 5, 15, 30, 60]
    assert waits == sorted(waits)
    assert sum(waits) < 24 * 60


def test_a_worker_that_died_has_only_delayed_the_message(made, listener, county):
    VolunteerFactory(home=county)
    sending.owe_messages()
    taken = sending.take_delivery()
    assert sending.take_delivery() is None, "it is somebody's"
    due_now()
    assert sending.send_messages() == 1
    assert WebhookDelivery.objects.get().attempts == 2
    sending._note_failure(taken, "too slow")
    assert WebhookDelivery.objects.get().state == "sent", "whoever lost it changes nothing"


def test_many_workers_send_each_message_once(keeper, listener, county):
    for number in range(6):
        platform = PlatformFactory(province=county.province, feed_scope=FeedScope.PROVINCE)
        webhooks.create_webhook(
            actor=keeper, platform=platform, address=listener.address(path=f"/{number}"), told_of=["changed"]
        )
    VolunteerFactory(home=county)

    def run():
        try:
            tell()
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    tell()
    assert sorted(path for path, _headers, _body in listener.requests) == [f"/{number}" for number in range(6)]


def test_a_message_is_asked_for_again(made, keeper, listener, county):
    VolunteerFactory(home=county)
    tell()
    delivery = WebhookDelivery.objects.get()
    webhooks.replay_delivery(actor=keeper, delivery=delivery)
    assert sending.send_messages() == 1
    assert len(listener.requests) == 2
    assert listener.requests[0][2].split(b'"owed_at"')[0] == listener.requests[1][2].split(b'"owed_at"')[0]
    delivery.refresh_from_db()
    assert (delivery.state, delivery.replayed_by) == ("sent", keeper)


def test_a_paused_webhook_is_told_later_and_replays_nothing(made, keeper, listener, county):
    webhook, _secret = made
    given = {"actor": keeper, "webhook": webhook, "address": webhook.address, "told_of": ["changed"]}
    webhooks.change_webhook(active=False, **given)
    VolunteerFactory(home=county)
    assert tell() == 0
    with pytest.raises(ValidationError) as refused:
        webhooks.replay_delivery(
            actor=keeper, delivery=WebhookDeliveryFactory(webhook=webhook, state="sent", next_at=None)
        )
    assert refused.value.code == "webhook_is_paused"
    webhooks.change_webhook(active=True, **given)
    assert tell() == 1


def test_a_new_secret_signs_from_then_on(made, keeper, listener, county):
    webhook, old = made
    new = webhooks.renew_secret(actor=keeper, webhook=webhook)
    VolunteerFactory(home=county)
    tell()
    assert is_signed_by(new, listener.requests[0])
    assert not is_signed_by(old, listener.requests[0])
    webhook.refresh_from_db()
    assert new not in webhook.secret


def test_a_secret_that_does_not_open_is_a_fault_and_stops_nobody_else(made, listener, county, settings):
    webhook, _secret = made
    VolunteerFactory(home=county)
    settings.SECRET_KEY = "x" * 50
    assert tell() == 0
    assert "the secret does not open" in webhook.deliveries.get().fault
    assert listener.requests == []


def test_that_the_feed_began_anew_is_told_and_older_places_are_given_up(made, listener, county):
    listener.status = 500
    VolunteerFactory(home=county)
    tell()
    start_feed_epoch(reason="a copy was restored")
    listener.status = 200
    assert tell() == 1
    assert json.loads(listener.requests[-1][2])["event"] == "begun_anew"
    assert list(WebhookDelivery.objects.order_by("pk").values_list("state", flat=True)) == ["given_up", "sent"]
    assert tell() == 0


def test_what_is_never_told_is_refused_when_it_is_typed(keeper, platform):
    for address in ("http://platform.example.org/", "https://10.0.0.1/", "https://localhost.example/#x"):
        with pytest.raises(ValidationError) as refused:
            webhooks.create_webhook(actor=keeper, platform=platform, address=address, told_of=["changed"])
        assert refused.value.error_dict["address"][0].code == "webhook_address_refused"
    with pytest.raises(ValidationError):
        webhooks.create_webhook(actor=keeper, platform=platform, address="https://a.example/", told_of=[])
    assert not Webhook.objects.exists()


def test_old_messages_go_and_owed_ones_stay():
    long_ago = timezone.now() - dt.timedelta(days=91)
    WebhookDeliveryFactory(state="sent", next_at=None, owed_at=long_ago)
    kept = [WebhookDeliveryFactory(owed_at=long_ago), WebhookDeliveryFactory(state="sent", next_at=None)]
    assert sending.forget_old_messages() == 1
    assert set(WebhookDelivery.objects.all()) == set(kept)

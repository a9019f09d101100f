"""A platform pulls the canary, is told of it by a message that fails and goes, and asks for the message again."""

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from tests.volunteers.canary import OTHER_DOCUMENT, Trail, walk
from tests.volunteers.factories import ConsentFactory, PlatformFactory
from tests.volunteers.feeding import FEED, Listener, Puller
from volunteers.choices import ConsentPurpose, FeedScope, WebhookEvent
from volunteers.models import WebhookDelivery
from volunteers.services import webhook_sending as sending
from volunteers.services import webhooks
from volunteers.services.feed import ensure_feed_epoch
from volunteers.services.touching import touch

PEOPLE = ("security", "auditor", "office", "reviewer", "anonymous")


def told_platform():
    return PlatformFactory(code="canary-told", province_id="510000", feed_scope=FeedScope.PROVINCE)


def look(trail):
    for person in PEOPLE:
        for name in ("webhooks", "transfers", "platforms"):
            trail.ask(person, reverse(f"volunteers:{name}"))
        for name in ("webhook-delivery-list", "transfer-list"):
            trail.ask(person, reverse(f"api:{name}"))
        for message in WebhookDelivery.objects.all():
            trail.ask(person, reverse("volunteers:webhook", args=[message.webhook_id]))
            trail.ask(person, reverse("api:webhook-delivery-detail", args=[message.pk]))


@walk
def pull_and_be_told(trail: Trail):
    ensure_feed_epoch()
    trail.patch.setattr(settings, "WEBHOOK_PRIVATE_HOSTS", ["localhost"])
    trail.volunteer.consents.filter(purpose=ConsentPurpose.SHARE).delete()
    ConsentFactory(volunteer=trail.volunteer, purpose=ConsentPurpose.SHARE)
    puller, listener = Puller(told_platform()), Listener()
    try:
        for path in (FEED, f"{FEED}?cursor={OTHER_DOCUMENT}", f"{FEED}?size=1"):
            for signed in ({}, puller.signed(path)):
                answer = puller.client.get(path, headers=puller.headers | signed)
                trail.keep(f"a pull: {answer.status_code}", answer.content)
        assert trail.volunteer.volunteer_no in str(puller.pull())
        tell(trail, puller.platform, listener)
    finally:
        listener.close()
        trail.patch.undo()
    look(trail)


def tell(trail, platform, listener):
    webhook, secret = webhooks.create_webhook(
        actor=trail.people["security"], platform=platform, address=listener.address(), told_of=WebhookEvent.values
    )
    assert secret
    for status in (500, 204):
        touch([trail.volunteer.pk])
        listener.status = status
        sending.owe_messages()
        WebhookDelivery.objects.filter(state="owed").update(next_at=timezone.now())
        sending.send_messages()
    for message in webhook.deliveries.all():
        trail.ask("security", reverse("volunteers:webhook_replay", args=[message.pk]), {})
    sending.send_messages()
    assert listener.requests
    for path, headers, body in listener.requests:
        trail.keep(f"a message to {path}", repr(headers).encode() + body)

"""The log of transfers, the change feed, webhooks and their messages."""

from tests.matrix import Row
from tests.volunteers.feeding import TransferFactory, WebhookDeliveryFactory


def world(made):
    delivery = WebhookDeliveryFactory()
    return {"transfer": TransferFactory(), "webhook": delivery.webhook, "webhook_message": delivery}


READERS = dict.fromkeys(("provincial_office", "corridor_office", "auditor"), 200)
SEEN = {"default": 404, "expected": dict.fromkeys(("security_administrator", "auditor"), 200)}
WEBHOOK, MESSAGE = {"pk": "webhook.pk"}, {"pk": "webhook_message.pk"}
CHANGED = {"address": "https://platform.example.org/other", "told_of": ["changed"], "active": "on"}


def kept(status):
    return {"default": 404, "expected": {"security_administrator": status}}


ROWS = [
    Row("volunteers:transfers", default=404, expected=READERS),
    Row("volunteers:transfers", query="?direction=to_sichuan&from=2026-01-01", default=404, expected=READERS),
    Row("volunteers:transfer_export", query="?format=csv", default=404, expected=READERS),
    Row("volunteers:webhooks", **SEEN),
    Row("volunteers:webhook", arguments=WEBHOOK, **SEEN),
    Row("volunteers:webhook_new", **kept(200)),
    Row("volunteers:webhook_new", "post", data={"address": "http://127.0.0.1/"}, **kept(200)),
    Row("volunteers:webhook_edit", arguments=WEBHOOK, **kept(200)),
    Row("volunteers:webhook_edit", "post", WEBHOOK, CHANGED, **kept(302)),
    Row("volunteers:webhook_secret", "post", WEBHOOK, **kept(200)),
    Row("volunteers:webhook_replay", "post", MESSAGE, **kept(302)),
    Row("api:transfer-list"),
    # The system of a platform alone pulls, with a token: tests/volunteers/test_feed.py.
    Row("api:volunteer-changes", default=403),
    Row("api:webhook-delivery-list"),
    Row("api:webhook-delivery-detail", arguments=MESSAGE, **SEEN),
    Row("api:webhook-delivery-replay", "post", MESSAGE, **kept(200)),
]

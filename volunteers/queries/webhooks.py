from typing import Any

from django.db.models import Count, Max, Q, QuerySet

from volunteers.models import WebhookDelivery

STATE = WebhookDelivery.State
DELIVERY_ORDER = ("-pk",)


def with_counts(rows: QuerySet[Any]) -> QuerySet[Any]:
    """``owed`` and ``given_up``: how many messages are; ``last_sent_at``: when the last one was taken."""
    return rows.select_related("platform").annotate(
        owed=Count("deliveries", filter=Q(deliveries__state=STATE.OWED)),
        given_up=Count("deliveries", filter=Q(deliveries__state=STATE.GIVEN_UP)),
        last_sent_at=Max("deliveries__sent_at"),
    )


def complete(rows: QuerySet[Any]) -> QuerySet[Any]:
    """With what a line about a message shows."""
    return rows.select_related("webhook__platform", "replayed_by")

"""Webhooks of platforms: made, changed, given a new secret by the security administrator; messages asked for again."""

import secrets

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.secrets import seal
from volunteers.exchange.outgoing import target_of
from volunteers.models import Webhook, WebhookDelivery
from volunteers.queries import feed


@transaction.atomic
def create_webhook(*, actor, platform, address, told_of) -> tuple[Webhook, str]:
    """The webhook and the secret that signs its messages, which nobody can read again. It is told from now on."""
    target_of(address)
    secret, top = secrets.token_urlsafe(32), feed.horizon()
    epoch = feed.current_epoch(top.cluster)
    webhook = Webhook(
        platform=platform,
        address=address,
        told_of=told_of,
        secret=seal(secret),
        owed_up_to=top.place,
        told_epoch=epoch.mark if epoch else "",
    )
    webhook.full_clean()
    webhook.save()
    return webhook, secret


@transaction.atomic
def change_webhook(*, actor, webhook, address, told_of, active) -> Webhook:
    """What changed while it was not active is told in one message once it is active again."""
    target_of(address)
    webhook = _hold(webhook)
    webhook.address, webhook.told_of, webhook.active = address, told_of, active
    webhook.full_clean()
    webhook.save()
    return webhook


@transaction.atomic
def renew_secret(*, actor, webhook) -> str:
    """A new secret, which signs from the next attempt on; the old one signs nothing more."""
    webhook, secret = _hold(webhook), secrets.token_urlsafe(32)
    webhook.secret = seal(secret)
    webhook.save(update_fields=["secret"])
    return secret


@transaction.atomic
def replay_delivery(*, actor, delivery) -> WebhookDelivery:
    """Owe a message again, for a day from now, whether it was sent, given up or waits."""
    delivery = WebhookDelivery.objects.select_for_update(of=("self",)).select_related("webhook").get(pk=delivery.pk)
    if not delivery.webhook.active:
        raise ValidationError(_("This webhook is paused. Make it active first."), code="webhook_is_paused")
    now = timezone.now()
    delivery.state, delivery.owed_at, delivery.next_at = WebhookDelivery.State.OWED, now, now
    delivery.attempts, delivery.fault, delivery.sent_at, delivery.replayed_by = 0, "", None, actor
    delivery.save()
    return delivery


def _hold(webhook):
    return Webhook.objects.select_for_update(of=("self",)).get(pk=webhook.pk)

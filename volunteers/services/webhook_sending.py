"""Messages to webhooks: owed as rows, sent by whoever takes them, tried again for a day.

A message names a place in the feed and some numbers; who they are is pulled from the feed by whoever may know. While
one about changes is owed to a webhook, no other is: the next covers all that came meanwhile. A worker takes a message
under a lock that others skip, moves its next attempt on by LEASE and commits; then it sends, then it writes what came
of it. One that dies in between has delayed the message, or sent it twice under one id (``X-Portal-Delivery``).
"""

import datetime as dt
import json
import secrets
import time
from collections import Counter

import structlog
from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from accounts.secrets import unseal
from core.outgoing import path_of
from volunteers.choices import FeedScope, TransferKind, WebhookEvent
from volunteers.exchange import outgoing
from volunteers.models import Platform, Volunteer, Webhook, WebhookDelivery
from volunteers.queries import feed
from volunteers.services.transfers import record_transfer
from volunteers.signatures import sign

log = structlog.get_logger(__name__)

RUN_SECONDS = 40  # a run ends before the schedule sends the next
LEASE = dt.timedelta(minutes=2)  # many times what one message may take
TRIED_FOR = dt.timedelta(days=1)
KEPT_FOR = dt.timedelta(days=90)
WAITS = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 2, 5, 15, 30, 60, 120, 240))
MOST_NUMBERS = 100
HASH = "hmac-sm3"
OWED, SENT, GIVEN_UP = WebhookDelivery.State.OWED, WebhookDelivery.State.SENT, WebhookDelivery.State.GIVEN_UP


class SecretError(Exception):
    """The secret was sealed under a key that is gone."""


def owe_messages() -> int:
    """A message to each webhook that has something to be told of; how many that are."""
    platforms = Platform.objects.on(timezone.localdate()).exclude(feed_scope=FeedScope.NONE)
    keys = Webhook.objects.filter(active=True, platform__in=platforms).values_list("pk", flat=True)
    return sum(_owe(key) for key in keys.order_by("pk"))


@transaction.atomic
def _owe(key):
    rows = Webhook.objects.select_for_update(skip_locked=True, of=("self",)).select_related("platform")
    webhook = rows.filter(pk=key, active=True).first()
    top = feed.horizon()
    epoch = feed.current_epoch(top.cluster)
    if webhook is None or epoch is None:
        return 0
    if webhook.told_epoch != epoch.mark:
        return _owe_beginning(webhook, epoch, top)
    waiting = webhook.deliveries.filter(event=WebhookEvent.CHANGED, state=OWED)
    if WebhookEvent.CHANGED not in webhook.told_of or waiting.exists():
        return 0
    after = feed.Place(webhook.owed_up_to)
    rows = feed.changes(webhook.platform, after=after, below=top.place).values_list("volunteer_no", flat=True)
    numbers = list(rows[: MOST_NUMBERS + 1])
    Webhook.objects.filter(pk=key).update(owed_up_to=top.place)
    if not numbers:
        return 0
    more = len(numbers) > MOST_NUMBERS
    _make(webhook, WebhookEvent.CHANGED, epoch, top, numbers=numbers[:MOST_NUMBERS], more=more)
    return 1


def _owe_beginning(webhook, epoch, top):
    """Places of the epoch before mean nothing now: what was owed of them goes, the platform pulls all anyway."""
    webhook.deliveries.filter(state=OWED).update(state=GIVEN_UP, next_at=None, fault="the feed began anew")
    Webhook.objects.filter(pk=webhook.pk).update(owed_up_to=top.place, told_epoch=epoch.mark)
    if WebhookEvent.BEGUN_ANEW not in webhook.told_of:
        return 0
    _make(webhook, WebhookEvent.BEGUN_ANEW, epoch, top)
    return 1


def _make(webhook, event, epoch, top, **given):
    cursor = feed.write_cursor(feed.feed_mark(webhook.platform, epoch), feed.Place(top.place))
    WebhookDelivery.objects.get_or_create(
        webhook=webhook, event=event, epoch=epoch.mark, place=top.place, defaults={"cursor": cursor, **given}
    )


def send_messages(*, seconds: float = RUN_SECONDS) -> int:
    """Send what is owed and due; how many were taken by their receivers."""
    end, sent = time.monotonic() + seconds, 0
    _give_up_late()
    while time.monotonic() < end and (delivery := take_delivery()):
        if fault := _fault_of(delivery):
            _note_failure(delivery, fault)
        else:
            _note_sent(delivery)
            sent += 1
    return sent


def _fault_of(delivery):
    """Send it; "" when it was taken, else what was wrong."""
    try:
        body = body_of(delivery)
        outgoing.post(delivery.webhook.address, body, _headers(delivery, body))
    except outgoing.SendingError as fault:
        return str(fault)
    except SecretError:
        return "the secret does not open under PORTAL_SECRET_KEY; the webhook needs a new one"
    return ""


def _headers(delivery, body):
    """Signed as pushes of platforms are, with the path that the address names."""
    timestamp, nonce = str(int(time.time())), secrets.token_hex(16)
    given = {"timestamp": timestamp, "nonce": nonce, "path": path_of(delivery.webhook.address)}
    return {
        "Content-Type": "application/json",
        "User-Agent": "civilization-practice-corridor",
        "X-Portal-Event": delivery.event,
        "X-Portal-Delivery": str(delivery.pk),
        "X-Portal-Timestamp": timestamp,
        "X-Portal-Nonce": nonce,
        "X-Portal-Signature": sign(HASH, _secret_of(delivery), method="POST", body=body, **given),
    }


def _secret_of(delivery):
    try:
        return unseal(delivery.webhook.secret)
    except ValueError as error:
        raise SecretError from error


def body_of(delivery: WebhookDelivery) -> bytes:
    """What is sent: nothing that says who anybody is."""
    message = {
        "event": delivery.event,
        "platform": delivery.webhook.platform.code,
        "up_to": delivery.cursor,
        "volunteers": delivery.numbers,
        "more": delivery.more,
        "owed_at": timezone.localtime(delivery.owed_at).isoformat(timespec="seconds"),
    }
    return json.dumps(message).encode()


@transaction.atomic
def take_delivery() -> WebhookDelivery | None:
    """The next one that is due, now this worker's for LEASE. The attempt is counted before it is made."""
    now = timezone.now()
    platforms = Platform.objects.on(timezone.localdate())
    due = WebhookDelivery.objects.filter(state=OWED, next_at__lte=now, webhook__active=True)
    due = due.filter(webhook__platform__in=platforms).select_related("webhook__platform")
    delivery = due.select_for_update(skip_locked=True, of=("self",)).order_by("next_at", "pk").first()
    if delivery is not None:
        delivery.next_at, delivery.attempts = now + LEASE, delivery.attempts + 1
        delivery.save(update_fields=["next_at", "attempts"])
    return delivery


def _mine(delivery):
    """Not where somebody asked for it again meanwhile, or another worker took it because this one was too slow."""
    return WebhookDelivery.objects.filter(
        pk=delivery.pk, state=OWED, attempts=delivery.attempts, owed_at=delivery.owed_at
    )


@transaction.atomic
def _note_sent(delivery):
    _mine(delivery).update(state=SENT, sent_at=timezone.now(), next_at=None, fault="")
    _record(delivery)


@transaction.atomic
def _note_failure(delivery, fault):
    """Again later, unless that would be more than a day after it was owed."""
    next_at = timezone.now() + WAITS[min(delivery.attempts, len(WAITS)) - 1]
    if next_at < delivery.owed_at + TRIED_FOR:
        _mine(delivery).update(next_at=next_at, fault=fault)
        return
    _mine(delivery).update(state=GIVEN_UP, next_at=None, fault=fault)
    log.error("a message to a webhook is given up", delivery=delivery.pk, fault=fault)


@transaction.atomic
def _give_up_late():
    """Those whose workers died again and again, and those of paused webhooks."""
    late = WebhookDelivery.objects.filter(state=OWED, next_at__lte=timezone.now())
    if given_up := late.filter(owed_at__lt=timezone.now() - TRIED_FOR).update(state=GIVEN_UP, next_at=None):
        log.error("messages to webhooks are given up", number=given_up)


@transaction.atomic
def forget_old_messages() -> int:
    """How many were deleted: those that ended more than KEPT_FOR ago."""
    old = WebhookDelivery.objects.exclude(state=OWED).filter(owed_at__lt=timezone.now() - KEPT_FOR)
    return old.delete()[0]


def _record(delivery):
    """Numbers of the other side's people are a transfer, too."""
    platform = delivery.webhook.platform
    if platform.province_id is None or not delivery.numbers:
        return
    told = Volunteer.objects.filter(volunteer_no__in=delivery.numbers).select_related("home")
    people = Counter(volunteer.home.province_code for volunteer in told)
    with override(settings.LANGUAGE_CODE):
        what, basis = _("volunteer numbers"), _("the platform may pull their changes")
    for province, count in sorted(people.items()):
        record_transfer(
            kind=TransferKind.WEBHOOK,
            platform=platform,
            from_province=province,
            to_province=platform.province_id,
            what=what,
            people=count,
            basis=basis,
        )

"""Text messages that are owed, each sent once though workers die, as far as that is possible.

As with notices by mail (accounts.services.notice_mail): a worker takes one under a lock that others skip, counts the
attempt and moves the next one on, commits, sends, and says so. A worker that dies between sending and saying so makes
a second message under the same key; when two died over the same one it is given up.
"""

import datetime as dt
import time
from typing import Any

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone, translation
from django.utils.translation import gettext_lazy as _
from kombu.exceptions import OperationalError

from volunteers import vault
from volunteers.models import SmsMessage
from volunteers.services import sms_ways
from volunteers.services.codes import code_of
from volunteers.tasks.joining import send_sms as send_in_background

log = structlog.get_logger(__name__)

RUN_SECONDS = 50
LEASE = dt.timedelta(minutes=1)  # several times sms_ways.TIMEOUT
WAITS = tuple(dt.timedelta(seconds=seconds) for seconds in (5, 20, 60, 300, 1800))
MOST_BROKEN_OFF = 2
BROKEN_OFF = Q(attempts__gte=F("failures") + MOST_BROKEN_OFF)
KEPT = dt.timedelta(days=7)

TEXTS = {
    "code": _("[Corridor Portal] Your code is %(code)s, good for 10 minutes. Tell it to nobody."),
    "guardian_code": _(
        "[Corridor Portal] A minor wants to register as a volunteer and names you as the guardian. If you agree, the "
        "code is %(code)s, good for 10 minutes. If you do not, do nothing."
    ),
    "decided": _("[Corridor Portal] Your county decided on the correction that you asked for. Sign in to read it."),
    "mobile_changed": _(
        "[Corridor Portal] Another mobile stands with your registration as a volunteer from now on. If it was not you, "
        "tell your county."
    ),
    "welcome": _("[Corridor Portal] You are registered as a volunteer. Your volunteer number is %(number)s."),
}


@transaction.atomic
def owe_sms(*, kind: str, key: str, mobile: bytes, expires_at: dt.datetime, **params: str) -> SmsMessage:
    """Owe a text of TEXTS to a sealed mobile, in the language that is active. Owed twice under a key it is one."""
    values = {"kind": kind, "mobile": mobile, "expires_at": expires_at, "params": params}
    language = translation.get_language() or settings.LANGUAGE_CODE
    message, _new = SmsMessage.objects.get_or_create(key=key, defaults={**values, "language": language})
    transaction.on_commit(_send_soon)
    return message


def _send_soon() -> None:
    try:
        send_in_background.delay()
    except OperationalError as fault:
        log.warning("text messages wait for the queue", fault=str(fault))  # the schedule sends them within a minute


def send_sms(*, seconds: int = RUN_SECONDS) -> int:
    """Send what is owed; how many were."""
    end, sent = time.monotonic() + seconds, 0
    give_up_what_cannot_be_sent()
    while time.monotonic() < end and (message := take_sms()):
        try:
            sms_ways.send(key=message.key, mobile=vault.unseal(vault.MOBILE, message.mobile), text=text_of(message))
        except sms_ways.NotSentError as fault:
            note_failure(message=message, fault=fault)
        else:
            note_sent(message=message)
            sent += 1
    return sent


def text_of(message: SmsMessage) -> str:
    params: dict[str, Any] = dict(message.params)
    if "proof" in params:
        params["code"] = code_of(params["proof"])
    with translation.override(message.language):
        return str(TEXTS[message.kind] % params)


@transaction.atomic
def give_up_what_cannot_be_sent() -> None:
    """A code that nobody can use any more, and what two workers died over."""
    owed = SmsMessage.objects.owed(timezone.now())
    for rows, fault in (
        (owed.filter(expires_at__lt=timezone.now()), "not sent in time"),
        (owed.filter(BROKEN_OFF), f"the worker died {MOST_BROKEN_OFF} times; it may have been sent"),
    ):
        if number := rows.update(send_at=None, fault=fault):
            log.error("text messages are not sent", number=number, fault=fault)


@transaction.atomic
def take_sms() -> SmsMessage | None:
    """The next one to send, now this worker's for LEASE."""
    now = timezone.now()
    owed = SmsMessage.objects.owed(now).exclude(BROKEN_OFF).filter(expires_at__gte=now)
    message = owed.select_for_update(skip_locked=True).order_by("send_at", "pk").first()
    if message is not None:
        message.send_at = now + LEASE
        message.attempts += 1
        message.save(update_fields=["send_at", "attempts"])
    return message


@transaction.atomic
def note_sent(*, message: SmsMessage) -> None:
    SmsMessage.objects.filter(pk=message.pk).update(sent_at=timezone.now(), send_at=None, fault="")


@transaction.atomic
def note_failure(*, message: SmsMessage, fault: sms_ways.NotSentError) -> None:
    """Try again later when the fault may pass and it was not tried too often."""
    waits = WAITS[message.failures :]
    send_at = timezone.now() + waits[0] if waits and fault.passing else None
    mine = SmsMessage.objects.filter(pk=message.pk, attempts=message.attempts, send_at__isnull=False)
    mine.update(send_at=send_at, failures=F("failures") + 1, fault=str(fault)[:300])
    if send_at is None:
        log.error("a text message is not sent", message=message.pk, fault=str(fault))


@transaction.atomic
def purge_sms() -> int:
    """Forget messages of more than KEPT ago; how many."""
    deleted, _by_model = SmsMessage.objects.filter(created_at__lt=timezone.now() - KEPT).delete()
    return deleted

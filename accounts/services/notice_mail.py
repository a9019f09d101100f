"""Notices by mail. Each is mailed once though workers die, as far as that is possible.

A worker takes one notice under a lock that others skip, moves its next attempt on by LEASE and commits; then it sends,
then it marks it as mailed. A worker that dies before sending has only delayed it. One that dies between sending and
marking cannot be told from the first, so the mail goes out a second time, under the same Message-ID, by which mail
systems that look for it drop the repeat. When workers died twice over the same notice it is given up. A time-out after
the server took the whole message looks like one before, and is repeated in the same way.
"""

import datetime as dt
import smtplib
import ssl
import time

import structlog
from django.conf import settings
from django.core import mail
from django.db import transaction
from django.db.models import F, Q
from django.template.loader import render_to_string
from django.utils import timezone
from django.utils.translation import override

from accounts import notices
from accounts.models import Notice

log = structlog.get_logger(__name__)

RUN_SECONDS = 50  # a run ends before the schedule sends the next
LEASE = dt.timedelta(minutes=10)  # many times what the server may take for one message (EMAIL_TIMEOUT)
STALE_AFTER = dt.timedelta(days=3)
WAITS = tuple(dt.timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240))
BROKEN_CONNECTION = (smtplib.SMTPServerDisconnected, ssl.SSLError, ConnectionError, TimeoutError)
# Workers that died over a notice left an attempt without an outcome.
MOST_BROKEN_OFF = 2
BROKEN_OFF = Q(mail_attempts__gte=F("mail_failures") + MOST_BROKEN_OFF)


def send_notices(*, seconds=RUN_SECONDS) -> int:
    """How many were sent. While the mail server cannot be reached nothing is tried, so that no attempt is lost."""
    end = time.monotonic() + seconds
    drop_what_is_not_to_be_mailed()
    if not Notice.objects.mail_owed(timezone.now()).exists():
        return 0
    connection = mail.get_connection()
    try:  # smtplib's exceptions are OSErrors, too
        connection.open()
    except OSError as fault:
        log.error("the mail server cannot be used", fault=str(fault))
        return 0
    try:
        return _send_until(end, connection)
    finally:
        connection.close()


def _send_until(end, connection):
    sent = 0
    while time.monotonic() < end and (notice := take_notice()):
        try:
            message_for(notice, connection).send()
        except OSError as fault:
            note_failure(notice=notice, fault=fault)
            if isinstance(fault, BROKEN_CONNECTION):
                break
        else:
            note_sent(notice=notice)
            sent += 1
    return sent


@transaction.atomic
def drop_what_is_not_to_be_mailed():
    """For these the portal alone has to do."""
    now = timezone.now()
    owed = Notice.objects.mail_owed(now)
    not_wanted = Q(user__email="") | Q(user__is_active=False) | Q(user__notices_by_mail=False)
    owed.filter(not_wanted).update(mail_at=None)
    for rows, fault in (
        (owed.exclude(kind__in=notices.words()), "nobody knows this kind any more"),
        (owed.filter(due_at__lt=now - STALE_AFTER), f"not sent within {STALE_AFTER.days} days"),
        (owed.filter(BROKEN_OFF), f"the worker died {MOST_BROKEN_OFF} times; it may have been sent"),
    ):
        if given_up := rows.update(mail_at=None, mail_fault=fault):
            log.error("notices are not mailed", number=given_up, fault=fault)


@transaction.atomic
def take_notice() -> Notice | None:
    """The next one to mail, now this worker's for LEASE. The attempt is counted before it is made."""
    now = timezone.now()
    owed = Notice.objects.mail_owed(now).exclude(BROKEN_OFF).select_related("user")
    notice = owed.select_for_update(skip_locked=True, of=("self",)).order_by("mail_at", "pk").first()
    if notice is not None:
        notice.mail_at = now + LEASE
        notice.mail_attempts += 1
        notice.save(update_fields=["mail_at", "mail_attempts"])
    return notice


def message_for(notice, connection) -> mail.EmailMessage:
    """In the receiver's language."""
    with override(notice.user.language or settings.LANGUAGE_CODE):
        subject = " ".join(notice.text.title.split())
        body = render_to_string("accounts/notice_mail.txt", {"notice": notice, "portal": settings.PUBLIC_ADDRESS})
    return mail.EmailMessage(
        subject=subject,
        body=body,
        to=[notice.user.email],
        connection=connection,
        headers={"Message-ID": message_id(notice), "Auto-Submitted": "auto-generated"},
    )


def message_id(notice) -> str:
    """The same at each attempt."""
    return f"<notice-{notice.pk}@{settings.MAIL_FROM.rpartition('@')[2].rstrip('>')}>"


@transaction.atomic
def note_sent(*, notice):
    Notice.objects.filter(pk=notice.pk).update(mailed_at=timezone.now(), mail_at=None, mail_fault="")


@transaction.atomic
def note_failure(*, notice, fault):
    """Try again later when the fault may pass and it was not tried too often; else keep the fault and give up."""
    tries_left = WAITS[notice.mail_failures :]
    mail_at = timezone.now() + tries_left[0] if tries_left and may_pass(fault) else None
    # Not when it was read or withdrawn meanwhile, or another worker took it because this one was too slow.
    mine = Notice.objects.filter(pk=notice.pk, mail_attempts=notice.mail_attempts, mail_at__isnull=False)
    mine.update(mail_at=mail_at, mail_failures=F("mail_failures") + 1, mail_fault=str(fault)[:300])
    if mail_at is None:
        log.error("a notice is not mailed", notice=notice.pk, fault=type(fault).__name__)


def may_pass(fault) -> bool:
    """The connection broke, the server answered with a code of 4xx, or it refused us and not the receiver.

    Everything else will be so again.
    """
    if isinstance(fault, (*BROKEN_CONNECTION, smtplib.SMTPSenderRefused)):
        return True
    if isinstance(fault, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _answer in fault.recipients.values()]
    else:
        codes = [getattr(fault, "smtp_code", 0)]
    return all(400 <= code < 500 for code in codes)

"""Notices: owed once, withdrawn while nobody has seen them, read, and purged."""

import datetime as dt

from django.conf import settings
from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from accounts import notices
from accounts.models import Notice


@transaction.atomic
def owe_notice(*, to, kind, key, url, params, due_at=None) -> Notice:
    """The notice of this kind and key to ``to``; the one that is there already stays as it is.

    Also one that was withdrawn: what is owed anew after a change has a key of its own, for example with the day.
    """
    owe_notices(to=[to], kind=kind, key=key, url=url, params=params, due_at=due_at)
    return Notice.objects.get(user=to, kind=kind, key=key)


@transaction.atomic
def owe_notices(*, to, kind, key, url, params, due_at=None) -> None:
    """The same to many people in one statement. LookupError or ValueError for a kind or params nobody registered.

    ``url`` is the path of the page it is about; ``due_at`` is from when it is shown and sent, or None for at once.
    """
    due_at = due_at or timezone.now()
    mail_at = due_at if notices.check(kind, params).mailed else None
    shared = {"kind": kind, "key": key, "url": url, "params": params, "due_at": due_at, "mail_at": mail_at}
    Notice(**shared).clean_fields(exclude=["user"])
    # In one order: two workers that owe the same to overlapping people must not wait for each other.
    receivers = sorted({user.pk for user in to})
    Notice.objects.bulk_create([Notice(user_id=pk, **shared) for pk in receivers], ignore_conflicts=True)


@transaction.atomic
def cancel_notices(*, kind, key) -> int:
    """Withdraw what nobody has seen: not yet due, or due and neither mailed nor read. How many that were.

    What was mailed or read stands; a mail that a worker is sending at this moment still goes out.
    """
    unseen = Notice.objects.filter(kind=kind, key=key, cancelled_at=None, read_at=None, mailed_at=None)
    return unseen.update(cancelled_at=timezone.now(), mail_at=None)


@transaction.atomic
def mark_read(*, actor, notice) -> Notice:
    """Who has read it needs no mail any more. Reading it again changes nothing."""
    Notice.objects.filter(pk=notice.pk, user=actor, read_at=None).update(read_at=timezone.now(), mail_at=None)
    notice.refresh_from_db()
    return notice


@transaction.atomic
def mark_all_read(*, actor) -> int:
    """How many were unread."""
    return Notice.objects.manageable_by(actor).unread().update(read_at=timezone.now(), mail_at=None)


@transaction.atomic
def purge_notices() -> int:
    """Delete what was read or withdrawn more than NOTICE_DAYS ago. What nobody has read stays.

    Whoever looks for things to tell looks back less far than that, else they are told a second time.
    """
    before = timezone.now() - dt.timedelta(days=settings.NOTICE_DAYS)
    return Notice.objects.filter(Q(read_at__lt=before) | Q(cancelled_at__lt=before)).delete()[0]

import logging

from celery import shared_task
from django.utils import timezone

logger = logging.getLogger(__name__)


@shared_task
def seal_days():
    """Seal yesterday; look whether the last week is as it was sealed."""
    from accounts.services import seals

    seals.seal_days()
    for finding in seals.verify_history(since=timezone.localdate() - 7 * seals.ONE_DAY):
        logger.error("The history is not as it was sealed: %s", finding)


@shared_task
def clear_ended_sessions():
    from accounts.services import sessions

    sessions.clear_ended_sessions()


@shared_task(expires=60)
def send_notices():
    from accounts.services import notice_mail

    notice_mail.send_notices()


@shared_task
def purge_notices():
    from accounts.services import notices

    notices.purge_notices()

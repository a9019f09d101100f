from celery import shared_task


@shared_task(expires=60)
def watch_feed_epoch():
    """After a restore the change feed begins anew by itself; every minute, so that it is not away for long."""
    from volunteers.services.feed import ensure_feed_epoch

    ensure_feed_epoch()

from celery import shared_task


@shared_task(expires=60)
def lapse_offers():
    """Offers of the waiting list that nobody answered in time go to the next one."""
    from venues.services.waiting import lapse_offers as lapse

    lapse()

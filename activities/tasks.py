from celery import shared_task


@shared_task
def find_duplicates():
    """Compare what changed; beat starts it every five minutes, a submitted record at once."""
    from activities.services import duplicates

    duplicates.find_owed_candidates()

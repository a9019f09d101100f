from celery import shared_task


@shared_task
def find_duplicates():
    """Compare what was submitted or changed since; beat starts it every minute."""
    from activities.services import duplicates

    duplicates.find_owed_candidates()

from celery import shared_task


@shared_task
def find_likely_duplicates():
    """Compare registrations that changed; beat starts it every minute."""
    from volunteers.services import likeness

    likeness.find_owed_pairs()

from celery import shared_task


@shared_task
def count_vault_keys():
    """Under which keys the rows lie, for the readiness page."""
    from volunteers.services.turning import note_counts

    note_counts()

from celery import shared_task


@shared_task
def close_old_days():
    """The oldest single movements go, once a night."""
    from venues.services.library_closing import close_old_days

    close_old_days()


@shared_task
def forget_day_files():
    """Files whose transactions are here, once a night."""
    from venues.services.library_closing import forget_day_files

    forget_day_files()

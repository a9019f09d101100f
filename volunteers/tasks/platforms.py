from celery import shared_task


@shared_task
def forget_nonces():
    from volunteers.services import platforms

    platforms.forget_nonces()

from celery import shared_task


@shared_task(expires=60)
def send_sms():
    from volunteers.services import sms

    sms.send_sms()


@shared_task
def pair_claims():
    """Show the counties what was registered with a document that stands already."""
    from volunteers.services import claims

    claims.pair_claims()


@shared_task
def forget_joining():
    from volunteers.services import forgetting

    forgetting.forget_joining()

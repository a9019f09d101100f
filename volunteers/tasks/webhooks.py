from celery import shared_task


@shared_task(expires=60)
def tell_webhooks():
    """Owe what changed, and send what is owed and due. Twice at once, each message goes out once."""
    from volunteers.services.webhook_sending import owe_messages, send_messages

    owe_messages()
    send_messages()


@shared_task
def forget_messages():
    """Old messages go, once a night."""
    from volunteers.services.webhook_sending import forget_old_messages

    forget_old_messages()

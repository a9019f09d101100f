from celery import shared_task

from core import heartbeat


@shared_task(expires=60)
def show_schedule_is_alive():
    """Sent by beat, done by a worker: its trace says that both work and that the queue flows."""
    heartbeat.write(heartbeat.SCHEDULE)

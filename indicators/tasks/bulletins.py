from celery import shared_task


@shared_task
def owe_bulletins():
    """Every morning: the bulletins of periods that are over. The same rows however often it runs."""
    from indicators.services.bulletin_drawing import owe_bulletins as owe

    owe()


@shared_task(expires=60)
def draw_owed_bulletins():
    """What is owed is drawn up; each once, however many workers do it."""
    from indicators.services.bulletin_drawing import draw_owed_bulletins as draw

    draw()

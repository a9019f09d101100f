from celery import shared_task


@shared_task
def generate_terms():
    """Every belt's terms ten years ahead, also after a county joined or left. The same rows however often it runs."""
    from meetings.services.terms import generate_all_terms

    generate_all_terms()


@shared_task
def owe_handovers():
    """Handovers of terms that end soon, led to whoever acts by now. The same rows however often it runs."""
    from meetings.services.handover import owe_handovers as owe

    owe()


@shared_task
def remind_of_handovers():
    """Whoever has to act on a handover that is not accepted, once a week."""
    from meetings.services.handover import remind_of_handovers as remind

    remind()

from celery import shared_task


@shared_task
def generate_terms():
    """Every belt's terms ten years ahead, also after a county joined or left. The same rows however often it runs."""
    from meetings.services.terms import generate_all_terms

    generate_all_terms()


@shared_task
def escalate_resolutions():
    """What is late goes one step up where its time has come; each step once, however often this runs."""
    from meetings.services.escalation import escalate_resolutions as escalate

    escalate()

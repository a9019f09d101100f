from celery import shared_task


@shared_task
def generate_terms():
    """Every belt's terms ten years ahead, also after a county joined or left. The same rows however often it runs."""
    from meetings.services.terms import generate_all_terms

    generate_all_terms()


@shared_task
def recheck_guesses():
    """Planned days that rest on a holiday table that was not published yet; told once, however often it runs."""
    from meetings.services.guesses import recheck_guesses

    recheck_guesses()

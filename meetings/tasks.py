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


@shared_task
def escalate_resolutions():
    """What is late goes one step up where its time has come; each step once, however often this runs."""
    from meetings.services.escalation import escalate_resolutions as escalate

    escalate()


@shared_task
def plan_meetings():
    """Every day: what is expected, what was missed, agendas whose time has come, reminders. Twice is once."""
    from meetings.services.expecting import expect_meetings, find_missed
    from meetings.services.life import owe_reminders, turn_agendas

    expect_meetings()
    find_missed()
    turn_agendas()
    owe_reminders()


@shared_task
def turn_agendas():
    """Every few minutes, so that an agenda opens and locks at its hour."""
    from meetings.services.life import turn_agendas

    turn_agendas()


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

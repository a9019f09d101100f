from celery import shared_task


@shared_task
def generate_terms():
    """Every belt's terms ten years ahead, also after a county joined or left. The same rows however often it runs."""
    from meetings.services.terms import generate_all_terms

    generate_all_terms()


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

from celery import shared_task


@shared_task
def judge_import(batch_id):
    from core.imports.judging import judge_batch

    judge_batch(batch_id)


@shared_task
def apply_import(batch_id):
    from core.imports.applying import apply_batch

    apply_batch(batch_id)


@shared_task(expires=60)
def resume_imports():
    """What a killed worker left: beat sends it every half minute."""
    from core.imports import starting
    from core.imports.services import send_on

    for batch in starting.waiting():
        send_on(batch)

"""The tallies' own work: folding, and the nightly recount."""

from celery import shared_task


@shared_task
def fold_tallies() -> int:
    """Gives how many deltas were folded."""
    from indicators.services.tallies import fold_deltas

    return fold_deltas()


@shared_task
def recount() -> int:
    """Gives how many lines did not agree."""
    from indicators.services.tallies import recount_tallies

    return len(recount_tallies().differences)

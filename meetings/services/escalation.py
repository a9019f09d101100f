"""Supervision (督办): what is late goes up step by step, unit → county lead → convener → provincial offices.

The first level is told on the day on which a resolution turns yellow for being late, each next one ``level_days`` after
the one before was told. Each step is a row that exists once a level and due date; a later date begins anew.
"""

import datetime as dt

from django.db import transaction
from django.db.models import Max, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import TruncDate
from django.utils import timezone

from meetings.models import Resolution, ResolutionStep
from meetings.models.resolutions import LEVELS
from meetings.queries.colours import policies, policy_for
from meetings.queries.resolutions import complete
from meetings.services import resolution_notices as notices

HIGHEST = max(LEVELS)


def escalate_resolutions() -> int:
    """Take every late resolution one step up whose turn it is, each in its own transaction; how many those were."""
    today, known = timezone.localdate(), policies()
    keys = list(_waiting(today, known).order_by("due_on", "pk").values_list("pk", flat=True))
    return sum(_escalate(key, today, known) for key in keys)


@transaction.atomic
def _escalate(key, today, known):
    """Whoever else holds the row does it, or changes it: then it waits for the next day."""
    rows = Resolution.objects.select_for_update(of=("self",), skip_locked=True).filter(pk=key)
    resolution = complete(rows).select_related("meeting__body__belt").first()
    # Asked again now that nobody can change it any more.
    if resolution is None or not _waiting(today, known).filter(pk=key).exists():
        return False
    told = resolution.steps.filter(kind="escalated", due_on=resolution.due_on).aggregate(level=Max("level"))["level"]
    level = (told or 0) + 1
    step = ResolutionStep(
        resolution=resolution, kind="escalated", level=level, due_on=resolution.due_on, at=timezone.now()
    )
    step.full_clean()
    step.save()
    notices.tell_escalated(resolution, level, today)
    return True


def _waiting(today: dt.date, known) -> QuerySet:
    """Open, late, and not told at the next level yet though its time has come."""
    told = ResolutionStep.objects.filter(
        kind="escalated", resolution=OuterRef("pk"), due_on=OuterRef("due_on")
    ).order_by("-level")
    rows = Resolution.objects.filter(state="open").alias(
        told_level=Subquery(told.values("level")[:1]), told_on=Subquery(told.values(day=TruncDate("at"))[:1])
    )
    own = [body for body in known if body is not None]
    turn = Q(~Q(meeting__body__in=own) if own else Q(), _turn(today, known[None]))
    for body in own:
        turn |= Q(_turn(today, policy_for(body, known)), meeting__body=body)
    return rows.filter(turn)


def _turn(today, policy):
    late = Q(due_on__lte=today - dt.timedelta(days=policy.yellow_days))
    next_one = Q(told_level__lt=HIGHEST, told_on__lte=today - dt.timedelta(days=policy.level_days))
    return late & (Q(told_level=None) | next_one)

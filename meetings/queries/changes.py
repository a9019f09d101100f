"""Changes of turns that wait: for an answer of one's own county, and those of a belt."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.work import WorkItem
from meetings.models import TurnChange

MOST = 20


def answering_work(user: Any) -> Iterable[WorkItem]:
    """What other counties ask of one's own."""
    if not user.reach.reviewing:
        return
    rows = TurnChange.objects.answerable_by(user).exclude(asked_by=user).select_related("belt", "asker", "other")
    for change in rows.order_by("asked_at")[:MOST]:
        yield WorkItem(
            title=_("%(asker)s asks: %(kind)s %(year)d") % words_of(change),
            url=reverse("meetings:rotation", args=[change.belt_id]) + "#changes",
            action=_("Answer"),
            detail=f"{change.belt} · {change.reason}",
            since=change.asked_at,
        )


def words_of(change: TurnChange) -> dict[str, Any]:
    return {"asker": change.asker, "kind": change.get_kind_display(), "year": change.year}


def changes_of(belt: Any, user: Any) -> list[TurnChange]:
    """The latest changes of a belt's turns, each with what this user may do to it."""
    rows = TurnChange.objects.visible_to(user).filter(belt=belt).select_related("asker", "other", "asked_by")
    shown = list(rows.order_by("-asked_at", "-pk")[:MOST])
    answerable = set(TurnChange.objects.answerable_by(user).filter(belt=belt).values_list("pk", flat=True))
    withdrawable = set(TurnChange.objects.manageable_by(user).filter(belt=belt).values_list("pk", flat=True))
    for change in shown:
        change.may_answer = change.pk in answerable and change.asked_by_id != user.pk
        change.may_withdraw = change.state == TurnChange.State.ASKED and change.pk in withdrawable
    return shown

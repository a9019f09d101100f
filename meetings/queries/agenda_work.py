"""What waits on agendas: proposals for who calls the meeting, forwarded items for an answer."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Min, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.work import WorkItem
from meetings.models import AgendaItem, JointMeeting
from meetings.queries.agenda import STATES_OF_CONVENER

MOST = 20


def agenda_work(user: Any) -> Iterable[WorkItem]:
    """Of the bodies whose meetings one's own place calls today; the corridor office is not asked for each of them."""
    if user.reach.counties and not user.reach.corridor_office:
        yield from _proposals(user)
        yield from _to_answer(user)


def _proposals(user: Any) -> Iterable[WorkItem]:
    waiting = AgendaItem.objects.manageable_by(user).waiting().filter(meeting__state__in=STATES_OF_CONVENER)
    found = waiting.values("meeting").annotate(count=Count("pk"), since=Min("proposed_at")).order_by("since")[:MOST]
    meetings = JointMeeting.objects.select_related("body").in_bulk([row["meeting"] for row in found])
    for row in found:
        meeting, count = meetings[row["meeting"]], row["count"]
        yield WorkItem(
            title=ngettext("%(count)d proposal for the agenda", "%(count)d proposals for the agenda", count)
            % {"count": count},
            url=reverse("meetings:agenda", args=[meeting.pk]) + "#waiting",
            action=_("Decide"),
            detail=str(meeting),
            since=row["since"],
            due=_notice_day(meeting),
        )


def _notice_day(meeting: JointMeeting) -> dt.date | None:
    """The agenda goes out with the notice: until then it is decided what stands on it."""
    if meeting.starts_at is None:
        return None
    return timezone.localdate(meeting.starts_at) - dt.timedelta(days=meeting.body.notice_days)


def _to_answer(user: Any) -> Iterable[WorkItem]:
    """What was forwarded, or has something merged into it that was."""
    asked = Q(forwarded_from__isnull=False) | Q(merged__forwarded_from__isnull=False)
    rows = AgendaItem.objects.manageable_by(user).on_agenda().filter(asked, answered_at=None).distinct()
    rows = rows.select_related("meeting__body", "forwarded_from__meeting__body").order_by("proposed_at", "pk")
    for item in rows[:MOST]:
        below = item.forwarded_from.meeting.body if item.forwarded_from else _("another body")
        yield WorkItem(
            title=_("%(body)s asks: %(title)s") % {"body": below, "title": item.title},
            url=f"{item.get_absolute_url()}#answer",
            action=_("Answer"),
            detail=str(item.meeting),
            since=item.proposed_at,
        )

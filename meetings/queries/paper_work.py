"""Work of invitations and minutes that waits for a person: replies, countersignatures, and the convener's next step."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from core.work import WorkItem
from meetings.models import Invitation, JointMeeting, MeetingState, Minutes
from meetings.models.meeting import DATED_STATES
from meetings.queries.countersigning import answer_due, in_the_way, signing_regions, words_on

MOST = 20


def replying_work(user: Any) -> Iterable[WorkItem]:
    """Invitations of one's own region that nobody has answered."""
    if not user.reach.counties:
        return
    rows = Invitation.objects.answerable_by(user).filter(reply="none", meeting__state__in=DATED_STATES)
    rows = rows.filter(meeting__starts_at__gt=timezone.now()).select_related("meeting__body", "region")
    for row in rows.order_by("meeting__starts_at", "pk")[:MOST]:
        yield WorkItem(
            title=_("Reply to the invitation: %(meeting)s") % {"meeting": row.meeting},
            url=reverse("meetings:reply", args=[row.pk]),
            action=_("Reply"),
            detail=str(row.region),
            since=row.sent_at,
            due=timezone.localdate(row.meeting.starts_at),
        )


def signing_work(user: Any) -> Iterable[WorkItem]:
    """Minutes on which one's own region has not said its word."""
    if not user.reach.reviewing or user.reach.token_is_read_only:
        return
    rows = Minutes.objects.visible_to(user).filter(
        meeting__state=MeetingState.MINUTES_DRAFTED, circulated_at__isnull=False
    )
    for minutes in rows.select_related("meeting__body__belt").order_by("circulated_at", "pk")[:MOST]:
        given = set(minutes.countersignatures.filter(version=minutes.version).values_list("region_id", flat=True))
        for region in signing_regions(user, minutes):
            if region.pk not in given:
                yield _item(
                    minutes.meeting, _("Countersign the minutes: %(meeting)s"), _("Read"), str(region),
                    since=minutes.circulated_at, due=answer_due(minutes),
                )  # fmt: skip


def convening_work(user: Any) -> Iterable[WorkItem]:
    """Of whoever calls the meetings: draft, send to the members, answer objections, issue. Not the corridor's office,
    which could do it for all of them.
    """
    if not user.reach.counties or user.reach.corridor_office:
        return
    waiting = (MeetingState.HELD, MeetingState.MINUTES_DRAFTED, MeetingState.COUNTERSIGNED)
    rows = JointMeeting.objects.manageable_by(user).filter(state__in=waiting, source="")  # not what a report told of
    for meeting in rows.select_related("body__belt", "minutes").order_by("state_since", "pk")[:MOST]:
        yield from _next_step(meeting)


def _next_step(meeting: JointMeeting) -> Iterable[WorkItem]:
    minutes, since = getattr(meeting, "minutes", None), meeting.state_since
    if minutes is None:
        if meeting.state == MeetingState.HELD:
            yield _item(meeting, _("Draft the minutes: %(meeting)s"), _("Draft"), "", since=since)
        return
    if meeting.state == MeetingState.COUNTERSIGNED:
        yield _item(meeting, _("Issue the minutes: %(meeting)s"), _("Issue the minutes"), "", since=since)
    elif minutes.circulated_at is None:
        yield _item(meeting, _("Finish the minutes: %(meeting)s"), _("Go on"), "", since=since)
    else:
        yield from _objections(minutes)


def _objections(minutes: Minutes) -> Iterable[WorkItem]:
    objected, silent = in_the_way(words_on(minutes))
    overdue = silent and answer_due(minutes) < timezone.localdate()
    if objected or overdue:
        title = _("Answer objections: %(meeting)s") if objected else _("Members are silent: %(meeting)s")
        names = "、".join(str(word.region) for word in objected or silent)
        yield _item(minutes.meeting, title, _("Go on"), names, since=minutes.circulated_at)


def _item(meeting: JointMeeting, title: str, action: str, detail: str, **dates: Any) -> WorkItem:
    url = reverse("meetings:minutes", args=[meeting.pk])
    return WorkItem(title=title % {"meeting": meeting}, url=url, action=action, detail=detail, **dates)

"""Invitations with their counts, the sign-in sheet, and how many of each province are there."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone

from belts.models import Region
from meetings.models import Attendee, Invitation, JointMeeting
from meetings.models.meeting import DATED_STATES


def counted(rows: QuerySet[Invitation]) -> QuerySet[Invitation]:
    """With ``people`` named and ``present`` of them: numbers that everybody may see."""
    present = Count("attendees", filter=Q(attendees__presence="present"))
    return rows.annotate(people=Count("attendees"), present=present).select_related("region__province")


def invitations_of(meeting: JointMeeting, user: Any) -> list[Any]:
    """Each with its counts, whether this user answers it, and the people whom this user may see."""
    people = Attendee.objects.visible_to(user).order_by("position", "pk")
    rows = counted(Invitation.objects.visible_to(user).filter(meeting=meeting))
    found: list[Any] = list(rows.prefetch_related(Prefetch("attendees", people, to_attr="shown")))
    answerable = _answerable(meeting, user)
    for row in found:
        row.may_answer = row.pk in answerable
    return found


def awaited_of(invitations: Iterable[Invitation]) -> list[Region]:
    """Regions that have not answered for the day to which the meeting has moved; none where it has not moved."""
    silent = [row for row in invitations if row.reply == Invitation.Reply.NONE]
    return [row.region for row in silent] if any(row.is_asked_anew for row in silent) else []


def _answerable(meeting: JointMeeting, user: Any) -> set[int]:
    if meeting.state not in DATED_STATES or meeting.starts_at is None or meeting.starts_at <= timezone.now():
        return set()
    rows = Invitation.objects.visible_to(user).filter(meeting=meeting)
    return set(rows.answerable_by(user).values_list("pk", flat=True)) | set(
        rows.manageable_by(user).values_list("pk", flat=True)
    )


def sheet_of(meeting: JointMeeting, user: Any) -> list[Attendee]:
    """The people on the sign-in sheet, in its order."""
    rows = Attendee.objects.visible_to(user).filter(invitation__meeting=meeting).in_order()
    return list(rows.select_related("invitation__region"))


@dataclass
class Quorum:
    """Of one province: regions invited as members, those that come, and those of which somebody was present."""

    province: Region
    invited: int = 0
    coming: int = 0
    present: int = 0


def quorum_of(invitations: Iterable[Any]) -> list[Quorum]:
    """By province, from invitations with their counts."""
    found: dict[str, Quorum] = {}
    for row in invitations:
        if row.observes:
            continue
        province = row.region.province or row.region
        line = found.setdefault(province.pk, Quorum(province))
        line.invited += 1
        line.coming += row.reply == Invitation.Reply.COMING
        line.present += row.present > 0
    return [found[code] for code in sorted(found)]

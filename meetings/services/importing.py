"""Meetings that reports tell of: held before the portal was, by bodies of their own."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core.dated import start_of
from core.history import because
from core.locks import work_alone
from meetings.models import Body, BodyMember, JointMeeting, MeetingState, MeetingStep


@transaction.atomic
def import_meeting(
    *, actor, body, day, precision, source, ordinal=None, title="", host=None, place="", attended="", outcome=""
):
    """A meeting as a report has it, held; with its ordinal, gaps and all. ``day`` is the first of the month where no
    more than that is known.

    What is there already (by its ordinal, else by its title and day) stays as it is: it may have been put right since.
    """
    work_alone(f"meetings of {body.pk}")
    if precision == JointMeeting.Precision.TIME:
        raise ValidationError(_("A report tells the day or the month, not the hour."), code="report_without_time")
    if not source.strip():
        raise ValidationError({"source": ValidationError(_("Say which report tells of it."), code="source_missing")})
    moment = start_of(day.replace(day=1) if precision == JointMeeting.Precision.MONTH else day)
    same = {"ordinal": ordinal} if ordinal else {"ordinal": None, "title": title, "starts_at": moment}
    if known := body.meetings.filter(**same).first():
        return known
    meeting = JointMeeting(
        body=body, state=MeetingState.HELD, starts_at=moment, precision=precision, ordinal=ordinal, title=title,
        host=host, place=place, attended=attended, outcome=outcome, source=source,
    )  # fmt: skip
    meeting.full_clean()
    with because(source, actor=actor):
        meeting.save(force_insert=True)
        MeetingStep.objects.create(meeting=meeting, to_state=MeetingState.HELD, actor=actor, reason=source[:500])
    return meeting


@transaction.atomic
def add_body_member(*, actor, body, region, since, source):
    """A seat in a body of its own, from that day on; the one that is there stays."""
    body = Body.objects.select_for_update().get(pk=body.pk)
    if known := body.members.filter(region=region).first():
        return known
    member = BodyMember(body=body, region=region, since=since, source=source)
    member.full_clean()
    with because(source, actor=actor):
        member.save(force_insert=True)
    return member

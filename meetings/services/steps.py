"""Locking a meeting and writing a step of its life: shared by everything that moves meetings."""

from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _

from core.history import because
from meetings.models import JointMeeting, MeetingState, MeetingStep

LONGEST_REASON = MeetingStep._meta.get_field("reason").max_length


def lock(meeting):
    """The meeting as it is now, held until the transaction ends."""
    rows = JointMeeting.objects.select_for_update(of=("self",)).filter(pk=meeting.pk)
    row = rows.select_related("body__belt", "host", "venue", "booking").first()
    if row is None:
        raise ValidationError(_("This meeting does not exist any more."), code="gone")
    return row


def check_version(row, version):
    """``version`` is what the person saw; None skips the check. For every row that has one."""
    if version is not None and int(version) != row.version:
        raise ValidationError(
            _("Somebody changed this after you opened it. Look at it again and decide anew."), code="stale"
        )


def is_done(meeting, state, actor):
    """The same person made this very step last: a second click."""
    last = meeting.steps.order_by("-at", "-pk").first()
    return meeting.state == state and last is not None and last.actor_id == (actor.pk if actor else None)


def check_state(meeting, *allowed):
    if meeting.state not in allowed:
        raise ValidationError(
            _("The meeting is “%(state)s”; that step cannot be made now."),
            code="step_not_open",
            params={"state": MeetingState(meeting.state).label},
        )


def clean_text(value, *, field="reason", needed=True, most=LONGEST_REASON):
    """Stripped; refused when it is needed and empty, too long, or holds what cannot be kept."""
    value = (value or "").replace("\x00", "").strip()
    if len(value) > most or (needed and not value):
        refusal = ValidationError(_("Write 1 to %(most)d characters here."), code="text_missing", params={"most": most})
        raise ValidationError({field: refusal})
    return value


def move(meeting, *, to, actor, reason=""):
    """Write the step and the new state. The caller holds the lock, has checked the step and set what goes with it."""
    now = timezone.now()
    step = MeetingStep(meeting=meeting, from_state=meeting.state, to_state=to, actor=actor, at=now, reason=reason)
    meeting.state, meeting.state_since, meeting.changed_at = to, now, now
    meeting.version += 1
    meeting.full_clean()
    with because(reason, actor=actor):
        meeting.save()
        step.save()
    return meeting

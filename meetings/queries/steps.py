"""Which steps of a meeting somebody may make now: the page shows these as buttons, and nothing else decides."""

from django.utils import timezone

from meetings.models import JointMeeting
from meetings.models.meeting import DATED_STATES, UNPLANNED_STATES, MeetingState

State = MeetingState


def steps_for(user, meeting):
    """Names of steps as in ``meetings.views.meeting_steps``; also "plan" and "move"."""
    if not JointMeeting.objects.manageable_by(user).filter(pk=meeting.pk).exists():
        return set()
    state = meeting.state
    dated = state in DATED_STATES
    begun = meeting.starts_at is not None and meeting.starts_at <= timezone.now()
    open_now = {
        "plan": state in UNPLANNED_STATES,
        "move": dated and not begun,
        "open_agenda": state == State.PLANNED and not begun,
        "lock_agenda": state == State.AGENDA_OPEN,
        "notice": state == State.AGENDA_LOCKED and not begun,
        "hold": (dated or state == State.MISSED) and begun,
        "postpone": dated or state == State.EXPECTED,
        "merge": dated or state in (State.EXPECTED, State.POSTPONED),
        "archive": state == State.ISSUED,
    }
    return {name for name, is_open in open_now.items() if is_open}

"""The life of a meeting that has its day: agenda, notice, held; or postponed or merged. Callers have checked who may.

Each step may be repeated safely. What follows a meeting that was held (minutes) is moved by the services of minutes.
"""

import datetime as dt
import logging

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import DurationField, ExpressionWrapper, F, Value
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.models import JointMeeting
from meetings.models.meeting import DATED_STATES, HELD_STATES, MeetingState
from meetings.services.agenda_placing import carry_items
from meetings.services.agenda_rows import ensure_review
from meetings.services.hall import give_up_hall
from meetings.services.invitations import invite_members
from meetings.services.steps import check_state, check_version, clean_text, is_done, lock, move
from meetings.services.telling import remind, tell, withdraw_reminders, withdraw_unseen

log = logging.getLogger(__name__)
State = MeetingState
DAY = dt.timedelta(days=1)
# What can be given up, with or without a day. A missed one stays missed until it is held late.
OPEN_STATES = (State.EXPECTED, *DATED_STATES)
MERGEABLE_STATES = (*OPEN_STATES, State.POSTPONED)


@transaction.atomic
def open_agenda(*, actor, meeting, version=None):
    """Call for items; those who take part are told until when."""
    meeting = _step(
        actor=actor, meeting=meeting, version=version, before=State.PLANNED, after=State.AGENDA_OPEN, kind="called"
    )
    ensure_review(meeting, actor=actor)
    return meeting


@transaction.atomic
def lock_agenda(*, actor, meeting, version=None):
    """No more items from the members: what is on the agenda is what the meeting talks about."""
    return _step(State.AGENDA_OPEN, State.AGENDA_LOCKED, actor=actor, meeting=meeting, version=version)


@transaction.atomic
def send_notice(*, actor, meeting, version=None):
    """The notice of the meeting, to everybody who takes part; with it each member's invitation, which is replied to."""
    meeting = _step(
        actor=actor, meeting=meeting, version=version, before=State.AGENDA_LOCKED, after=State.NOTICED, kind="noticed"
    )
    invite_members(actor=actor, meeting=meeting)
    return meeting


@transaction.atomic
def archive_meeting(*, actor, meeting, version=None):
    """The file is closed: its minutes are issued."""
    return _step(State.ISSUED, State.ARCHIVED, actor=actor, meeting=meeting, version=version)


def _step(before, after, *, actor, meeting, version, kind=""):
    meeting = lock(meeting)
    if is_done(meeting, after, actor):
        return meeting
    check_state(meeting, before)
    check_version(meeting, version)
    move(meeting, to=after, actor=actor)
    if kind:
        tell(meeting=meeting, kind=kind, actor=actor)
    return meeting


@transaction.atomic
def record_held(*, actor, meeting, version=None):
    """That it took place. Also when its notice was never sent here, or when it counted as missed already: a fact is."""
    meeting = lock(meeting)
    if is_done(meeting, State.HELD, actor):
        return meeting
    check_state(meeting, *DATED_STATES, *((State.MISSED,) if meeting.starts_at else ()))
    check_version(meeting, version)
    if meeting.starts_at > timezone.now():
        raise ValidationError(_("It has not begun yet. Record it when it was held."), code="not_begun_yet")
    withdraw_reminders(meeting=meeting, sequence=meeting.sequence)
    return move(meeting, to=State.HELD, actor=actor)


@transaction.atomic
def postpone_meeting(*, actor, meeting, reason, version=None):
    """It does not take place on its day (or in its period), and has no other day yet. The hall is given up."""
    meeting, reason = lock(meeting), clean_text(reason)
    if is_done(meeting, State.POSTPONED, actor):
        return meeting
    check_state(meeting, *OPEN_STATES)
    check_version(meeting, version)
    return _give_up(meeting, State.POSTPONED, actor, reason, "postponed")


@transaction.atomic
def merge_meeting(*, actor, meeting, into, reason, version=None):
    """Its items are dealt with in another meeting of the body. The hall is given up."""
    meeting, into = _lock_both(meeting, into)
    reason = clean_text(reason)
    if is_done(meeting, State.MERGED, actor) and meeting.merged_into_id == into.pk:
        return meeting
    check_state(meeting, *MERGEABLE_STATES)
    check_version(meeting, version)
    if into.pk == meeting.pk or into.body_id != meeting.body_id:
        message = _("A meeting is merged into another one of the same body.")
        raise ValidationError({"into": ValidationError(message, code="not_of_this_body")})
    if into.state not in (*OPEN_STATES, *HELD_STATES):
        message = _("That meeting is “%(state)s” itself. Choose one that takes place.")
        refusal = ValidationError(message, code="does_not_take_place", params={"state": into.get_state_display()})
        raise ValidationError({"into": refusal})
    meeting.merged_into = into
    carry_items(actor=actor, meeting=meeting, into=into)
    return _give_up(meeting, State.MERGED, actor, reason, "merged")


def _lock_both(meeting, into):
    """In one order: two that are merged into one another do not wait for each other."""
    found = {row.pk: lock(row) for row in sorted({meeting, into}, key=lambda row: row.pk)}
    return found[meeting.pk], found[into.pk]


def _give_up(meeting, state, actor, reason, kind):
    """The day that it had stays in the row: calendars and notices say which one was cancelled."""
    had_a_day = meeting.state in DATED_STATES
    before = meeting.sequence
    if had_a_day:
        meeting.sequence += 1
    move(meeting, to=state, actor=actor, reason=reason)
    if had_a_day:
        give_up_hall(actor=actor, meeting=meeting, reason=reason)
        withdraw_reminders(meeting=meeting, sequence=before)
        withdraw_unseen(meeting=meeting, sequence=before)
        tell(meeting=meeting, kind=kind, actor=actor, reason=reason)
    return meeting


def turn_agendas(now=None):
    """Open and lock the agendas whose time has come, each in a transaction of its own; the keys of those moved."""
    now = now or timezone.now()
    rows = JointMeeting.objects.select_related("body").order_by("pk")
    call_from = F("starts_at") - ExpressionWrapper(F("body__call_days") * Value(DAY), output_field=DurationField())
    to_open = rows.filter(state=State.PLANNED, starts_at__gt=now).alias(call_from=call_from).filter(call_from__lte=now)
    moved = [row.pk for row in to_open if _moved(open_agenda, row)]
    to_lock = rows.filter(state=State.AGENDA_OPEN, items_until__lte=now)
    return moved + [row.pk for row in to_lock if _moved(lock_agenda, row)]


def _moved(service, meeting):
    try:
        service(actor=None, meeting=meeting, version=meeting.version)
    except ValidationError as error:  # somebody moved it between the reading and the lock: nothing is owed any more
        log.info("%s was moved by somebody else: %s", meeting, "; ".join(error.messages))
        return False
    return True


def owe_reminders(now=None):
    """Those of the next two days again, to who holds the posts now: whoever came to one since has them too."""
    now = now or timezone.now()
    rows = JointMeeting.objects.filter(state__in=DATED_STATES, starts_at__gt=now).select_related("body")
    for meeting in rows.order_by("pk"):
        if any(now < meeting.starts_at - days * DAY <= now + 2 * DAY for days in meeting.body.reminder_days):
            _remind_again(meeting)


@transaction.atomic
def _remind_again(meeting):
    meeting = lock(meeting)
    if meeting.state in DATED_STATES:
        remind(meeting=meeting)

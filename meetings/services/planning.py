"""Giving a meeting its day and place, moving it, and meetings beside the cadence. Callers have checked who may.

Everything of one step is one transaction: the day, the hall that is asked for, and the notices that are owed.
"""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.dated import start_of
from core.workdays import is_guess
from meetings.models import Body, JointMeeting
from meetings.models.meeting import DATED_STATES, UNPLANNED_STATES, MeetingState
from meetings.queries.bodies import host_on, members_of
from meetings.services.hall import settle_hall
from meetings.services.invitations import ask_anew
from meetings.services.steps import check_state, check_version, clean_text, is_done, lock, move
from meetings.services.telling import remind, tell, withdraw_reminders

CLOSING_HOUR = dt.timedelta(hours=18)  # of the day on which the agenda is locked
LONGEST = dt.timedelta(days=7)
FIRST_YEAR, LAST_YEAR = 2000, 2099
PLANNED = MeetingState.PLANNED
BEFORE_THE_LOCK = (PLANNED, MeetingState.AGENDA_OPEN)


@transaction.atomic
def plan_meeting(
    *, actor, meeting, starts_at, ends_at, venue=None, place="", title="", items_until=None, host=None, reason="",
    version=None,
):  # fmt: skip
    """A day and a place for a meeting that is expected, postponed or missed. The hall is asked for at once."""
    meeting, where = lock(meeting), _where(venue, place)
    if is_done(meeting, PLANNED, actor) and _is_there(meeting, starts_at, ends_at, where):
        return meeting
    check_state(meeting, *UNPLANNED_STATES)
    check_version(meeting, version)
    day_before = _day_of(meeting)
    meeting.title = clean_text(title, field="title", needed=False, most=200) or meeting.title
    _set_day(meeting, starts_at, ends_at, where, host)
    meeting.items_until = _items_until(meeting, items_until)
    reason = _checked_reason(meeting, reason)
    meeting.sequence += day_before is not None
    move(meeting, to=PLANNED, actor=actor, reason=reason)
    settle_hall(actor=actor, meeting=meeting)
    ask_anew(actor=actor, meeting=meeting, before=day_before, reason=reason)
    remind(meeting=meeting)
    return meeting


@transaction.atomic
def move_meeting(
    *, actor, meeting, starts_at, ends_at, venue=None, place="", items_until=None, reason="", version=None
):
    """Another day or place. The agenda's state stays; the hall moves along; everybody who takes part is told."""
    meeting, where = lock(meeting), _where(venue, place)
    check_state(meeting, *DATED_STATES)
    if _is_there(meeting, starts_at, ends_at, where) and items_until in (None, meeting.items_until):
        return meeting
    check_version(meeting, version)
    if meeting.starts_at <= timezone.now():
        raise ValidationError(_("It has begun. Record that it was held, or postpone it."), code="begun_already")
    day_before = _day_of(meeting)
    _set_day(meeting, starts_at, ends_at, where, meeting.host)
    if items_until or meeting.state in BEFORE_THE_LOCK:
        meeting.items_until = _items_until(meeting, items_until)
    reason = _checked_reason(meeting, reason)
    before = meeting.sequence
    meeting.sequence += 1
    move(meeting, to=meeting.state, actor=actor, reason=reason)
    settle_hall(actor=actor, meeting=meeting)
    withdraw_reminders(meeting=meeting, sequence=before)
    tell(meeting=meeting, kind="moved", actor=actor, reason=reason)
    ask_anew(actor=actor, meeting=meeting, before=day_before, reason=reason)
    remind(meeting=meeting)
    return meeting


@transaction.atomic
def add_meeting(*, actor, body, starts_at, ends_at, venue=None, place="", title="", items_until=None, host=None):
    """A meeting of no period: of a body that meets as needed, or beside the cadence. The same again is the same one."""
    body = Body.objects.select_for_update(of=("self",), no_key=True).select_related("belt").get(pk=body.pk)
    where = _where(venue, place)
    same = body.meetings.filter(period=None, starts_at=starts_at, state__in=DATED_STATES)
    if known := same.first():
        return known
    meeting = JointMeeting(body=body, title=clean_text(title, field="title", needed=False, most=200))
    _set_day(meeting, starts_at, ends_at, where, host)
    meeting.items_until = _items_until(meeting, items_until)
    move(meeting, to=PLANNED, actor=actor)
    settle_hall(actor=actor, meeting=meeting)
    remind(meeting=meeting)
    return meeting


def _where(venue, place):
    place = clean_text(place, field="place", needed=False, most=200)
    if venue is None and not place:
        message = _("Choose a venue, or say the place in words.")
        raise ValidationError({"place": ValidationError(message, code="place_missing")})
    return venue, place


def _day_of(meeting):
    return meeting.starts_at and timezone.localdate(meeting.starts_at)


def _is_there(meeting, starts_at, ends_at, where):
    here = (meeting.starts_at, meeting.ends_at, meeting.venue_id, meeting.place)
    venue, place = where
    return here == (starts_at, ends_at, venue and venue.pk, place)


def _set_day(meeting, starts_at, ends_at, where, host):
    _check_times(starts_at, ends_at)
    day = timezone.localdate(starts_at)
    if not meeting.body.holds_on(day):
        message = _("%(body)s does not meet on that day: it ended, or had not begun.") % {"body": meeting.body}
        raise ValidationError({"starts_at": ValidationError(message, code="body_not_meeting")})
    meeting.starts_at, meeting.ends_at, meeting.precision = starts_at, ends_at, meeting.Precision.TIME
    meeting.date_is_guess = is_guess(day)
    meeting.venue, meeting.place = where
    meeting.host = host_on(meeting.body, day) or _member(meeting.body, day, host)


def _check_times(starts_at, ends_at):
    if not all(FIRST_YEAR <= moment.year <= LAST_YEAR for moment in (starts_at, ends_at)):
        message = _("The day lies between 2000 and 2099.")
        raise ValidationError({"starts_at": ValidationError(message, code="day_out_of_range")})
    if ends_at <= starts_at:
        message = _("The end is not before the start.")
        raise ValidationError({"ends_at": ValidationError(message, code="ends_before_start")})
    if ends_at - starts_at > LONGEST:
        message = _("A meeting lasts at most %(days)d days.") % {"days": LONGEST.days}
        raise ValidationError({"ends_at": ValidationError(message, code="too_long")})
    if starts_at <= timezone.now():
        message = _("This time has passed. Choose a time to come.")
        raise ValidationError({"starts_at": ValidationError(message, code="in_the_past")})


def _member(body, day, host):
    if host is not None and host not in members_of(body, day):
        message = _("%(region)s does not sit in %(body)s on that day.") % {"region": host, "body": body}
        raise ValidationError({"host": ValidationError(message, code="not_in_this_body")})
    return host


def _items_until(meeting, given):
    """As given, or the evening of the body's locking day; at short notice one day from now. Never after the start."""
    if given:
        if given > meeting.starts_at:
            message = _("Items are taken until the meeting begins at the latest.")
            raise ValidationError({"items_until": ValidationError(message, code="items_after_meeting")})
        return given
    day = timezone.localdate(meeting.starts_at) - dt.timedelta(days=meeting.body.lock_days)
    usual = start_of(day) + CLOSING_HOUR
    if usual <= timezone.now():
        usual = timezone.now() + dt.timedelta(days=1)
    return min(usual, meeting.starts_at)


def _checked_reason(meeting, reason):
    """A meeting lies in its period. After it, it is late and says why; before it, it would be another period's."""
    reason = clean_text(reason, needed=False)
    if meeting.period is None:
        return reason
    day = timezone.localdate(meeting.starts_at)
    if day < meeting.period_first:
        message = _("The meeting of %(period)s takes place from %(first)s on. For an earlier day add a meeting.")
        params = {"period": meeting.period, "first": meeting.period_first}
        raise ValidationError({"starts_at": ValidationError(message, code="before_its_period", params=params)})
    if day > meeting.period_last and not reason:
        message = _("That day is after %(period)s has ended: the meeting is late. Say why.")
        refusal = ValidationError(message, code="late_without_reason", params={"period": meeting.period})
        raise ValidationError({"reason": refusal})
    return reason

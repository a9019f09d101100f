"""Days that rest on a holiday table that is not published yet, looked at again when it is."""

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role, User
from accounts.services.notices import owe_notices
from core.history import because
from core.workdays import calendar
from meetings.models import JointMeeting
from meetings.models.meeting import DATED_STATES
from meetings.queries.bodies import host_of

PUBLISHED = "holiday table published"
UNPUBLISHED = "holiday table not published"


def recheck_guesses():
    """Mark planned meetings whose day is a guess, and clear the mark once the year's table is published; whoever calls
    a meeting whose day turned out to be no working day is told. Returns how many marks were set, cleared, and told of.

    One meeting a transaction: a fault with one leaves the others looked at, and the next day's run does the rest.
    """
    working = calendar()
    counts = {"set": 0, "cleared": 0, "told": 0}
    planned = JointMeeting.objects.filter(state__in=DATED_STATES, starts_at__isnull=False)
    marked = JointMeeting.objects.filter(date_is_guess=True)
    days = dict((planned | marked).values_list("pk", "starts_at"))
    for pk, moment in sorted(days.items()):
        if moment is None or working.is_guess(timezone.localdate(moment)):
            counts["set"] += moment is not None and _mark(pk)
        else:
            cleared, told = _clear(pk, working)
            counts["cleared"] += cleared
            counts["told"] += told
    return counts


def _lock(pk, **state):
    rows = JointMeeting.objects.select_for_update(of=("self",)).filter(pk=pk, **state)
    return rows.select_related("body__belt", "host").first()


@transaction.atomic
def _mark(pk):
    meeting = _lock(pk, date_is_guess=False, state__in=DATED_STATES)
    return bool(meeting and _set(meeting, True, UNPUBLISHED))


@transaction.atomic
def _clear(pk, working):
    """(whether the mark was cleared, whether somebody was told)."""
    meeting = _lock(pk, date_is_guess=True)
    if meeting is None or meeting.starts_at is None:
        return False, False
    day = timezone.localdate(meeting.starts_at)
    if working.is_guess(day):  # moved meanwhile
        return False, False
    _set(meeting, False, PUBLISHED)
    bad = meeting.state in DATED_STATES and not working.is_plain_working_day(day)
    if bad and day >= timezone.localdate():
        _warn(meeting, day, working)
        return True, True
    return True, False


def _set(meeting, value, reason):
    """Nothing that people typed is touched, so what they have open does not become stale."""
    meeting.date_is_guess = value
    with because(reason):
        meeting.save(update_fields=["date_is_guess"])
    return True


def _warn(meeting, day, working):
    host = host_of(meeting)
    special = working.special(day)
    owe_notices(
        to=_callers(host),
        kind="meeting_on_day_off",
        key=f"meeting:{meeting.pk}:{day.isoformat()}",
        url=reverse("meetings:proposals", args=[meeting.pk]),
        params={"meeting": str(meeting), "day": day.isoformat(), "why": special.kind if special else ""},
    )


def _callers(host):
    """Reviewers of the county that calls it, or the provincial office; the corridor office where nobody is known."""
    if host is None:
        return User.objects.holding_today(Role.CORRIDOR_OFFICE)
    role = Role.PROVINCIAL_OFFICE if host.province_id is None else Role.COUNTY_REVIEWER
    return User.objects.holding_today(role, regions=[host])

"""Who is told of what happens to a meeting: the regions that sit in the body on its day, and the host.

Called inside the transaction of what happens: without it nobody is told, and told once however often it is tried.
"""

import datetime as dt

from django.utils import timezone

from accounts.models import Notice, Role, User
from accounts.services.notices import cancel_notices, owe_notices
from meetings.powers import conveners_on
from meetings.queries.bodies import host_on, hosts_by_belt, members_of
from meetings.queries.doers import provincial_offices

ROLES = (Role.COUNTY_LOGGER, Role.COUNTY_REVIEWER, Role.PROVINCIAL_OFFICE)
REMINDER = "meeting_reminder"
LONGEST_REMINDER = 366  # days


def receivers_of(meeting):
    """Those who hold a post today in the regions that take part."""
    day = timezone.localdate(meeting.starts_at)
    regions = {region.pk for region in members_of(meeting.body, day)} | {meeting.host_id}
    return list(User.objects.holding_today(*ROLES, regions=regions - {None}))


def tell(*, meeting, kind, actor, reason=""):
    """``kind`` without its prefix: called, noticed, moved, postponed, merged. Whoever did it is not told."""
    people = [person for person in receivers_of(meeting) if actor is None or person.pk != actor.pk]
    _owe(meeting, f"meeting_{kind}", people, key=_key(meeting), reason=reason)


def remind(*, meeting):
    """Owe the reminders of the day that it has; those of a day that it had are withdrawn unless they were seen."""
    people = receivers_of(meeting)
    for days in meeting.body.reminder_days:
        due_at = meeting.starts_at - dt.timedelta(days=days)
        if due_at > timezone.now():
            _owe(meeting, REMINDER, people, key=_reminder_key(meeting, meeting.sequence, days), due_at=due_at)


def withdraw_reminders(*, meeting, sequence):
    """Those of the day that the meeting had under that sequence."""
    days_before = {*range(LONGEST_REMINDER + 1), *meeting.body.reminder_days}  # they may have been others then
    keys = [_reminder_key(meeting, sequence, days) for days in days_before]
    for key in Notice.objects.filter(kind=REMINDER, key__in=keys).values_list("key", flat=True).distinct():
        cancel_notices(kind=REMINDER, key=key)


def withdraw_unseen(*, meeting, sequence):
    """The call and the notice of a day that was given up, as far as nobody has seen them."""
    for kind in ("meeting_called", "meeting_noticed", "meeting_moved"):
        cancel_notices(kind=kind, key=f"meeting-{meeting.pk}-{sequence}")


def tell_missed(*, meetings, today):
    """Whoever was to call each of them, whoever calls the body's meetings now, and the provincial offices; once a miss.

    ``meetings`` as they were read before they became missed.
    """
    if not meetings:
        return
    offices, hosts = provincial_offices(), hosts_by_belt(meetings)
    now = conveners_on(today, {meeting.body.belt for meeting in meetings if meeting.body.belt})
    staff = {}
    for meeting in meetings:
        belt = meeting.body.belt_id
        host = meeting.host_id or hosts.get((belt, meeting.period_last)) or _province_of_turn(meeting)
        codes = frozenset(filter(None, [host, now.get(belt)]))
        if codes not in staff:
            staff[codes] = list(User.objects.holding_today(*ROLES, regions=codes)) if codes else []
        if people := {*offices, *staff[codes]}:
            params = {"meeting": str(meeting), "until": meeting.period_last.isoformat()}
            key, url = f"meeting-{meeting.pk}-{meeting.version}", meeting.get_absolute_url()
            owe_notices(to=people, kind="meeting_missed", key=key, url=url, params=params)


def _province_of_turn(meeting):
    """Whose half-year it was, of the provincial meeting."""
    host = None if meeting.body.belt_id else host_on(meeting.body, meeting.period_last)
    return host and host.pk


def _key(meeting):
    """``sequence`` rises with day and place: what is owed for another day is another notice."""
    return f"meeting-{meeting.pk}-{meeting.sequence}"


def _reminder_key(meeting, sequence, days):
    return f"meeting-{meeting.pk}-{sequence}-{days}"


def _owe(meeting, kind, people, *, key, reason="", due_at=None):
    params = {
        "meeting": str(meeting),
        "at": meeting.starts_at.isoformat(),
        "place": place_of(meeting),
        "host": str(meeting.host or "—"),
        "until": (meeting.items_until or meeting.starts_at).isoformat(),
        "reason": reason,
    }
    owe_notices(to=people, kind=kind, key=key, url=meeting.get_absolute_url(), params=params, due_at=due_at)


def place_of(meeting):
    """The hall, and what else is said of the place."""
    return " ".join(filter(None, [meeting.venue and str(meeting.venue), meeting.place])) or "—"

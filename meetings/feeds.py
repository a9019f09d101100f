"""Calendars of meetings for calendar programs: of the bodies in which one sits, of a body, a belt, a county.

Only meetings whose day is known are in them. One that lost its day stays as cancelled, so that programs take it out.
"""

import datetime as dt

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy

from accounts.feeds import register_feed
from belts.models import Belt, BeltMembership, Region
from core.calendars import Event
from meetings.models import Body, BodyMember, JointMeeting

State = JointMeeting.State
KEPT = dt.timedelta(days=366)
MOST_EVENTS = 2000
MOST_OFFERED = 50
LOST_ITS_DAY = (State.POSTPONED, State.MERGED, State.MISSED)
USUAL_LENGTH = dt.timedelta(hours=2)


def register_feeds():
    register_feed("mine", gettext_lazy("Meetings of my county's bodies"), mine_events)
    register_feed("body", gettext_lazy("Meetings of a body"), body_events, body_names)
    register_feed("belt", gettext_lazy("Meetings of a belt"), belt_events, belt_names)
    register_feed("county", gettext_lazy("Meetings of a county"), county_events, county_names)


def mine_events(user, _key):
    return _events(JointMeeting.objects.visible_to(user).taken_part_by(user))


def body_events(user, key):
    return _events(JointMeeting.objects.visible_to(user).filter(body=key))


def belt_events(user, key):
    return _events(JointMeeting.objects.visible_to(user).filter(body__belt=key))


def county_events(user, key):
    """Of the bodies in which the county sat on the meeting's day."""
    day = {"region": key, "since__lte": OuterRef("starts_at__date")}
    open_end = Q(until=None) | Q(until__gte=OuterRef("starts_at__date"))
    in_belt = BeltMembership.objects.filter(open_end, belt=OuterRef("body__belt"), **day)
    in_body = BodyMember.objects.filter(open_end, body=OuterRef("body"), **day)
    rows = JointMeeting.objects.visible_to(user)
    return _events(rows.filter(Exists(in_belt) | Exists(in_body)))


def body_names(user, ids):
    rows = Body.objects.visible_to(user)
    rows = rows.with_seat_of(user)[:MOST_OFFERED] if ids is None else rows.filter(pk__in=ids)
    return {body.pk: body.name for body in rows}


def belt_names(user, ids):
    if not user.reach.staff:
        return {}
    rows = Belt.objects.visible_to(user)
    if ids is None:
        today = timezone.localdate()
        seats = BeltMembership.objects.on(today).filter(region__in=user.reach.counties)
        rows = rows.filter(pk__in=seats.values("belt_id"))
    else:
        rows = rows.filter(pk__in=ids)
    return {belt.pk: str(belt) for belt in rows}


def county_names(user, ids):
    if not user.reach.staff:
        return {}
    rows = Region.objects.visible_to(user).filter(level=Region.Level.COUNTY)
    rows = rows.filter(pk__in=user.reach.counties if ids is None else ids)
    return {region.pk: region.name for region in rows[:MOST_OFFERED]}


def event_of(meeting):
    """The same event for good: its UID is the meeting's number, its sequence rises with day and place."""
    ends_at = meeting.ends_at or meeting.starts_at + USUAL_LENGTH
    exact = meeting.precision == JointMeeting.Precision.TIME
    return Event(
        uid=f"meeting-{meeting.pk}",
        summary=str(meeting),
        start=meeting.starts_at if exact else timezone.localdate(meeting.starts_at),
        end=ends_at if exact else timezone.localdate(meeting.starts_at),
        changed_at=meeting.changed_at,
        description=_description(meeting),
        location=_location(meeting),
        url=meeting.get_absolute_url(),
        sequence=meeting.sequence,
        cancelled=meeting.state in LOST_ITS_DAY,
        categories=tuple(filter(None, (meeting.body.get_kind_display(), meeting.body.belt and str(meeting.body.belt)))),
        alarms=tuple(dt.timedelta(days=days) for days in sorted(meeting.body.reminder_days, reverse=True)),
    )


def _events(rows):
    return [event_of(meeting) for meeting in _recent(rows)]


def _recent(rows):
    """Those that have or had a day, known to the day; in their order."""
    rows = rows.filter(starts_at__gte=timezone.now() - KEPT).exclude(precision=JointMeeting.Precision.MONTH)
    rows = rows.exclude(state=State.EXPECTED).select_related("body__belt", "host", "venue__region")
    return rows.order_by("starts_at", "pk")[:MOST_EVENTS]


def _description(meeting):
    parts = [meeting.get_state_display()]
    if meeting.host:
        parts.append(str(meeting.host))
    if meeting.date_is_guess and meeting.state not in LOST_ITS_DAY:
        parts.append(str(JointMeeting._meta.get_field("date_is_guess").verbose_name))
    return " · ".join(parts)


def _location(meeting):
    if meeting.venue:
        return " · ".join(filter(None, (f"{meeting.venue} · {meeting.venue.region}", meeting.place)))
    return meeting.place

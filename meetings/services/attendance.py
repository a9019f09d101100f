"""Who was there: noted from the sign-in sheet, from the day of the meeting until the minutes are issued."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.history import because
from meetings.models import Attendee
from meetings.services.invitations import STILL_OPEN, role_in
from meetings.services.steps import lock

Presence = Attendee.Presence


@transaction.atomic
def set_presence(*, actor, attendee, presence):
    """Present, absent or excused; "expected" takes back what was noted."""
    return transcribe_sheet(actor=actor, meeting=attendee.invitation.meeting, presences={attendee.pk: presence})[
        attendee.pk
    ]


@transaction.atomic
def add_attendee(*, actor, invitation, name, rank="", unit="", stands_in_for="", presence=Presence.PRESENT):
    """Somebody who came unannounced. The same person again is the same row."""
    meeting = _lock_open(invitation.meeting)
    return _arrive(actor, meeting, invitation, presence, (name, rank, unit, stands_in_for))


@transaction.atomic
def transcribe_sheet(*, actor, meeting, presences, arrivals=(), rest_present=False):
    """The whole sheet at once: presences by key of the attendee, then who came unannounced.

    ``rest_present``: whoever is expected and not named was present. All rows of the sheet by their key.
    """
    meeting = _lock_open(meeting)
    rows = Attendee.objects.filter(invitation__meeting=meeting).select_for_update(of=("self",)).in_bulk()
    gone = set(presences) - set(rows)
    if gone:
        raise ValidationError(_("This person stands on the sheet no more. Open it again."), code="gone")
    for key, row in rows.items():
        rest = Presence.PRESENT if rest_present and row.presence == Presence.EXPECTED else row.presence
        _note(actor, row, presences.get(key) or rest)
    for arrival in arrivals:
        person = (arrival["name"], arrival.get("rank", ""), arrival.get("unit", ""), arrival.get("stands_in_for", ""))
        row = _arrive(actor, meeting, arrival["invitation"], Presence.PRESENT, person)
        rows[row.pk] = row
    return rows


def _note(actor, row, presence):
    if row.presence == presence:
        return
    row.presence = presence
    row.full_clean()
    with because("", actor=actor):
        row.save()


def _arrive(actor, meeting, invitation, presence, person):
    name, rank, unit, stands_in_for = ((value or "").replace("\x00", "").strip() for value in person)
    if invitation.meeting_id != meeting.pk:
        raise ValidationError(_("This region is not invited to this meeting."), code="not_invited")
    row = invitation.attendees.filter(name=name, rank=rank).first()
    if row is None:
        last = invitation.attendees.order_by("-position").values_list("position", flat=True).first() or 0
        row = Attendee(invitation=invitation, name=name, rank=rank, unit=unit, stands_in_for=stands_in_for)
        row.position, row.role = last + 1, role_in(invitation, stands_in_for)
    row.presence = presence
    row.full_clean()
    with because("", actor=actor):
        row.save()
    return row


def _lock_open(meeting):
    meeting = lock(meeting)
    if meeting.state not in STILL_OPEN:
        raise ValidationError(
            _("The minutes are issued, or the meeting is off: who came stays as it was noted."),
            code="attendance_closed",
        )
    if timezone.localdate(meeting.starts_at) > timezone.localdate():
        raise ValidationError(_("Who came is noted from the day of the meeting on."), code="attendance_not_yet")
    return meeting

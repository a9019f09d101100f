"""The minutes from draft to circulation: edited by one at a time, nothing overwritten unseen."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.history import because
from meetings.models import MeetingState, Minutes
from meetings.queries.drafting import draft_of
from meetings.services.countersigning import ask_for_words
from meetings.services.steps import check_state, check_version, lock, move

HOLD = dt.timedelta(minutes=15)
EDITABLE_STATES = (MeetingState.MINUTES_DRAFTED, MeetingState.COUNTERSIGNED)
TEXTS = ("title", "opening", "text", "present", "excused", "observers")


@transaction.atomic
def draft_minutes(*, actor, meeting):
    """From agenda, attendance and resolutions. A draft that is there already stays as it is."""
    meeting = lock(meeting)
    known = Minutes.objects.filter(meeting=meeting).first()
    if known and meeting.state != MeetingState.HELD:
        return known
    check_state(meeting, MeetingState.HELD)
    row = known or Minutes(meeting=meeting, body=meeting.body, edited_by=actor, **draft_of(meeting))
    row.full_clean()
    with because("", actor=actor):
        row.save()
    move(meeting, to=MeetingState.MINUTES_DRAFTED, actor=actor)
    return row


@transaction.atomic
def take_minutes(*, actor, minutes):
    """Hold them for a quarter of an hour; taking again lengthens it. Refused while somebody else holds them."""
    row = lock_minutes(minutes)
    check_state(row.meeting, *EDITABLE_STATES)
    _check_free(row, actor)
    row.editing_by, row.editing_until = actor, timezone.now() + HOLD
    row.save(update_fields=["editing_by", "editing_until"])
    return row


@transaction.atomic
def renew_minutes(*, actor, minutes):
    """Whoever still holds them goes on; who lost them to another is told."""
    return take_minutes(actor=actor, minutes=minutes)


@transaction.atomic
def release_minutes(*, actor, minutes):
    """Let others edit; of no effect for who does not hold them."""
    row = lock_minutes(minutes)
    if row.editing_by_id == actor.pk:
        row.editing_by = row.editing_until = None
        row.save(update_fields=["editing_by", "editing_until"])
    return row


@transaction.atomic
def save_minutes(*, actor, minutes, version, **texts):
    """Write what was edited and let go. ``version`` is what the person began with: with another one nothing is written.

    After circulation a changed text is asked about anew: what members said, they said to another text.
    """
    row = lock_minutes(minutes)
    check_state(row.meeting, *EDITABLE_STATES)
    texts = {name: texts[name].replace("\x00", "").replace("\r\n", "\n").strip() for name in TEXTS if name in texts}
    changed = any(getattr(row, name) != value for name, value in texts.items())
    if changed:
        check_version(row, version)
    _check_free(row, actor)
    row.editing_by = row.editing_until = None
    if changed:
        for name, value in texts.items():
            setattr(row, name, value)
        row.version, row.edited_by, row.edited_at = row.version + 1, actor, timezone.now()
    row.full_clean()
    with because("", actor=actor):
        row.save()
    if changed and row.circulated_at:
        if row.meeting.state == MeetingState.COUNTERSIGNED:
            move(row.meeting, to=MeetingState.MINUTES_DRAFTED, actor=actor)
        ask_for_words(row, actor)
    return row


@transaction.atomic
def circulate_minutes(*, actor, minutes, version=None):
    """Send them to the members, each of which countersigns or objects."""
    row = lock_minutes(minutes)
    if row.circulated_at:
        return row
    check_state(row.meeting, MeetingState.MINUTES_DRAFTED)
    check_version(row, version)
    if not row.text.strip():
        raise ValidationError(_("Nothing stands under what was decided yet. Write it first."), code="minutes_empty")
    ask_for_words(row, actor)
    return row


def lock_minutes(minutes):
    """The meeting first, as everywhere, then the minutes."""
    meeting = lock(minutes.meeting)
    row = Minutes.objects.select_for_update(of=("self",)).select_related("editing_by").get(pk=minutes.pk)
    row.meeting = meeting
    return row


def _check_free(row, actor):
    held = row.editing_until is not None and row.editing_until > timezone.now()
    if held and row.editing_by_id != actor.pk:
        raise ValidationError(
            _("%(person)s is editing the minutes until %(until)s. Try again then, or ask them to let go."),
            code="being_edited",
            params={"person": row.editing_by, "until": timezone.localtime(row.editing_until).strftime("%H:%M")},
        )

"""What others decide about a resolution: more time, close-out (销号), sending back, opening again (回头看), voiding."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.models import Resolution
from meetings.services import resolution_notices as notices
from meetings.services.resolution_steps import (
    Kind,
    State,
    check_state,
    clean_words,
    forget_wish,
    is_said_already,
    lock,
    write,
)
from meetings.services.resolutions import LONGEST_TERM
from meetings.services.steps import check_version


@transaction.atomic
def grant_extension(*, actor, resolution, version=None):
    """The convener gives the date that was asked for; supervision counts from it anew."""
    resolution = lock(resolution)
    if is_said_already(resolution, Kind.EXTENDED, actor):
        return resolution
    due_on = _wish_of(resolution, actor, version)
    resolution.due_on = due_on
    forget_wish(resolution)
    write(resolution, Kind.EXTENDED, actor=actor, due_on=due_on)
    notices.tell_extension_answered(resolution, granted=True)
    return resolution


@transaction.atomic
def refuse_extension(*, actor, resolution, reason, version=None):
    """The convener keeps the date that stands, and says why."""
    resolution, reason = lock(resolution), clean_words(reason, field="reason")
    if is_said_already(resolution, Kind.EXTENSION_REFUSED, actor, text=reason):
        return resolution
    _wish_of(resolution, actor, version)
    forget_wish(resolution)
    write(resolution, Kind.EXTENSION_REFUSED, actor=actor, text=reason, due_on=resolution.due_on)
    notices.tell_extension_answered(resolution, granted=False, reason=reason)
    return resolution


def _wish_of(resolution, actor, version):
    check_state(resolution, State.OPEN)
    if resolution.wanted_due_on is None:
        raise ValidationError(
            _("No extension waits for an answer; somebody else may have given one."), code="no_extension_asked"
        )
    check_version(resolution, version)
    if resolution.wanted_by_id == actor.pk:
        raise ValidationError(
            _("Nobody grants what they asked for themselves. A colleague of the convening county does."),
            code="own_extension",
        )
    return resolution.wanted_due_on


@transaction.atomic
def return_resolution(*, actor, resolution, reason, version=None):
    """Whoever would confirm it is not convinced, and says what lacks."""
    resolution, reason = lock(resolution), clean_words(reason, field="reason")
    if is_said_already(resolution, Kind.RETURNED, actor, text=reason):
        return resolution
    check_state(resolution, State.REPORTED)
    check_version(resolution, version)
    _check_confirmer(resolution, actor)
    resolution.reported_by = None
    write(resolution, Kind.RETURNED, actor=actor, to=State.OPEN, text=reason)
    notices.tell_returned(resolution, reason)
    return resolution


@transaction.atomic
def close_resolution(*, actor, resolution, text="", version=None):
    """Close-out (销号): somebody other than the doer confirms; see ``ResolutionQuerySet.confirmable_by``."""
    resolution, text = lock(resolution), clean_words(text, needed=False)
    if resolution.state == State.CLOSED and is_said_already(resolution, Kind.CLOSED, actor):
        return resolution
    check_state(resolution, State.REPORTED)
    check_version(resolution, version)
    _check_confirmer(resolution, actor)
    if not resolution.evidence.exists():
        raise ValidationError(
            _("No file shows that it was done. Send it back and ask for one."), code="evidence_missing"
        )
    resolution.closed_by, resolution.closed_at = actor, timezone.now()
    write(resolution, Kind.CLOSED, actor=actor, to=State.CLOSED, text=text)
    notices.tell_closed(resolution)
    return resolution


def _check_confirmer(resolution, actor):
    if resolution.reported_by_id == actor.pk:
        raise ValidationError(
            _("You reported it as done; somebody else confirms it."),
            code="own_report",
        )
    if not Resolution.objects.confirmable_by(actor).filter(pk=resolution.pk).exists():
        raise ValidationError(
            _("What crosses the border is confirmed by the counterpart county, anything else by the convener."),
            code="not_the_confirmer",
        )


@transaction.atomic
def reopen_resolution(*, actor, resolution, reason, due_on=None, version=None):
    """Looked at again (回头看) and found not done: it is open once more, with a new date where the old has passed."""
    resolution, reason = lock(resolution), clean_words(reason, field="reason")
    if resolution.state == State.OPEN and is_said_already(resolution, Kind.REOPENED, actor, text=reason):
        return resolution
    check_state(resolution, State.CLOSED)
    check_version(resolution, version)
    today, due_on = timezone.localdate(), due_on or resolution.due_on
    if not today <= due_on <= today + LONGEST_TERM:
        message = _("Name a day by which it is to be done: from today on, within ten years.")
        raise ValidationError({"due_on": ValidationError(message, code="due_out_of_range")})
    resolution.due_on, resolution.last_report_on = due_on, today
    resolution.closed_by = resolution.closed_at = resolution.reported_by = None
    write(resolution, Kind.REOPENED, actor=actor, to=State.OPEN, text=reason, due_on=due_on)
    notices.tell_reopened(resolution, reason)
    return resolution


@transaction.atomic
def void_resolution(*, actor, resolution, reason, version=None):
    """It is not carried out after all. The number stays taken."""
    resolution, reason = lock(resolution), clean_words(reason, field="reason")
    if resolution.state == State.VOID and is_said_already(resolution, Kind.VOIDED, actor):
        return resolution
    check_state(resolution, State.OPEN, State.REPORTED)
    check_version(resolution, version)
    forget_wish(resolution)
    write(resolution, Kind.VOIDED, actor=actor, to=State.VOID, text=reason)
    notices.tell_voided(resolution, reason)
    return resolution

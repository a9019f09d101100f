"""What the doers of a resolution say: progress, a wish for more time, and that it is done."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.services import resolution_notices as notices
from meetings.services.resolution_steps import (
    Kind,
    State,
    check_state,
    clean_words,
    forget_wish,
    is_said_already,
    lock,
    own_region_of,
    write,
)
from meetings.services.resolutions import LONGEST_TERM
from meetings.services.steps import check_version


@transaction.atomic
def report_progress(*, actor, resolution, text, percent=None, version=None):
    """How far it is; breaks the silence that turns a resolution yellow. The same words on one day are one report."""
    resolution, text, today = lock(resolution), clean_words(text), timezone.localdate()
    said = is_said_already(resolution, Kind.PROGRESS, actor, text=text, percent=percent)
    if said and resolution.last_report_on == today:
        return resolution
    check_state(resolution, State.OPEN)
    check_version(resolution, version)
    resolution.last_report_on = today
    region = own_region_of(resolution, actor)
    return write(resolution, Kind.PROGRESS, actor=actor, region=region, text=text, percent=percent)


@transaction.atomic
def ask_extension(*, actor, resolution, due_on, reason, version=None):
    """Ask the convener for a later date; only before the day on which it is due, one wish at a time."""
    resolution, reason = lock(resolution), clean_words(reason, field="reason")
    if is_said_already(resolution, Kind.EXTENSION_ASKED, actor, text=reason, due_on=due_on):
        return resolution
    check_state(resolution, State.OPEN)
    check_version(resolution, version)
    if timezone.localdate() >= resolution.due_on:
        raise ValidationError(
            _("It was due on %(day)s. More time is asked for before that day; report how far it is instead."),
            code="asked_too_late",
            params={"day": resolution.due_on},
        )
    if resolution.wanted_due_on is not None:
        raise ValidationError(
            _("An extension to %(day)s waits for the convener's answer already."),
            code="extension_is_open",
            params={"day": resolution.wanted_due_on},
        )
    if not resolution.due_on < due_on <= resolution.due_on + LONGEST_TERM:
        message = _("The new date lies after %(day)s, within ten years.")
        refusal = ValidationError(message, code="due_out_of_range", params={"day": resolution.due_on})
        raise ValidationError({"due_on": refusal})
    resolution.wanted_due_on, resolution.wanted_by = due_on, actor
    region = own_region_of(resolution, actor)
    write(resolution, Kind.EXTENSION_ASKED, actor=actor, region=region, text=reason, due_on=due_on)
    notices.tell_extension_asked(resolution, reason, actor)
    return resolution


@transaction.atomic
def withdraw_extension(*, actor, resolution, version=None):
    """Who asked for more time takes it back, as long as nobody has answered; it may be asked for anew."""
    resolution = lock(resolution)
    if is_said_already(resolution, Kind.EXTENSION_WITHDRAWN, actor):
        return resolution
    check_state(resolution, State.OPEN)
    if resolution.wanted_due_on is None:
        raise ValidationError(
            _("No extension waits for an answer; somebody else may have given one."), code="no_extension_asked"
        )
    check_version(resolution, version)
    if resolution.wanted_by_id != actor.pk:
        raise ValidationError(
            _("%(person)s asked for more time and withdraws it; the convener may refuse it."),
            code="extension_of_another",
            params={"person": resolution.wanted_by},
        )
    due_on, region = resolution.wanted_due_on, own_region_of(resolution, actor)
    forget_wish(resolution)
    write(resolution, Kind.EXTENSION_WITHDRAWN, actor=actor, region=region, due_on=due_on)
    notices.tell_extension_withdrawn(resolution)
    return resolution


@transaction.atomic
def report_done(*, actor, resolution, text="", version=None):
    """The doer says that it is done and shows it by a file; somebody else confirms."""
    resolution, text = lock(resolution), clean_words(text, needed=False)
    if resolution.state == State.REPORTED and is_said_already(resolution, Kind.REPORTED, actor):
        return resolution
    check_state(resolution, State.OPEN)
    check_version(resolution, version)
    if not resolution.evidence.exists():
        raise ValidationError(
            _("Add a file that shows it: a photo, a signed paper, a list. Then report it as done."),
            code="evidence_missing",
        )
    forget_wish(resolution)
    resolution.reported_by, resolution.last_report_on = actor, timezone.localdate()
    region = own_region_of(resolution, actor)
    write(resolution, Kind.REPORTED, actor=actor, to=State.REPORTED, region=region, text=text)
    notices.tell_reported(resolution, actor)
    return resolution

"""Locking a resolution and writing a step of its life: shared by everything that moves resolutions."""

from django.core.exceptions import ValidationError
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from core.history import because
from meetings.models import Resolution, ResolutionStep
from meetings.queries.resolutions import complete
from meetings.services.steps import clean_text

State, Kind = Resolution.State, ResolutionStep.Kind
LONGEST_TEXT = ResolutionStep._meta.get_field("text").max_length
SAID_OF_A_STEP = ("text", "percent", "due_on")


def lock(resolution):
    """The resolution as it is now, held until the transaction ends."""
    rows = Resolution.objects.select_for_update(of=("self",)).filter(pk=resolution.pk)
    row = complete(rows).select_related("meeting__body__belt", "reported_by", "wanted_by").first()
    if row is None:
        raise ValidationError(_("This resolution does not exist any more."), code="gone")
    return row


def clean_words(value, *, field="text", needed=True):
    return clean_text(value, field=field, needed=needed, most=LONGEST_TEXT)


def is_said_already(resolution, kind, actor, **said):
    """The same person said this very thing last: a second click. Escalations in between are nobody's answer."""
    last = resolution.steps.exclude(kind=Kind.ESCALATED).order_by("-at", "-pk").first()
    if last is None or (last.kind, last.actor_id) != (kind, actor and actor.pk):
        return False
    return all(getattr(last, name) == value for name, value in said.items())


def check_state(resolution, *allowed):
    if resolution.state in allowed:
        return
    last = resolution.steps.exclude(kind=Kind.ESCALATED).select_related("actor").order_by("-at", "-pk").first()
    if last and last.actor and resolution.state in {State.CLOSED, State.VOID, State.REPORTED}:
        raise ValidationError(
            _("%(person)s was faster: the resolution is “%(state)s”."),
            code="decided_by_another",
            params={"person": last.actor, "state": resolution.get_state_display()},
        )
    raise ValidationError(
        _("The resolution is “%(state)s”; that step cannot be made now."),
        code="step_not_open",
        params={"state": resolution.get_state_display()},
    )


def write(resolution, kind, *, actor, to=None, region=None, **said):
    """Save the resolution and the step. The caller holds the lock, has checked the step and set what goes with it."""
    now = timezone.now()
    if to is not None:
        resolution.state, resolution.state_since = to, now
    resolution.version += 1
    resolution.full_clean()
    step = ResolutionStep(resolution=resolution, kind=kind, actor=actor, region=region, at=now, **said)
    step.full_clean()
    with because(said.get("text", ""), actor=actor):
        resolution.save()
        step.save()
    return resolution


def forget_wish(resolution):
    """An extension that was asked for is no longer waited for."""
    resolution.wanted_due_on = resolution.wanted_by = None


def own_region_of(resolution, actor):
    """The doing region for which the actor speaks, for the step's line; None when it is not one of theirs."""
    codes = actor.reach.counties
    parties = sorted(resolution.parties.all(), key=lambda party: party.role != "lead")
    return next((party.region for party in parties if party.region_id in codes), None)


def next_sequence(meeting):
    """One more than the largest that was ever given, void ones included. The caller holds the meeting's lock."""
    last = meeting.resolutions.order_by(F("sequence").desc()).values_list("sequence", flat=True).first()
    return (last or 0) + 1

"""The life of a record: draft → submitted → verified or returned → re-opened. Each step may be repeated safely."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from activities.models import Activity, ActivityParty, ActivityStep
from activities.services import rules
from activities.services.rows import check_editable, check_version, lock, move
from activities.services.venue import give_up_booking
from core.history import because
from core.uploads import forget

State = Activity.State
LONGEST_REASON = ActivityStep._meta.get_field("reason").max_length


@dataclass(frozen=True)
class Outcome:
    """What became of one record of many; ``error`` is None when the step was made (now or before)."""

    activity: Activity
    error: ValidationError | None = None


@transaction.atomic
def submit_activity(*, actor, activity, version=None):
    """Ask for the record to be verified. Submitting twice changes nothing."""
    activity = lock(activity)
    if activity.state == State.SUBMITTED:
        return activity
    check_editable(activity)
    check_version(activity, version)
    _check_before_submitting(activity)
    activity.submitted_by = actor
    return move(activity, to=State.SUBMITTED, actor=actor)


@transaction.atomic
def verify_activity(*, actor, activity, version=None):
    """Let the corridor's figures count the record. Verifying twice is verifying once."""
    activity = lock(activity)
    if activity.state == State.VERIFIED and activity.verified_by_id == actor.pk:
        return activity
    _check_waits_for(actor, activity)
    check_version(activity, version)
    activity.verified_by, activity.verified_at = actor, timezone.now()
    return move(activity, to=State.VERIFIED, actor=actor)


@transaction.atomic
def return_activity(*, actor, activity, reason, version=None):
    """Send a submitted record back to be corrected."""
    activity, reason = lock(activity), _clean_reason(reason)
    if activity.state == State.RETURNED and _made_by(actor, activity):
        return activity
    _check_waits_for(actor, activity)
    check_version(activity, version)
    with because(reason):
        return move(activity, to=State.RETURNED, actor=actor, reason=reason)


@transaction.atomic
def reopen_activity(*, actor, activity, reason, version=None):
    """Take a verified record out of the figures so that it can be corrected."""
    activity, reason = lock(activity), _clean_reason(reason)
    if activity.state == State.REOPENED and _made_by(actor, activity):
        return activity
    if activity.state != State.VERIFIED:
        raise ValidationError(
            _("This record is %(state)s; only a verified one is re-opened."),
            code="not_verified",
            params={"state": activity.get_state_display()},
        )
    check_version(activity, version)
    activity.verified_by = activity.verified_at = None
    with because(reason):
        return move(activity, to=State.REOPENED, actor=actor, reason=reason)


@transaction.atomic
def delete_draft(*, actor, activity):
    """Remove a record that nobody was ever asked to verify, with its photos and files."""
    activity = lock(activity)
    if activity.state != State.DRAFT:
        raise ValidationError(_("Only a draft can be deleted; this record was submitted before."), code="not_a_draft")
    give_up_booking(actor=actor, activity=activity, reason=_("The record of the activity was deleted."))
    names = [stored.name for row in activity.attachments.all() for stored in (row.file, row.thumbnail) if stored]
    activity.delete()
    transaction.on_commit(lambda: forget(names))


def verify_activities(*, actor, activities: Iterable[Activity], versions=None) -> list[Outcome]:
    """Verify each for itself, in the order of their ids: one that is refused holds up none of the others.

    ``versions``: what the person saw, by id.
    """
    outcomes = []
    for activity in sorted(activities, key=lambda row: row.pk):
        try:
            version = (versions or {}).get(activity.pk)
            outcomes.append(Outcome(verify_activity(actor=actor, activity=activity, version=version)))
        except ValidationError as error:
            outcomes.append(Outcome(activity, error))
    return outcomes


def _check_before_submitting(activity):
    """What holds for every record, asked again (a region may have ended since), and that it is complete."""
    parties = list(activity.parties.select_related("region", "unit"))
    lead = next(((party.region, party.unit) for party in parties if party.role == ActivityParty.Role.LEAD), None)
    partners = [(party.region, party.unit) for party in parties if party.role == ActivityParty.Role.PARTNER]
    problems = rules.Problems()
    rules.check_facts(activity, problems)
    rules.check_parties(activity, lead, partners, problems)
    rules.check_teams(activity, activity.teams.all(), problems)
    rules.check_complete(activity, lead, problems)
    problems.raise_if_any()


def _check_waits_for(actor, activity):
    """Submitted, by somebody else; when another reviewer was faster, say who and what."""
    if actor.pk in {activity.created_by_id, activity.submitted_by_id}:
        raise ValidationError(
            _("Nobody verifies or returns a record that they logged or submitted."), code="own_record"
        )
    if activity.state == State.SUBMITTED:
        return
    last = activity.steps.select_related("actor").last()
    if activity.state in {State.VERIFIED, State.RETURNED} and last:
        raise ValidationError(
            _("%(person)s was faster: the record is %(state)s."),
            code="decided_by_another",
            params={"person": last.actor, "state": activity.get_state_display()},
        )
    raise ValidationError(
        _("This record is %(state)s and does not wait for a reviewer."),
        code="not_submitted",
        params={"state": activity.get_state_display()},
    )


def _made_by(actor, activity):
    last = activity.steps.last()
    return last is not None and last.actor_id == actor.pk


def _clean_reason(reason):
    reason = (reason or "").replace("\x00", "").strip()
    if not reason or len(reason) > LONGEST_REASON:
        message = _("Give the reason in 1 to %(most)d characters.")
        raise ValidationError(
            {"reason": ValidationError(message, code="reason_missing", params={"most": LONGEST_REASON})}
        )
    return reason

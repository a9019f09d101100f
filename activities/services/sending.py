"""Records that another system sends: the same id of the same source is the same record, however often it comes."""

from copy import copy

from django.core.exceptions import ValidationError
from django.db import models, transaction

from activities.models import Activity, ActivityParty
from activities.models.activity import EDITABLE_STATES
from activities.services import rules
from activities.services.life import submit_activity
from activities.services.logging import FIELDS, edit_activity, log_activity
from core.sending import is_taken, sent_before


class Outcome(models.TextChoices):
    CREATED = "created"
    CHANGED = "changed"
    UNCHANGED = "unchanged"


@transaction.atomic
def send_activity(*, actor, submit=False, form_key=None, ask_venue=False, **content):
    """Log what was sent, or change the record that this source sent before with this id; gives it and an Outcome.

    ``content`` is what ``log_activity`` takes. What is sent again as it stands changes nothing, in any state; a
    difference is refused unless the record may still be edited.
    """
    mine = Activity.objects.manageable_by(actor)
    known = sent_before(mine, content, form_key)
    if known is None:
        try:
            with transaction.atomic():
                steps = {"submit": submit, "form_key": form_key, "ask_venue": ask_venue}
                return log_activity(actor=actor, **steps, **content), Outcome.CREATED
        except ValidationError as error:
            known = sent_before(mine, content, form_key) if is_taken(error) else None
            if known is None:
                raise
    return _send_again(actor, known, submit, ask_venue, content)


def _send_again(actor, known, submit, ask_venue, content):
    """A venue that was asked for once is not asked for again when the record is sent again."""
    changes, ask_venue = differences(known, content), ask_venue and known.booking_id is None
    outcome = Outcome.CHANGED if changes or ask_venue else Outcome.UNCHANGED
    if changes or ask_venue:
        known = edit_activity(actor=actor, activity=known, version=None, ask_venue=ask_venue, **changes)
    if submit and known.state in EDITABLE_STATES:
        known, outcome = submit_activity(actor=actor, activity=known), Outcome.CHANGED
    return known, outcome


def differences(activity, content):
    """Of ``content`` what is not so already, in the form that ``edit_activity`` takes."""
    wanted = copy(activity)
    given = {name: value for name, value in content.items() if name in FIELDS}
    for name, value in given.items():
        setattr(wanted, name, value)
    if "starts_on" in given and "ends_on" not in given and activity.starts_on == activity.ends_on:
        wanted.ends_on = None
    rules.settle(wanted)
    changes = {name: value for name, value in given.items() if getattr(wanted, name) != getattr(activity, name)}
    return changes | _party_differences(activity, content) | _link_differences(activity, content)


def _party_differences(activity, content):
    stored = {
        (party.region_id, party.unit_id, party.role == ActivityParty.Role.LEAD) for party in activity.parties.all()
    }
    lead = {_key(content["lead_region"], content.get("lead_unit"), True)} if content.get("lead_region") else set()
    partners = {_key(region, unit, False) for region, unit in content.get("partners", ())}
    names = ("lead_region", "lead_unit", "partners")
    return {} if stored == lead | partners else {name: content[name] for name in names if name in content}


def _key(region, unit, leads):
    return region.pk, unit and unit.pk, leads


def _link_differences(activity, content):
    now = {
        "teams": {team.pk for team in activity.teams.all()},
        "works": {work.pk for work in activity.works.all()},
        "speakers": {(speaker.name, speaker.title) for speaker in activity.speakers.all()},
    }
    sent = {
        "teams": {team.pk for team in content.get("teams", ())},
        "works": {work.pk for work in content.get("works", ())},
        "speakers": set(content.get("speakers", ())),
    }
    return {name: content[name] for name in now if name in content and sent[name] != now[name]}

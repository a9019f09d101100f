"""Putting right what was noted wrongly of a resolution. What was decided otherwise later is no correction."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core.history import because
from meetings.models import ResolutionParty
from meetings.queries.resolutions import due_may_be_corrected
from meetings.services import resolution_notices as notices
from meetings.services.resolution_steps import Kind, State, check_state, clean_words, is_said_already, lock, write
from meetings.services.resolutions import LONGEST_TEXT, check_due, check_parties, crosses_border, distinct, rows_of
from meetings.services.steps import check_version, clean_text


@transaction.atomic
def correct_resolution(*, actor, resolution, reason, text=None, due_on=None, parties=None, version=None):
    """Text, due date or parties as they should have been noted; None leaves each as it is. The number never changes.

    ``parties`` holds all of lead, lead_unit, co_parties and counterpart, as ``make_resolution`` takes them. The step
    keeps what stood there before. The due date: only until something rests on it (``due_may_be_corrected``).
    """
    resolution, reason = lock(resolution), clean_words(reason, field="reason")
    text = resolution.text if text is None else clean_text(text, field="text", most=LONGEST_TEXT)
    due_on, rows = due_on or resolution.due_on, _rows(resolution, parties)
    before = _what_differs(resolution, text, due_on, rows)
    if not before:
        if is_said_already(resolution, Kind.CORRECTED, actor, text=reason):
            return resolution
        raise ValidationError(_("Nothing differs from what is noted already."), code="nothing_corrected")
    check_state(resolution, State.OPEN, State.REPORTED)
    check_version(resolution, version)
    had = list(resolution.parties.all())
    if "due_on" in before:
        _set_due(resolution, due_on)
    if "parties" in before:
        _set_parties(actor, resolution, rows, parties, reason)
    resolution.text = text
    write(resolution, Kind.CORRECTED, actor=actor, text=reason, before_correction=before)
    resolution = lock(resolution)  # with the parties that it has now
    notices.tell_corrected(resolution, reason, actor, had=had)
    return resolution


def _rows(resolution, parties):
    """(role, region, unit) of each, those that stand or those that are given."""
    if parties is None:
        return [(party.role, party.region, party.unit) for party in resolution.parties.all()]
    return rows_of(distinct([(parties["lead"], parties["lead_unit"]), *parties["co_parties"]]), parties["counterpart"])


def _what_differs(resolution, text, due_on, rows):
    """What stands now of whatever would change, under its name."""
    before = {}
    if text != resolution.text:
        before["text"] = resolution.text
    if due_on != resolution.due_on:
        before["due_on"] = resolution.due_on.isoformat()
    stands = list(resolution.parties.all())
    if {(role, region.pk, unit and unit.pk) for role, region, unit in rows} != {_key(party) for party in stands}:
        before["parties"] = [_words(party) for party in stands]
    return before


def _key(party):
    return party.role, party.region_id, party.unit_id


def _words(party):
    """With the names of that day, so that the course reads the same for good."""
    unit_name = party.unit and party.unit.name
    return {
        "role": party.role, "region": party.region_id, "region_name": party.region.name,
        "unit": party.unit_id, "unit_name": unit_name,
    }  # fmt: skip


def _set_due(resolution, due_on):
    if not due_may_be_corrected(resolution):
        message = _(
            "The date stands: the minutes with it are issued, more time was asked for or given, or supervision has "
            "begun. Its doers ask for more time."
        )
        raise ValidationError({"due_on": ValidationError(message, code="due_date_stands")})
    check_due(resolution.meeting, due_on)
    resolution.due_on = resolution.first_due_on = due_on


def _set_parties(actor, resolution, rows, parties, reason):
    """Rows of parties that stay keep their key."""
    counterpart = parties["counterpart"]
    doing = [(region, unit) for role, region, unit in rows if role != ResolutionParty.Role.COUNTERPART]
    check_parties(resolution.meeting, doing, counterpart)
    resolution.cross_border = crosses_border(doing, counterpart)
    stay = {(role, region.pk, unit and unit.pk): (role, region, unit) for role, region, unit in rows}
    with because(reason, actor=actor):
        for party in resolution.parties.all():
            if stay.pop(_key(party), None) is None:
                party.delete()  # first: a resolution has one lead
        for role, region, unit in stay.values():
            ResolutionParty.objects.create(resolution=resolution, role=role, region=region, unit=unit)

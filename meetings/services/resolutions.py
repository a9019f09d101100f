"""Making resolutions (议定事项): numbered once and for all, charged to a lead with its co-units."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.history import because
from meetings.models import JointMeeting, Resolution, ResolutionParty, ResolutionStep
from meetings.models.meeting import HELD_STATES
from meetings.queries.doers import chargeable
from meetings.services import resolution_notices as notices
from meetings.services import steps
from meetings.services.resolution_steps import next_sequence

STATES_WITH_RESOLUTIONS = ("noticed", *HELD_STATES)
Role = ResolutionParty.Role
LONGEST_TEXT = Resolution._meta.get_field("text").max_length
LONGEST_TERM = dt.timedelta(days=3660)


@transaction.atomic
def make_resolution(
    *, actor, meeting, text, lead, due_on, lead_unit=None, co_parties=(), counterpart=None, item=None, form_key=None
):
    """Note what a meeting decided. The same ``form_key`` again gives the first one.

    ``co_parties`` are pairs of a region and a unit or None. It crosses the border when its doers are of both provinces
    or a counterpart is named; the counterpart lies across the border from the lead and carries nothing out itself.
    """
    if known := _made_before(actor, form_key):
        return known
    meeting = steps.lock(meeting)  # two that are made at once get their numbers one after the other
    if known := _made_before(actor, form_key):
        return known
    text = steps.clean_text(text, field="text", most=LONGEST_TEXT)
    doing = distinct([(lead, lead_unit), *co_parties])
    _check_meeting(meeting, item)
    check_due(meeting, due_on)
    check_parties(meeting, doing, counterpart)
    sequence, now = next_sequence(meeting), timezone.now()
    resolution = Resolution(
        number=number_of(meeting, sequence), meeting=meeting, sequence=sequence, item=item, text=text, due_on=due_on,
        first_due_on=due_on, created_by=actor, created_at=now, state_since=now, form_key=form_key,
        cross_border=crosses_border(doing, counterpart),
    )  # fmt: skip
    resolution.full_clean()
    with because(text, actor=actor):
        resolution.save(force_insert=True)
        for role, region, unit in rows_of(doing, counterpart):
            ResolutionParty.objects.create(resolution=resolution, region=region, unit=unit, role=role)
        ResolutionStep.objects.create(resolution=resolution, kind="made", actor=actor, at=now, due_on=due_on)
    notices.tell_made(resolution)
    return resolution


def number_of(meeting, sequence):
    """“2026-south-4-03”: year, body, session, sequence.

    The session is the quarter (4) or half-year (H2) that the meeting is of, also when it was held after its end; a
    meeting of no period has its ordinal (N12), one without an ordinal its key (M35): no two of a body share it.
    """
    if meeting.period:
        year, session = meeting.period[:4], meeting.period[4:].removeprefix("Q")
    else:
        year = timezone.localtime(meeting.starts_at).year
        session = f"N{meeting.ordinal}" if meeting.ordinal else f"M{meeting.pk}"
    return f"{year}-{meeting.body_id}-{session}-{sequence:02d}"


def _made_before(actor, form_key):
    known = form_key and Resolution.objects.filter(form_key=form_key).first()
    if known and known.created_by_id != actor.pk:
        raise ValidationError(_("This form was sent by somebody else already. Open a new one."), code="form_key_taken")
    return known


def distinct(parties):
    """Each once, the lead first; a region that is named with a unit and without keeps both lines."""
    return list(dict.fromkeys(parties))


def crosses_border(doing, counterpart):
    return counterpart is not None or len({region.province_code for region, _unit in doing}) > 1


def _check_meeting(meeting, item):
    if meeting.state not in STATES_WITH_RESOLUTIONS:
        raise ValidationError(
            _("Resolutions are noted once the meeting is noticed; it is “%(state)s”."),
            code="meeting_not_noticed",
            params={"state": JointMeeting.State(meeting.state).label},
        )
    if item is not None and item.meeting_id != meeting.pk:
        message = _("The item stands on the agenda of another meeting.")
        raise ValidationError({"item": ValidationError(message, code="item_of_another_meeting")})


def check_due(meeting, due_on):
    begin = timezone.localdate(meeting.starts_at)
    if not begin <= due_on <= begin + LONGEST_TERM:
        message = _("It is due after the meeting of %(day)s, within ten years.")
        refusal = ValidationError(message, code="due_out_of_range", params={"day": begin})
        raise ValidationError({"due_on": refusal})


def check_parties(meeting, doing, counterpart):
    offered = {region.pk for region in chargeable(meeting.body, timezone.localdate(meeting.starts_at))}
    for place, (region, unit) in enumerate(doing):
        field = "co_parties" if place else "lead"
        if region.pk not in offered:
            _refuse(field, _("%(region)s does not sit in this body."), "not_in_this_body", region=region)
        if unit is not None and unit.region_id != region.pk:
            _refuse(field, _("%(unit)s is no unit of %(region)s."), "unit_of_another_region", unit=unit, region=region)
    if counterpart is None:
        return
    if counterpart.pk not in offered:
        _refuse("counterpart", _("%(region)s does not sit in this body."), "not_in_this_body", region=counterpart)
    if counterpart.pk in {region.pk for region, _unit in doing}:
        message = _("%(region)s carries it out; the counterpart confirms it and is another county.")
        _refuse("counterpart", message, "counterpart_does_it", region=counterpart)
    if counterpart.province_code == doing[0][0].province_code:
        message = _("%(region)s is of the lead's own province; the counterpart lies across the border.")
        _refuse("counterpart", message, "counterpart_same_province", region=counterpart)


def _refuse(field, message, code, **params):
    raise ValidationError({field: ValidationError(message, code=code, params=params)})


def rows_of(doing, counterpart):
    """(role, region, unit or None) of each party, the lead first."""
    rows = [(Role.CO if place else Role.LEAD, region, unit) for place, (region, unit) in enumerate(doing)]
    return [*rows, (Role.COUNTERPART, counterpart, None)] if counterpart is not None else rows

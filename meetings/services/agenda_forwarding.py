"""What the body above should answer goes onto its next agenda, and the answer comes back."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from meetings.models import AgendaItem, JointMeeting, MeetingState
from meetings.queries.agenda import accepts_proposals
from meetings.services.agenda_rows import (
    LONGEST_TEXT,
    State,
    add_source,
    check_not_review,
    ensure_review,
    hold,
    keep,
    make,
)
from meetings.services.agenda_telling import tell_about_answer, tell_about_forward
from meetings.services.steps import check_version, clean_text, lock

TAKING_STATES = (MeetingState.EXPECTED, MeetingState.PLANNED, MeetingState.AGENDA_OPEN)


@transaction.atomic
def forward_item(*, actor, item, version=None):
    """To the next meeting of the body above, as a proposal with the sides it comes from; once.

    The meeting below is held before the one above; nothing holds them in the other order.
    """
    meeting, item = hold(item)
    check_not_review(item)
    if known := AgendaItem.objects.filter(forwarded_from=item).first():
        return known
    if item.state != State.ACCEPTED:
        raise ValidationError(
            _("The item is “%(state)s”; what stands on the agenda can be forwarded."),
            code="item_is_settled",
            params={"state": item.get_state_display()},
        )
    check_version(item, version)
    above = _next_above(meeting)
    ensure_review(above, actor=actor)
    forwarded = AgendaItem(
        meeting=above, kind=item.kind, title=item.title, text=item.text, forwarded_from=item, position=1
    )
    forwarded = make(forwarded, actor=actor)
    for source in item.sources.select_related("region", "unit"):
        add_source(forwarded, actor=actor, region=source.region, unit=source.unit, title=source.title, text=source.text)
    keep(item, actor=actor)
    tell_about_forward(forwarded)
    return forwarded


def _next_above(meeting):
    """The first meeting to come of the body above that still takes items, held."""
    above = meeting.body.above
    if above is None:
        raise ValidationError(
            _("%(body)s forwards to no other body."), code="no_body_above", params={"body": meeting.body}
        )
    now, today = timezone.now(), timezone.localdate()
    rows = JointMeeting.objects.filter(body=above, state__in=TAKING_STATES)
    for row in sorted((row for row in rows if _day_of(row) and _day_of(row) >= today), key=_day_of):
        held = lock(row)
        if held.state == MeetingState.EXPECTED or accepts_proposals(held, now):
            return held
    raise ValidationError(
        _("No meeting of %(body)s that still takes items is in sight. Ask who calls it."),
        code="no_meeting_above",
        params={"body": above},
    )


def _day_of(meeting):
    """Its day, or the last one of its period while it has none."""
    return timezone.localdate(meeting.starts_at) if meeting.starts_at else meeting.period_last


@transaction.atomic
def answer_item(*, actor, item, answer, version=None):
    """What the body above answers; who forwarded it and the sides it came from are told. It may be put right later."""
    _meeting, item = hold(item)
    origins = origins_of(item)
    if not origins:
        raise ValidationError(_("No body below has forwarded this item."), code="not_forwarded")
    if item.state != State.ACCEPTED:
        raise ValidationError(
            _("The item is “%(state)s”. Take it up first; a decline with its reason is an answer too."),
            code="item_is_settled",
            params={"state": item.get_state_display()},
        )
    answer = clean_text(answer, field="answer", most=LONGEST_TEXT)
    if item.answer == answer:
        return item
    check_version(item, version)
    item = keep(item, actor=actor, answer=answer, answered_at=timezone.now())
    for origin in origins:
        tell_about_answer(item, origin)
    return item


def origins_of(item):
    """The items below that this one answers: its own, and those of what was merged into it."""
    found = [item.forwarded_from] if item.forwarded_from_id else []
    for merged in item.merged.select_related("forwarded_from"):
        found += origins_of(merged)
    return found

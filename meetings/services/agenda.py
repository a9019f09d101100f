"""The life of an item: proposed by a member, taken up or not by who calls the meeting, changed until it is held.

Callers have limited which items the person may change. Each service holds the meeting first, then the item, so that the
lock of the agenda and a proposal never pass each other.
"""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from meetings.models import AgendaItem
from meetings.services.agenda_placing import check_parent
from meetings.services.agenda_rows import (
    State,
    add_source,
    check_alone,
    check_changeable,
    check_convener,
    check_member,
    check_not_review,
    check_open_to_members,
    ensure_review,
    hold,
    keep,
    last_position,
    made_before,
    make,
    words,
)
from meetings.services.agenda_telling import tell_sides
from meetings.services.steps import check_version, clean_text, lock

Kind = AgendaItem.Kind


@transaction.atomic
def propose_item(*, actor, meeting, region, title, text="", kind=Kind.DISCUSSION, unit=None, form_key=None):
    """A member asks that something be discussed. The same ``form_key`` again gives the first item."""
    meeting = lock(meeting)
    if known := made_before(actor, meeting, form_key):
        return known
    check_open_to_members(meeting)
    check_member(meeting, region)
    ensure_review(meeting, actor=actor)
    said = words(title, text)
    item = make(AgendaItem(meeting=meeting, kind=kind, form_key=form_key, **said), actor=actor)
    add_source(item, actor=actor, region=region, unit=unit, **said)
    return item


@transaction.atomic
def add_item(
    *, actor, meeting, title, text="", kind=Kind.DISCUSSION, region=None, unit=None, parent=None, reason="",
    form_key=None,
):  # fmt: skip
    """Who calls the meeting puts an item on the agenda, in the name of a member where it is one's."""
    meeting = lock(meeting)
    if known := made_before(actor, meeting, form_key):
        return known
    reason = check_convener(meeting, reason)
    if region is not None:
        check_member(meeting, region)
    ensure_review(meeting, actor=actor)
    check_parent(meeting, parent)
    said, position = words(title, text), last_position(meeting, parent)
    item = AgendaItem(
        meeting=meeting, kind=kind, form_key=form_key, state=State.ACCEPTED, parent=parent, position=position, **said
    )
    item = make(item, actor=actor, reason=reason)
    if region is not None:
        add_source(item, actor=actor, region=region, unit=unit, **said)
    return item


@transaction.atomic
def accept_item(*, actor, item, version=None, reason=""):
    """Onto the agenda, behind the others; also what was not taken up before. Who proposed it is told."""
    meeting, item = hold(item)
    if item.state == State.ACCEPTED:
        return item
    _check_state(item, State.PROPOSED, State.DECLINED)
    check_version(item, version)
    reason = check_convener(meeting, reason)
    ensure_review(meeting, actor=actor)
    position = last_position(meeting)
    item = keep(item, actor=actor, reason=reason, state=State.ACCEPTED, parent=None, position=position)
    tell_sides(item, "agenda_item_accepted", reason)
    return item


@transaction.atomic
def decline_item(*, actor, item, reason, version=None):
    """Not taken up, or taken off the agenda again; with the reason, which those hear who proposed it."""
    meeting, item = hold(item)
    check_not_review(item)
    if item.state == State.DECLINED:
        return item
    _check_state(item, State.PROPOSED, State.ACCEPTED)
    check_version(item, version)
    check_alone(item)
    reason = check_convener(meeting, reason, needed=True)
    item = keep(item, actor=actor, reason=reason, state=State.DECLINED)
    tell_sides(item, "agenda_item_declined", reason)
    return item


@transaction.atomic
def withdraw_item(*, actor, item, reason="", version=None):
    """The place that it comes from takes it back, until the lock."""
    meeting, item = hold(item)
    check_not_review(item)
    if item.state == State.WITHDRAWN:
        return item
    _check_state(item, State.PROPOSED, State.ACCEPTED)
    check_version(item, version)
    check_open_to_members(meeting)
    check_alone(item)
    reason = clean_text(reason, needed=False)
    return keep(item, actor=actor, reason=reason, state=State.WITHDRAWN)


@transaction.atomic
def edit_item(*, actor, item, title, text="", kind=None, version=None, reason=""):
    """Its words. What a side itself said stays in its source, unless that side is who changes it."""
    meeting, item = hold(item)
    check_not_review(item)
    said = words(title, text) | {"kind": kind or item.kind}
    if all(getattr(item, name) == value for name, value in said.items()):
        return item
    _check_state(item, State.PROPOSED, State.ACCEPTED)
    check_version(item, version)
    reason = check_changeable(meeting, actor, reason)
    item = keep(item, actor=actor, reason=reason, **said)
    sources = list(item.sources.all())
    if len(sources) == 1 and actor is not None and sources[0].region_id in actor.reach.counties:
        source = sources[0]
        source.title, source.text = said["title"], said["text"]
        source.full_clean()
        source.save()
    return item


def _check_state(item, *allowed):
    if item.state not in allowed:
        raise ValidationError(
            _("The item is “%(state)s”; that cannot be done with it now."),
            code="item_is_settled",
            params={"state": item.get_state_display()},
        )

"""Where an item stands: moved, or put under another. The tree has four depths and no rings."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from core.history import because
from meetings.models import AgendaItem
from meetings.queries.numbering import DEEPEST, LARGEST, height
from meetings.services.agenda_rows import (
    State,
    check_convener,
    check_not_review,
    hold,
    keep,
    last_position,
    tree_of,
)
from meetings.services.steps import check_version

UP, DOWN, INTO, OUT = "up", "down", "in", "out"
STEPS = (UP, DOWN, INTO, OUT)


@transaction.atomic
def place_item(*, actor, item, parent=None, position=None, version=None, reason=""):
    """Under ``parent`` (None is the top), as its ``position``-th; behind the others without one."""
    meeting, item = hold(item)
    tree = _before_moving(meeting, item)
    reason = check_convener(meeting, reason)
    return _place(item, parent and parent.pk, position, tree, actor=actor, version=version, reason=reason)


@transaction.atomic
def shift_item(*, actor, item, step, version=None, reason=""):
    """One step: up or down among those beside it, into the one before it, or out behind the one above it."""
    meeting, item = hold(item)
    tree = _before_moving(meeting, item)
    reason = check_convener(meeting, reason)
    parent, position = _after(step, item, *tree)
    return _place(item, parent, position, tree, actor=actor, version=version, reason=reason)


def _before_moving(meeting, item):
    check_not_review(item)
    if item.state != State.ACCEPTED:
        raise ValidationError(
            _("The item is “%(state)s”; only what stands on the agenda has a place."),
            code="item_is_settled",
            params={"state": item.get_state_display()},
        )
    return tree_of(meeting)


def _after(step, item, rows, children):
    """Parent and place after a step; where there is no further the item stays."""
    beside = children[item.parent_id]
    here = beside.index(item.pk) + 1
    if step == UP:
        return item.parent_id, max(here - 1, 1)
    if step == DOWN:
        return item.parent_id, min(here + 1, len(beside))
    if step == INTO:
        return (beside[here - 2], None) if here > 1 else (item.parent_id, here)
    if step != OUT:
        raise ValidationError(_("A step is one of %(steps)s."), code="invalid", params={"steps": ", ".join(STEPS)})
    if item.parent_id is None:
        return None, here
    above = rows[item.parent_id]
    return above.parent_id, children[above.parent_id].index(above.pk) + 2


def _place(item, parent, position, tree, *, actor, version, reason):
    rows, children = tree
    _check_fits(item, parent, tree)
    beside = [key for key in children.get(parent, []) if key != item.pk]
    first = 1 if parent is None and beside and rows[beside[0]].is_review else 0
    place = len(beside) if position is None else max(first, min(position - 1, len(beside)))
    order = [*beside[:place], item.pk, *beside[place:]]
    if parent == item.parent_id and order == children[parent]:
        return item
    if len(order) > LARGEST:
        raise ValidationError(
            _("No more than %(most)d items stand side by side."), code="too_many_items", params={"most": LARGEST}
        )
    check_version(item, version)
    with because(reason, actor=actor):
        for number, key in enumerate(order, start=1 - first):
            if key != item.pk and rows[key].position != number:  # its words are as they were: no new version
                rows[key].position = number
                rows[key].save(update_fields=["position"])
    return keep(item, actor=actor, reason=reason, parent_id=parent, position=order.index(item.pk) + 1 - first)


def _check_fits(item, parent, tree):
    """No ring, and not deeper than there are numbers."""
    rows, children = tree
    above = _above(parent, rows)
    if item.pk in above:
        raise ValidationError(_("“%(title)s” cannot stand under itself."), code="ring", params={"title": item.title})
    _check_depth(len(above) + height(children, item.pk))


def check_parent(meeting, parent):
    """A new item may stand there."""
    rows, _children = tree_of(meeting)
    _check_depth(len(_above(parent and parent.pk, rows)) + 1)


def _above(key, rows):
    """The keys from ``key`` up to the top, all of them on the agenda."""
    found = []
    while key is not None:
        if key not in rows:
            raise ValidationError(_("That is no item on the agenda of this meeting."), code="not_on_this_agenda")
        found.append(key)
        key = rows[key].parent_id
    return found


def _check_depth(depth):
    if depth > DEEPEST:
        raise ValidationError(
            _("An agenda has %(most)d depths: 一、 （一） 1. （1）. Put the item higher up."),
            code="too_deep",
            params={"most": DEEPEST},
        )


@transaction.atomic
def carry_items(*, actor, meeting, into):
    """What a meeting was to deal with goes to the one that it is merged into: in its order, behind what is there.

    The caller holds both meetings. What was declined, withdrawn or merged stays where it was.
    """
    rows, children = tree_of(meeting)
    review = next((item.pk for item in rows.values() if item.is_review), None)
    waiting = list(AgendaItem.objects.waiting().filter(meeting=meeting))
    top = [*(key for key in children.get(None, []) if key != review), *children.get(review, [])]
    position = last_position(into) - 1
    with because("", actor=actor):
        for number, key in enumerate(top, start=position + 1):
            rows[key].position, rows[key].parent_id = number, None
        for item in (*(row for key, row in rows.items() if key != review), *waiting):
            item.meeting = into
            item.full_clean()
            item.save()
            known = into.papers.values("digest")
            item.papers.exclude(digest__in=known).update(meeting=into)
    return into

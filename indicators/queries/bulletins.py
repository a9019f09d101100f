"""What waits on a bulletin for a person, and what they may do on it now."""

from collections.abc import Iterable
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.work import WorkItem
from indicators.models import Bulletin, BulletinState
from indicators.models.bulletins import writes_bulletins

MOST = 20
WAITING = (BulletinState.DRAFT, BulletinState.EDITED, BulletinState.APPROVED_ONCE, BulletinState.APPROVED)


def bulletin_work(user: Any) -> Iterable[WorkItem]:
    """Drafts to edit, texts of others to approve, approved ones to issue: for the offices."""
    if not writes_bulletins(user):
        return
    rows = Bulletin.objects.manageable_by(user).filter(state__in=WAITING).prefetch_related("steps")
    for row in rows.order_by("state_since", "pk")[:MOST]:
        steps = steps_open_to(user, row)
        if "edit" in steps and row.state == BulletinState.DRAFT:
            url = reverse("indicators:edit_bulletin", args=[row.pk])
            yield _item(row, _("Edit the bulletin: %(bulletin)s"), _("Edit"), url)
        elif "approve" in steps:
            yield _item(row, _("Approve the bulletin: %(bulletin)s"), _("Read"), row.get_absolute_url())
        elif "issue" in steps:
            yield _item(row, _("Issue the bulletin: %(bulletin)s"), _("Issue the bulletin"), row.get_absolute_url())


def steps_open_to(user: Any, bulletin: Bulletin) -> set[str]:
    """Of edit, approve, return, redraw, issue, archive. ``bulletin`` comes with its steps, for whoever writes them."""
    state = bulletin.state
    found = set(_STEPS.get(state, ()))
    if state in (BulletinState.EDITED, BulletinState.APPROVED_ONCE):
        written = {step.actor_id for step in bulletin.steps.all() if _wrote(step, bulletin)}
        if user.pk in written | {bulletin.first_approver_id}:
            found.discard("approve")
    return found


def _wrote(step: Any, bulletin: Bulletin) -> bool:
    return step.to_state == BulletinState.EDITED and bulletin.vintage is not None and step.at >= bulletin.vintage


_STEPS: dict[str, tuple[str, ...]] = {
    BulletinState.DRAFT: ("edit", "redraw"),
    BulletinState.EDITED: ("edit", "approve", "return", "redraw"),
    BulletinState.APPROVED_ONCE: ("approve", "return", "redraw"),
    BulletinState.APPROVED: ("issue", "return", "redraw"),
    BulletinState.ISSUED: ("archive",),
}


def _item(row: Bulletin, title: str, action: str, url: str) -> WorkItem:
    text = title % {"bulletin": row}
    return WorkItem(title=text, url=url, action=action, detail=row.get_kind_display(), since=row.state_since)

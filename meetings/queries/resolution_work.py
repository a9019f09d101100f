"""The work that resolutions make: to do before they are due, to confirm, more time to decide about."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from core.work import WorkItem
from meetings.models import Resolution
from meetings.queries.colours import policies, policy_for
from meetings.queries.resolutions import complete, extensions_to_decide, to_confirm, to_do

MOST = 20
LONGEST_TITLE = 60


def work_for(user: Any) -> Iterable[WorkItem]:
    """Nothing and no query for who has no county; at most three lists of twenty."""
    if not (user.reach.counties or user.reach.corridor_office):
        return
    rows = complete(Resolution.objects.visible_to(user))
    yield from (_doing(row) for row in _soon(to_do(rows, user)))
    for found, title, action in (
        (to_confirm(rows, user), _("Confirm that it is done: %(text)s"), _("Look at it")),
        (extensions_to_decide(rows, user), _("More time is asked for: %(text)s"), _("Decide")),
    ):
        for row in found.order_by("state_since", "pk")[:MOST]:
            yield _item(row, title, action, due=row.due_on if row.wanted_due_on else None)


def _soon(rows):
    """What is due soon enough to be blue, or asked after; the rest stands on the board."""
    today, known = timezone.localdate(), policies()
    farthest = max(policy.blue_days for policy in known.values())
    near = rows.filter(due_on__lte=today + dt.timedelta(days=farthest)).order_by("due_on", "pk")[:MOST]
    return [row for row in near if (row.due_on - today).days <= policy_for(row.meeting.body_id, known).blue_days]


def _doing(row):
    return _item(row, _("Carry out: %(text)s"), _("Report"), due=row.due_on)


def _item(row, title, action, *, due):
    text = row.text if len(row.text) <= LONGEST_TITLE else f"{row.text[: LONGEST_TITLE - 1]}…"
    return WorkItem(
        title=title % {"text": text},
        url=row.get_absolute_url(),
        action=action,
        detail=f"{row.number} · {_('due %(day)s') % {'day': date_format(row.due_on, 'DATE_FORMAT')}}",
        since=row.state_since,
        due=due,
    )

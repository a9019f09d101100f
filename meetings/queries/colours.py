"""Colours of supervision: blue (due soon), yellow (late, or nothing heard), red (long overdue), none.

``colour_of`` says it of one resolution, ``colour_case`` of rows in SQL; tests hold them to the same answer.
"""

import datetime as dt
from functools import reduce
from operator import or_
from typing import Any

from django.db.models import Case, CharField, Count, Q, QuerySet, Value, When
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from meetings.models import Body, ColourPolicy, Resolution

NONE, BLUE, YELLOW, RED = "none", "blue", "yellow", "red"
WORDS = {
    RED: _("red: overdue"),
    YELLOW: _("yellow: late or silent"),
    BLUE: _("blue: due soon"),
    NONE: _("in time"),
}
TONES = {RED: "late", YELLOW: "warn", BLUE: "info", NONE: ""}
UNFINISHED = Q(state__in=("open", "reported"))

Policies = dict[str | None, ColourPolicy]


def policies() -> Policies:
    """A body's own policy under its code, the general one under None; there always is a general one."""
    found = {policy.body_id: policy for policy in ColourPolicy.objects.all()}
    found.setdefault(None, ColourPolicy())
    return found


def holding(body: Body | None, known: Policies) -> ColourPolicy:
    """The policy that a body follows, its own or the general one; of None the general one."""
    return policy_for(body.pk, known) if body else known[None]


def effect(user: Any, body: Body | None, policy: ColourPolicy) -> list[tuple[str, int, int]]:
    """(colour, how many have it now, how many with that policy) of what is not finished and would follow it."""
    known, today = policies(), timezone.localdate()
    rows = Resolution.objects.visible_to(user).open()
    if body:
        rows = rows.filter(meeting__body=body)
    else:
        rows = rows.exclude(meeting__body__in=[code for code in known if code is not None])
    now = count_by_colour(rows, today, known)
    then = count_by_colour(rows, today, known | {body.pk if body else None: policy})
    return [(colour, now[colour], then[colour]) for colour in WORDS]


def policy_for(body: str, known: Policies) -> ColourPolicy:
    return known.get(body) or known[None]


def colour_of(due_on: dt.date, last_report_on: dt.date, today: dt.date, policy: ColourPolicy) -> str:
    """The colour of what is not finished; what is closed or void has none and is not asked."""
    late = (today - due_on).days
    if late >= policy.red_days:
        return RED
    if late >= policy.yellow_days or (today - last_report_on).days >= policy.silent_days:
        return YELLOW
    return BLUE if late >= -policy.blue_days else NONE


def colour_case(today: dt.date, known: Policies) -> Case:
    """The same as an SQL expression over resolutions."""
    return Case(
        When(~UNFINISHED, then=Value(NONE)),
        *(When(_holds(colour, today, known), then=Value(colour)) for colour in (RED, YELLOW, BLUE)),
        default=Value(NONE),
        output_field=CharField(),
    )


def _holds(colour, today, known):
    """The first of these that holds is the colour: with days as constants, and no join where no body has its own."""
    own = [body for body in known if body is not None]
    ways = [_reached(colour, today, known[body]) & Q(meeting__body=body) for body in own]
    elsewhere = ~Q(meeting__body__in=own) if own else Q()
    return reduce(or_, ways, _reached(colour, today, known[None]) & elsewhere)


def _reached(colour, today, policy):
    def before(days):
        return today - dt.timedelta(days=days)

    if colour == RED:
        return Q(due_on__lte=before(policy.red_days))
    if colour == YELLOW:
        return Q(due_on__lte=before(policy.yellow_days)) | Q(last_report_on__lte=before(policy.silent_days))
    return Q(due_on__lte=before(-policy.blue_days))


def count_by_colour(rows: QuerySet, today: dt.date, known: Policies) -> dict[str, int]:
    """How many of the rows have each colour, in one query; every colour is named."""
    counted = rows.order_by().values(shade=colour_case(today, known)).annotate(count=Count("pk"))
    found = dict(counted.values_list("shade", "count"))
    return {colour: found.get(colour, 0) for colour in WORDS}

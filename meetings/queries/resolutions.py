"""Resolutions as lists need them: those open on a day, those of a user, with what a line shows."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.db.models import Count, Prefetch, Q, QuerySet
from django.utils import timezone

from core.dated import start_of
from meetings.models import Body, Resolution, ResolutionParty
from meetings.queries.colours import NONE, TONES, WORDS, colour_of, policies, policy_for

ORDER = ("due_on", "pk")
UNFINISHED_STATES = ("open", "reported")
ISSUED_STATES = ("issued", "archived")
BINDING_KINDS = ("extended", "reopened", "escalated")


def complete(rows: QuerySet) -> QuerySet:
    """With what a line of a list shows, in a fixed number of queries."""
    parties = ResolutionParty.objects.select_related("region", "unit").order_by("pk")
    return rows.select_related("meeting__body").prefetch_related(Prefetch("parties", parties))


def open_resolutions(body: Body, day: dt.date) -> QuerySet:
    """What the body had decided before that day and not finished when it began; the agenda's first item reviews it.

    For a day to come: what is open now. Re-opened ones count as if they had never been closed.
    """
    begin = start_of(day)
    unfinished = Q(state__in=UNFINISHED_STATES) | Q(state__in=("closed", "void"), state_since__gte=begin)
    rows = Resolution.objects.filter(unfinished, meeting__body=body, meeting__starts_at__lt=begin)
    return complete(rows).order_by(*ORDER)


def say_colours(rows: Iterable[Any], today: dt.date | None = None) -> None:
    """Give each row ``colour``, ``colour_word`` and ``colour_tone``; what is closed or void has the colour none."""
    today, known = today or timezone.localdate(), policies()
    for row in rows:
        row.colour = NONE
        if row.state in UNFINISHED_STATES:
            policy = policy_for(row.meeting.body_id, known)
            row.colour = colour_of(row.due_on, row.last_report_on, today, policy)
        row.colour_word, row.colour_tone = WORDS[row.colour], TONES[row.colour]
        row.days_late = (today - row.due_on).days
        row.age_in_days = (today - timezone.localdate(row.created_at)).days


def due_may_be_corrected(resolution: Resolution) -> bool:
    """Whether nothing rests on the due date yet: else it is changed by an extension, which its doers ask for.

    The minutes with it are not issued, nobody has asked for another date or given one, and supervision has not begun.
    """
    untouched = resolution.state == "open" and resolution.wanted_due_on is None
    if not untouched or resolution.due_on != resolution.first_due_on:
        return False
    if resolution.meeting.state in ISSUED_STATES:
        return False
    return not resolution.steps.filter(kind__in=BINDING_KINDS).exists()


def lead_of(resolution: Resolution) -> ResolutionParty | None:
    return next((party for party in resolution.parties.all() if party.role == "lead"), None)


def doers_of(resolution: Resolution) -> list[ResolutionParty]:
    """The lead first, then the co-units."""
    lead = lead_of(resolution)
    return [*([lead] if lead else []), *(party for party in resolution.parties.all() if party.role == "co")]


def counterparts_of(resolution: Resolution) -> list[ResolutionParty]:
    return [party for party in resolution.parties.all() if party.role == "counterpart"]


def open_and_overdue(user, *, belt=None, region=None) -> dict[str, int]:
    """How many are not finished and how many of these are past their date, of a belt's body or with a region's part."""
    rows = Resolution.objects.visible_to(user).open()
    if belt is not None:
        rows = rows.filter(meeting__body__belt=belt)
    if region is not None:
        rows = rows.charged_to(region)
    overdue = Q(due_on__lt=timezone.localdate())
    return rows.aggregate(open=Count("pk"), overdue=Count("pk", filter=overdue))


# What waits for this user: the words of the filter “mine”, each a narrowing of rows.


def to_do(rows: Any, user: Any) -> QuerySet:
    return rows.done_by(user).filter(state="open")


def to_confirm(rows: Any, user: Any) -> QuerySet:
    return rows.confirmable_by(user).filter(state="reported").exclude(reported_by=user)


def extensions_to_decide(rows: Any, user: Any) -> QuerySet:
    return rows.manageable_by(user).filter(wanted_due_on__isnull=False).exclude(wanted_by=user)


MINE = {"do": to_do, "confirm": to_confirm, "extensions": extensions_to_decide}

"""Which handovers are owed, from whom to whom; those that wait for somebody; and who may do what with one."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from accounts.models import PostHolding, Role
from belts.models import BeltMembership
from core.work import WorkItem
from meetings.models import ConvenerTerm, Handover
from meetings.powers import conveners_on

# Owed from a month before the term ends. A term that ended longer ago than a quarter is owed no more: by then the next
# convener has held its first meeting, and a portal that is first filled in late asks nobody for the past.
DAYS_BEFORE, DAYS_AFTER = 30, 90
MOST = 20


@dataclass(frozen=True)
class Sides:
    """Codes of the two counties, and the first day of the term to come."""

    outgoing: str
    incoming: str
    begins: dt.date


def ending_terms(today: dt.date) -> QuerySet[ConvenerTerm]:
    """Terms that have begun and end soon, or ended not long ago."""
    window = (today - dt.timedelta(days=DAYS_AFTER), today + dt.timedelta(days=DAYS_BEFORE))
    rows = ConvenerTerm.objects.filter(since__lte=today, until__range=window, belt__rotation__isnull=False)
    return rows.select_related("belt").order_by("belt", "year")


def sides_of(terms: Iterable[ConvenerTerm]) -> dict[int, Sides]:
    """Who acts on a term's last day and who on the next one's first, by the term's key: substitutes and heirs too.

    A term that nobody follows yet is left out. Whoever left the belt in its own year still has the files.
    """
    terms = list(terms)
    belts = {term.belt for term in terms}
    following = {
        (term.belt_id, term.year): term
        for term in ConvenerTerm.objects.filter(belt__in=belts, year__in={term.year + 1 for term in terms})
    }
    days = {term.until for term in terms} | {term.since for term in following.values()}
    acting = {day: conveners_on(day, belts) for day in days}
    found = {}
    for term in terms:
        later = following.get((term.belt_id, term.year + 1))
        incoming = acting[later.since].get(term.belt_id) if later else None
        if later and incoming:
            outgoing = acting[term.until].get(term.belt_id) or term.substitute_id or term.region_id
            found[term.pk] = Sides(outgoing, incoming, later.since)
    return found


def complete(rows: QuerySet[Handover]) -> QuerySet[Handover]:
    return rows.select_related("term__belt", "outgoing", "incoming", "handed_over_by", "accepted_by")


def latest_of(belt: Any, user: Any) -> Handover | None:
    """The latest handover of a belt."""
    return complete(Handover.objects.visible_to(user)).filter(term__belt=belt).order_by("-term__year").first()


def steps_for(user: Any, handover: Handover) -> set[str]:
    """What this user may do with it now: hand_over, say_missing, accept. The services ask again."""
    if handover.state == Handover.State.ACCEPTED:
        return set()
    row = Handover.objects.filter(pk=handover.pk)
    may = {"hand_over"} if row.manageable_by(user).exists() else set()
    if handover.state != Handover.State.OWED and row.received_by(user).exists():
        may |= {"say_missing"}
        may |= {"accept"} if handover.handed_over_by_id != user.pk else set()
    return may


def shows_contacts(user: Any, handover: Handover) -> bool:
    """Whether this user sees the people's names and numbers in it."""
    return Handover.objects.visible_to(user).with_contacts_for(user).filter(pk=handover.pk).exists()


def proposed_contacts(handover: Handover) -> str:
    """To begin with: a line for each member of the belt, with the people who log and review there today."""
    today = timezone.localdate()
    members = BeltMembership.objects.on(today).filter(belt=handover.term.belt_id).select_related("region")
    held = PostHolding.objects.on(today).filter(
        post__role__in=(Role.COUNTY_REVIEWER, Role.COUNTY_LOGGER),
        post__region__in=[member.region_id for member in members],
        user__is_active=True,
    )
    names: dict[str, list[str]] = {}
    for region, name in held.order_by("-post__role", "user__name").values_list("post__region", "user__name"):
        names.setdefault(region, []).append(name)
    mark = pgettext("between the words of a list", ", ")
    people = {code: mark.join(dict.fromkeys(found)) for code, found in names.items()}
    lines = [{"region": member.region, "people": people.get(member.region_id, "")} for member in members]
    return "\n".join(str(_("%(region)s: %(people)s") % line).rstrip() for line in lines)


def handover_work(user: Any) -> Iterable[WorkItem]:
    """To hand over, to complete, to accept: to be done by the last day of the term."""
    if not user.reach.reviewing:
        return
    for row in _first(Handover.objects.manageable_by(user).to_hand_over()):
        lacks = row.state == Handover.State.LACKING
        title = _("Missing in the handover: %(belt)s %(year)s") if lacks else _("Hand over: %(belt)s %(year)s")
        to = _("To %(county)s") % {"county": row.incoming}
        yield _item(row, title, _("Hand over"), f"{to} · {row.missing}" if lacks else to)
    for row in _first(Handover.objects.received_by(user).to_accept()):
        sender = _("From %(county)s") % {"county": row.outgoing}
        yield _item(row, _("Accept the handover: %(belt)s %(year)s"), _("Look at it"), sender)


def _first(rows: QuerySet[Handover]) -> QuerySet[Handover]:
    return complete(rows).order_by("state_since", "pk")[:MOST]


def _item(row: Handover, title: str, action: str, detail: str) -> WorkItem:
    return WorkItem(
        title=title % {"belt": row.term.belt, "year": row.term.year},
        url=row.get_absolute_url(),
        action=action,
        detail=detail,
        since=row.state_since,
        due=row.term.until,
    )

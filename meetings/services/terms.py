"""The order of a belt, and the rows of its terms: as far ahead as asked, the same however often they are made."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from core.history import because
from meetings.models import ConvenerTerm, Rotation, RotationPlace
from meetings.queries.rotation import turns_of

YEARS_AHEAD = 10
LAST_YEAR = 2200


@transaction.atomic
def set_rotation(*, actor, belt, first_day, regions, source):
    """The order in which the belt's counties convene, the first convener first. Terms that have begun stay."""
    if len(set(regions)) != len(regions):
        raise ValidationError(_("A county stands in the order twice."), code="county_twice")
    found = Rotation.objects.select_for_update(of=("self",)).filter(belt=belt).first() or Rotation(belt=belt)
    found.first_day, found.source = first_day, source
    found.full_clean()
    with because(source, actor=actor):
        found.save()
        wanted = [(place, region.pk) for place, region in enumerate(regions, start=1)]
        if list(found.places.values_list("position", "region_id")) != wanted:
            found.places.all().delete()
            RotationPlace.objects.bulk_create(
                RotationPlace(rotation=found, position=position, region_id=code) for position, code in wanted
            )
    return found


@transaction.atomic
def generate_terms(*, belt, last_year=None, today=None):
    """Write the terms up to ``last_year`` (ten years ahead without it); those that changed, in their order.

    Terms that have begun are facts and stay. A term to come is written again when the rules now say otherwise; its
    substitute goes with it.
    """
    today = today or timezone.localdate()
    last_year = min(last_year or today.year + YEARS_AHEAD, LAST_YEAR)
    plan = lock_rotation(belt)
    known = {term.year: term for term in ConvenerTerm.objects.filter(belt=belt)}
    changed = []
    for turn in turns_of(belt, last_year, today=today):
        term = known.pop(turn.year, None) or ConvenerTerm(belt=belt, year=turn.year)
        if term.pk and term.since <= today:
            continue
        if _follow(term, turn, plan.first_day):
            changed.append(term)
    for term in known.values():
        if term.since > today and term.year <= last_year:
            term.delete()
    return changed


def lock_rotation(belt):
    """Whoever writes terms or changes turns of a belt waits here for whoever else does."""
    plan = Rotation.objects.select_for_update(of=("self",)).filter(belt=belt).first()
    if plan is None:
        raise ValidationError(_("%(belt)s has no rotation yet."), code="no_rotation", params={"belt": belt})
    return plan


def _follow(term, turn, first_day):
    """Set the term to the turn and save it; False when it says the same already."""
    since = max(first_day, dt.date(turn.year, 1, 1))
    wanted = {"region_id": turn.region, "cycle": turn.cycle, "place": turn.place, "reason": turn.reason.value}
    if term.pk and all(getattr(term, name) == value for name, value in wanted.items()):
        return False
    if term.region_id != turn.region:
        term.substitute = None
    for name, value in wanted.items():
        setattr(term, name, value)
    term.since, term.until = since, dt.date(turn.year, 12, 31)
    term.full_clean()
    term.save()
    return True


def generate_all_terms():
    """The terms of every belt that has a rotation, each belt for itself."""
    for plan in Rotation.objects.select_related("belt").order_by("pk"):
        generate_terms(belt=plan.belt)

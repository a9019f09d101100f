import datetime as dt

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from belts.models import BeltMembership, Region
from core.history import because

ONE_DAY = dt.timedelta(days=1)


@transaction.atomic
def join_belt(*, actor, belt, region, since, until=None, certainty=BeltMembership.Certainty.STATED, evidence):
    """Give a county its seat in a belt from ``since`` on."""
    region = _locked(region)
    membership = BeltMembership(belt=belt, region=region, since=since)
    return _keep(actor, membership, region, until=until, certainty=certainty, evidence=evidence)


@transaction.atomic
def leave_belt(*, actor, region, last_day, evidence):
    """End the seat that the county has on ``last_day``; it leaves its belt at the end of that day."""
    region = _locked(region)
    membership = _seat_on(region, last_day)
    kept = {"certainty": membership.certainty, "evidence": membership.evidence}
    return _keep(actor, membership, region, until=last_day, **kept, reason=evidence)


@transaction.atomic
def replace_member(*, actor, region, successor, day, evidence, certainty=BeltMembership.Certainty.STATED):
    """After a boundary change: from ``day`` on the successor sits where ``region`` sat. Records stay where they are."""
    first, second = sorted([region, successor], key=lambda row: row.pk)
    locked = {row.pk: row for row in (_locked(first), _locked(second))}
    region, successor = locked[region.pk], locked[successor.pk]
    if not region.successors.filter(pk=successor.pk).exists():
        raise ValidationError(
            _("%(successor)s is not recorded as a successor of %(region)s."),
            code="not_a_successor",
            params={"successor": successor, "region": region},
        )
    if region.until is None or region.until >= day:
        raise ValidationError(
            _("%(region)s still exists on %(day)s."),
            code="region_still_exists",
            params={"region": region, "day": day},
        )
    seat = _seat_on(region, day - ONE_DAY)
    heir = BeltMembership(belt_id=seat.belt_id, region=successor, since=day)
    return _keep(actor, heir, successor, until=None, certainty=certainty, evidence=evidence)


@transaction.atomic
def correct_membership(*, actor, membership, since, until, certainty, evidence):
    """Set the days of a seat, or what they rest on, where they were recorded wrongly."""
    region = _locked(membership.region)
    membership = BeltMembership.objects.select_for_update(of=("self",)).get(pk=membership.pk)
    membership.since = since
    return _keep(actor, membership, region, until=until, certainty=certainty, evidence=evidence)


def check_life(region, since, until):
    """A county has a seat only while it exists."""
    begins_early = region.since is not None and since < region.since
    ends_late = region.until is not None and (until is None or until > region.until)
    if begins_early or ends_late:
        raise ValidationError(
            _("%(region)s exists from %(since)s to %(until)s; a seat in a belt lies within those days."),
            code="outside_region_life",
            params={"region": region, "since": region.since or "…", "until": region.until or "…"},
        )


def _locked(region):
    """Whoever changes the seats of one county waits here for whoever else does."""
    region = Region.objects.select_for_update(of=("self",)).get(pk=region.pk)
    if region.level != Region.Level.COUNTY:
        raise ValidationError(_("%(region)s is not a county."), code="not_a_county", params={"region": region})
    return region


def _seat_on(region, day):
    seat = BeltMembership.objects.on(day).filter(region=region).first()
    if seat is None:
        raise _no_seat(region, day)
    return seat


def _no_seat(region, day):
    return ValidationError(
        _("%(region)s has no seat in a belt on %(day)s."),
        code="not_a_member",
        params={"region": region, "day": day},
    )


def _keep(actor, membership, region, *, until, certainty, evidence, reason=""):
    if not (reason or evidence).strip():
        raise ValidationError({"evidence": ValidationError(_("Say what this rests on."), code="evidence_needed")})
    check_life(region, membership.since, until)
    membership.until, membership.certainty, membership.evidence = until, certainty, evidence
    membership.full_clean()
    with because(reason or evidence, actor=actor):
        membership.save()
    return membership

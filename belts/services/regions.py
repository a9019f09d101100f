from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from belts.models import Belt, BeltMembership, BorderPair, Region
from belts.services.memberships import check_life
from core.history import because


@transaction.atomic
def record_belt(*, actor, code, name, zone, position, source):
    """Add the belt with this code, or set what is known about it."""
    belt = Belt.objects.select_for_update(of=("self",)).filter(pk=code).first() or Belt(code=code)
    belt.name, belt.zone, belt.position, belt.source = name, zone, position, source
    return _kept(belt, actor, source)


@transaction.atomic
def record_region(
    *, actor, code, name, level, province, prefecture, latitude, longitude, population, since, until, source
):
    """Add the region with this code, or set what is known about it; its seats must lie within its life."""
    region = Region.objects.select_for_update(of=("self",)).filter(pk=code).first() or Region(code=code)
    region.name, region.level, region.province, region.prefecture = name, level, province, prefecture
    region.latitude, region.longitude, region.population = latitude, longitude, population
    region.since, region.until, region.source = since, until, source
    for membership in BeltMembership.objects.filter(region_id=code):
        check_life(region, membership.since, membership.until)
    return _kept(region, actor, source)


@transaction.atomic
def end_region(*, actor, region, last_day, successors, evidence):
    """Abolish a region: its seat and its border end with it. Its records and units stay where they are."""
    region = Region.objects.select_for_update(of=("self",)).get(pk=region.pk)
    seats = region.belt_memberships.on(last_day).filter(until=None)
    pairs = BorderPair.objects.on(last_day).filter(Q(chongqing=region) | Q(sichuan=region), until=None)
    with because(evidence, actor=actor):
        for row in (*seats, *pairs, region):
            row.until = last_day
            row.full_clean()
            row.save()
        for membership in region.belt_memberships.all():
            check_life(region, membership.since, membership.until)
    return record_successors(actor=actor, region=region, successors=successors)


@transaction.atomic
def record_successors(*, actor, region, successors):
    """Say which regions took over from one that ended. Records never move to them."""
    region = Region.objects.select_for_update(of=("self",)).get(pk=region.pk)
    if region in successors:
        raise ValidationError(_("A region does not succeed itself."), code="not_a_successor")
    with because(region.source, actor=actor):
        region.successors.set(successors)
    return region


@transaction.atomic
def record_border_pair(*, actor, chongqing, sichuan, kilometres, since, until, source):
    """Add the pair of counties that touch across the border, or set what is known about it."""
    if any(region.level != Region.Level.COUNTY for region in (chongqing, sichuan)):
        raise ValidationError(_("Only counties are neighbours across the border."), code="not_a_county")
    if chongqing.province_id == sichuan.province_id:
        raise ValidationError(_("A border pair is one county of each province."), code="not_across_the_border")
    pairs = BorderPair.objects.select_for_update(of=("self",)).filter(chongqing=chongqing, sichuan=sichuan)
    pair = pairs.first() or BorderPair(chongqing=chongqing, sichuan=sichuan)
    pair.shared_kilometres, pair.since, pair.until, pair.source = kilometres, since, until, source
    return _kept(pair, actor, source)


def _kept(row, actor, source):
    row.full_clean()
    with because(source, actor=actor):
        row.save()
    return row

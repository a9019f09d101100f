"""For whom somebody may borrow a venue."""

from django.db.models import Q

from belts.models import Region, Unit


def borrowers_for(user, day):
    """Pairs of a county and a unit (or None) for which this user may ask on that day; a province has its counties."""
    reach = user.reach
    codes = reach.counties | reach.managing
    regions = Region.objects.on(day).filter(level=Region.Level.COUNTY)
    if not reach.corridor_office:
        units = Unit.objects.filter(pk__in=reach.managed_units).values("region_id")
        regions = regions.filter(Q(pk__in=codes) | Q(province_id__in=codes) | Q(pk__in=units))
    if reach.places is not None:  # a token asks for its own places only
        regions = regions.filter(Q(pk__in=reach.places) | Q(province_id__in=reach.places))
    regions = list(regions)
    units_of = {}
    for unit in Unit.objects.on(day).filter(region__in=regions):
        units_of.setdefault(unit.region_id, []).append(unit)
    return [(region, unit) for region in regions for unit in (None, *units_of.get(region.pk, ()))]


def usual_borrower(user, borrowers):
    """The unit of the post that the user holds, else the first one offered."""
    units = {post.unit_id for post in user.posts_today if post.unit_id}
    return next((pair for pair in borrowers if pair[1] and pair[1].pk in units), borrowers[0] if borrowers else None)

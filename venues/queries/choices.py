"""What a person may choose when entering or changing a venue."""

from django.db.models import Q
from django.utils import timezone

from accounts.models import Post, PostHolding
from belts.models import Region, Unit
from belts.models.rights import kept_regions
from venues.models import Venue


def regions_for(user):
    """Counties whose venues this user enters: those of the county's staff and offices, and of its venue managers."""
    reach = user.reach
    if reach.token_is_read_only:
        return Region.objects.none()
    counties = Region.objects.counties().on(timezone.localdate())
    if reach.corridor_office:
        return counties
    own_units = Unit.objects.filter(pk__in=reach.managed_units).values("region_id")
    managed = _covered(reach, reach.managing) | _covered(reach, own_units)
    return counties.filter(kept_regions(user) | managed)


def units_for(user):
    """Units that may be put in charge: any of a county that the user keeps, else the units that the user manages."""
    today, reach = timezone.localdate(), user.reach
    if reach.token_is_read_only:
        return Unit.objects.none()
    units = Unit.objects.on(today).select_related("region")
    if reach.corridor_office:
        return units
    managed = Q(region_id__in=reach.managing) | Q(pk__in=reach.managed_units)
    return units.filter(kept_regions(user, "region__") | managed)


def wholes_for(user, venue=None):
    """Venues that may be the whole: kept by the user, not ended, not the venue itself or one of its parts."""
    rows = Venue.objects.manageable_by(user).on(timezone.localdate())
    if venue is not None:
        rows = rows.filter(region=venue.region).exclude(space__contained_by=venue.space)
    return rows.select_related("region", "parent")


def contact_posts():
    """Posts that somebody holds today and that stand at a county or unit: both sides name theirs."""
    rows = Post.objects.filter(region__isnull=False, holdings__in=_held_today())
    return rows.select_related("region", "unit").distinct()


def contacts_of(venue):
    """Each contact post with the names of those who hold it today."""
    posts = venue.contacts.select_related("region", "unit")
    names = {}
    for holding in _held_today().filter(post__in=posts).select_related("user"):
        names.setdefault(holding.post_id, []).append(str(holding.user))
    return [{"post": post, "holders": names.get(post.pk, [])} for post in posts]


def _held_today():
    return PostHolding.objects.on(timezone.localdate())


def sharing_counties():
    return Region.objects.counties().in_corridor(timezone.localdate())


def _covered(reach, codes):
    if reach.places is None:
        return Q(pk__in=codes)
    return Q(pk__in=codes) & (Q(pk__in=reach.places) | Q(province_id__in=reach.places))


def near(codes):
    """These counties and those across the border from them: where co-builders and contacts are found."""
    across = Region.objects.neighbours_of(codes, timezone.localdate())
    return [*codes, *(region.pk for region in across)]

"""Who changes what, in one place for every model of this app."""

from django.db.models import Q


def writes_corridor(user):
    """Belts, seats and regions are the corridor office's to change; a token that is limited to places may not."""
    reach = user.reach
    return reach.corridor_office and reach.places is None and not reach.token_is_read_only


def kept_regions(user, prefix=""):
    """Regions whose units this user keeps: the whole corridor, a province with its counties, or own counties."""
    if not user.is_authenticated or user.reach.token_is_read_only:
        return Q(pk__in=[])
    reach = user.reach
    kept = Q() if reach.corridor_office else _within(prefix, reach.counties | reach.provinces)
    return kept if reach.places is None else kept & _within(prefix, reach.places)


def _within(prefix, codes):
    """In one of these regions; a province's code covers its counties."""
    return Q(**{f"{prefix}code__in": codes}) | Q(**{f"{prefix}province_id__in": codes})

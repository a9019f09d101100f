"""What venues and libraries put on the pages of belts and counties, and bookings on the page of a venue."""

import datetime as dt

from django.utils import timezone

from belts.models import Region
from venues.models import Library
from venues.models.scope import may_ask
from venues.queries import complexes
from venues.queries.days import days_of
from venues.queries.library_figures import figures, stays

MOST_SHOWN = 8
DAYS_SHOWN = dt.timedelta(days=6)


def complexes_panel(request, belt):
    """The demonstration complexes of a belt, with a word when there are none or more than two."""
    return {"complexes": complexes.complexes_of(belt, timezone.localdate())}


def county_panel(request, region):
    """The venues of a county or province; parts stand on the pages of their wholes."""
    rows = complexes.venues_of(region, timezone.localdate())
    found = list(rows.select_related("region")[: MOST_SHOWN + 1])
    place = "province" if region.level == Region.Level.PROVINCE else "region"
    return {
        "venues": found[:MOST_SHOWN],
        "more": len(found) > MOST_SHOWN,
        "query": f"{place}={region.pk}",
        "region": region,
    }


def libraries_panel(request, region):
    """The member libraries of a county or province, what they lent in the last full month, and who lives with whom."""
    rows = Library.objects.visible_to(request.user).in_regions([region.pk])
    keys = list(rows.values_list("pk", flat=True))
    if not keys:
        return None
    today = timezone.localdate()
    month = (today.replace(day=1) - dt.timedelta(days=1)).replace(day=1)
    members = list(rows.on(today).order_by("region", "name")[: MOST_SHOWN + 1])
    return {
        "region": region,
        "libraries": members[:MOST_SHOWN],
        "more": len(members) > MOST_SHOWN,
        "month": month,
        "figures": figures(first=month, last=month, libraries=keys),
        "stays": stays(libraries=keys),
    }


def week_panel(request, venue):
    """Today and the six days that follow, each with the way to ask for it."""
    today = timezone.localdate()
    days = days_of(venue, today, today + DAYS_SHOWN, request.user)
    return {"venue": venue, "days": days, "may_ask": may_ask(request.user) and venue.bookable}

"""Figures and the exchange of lectures on the pages of lower apps: home, corridor, a belt, a county."""

import datetime as dt

from django.utils import timezone

from belts.models import Region
from indicators.boards.figures import figures_of
from indicators.boards.places import BELT, CORRIDOR, COUNTY, WHOLE, address_of, own_address
from indicators.periods import YEAR_TO_DATE, period_of
from indicators.queries.exchange import exchange_of

MEASURES = "lectures,cross_province,mass_culture,teams,volunteers"


def home_figures(request, _subject):
    """Of the person's own county or province; of the whole corridor for everybody else."""
    region = request.user.home_region
    if region is None:
        return corridor_figures(request, None)
    place = {"province" if region.level == Region.Level.PROVINCE else "region": region.pk}
    return _figures(request, place, own_address(request.user))


def corridor_figures(request, _subject):
    return _figures(request, {}, address_of(CORRIDOR, WHOLE))


def belt_figures(request, belt):
    return _figures(request, {"belt": belt.pk}, address_of(BELT, belt.pk))


def county_figures(request, region):
    if region.level != Region.Level.COUNTY:
        return None
    return _figures(request, {"region": region.pk}, address_of(COUNTY, region.pk))


def home_exchange(request, _subject):
    region = request.user.home_region
    return county_exchange(request, region) if region else None


def county_exchange(request, region):
    if region.level != Region.Level.COUNTY or not request.user.reach.staff:
        return None
    first, last = _this_year()
    partners = exchange_of(request.user, region, first, last)
    return {"partners": partners, "most": max((row.both for row in partners), default=0), "year": first.year}


def _figures(request, place, board):
    """This year beside the same days of last year. The three kinds of audience are shown and never added."""
    if not request.user.reach.staff:
        return None
    found = figures_of(request, MEASURES, period_of(YEAR_TO_DATE, timezone.localdate()), place)
    return {"found": found, "board": board}


def _this_year():
    today = timezone.localdate()
    return dt.date(today.year, 1, 1), today

"""Figures and the exchange of lectures on the pages of lower apps: home, corridor, a belt, a county."""

import datetime as dt

from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext as _

from belts.models import Region
from indicators.queries import answer, question_of
from indicators.queries.exchange import exchange_of
from indicators.queries.links import statistics_query
from indicators.queries.table import numbers_of

MEASURES = "lectures,cross_province,mass_culture,teams,volunteers,audience_named,audience_counted,audience_estimated"


def home_figures(request, _subject):
    """Of the person's own county or province; of the whole corridor for everybody else."""
    region = request.user.home_region
    if region is None:
        return _figures(request, "")
    return _figures(request, f"{'province' if region.level == Region.Level.PROVINCE else 'region'}={region.pk}")


def corridor_figures(request, _subject):
    return _figures(request, "")


def belt_figures(request, belt):
    return _figures(request, f"belt={belt.pk}")


def county_figures(request, region):
    return _figures(request, f"region={region.pk}") if region.level == Region.Level.COUNTY else None


def home_exchange(request, _subject):
    region = request.user.home_region
    return county_exchange(request, region) if region else None


def county_exchange(request, region):
    if region.level != Region.Level.COUNTY or not request.user.reach.staff:
        return None
    first, last = _this_year()
    partners = exchange_of(request.user, region, first, last)
    return {"partners": partners, "most": max((row.both for row in partners), default=0), "year": first.year}


def _figures(request, place):
    """This year beside the same days of last year. The three kinds of audience are shown and never added."""
    if not request.user.reach.staff:
        return None
    first, last = _this_year()
    question = _question(request, place, first, last)
    now = answer(question)
    before = answer(_question(request, place, _year_before(first), _year_before(last))).total
    numbers = {
        name: {"number": number, "change": change_of(number.value, before[name])}
        for name, number in zip(question.measures, numbers_of(question, now.total), strict=True)
    }
    audience = [numbers.pop(name) for name in question.measures if name.startswith("audience_")]
    return {
        "figures": list(numbers.values()),
        "audience": audience,
        "as_of": now.as_of,
        "query": statistics_query(question),
    }


def _question(request, place, first, last):
    span = f"from={first.isoformat()}&to={last.isoformat()}"
    return question_of(request, QueryDict(f"measures={MEASURES}&{span}&{place}"))


def _this_year():
    today = timezone.localdate()
    return dt.date(today.year, 1, 1), today


def _year_before(day):
    """The same day of the year before; 28 February for 29."""
    return dt.date(day.year - 1, day.month, min(day.day, 28 if day.month == 2 else 31))


def change_of(now: int | None, before: int | None) -> str:
    """Beside the same days of last year, in words; without a percentage where there was nothing to compare with."""
    if now is None or before is None:
        return _("fewer than five people")
    if not before:
        return _("none by this day last year")
    percent = round(100 * (now - before) / before)
    return _("%(percent)s%% on the same days of last year") % {"percent": f"{percent:+d}" if percent else "±0"}

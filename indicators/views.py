"""The page of statistics and the figures of the year report."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from activities.filters import ActivityFilter
from activities.models import Activity
from indicators.forms import StatisticsForm, splits_of
from indicators.queries import answer, question_of
from indicators.queries.headline import FIRST_YEAR, headline, year_of
from indicators.queries.links import statistics_query
from indicators.queries.question import may_count_all
from indicators.queries.rule import filters_in_words, rule_of
from indicators.queries.table import table_of

DEFAULTS = "measures=lectures,mass_culture,cross_province&by=belt"
PLAN_BEGAN = dt.date(2024, 6, 1)


@require_safe
def statistics(request):
    """What the address asks for; lectures, culture and cross-province activities of this year when it asks nothing."""
    given = request.GET if request.GET else _this_year()
    context = {"sees_records": request.user.reach.staff, **_form(request, given)}
    if context["sees_records"]:
        try:
            context |= _answered(question_of(request, given))
        except ValidationError as error:
            context["problems"] = error.messages
    return render(request, "indicators/statistics.html", context)


@require_safe
def report(request):
    """The figures of the plan's own year report, as a report says them."""
    this_year = timezone.localdate().year
    context = {"sees_records": request.user.reach.staff, "problems": [], "made": None}
    try:
        if context["sees_records"]:
            context["made"] = headline(request, year_of(request.GET))
    except ValidationError as error:
        context["problems"] = error.messages
    context["years"] = range(this_year, max(FIRST_YEAR, PLAN_BEGAN.year) - 1, -1)
    return render(request, "indicators/report.html", context)


def _this_year():
    today = timezone.localdate()
    return QueryDict(f"{DEFAULTS}&from={today.year}-01-01&to={today.isoformat()}")


def _form(request, given):
    filters = ActivityFilter(given, Activity.objects.visible_to(request.user), request=request)
    return {
        "form": StatisticsForm(given),
        "splits": splits_of(given),
        "filter_form": filters.form,
        "may_count_all": may_count_all(request.user),
        "periods": _periods(given),
        "problems": [],
        "table": None,
    }


def _answered(question):
    made = answer(question)
    return {
        "table": table_of(made),
        "as_of": made.as_of,
        "rule": rule_of(question),
        "filters_in_words": filters_in_words(question),
        "query": statistics_query(question),
    }


def _periods(given):
    """Links to the periods asked for most, with everything else kept."""
    today = timezone.localdate()
    spans = [
        (_("this year"), today.replace(month=1, day=1), today),
        (_("last year"), dt.date(today.year - 1, 1, 1), dt.date(today.year - 1, 12, 31)),
        (_("this month"), today.replace(day=1), today),
        (_("since the plan of June 2024"), PLAN_BEGAN, today),
    ]
    return [_period(given, *span) for span in spans]


def _period(given, label, first, last):
    query = given.copy()
    query["from"], query["to"] = first.isoformat(), last.isoformat()
    chosen = (given.get("from"), given.get("to")) == (query["from"], query["to"])
    return {"label": label, "query": query.urlencode(), "chosen": chosen}

"""The page of statistics and the figures of the year report."""

import datetime as dt
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.http import QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from activities.filters import ActivityFilter
from activities.models import Activity
from indicators.forms.statistics import StatisticsForm, splits_of
from indicators.periods import RELATIVE
from indicators.queries import question_of
from indicators.queries.columns import columns_of
from indicators.queries.cube import cube
from indicators.queries.headline import FIRST_YEAR, headline, year_of
from indicators.queries.links import statistics_query
from indicators.queries.question import may_count_all
from indicators.queries.rule import filters_in_words, rule_beside, rule_of
from indicators.queries.table import table_of

DEFAULTS = "measures=lectures,mass_culture,cross_province&by=belt"
OFFERED = ("year_to_date", "last_year", "this_half", "this_quarter", "this_month", "last_month")
PLAN_BEGAN = dt.date(2024, 6, 1)


@require_safe
def statistics(request):
    """What the address asks for; lectures, culture and cross-province activities of this year when it asks nothing."""
    given = request.GET if request.GET else _this_year()
    context = {"sees_records": request.user.reach.staff, **_form(request, given)}
    if context["sees_records"]:
        try:
            question = question_of(request, given)
            context |= _answered(question, columns_of(question, given))
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
    return QueryDict(f"{DEFAULTS}&period=year_to_date")


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


def _answered(question, columns):
    made = cube(question, columns)
    query = statistics_query(question)
    return {
        "table": table_of(made),
        "as_of": made.as_of,
        "at": question.at,
        "rule": [*rule_of(question), *rule_beside(question, columns)],
        "filters_in_words": filters_in_words(question),
        "query": "&".join(filter(None, (query, urlencode(columns.query)))),
        "days": question.days,
        "compared": columns.compared,
    }


def _periods(given):
    """Links to the periods asked for most, with everything else kept."""
    words = [(word, str(RELATIVE[word])) for word in OFFERED]
    spans = [_period(given, label, {"period": word}) for word, label in words]
    plan = {"from": PLAN_BEGAN.isoformat(), "to": timezone.localdate().isoformat()}
    return [*spans, _period(given, _("since the plan of June 2024"), plan)]


def _period(given, label, wanted):
    query = given.copy()
    for name in ("period", "from", "to"):
        query.pop(name, None)
    query.update(wanted)
    chosen = all((given.get(name) or "") == wanted.get(name, "") for name in ("period", "from", "to"))
    return {"label": label, "query": query.urlencode(), "chosen": chosen}

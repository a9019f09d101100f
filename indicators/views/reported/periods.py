"""Data sets and their periods: what is asked, how complete it is, and closing a province."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from indicators.forms.reported import CloseForm
from indicators.models import DataSet
from indicators.queries.reported import cells
from indicators.queries.reported.completeness import completeness_of
from indicators.queries.reported.rights import closable_provinces, own_regions, read_regions, waiting_for
from indicators.queries.reported.totals import figures_of, totals_of
from indicators.services.reported.accepting import close_period
from indicators.views.reported.shared import asked, say

PERIODS_SHOWN = 8


@require_safe
def overview(request):
    """Each data set with its latest period, and the ways to what waits."""
    if not request.user.reach.staff:
        raise Http404
    today = timezone.localdate()
    sets = []
    for data_set in DataSet.objects.visible_to(request.user).minded(today):
        spans = cells.latest_periods(data_set, today, 1)
        made = completeness_of(data_set, spans[0]) if spans else None
        own = list(own_regions(request.user, data_set, spans[0])) if spans else []
        sets.append({"data_set": data_set, "made": made, "own": own})
    context = {
        "sets": sets,
        "waiting": waiting_for(request.user).count() if request.user.reach.provinces else None,
        "may_add": request.user.reach.corridor_office,
    }
    return render(request, "indicators/reported/overview.html", context)


@require_safe
def data_set(request, pk):
    row = get_object_or_404(DataSet.objects.visible_to(request.user), pk=pk)
    today = timezone.localdate()
    periods = [completeness_of(row, span) for span in cells.latest_periods(row, today, PERIODS_SHOWN)]
    context = {
        "data_set": row,
        "periods": periods,
        "indicators": row.indicators.visible_to(request.user).order_by("position", "pk"),
        "may_edit": DataSet.objects.manageable_by(request.user).filter(pk=pk).exists(),
    }
    return render(request, "indicators/reported/data_set.html", context)


@require_safe
def period(request, pk, period):
    """Completeness by county, totals by indicator, and for an office the closing of its province."""
    found = asked(request, pk, period)
    made = completeness_of(found.data_set, found.span)
    indicators = list(cells.indicators_of(found.data_set, found.span.last).select_related("data_set"))
    data = figures_of(indicators, [found.span]) if indicators else None
    own = set(own_regions(request.user, found.data_set, found.span).values_list("pk", flat=True))
    closable = [row for row in closable_provinces(request.user, made.provinces) if row.pk not in made.closings]
    context = {
        "data_set": found.data_set,
        "span": found.span,
        "made": made,
        "total": made.total(),
        "figures": [(row, totals_of(request.user, row, found.span, data)) for row in indicators],
        "own": own,
        "readable": set(read_regions(request.user, found.data_set, found.span).values_list("pk", flat=True)),
        "closable": [(row, CloseForm(auto_id=f"{row.pk}_%s")) for row in closable],
    }
    return render(request, "indicators/reported/period.html", context)


@require_POST
def close(request, pk, period, province):
    found = asked(request, pk, period)
    provinces = list(cells.provinces_of(found.data_set, found.span.last).filter(pk=province))
    mine = closable_provinces(request.user, provinces)
    if not mine:
        raise Http404
    form = CloseForm(request.POST)
    try:
        missing = form.cleaned_data["missing"] if form.is_valid() else ""
        close_period(
            actor=request.user, data_set=found.data_set, province=mine[0], period=found.span.word, missing=missing
        )
    except ValidationError as error:
        say(request, error)
    else:
        messages.success(request, _("%(province)s has closed the period.") % {"province": mine[0]})
    return redirect("indicators:period", pk=pk, period=period)

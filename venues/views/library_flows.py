"""The flow between libraries, counties or provinces, by month."""

from django.shortcuts import render
from django.utils import timezone
from django.views.generic import View

from venues.filters.libraries import FlowsForm
from venues.queries.library_figures import figures
from venues.queries.library_flows import flows, matrix_of
from venues.views.libraries import StaffMixin

MOST_PAIRS = 200


class FlowsView(StaffMixin, View):
    """``?level=county&from=2026-01&to=2026-11``; a bad value is said, and nothing is shown for it."""

    def get(self, request):
        given = {"level": "county"} | request.GET.dict()
        if not given.get("from") and not given.get("to"):
            given["from"] = f"{timezone.localdate():%Y-%m}"
        form = FlowsForm(given, user=request.user)
        context = {"form": form}
        if form.is_valid():
            scope = {"first": form.first, "last": form.last, "libraries": form.keys}
            found = flows(level=form.level, **scope)
            crossing = [flow for flow in found if flow.crosses]
            context |= {
                "figures": figures(**scope),
                "first": form.first,
                "last": form.last,
                "matrix": matrix_of(found),
                "flows": crossing[:MOST_PAIRS],
                "pairs": len(crossing),
            }
        return render(request, "venues/library_flows.html", context, status=200 if form.is_valid() else 400)

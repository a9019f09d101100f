"""The page of figures that everybody may read, without signing in."""

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from accounts.throttles import for_visitors
from core.exports import CSV_TYPE
from indicators.boards.public import FILES, offered_periods, period_for_everybody, public_figures, public_file


@login_not_required
@require_safe
@for_visitors("figures")
def public(request):
    today = timezone.localdate()
    made = public_figures(period_for_everybody(request.GET, today))
    return render(request, "indicators/boards/public.html", {"made": made, "periods": offered_periods(today)})


@login_not_required
@require_safe
@for_visitors("figures")
def public_csv(request, by):
    if by not in FILES:
        raise Http404
    period = period_for_everybody(request.GET, timezone.localdate())
    response = HttpResponse(public_file(by, period), content_type=CSV_TYPE)
    response["Content-Disposition"] = content_disposition_header(True, f"figures-{by}-{period.word}.csv")
    return response

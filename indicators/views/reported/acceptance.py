"""The provincial office's list: accept, return; and the differences that it signs."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import View

from core.paging import Page, page_of
from indicators.forms.reported import ReasonForm, VersionForm
from indicators.models import Report
from indicators.queries.reported.differences import differences_of
from indicators.queries.reported.doubts import doubts_of, key_of
from indicators.queries.reported.rights import waiting_for
from indicators.services.reported.accepting import accept_report, return_report
from indicators.services.reported.batches import accept_reports
from indicators.services.reported.differences import sign_difference
from indicators.views.reported.shared import say

ORDER = ("state_since", "pk")
MOST_AT_ONCE = 500


class AcceptancePage(View):
    """What waits for one's own office, with what is doubtful about it. Several are accepted at once by their boxes."""

    def dispatch(self, request, *args, **kwargs):
        if not request.user.reach.provinces:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get(self, request):
        problems = []
        try:
            page = page_of(waiting_for(request.user), order=ORDER, cursor=request.GET.get("cursor", ""))
        except ValidationError as error:
            page, problems = Page(), error.messages
        found = doubts_of(request.user, page.rows)
        rows = [{"report": row, "doubts": found[key_of(row)], "form": ReasonForm()} for row in page.rows]
        context = {"page": page, "rows": rows, "problems": problems}
        return render(request, "indicators/reported/acceptance.html", context)

    def post(self, request):
        """``reports`` holds “key.version” of each chosen figure: what was seen is what is accepted."""
        chosen = dict(_pairs(request.POST.getlist("reports")))
        rows = list(waiting_for(request.user).filter(pk__in=chosen))
        for row in rows:
            row.version = chosen[row.pk]
        accepted, refused = accept_reports(actor=request.user, reports=rows)
        if accepted:
            count = len(accepted)
            done = ngettext("%(count)d figure is accepted.", "%(count)d figures are accepted.", count)
            messages.success(request, done % {"count": count})
        for report, error in refused:
            messages.error(request, f"{report.region} · {report.indicator}: {' '.join(error.messages)}")
        if not accepted and not refused:
            messages.info(request, _("Nothing was chosen that still waits."))
        return redirect("indicators:acceptance")


def _pairs(words):
    for word in words[:MOST_AT_ONCE]:
        key, _mark, version = word.partition(".")
        if key.isdecimal() and version.isdecimal() and len(key) < 18 and len(version) < 10:
            yield int(key), int(version)


@require_POST
def accept(request, pk):
    form = VersionForm(request.POST)
    version = form.cleaned_data.get("version") if form.is_valid() else None
    return _take(request, pk, accept_report, _("Accepted."), version=version)


@require_POST
def give_back(request, pk):
    form = ReasonForm(request.POST)
    given = form.cleaned_data if form.is_valid() else {"reason": ""}
    return _take(request, pk, return_report, _("Returned: its people see the reason."), **given)


@require_POST
def sign(request, pk):
    form = ReasonForm(request.POST)
    given = form.cleaned_data if form.is_valid() else {"reason": ""}
    return _take(request, pk, sign_difference, _("The difference is signed."), "indicators:differences", **given)


def _take(request, pk, service, done, back="indicators:acceptance", **given):
    report = get_object_or_404(Report.objects.visible_to(request.user).acceptable_by(request.user), pk=pk)
    try:
        service(actor=request.user, report=report, **given)
    except ValidationError as error:
        say(request, error)
    else:
        messages.success(request, done)
    return redirect(back)


@require_safe
def differences(request):
    if not request.user.reach.staff:
        raise Http404
    rows = differences_of(request.user)
    keys = [row.report.pk for row in rows]
    mine = (
        Report.objects.visible_to(request.user)
        .acceptable_by(request.user)
        .filter(pk__in=keys)
        .exclude(typed_by=request.user)
    )
    context = {
        "rows": rows,
        "signable": set(mine.values_list("pk", flat=True)),
    }
    return render(request, "indicators/reported/differences.html", context)

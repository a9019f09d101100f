"""The form of a county (or of a province, for a province's figures), made for a phone."""

from django.contrib import messages
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST
from django.views.generic import View

from core.views import add_to_form
from indicators.forms.reported import ClaimForm, ExplainForm, FigureForm, LateForm
from indicators.models import Indicator, Report
from indicators.queries.reported import cells
from indicators.queries.reported.entry import cells_of
from indicators.queries.reported.rights import own_regions, read_regions
from indicators.services.reported.batches import report_figures
from indicators.services.reported.differences import claim_figure
from indicators.services.reported.reports import explain_figure
from indicators.views.reported.shared import asked, say


class EntryPage(View):
    """Read by who may read the region's figures, typed by its own people. What is refused stands on the form again."""

    def setup(self, request, *args, pk, period, region, **kwargs):
        super().setup(request, *args, **kwargs)
        self.pk, self.period, self.code = pk, period, region

    def dispatch(self, request, *args, **kwargs):
        self.found = asked(request, self.pk, self.period)
        rows = read_regions(request.user, self.found.data_set, self.found.span)
        self.region = get_object_or_404(rows, pk=self.code)
        own = own_regions(request.user, self.found.data_set, self.found.span)
        self.may_type = own.filter(pk=self.code).exists()
        self.cells = cells_of(request.user, self.found.data_set, self.found.span, self.region)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, **kwargs):
        return self.show(self.forms(), LateForm())

    def post(self, request, **kwargs):
        if not self.may_type:
            raise Http404
        forms, late = self.forms(request.POST), LateForm(request.POST)
        whole = all([form.is_valid() for form in forms.values()] + [late.is_valid()])
        figures = {form.indicator: self.figure(form) for form in forms.values() if whole and form.is_filled}
        if not whole or not figures:
            if whole:
                messages.info(request, _("No figure was typed, so nothing was saved."))
            return self.show(forms, late)
        try:
            report_figures(
                actor=request.user, region=self.region, period=self.period, figures=figures,
                late_reason=late.cleaned_data["late_reason"],
            )  # fmt: skip
        except ValidationError as error:
            self.place(error, forms, late)
            return self.show(forms, late)
        count = len(figures)
        done = ngettext("%(count)d figure is handed in.", "%(count)d figures are handed in.", count)
        messages.success(request, done % {"count": count})
        return redirect("indicators:entry", self.pk, self.period, self.code)

    def figure(self, form):
        data = seen(form)
        return data | {"source": data["source"] or "", "explanation": data["explanation"] or ""}

    def forms(self, data=None):
        return {
            cell.indicator.pk: FigureForm(data, indicator=cell.indicator, initial=initial_of(cell))
            for cell in self.cells
            if cell.counted is None
        }

    def place(self, error, forms, late):
        """Each refusal beside the field that it is about."""
        for name, problems in error.error_dict.items():
            code, _mark, field = name.rpartition("-")
            if code in forms:
                target = field if field in forms[code].fields else None
                forms[code].add_error(None if field == NON_FIELD_ERRORS else target, problems)
            else:
                add_to_form(late, ValidationError({name: problems}))

    def show(self, forms, late, claim=None):
        today = timezone.localdate()
        due = cells.due_on(self.found.data_set, self.found.span.last)
        rows = [
            {
                "cell": cell,
                "form": forms.get(cell.indicator.pk),
                "claim": claim_form(cell, claim) if cell.counted is not None else None,
            }
            for cell in self.cells
        ]
        context = {
            "data_set": self.found.data_set, "span": self.found.span, "region": self.region, "rows": rows, "late": late,
            "may_type": self.may_type, "due": due, "overdue": today > due,
            "asks_reason": today > due or any(cell.report and cell.report.accepted_by_id for cell in self.cells),
            "refused": late.errors or any(form.errors for form in forms.values()),
        }  # fmt: skip
        return render(self.request, "indicators/reported/entry.html", context)


def seen(form):
    """What was typed, and what the person saw: a cell that was empty then has no version to overwrite."""
    return form.cleaned_data | {"version": form.cleaned_data["version"] or 0}


def initial_of(cell):
    """The figure as it is; of a new one where it came from the last time."""
    if cell.report:
        names = ("value", "sample_size", "source", "measured_on", "explanation", "version")
        first = {name: getattr(cell.report, name) for name in names}
        return first | {"value": round(cell.report.value, cell.indicator.places)}
    return {"source": cell.before.source} if cell.before else {}


def claim_form(cell, refused=None):
    if refused and refused[0] == cell.indicator.pk:
        return refused[1]
    first = initial_of(cell) if cell.report else {}
    return ClaimForm(initial=first, auto_id=f"claim_{cell.indicator.pk}_%s")


@require_POST
def claim(request, pk, period, region, indicator):
    """Another figure than the one that the statistics fill in."""
    page = EntryPage()
    page.setup(request, pk=pk, period=period, region=region)
    found = asked(request, pk, period)
    own = get_object_or_404(own_regions(request.user, found.data_set, found.span), pk=region)
    row = get_object_or_404(Indicator.objects.visible_to(request.user), pk=indicator, data_set=found.data_set)
    form = ClaimForm(request.POST, auto_id=f"claim_{row.pk}_%s")
    if form.is_valid():
        try:
            claim_figure(actor=request.user, indicator=row, region=own, period=period, **seen(form))
        except ValidationError as error:
            add_to_form(form, error)
        else:
            messages.success(request, _("Noted. It stands among the differences until somebody signs it."))
            return redirect("indicators:entry", pk, period, region)
    page.found, page.region, page.may_type = found, own, True
    page.cells = cells_of(request.user, found.data_set, found.span, own)
    return page.show(page.forms(), LateForm(), claim=(row.pk, form))


@require_POST
def explain(request, pk):
    report = get_object_or_404(Report.objects.manageable_by(request.user), pk=pk)
    form = ExplainForm(request.POST)
    try:
        text = form.cleaned_data if form.is_valid() else {"explanation": ""}
        explain_figure(actor=request.user, report=report, **text)
    except ValidationError as error:
        say(request, error)
    else:
        messages.success(request, _("The explanation is with the figure now."))
    return redirect(report)

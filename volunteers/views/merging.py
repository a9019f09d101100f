"""Pairs of registrations that may be one person: the list, the comparison, the decision."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.paging import page_of
from volunteers.forms.merging import DecisionForm, MergeForm
from volunteers.models import LikelyDuplicate
from volunteers.queries import pairs as queries
from volunteers.services.deciding import decide_apart, decide_merge, take_back

State = LikelyDuplicate.State


def _rows(request):
    return queries.complete(LikelyDuplicate.objects.manageable_by(request.user))


@require_safe
def pair_list(request):
    """Those to be decided, the longest waiting first; ``?state=merged`` or ``different`` shows what was decided."""
    state = request.GET.get("state", State.OPEN)
    state = state if state in State.values else State.OPEN
    rows = LikelyDuplicate.objects.manageable_by(request.user)
    rows = rows.waiting() if state == State.OPEN else rows.filter(state=state)
    page = page_of(queries.complete(rows), order=queries.ORDER, cursor=request.GET.get("cursor", ""))
    lines = [
        {"pair": pair, "first": queries.root_of(pair.first), "second": queries.root_of(pair.second)}
        | {"reasons": queries.reasons_of(pair)}
        for pair in page
    ]
    context = {"page": page, "lines": lines, "state": state, "states": State.choices}
    return render(request, "volunteers/pair_list.html", context)


@require_safe
def pair_detail(request, pk):
    """Both side by side; ``?keep=`` is the number whose merge is shown beforehand."""
    return _answer(request, get_object_or_404(_rows(request), pk=pk))


@require_POST
def merge(request, pk):
    return _decide(request, pk, MergeForm, decide_merge, _("They are one person now. Both numbers stand for it."))


@require_POST
def different(request, pk):
    return _decide(request, pk, DecisionForm, decide_apart, _("They stay two persons."))


@require_POST
def undo(request, pk):
    return _decide(request, pk, DecisionForm, take_back, _("The merge is taken back. Both stand as they were."))


def _decide(request, pk, form_class, service, done):
    """The page of the pair again, with what was wrong, or as it is now."""
    pair = get_object_or_404(_rows(request), pk=pk)
    form = form_class(request.POST)
    if form.is_valid():
        try:
            service(actor=request.user, pair=pair, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, done)
            return redirect(pair)
    return _answer(request, pair, form)


def _answer(request, pair, form=None):
    comparison = queries.comparison_of(pair, request.user)
    wanted = (form.data if form else request.GET).get("keep", "")
    keep = comparison.of_number(wanted) or comparison.suggested
    context = {
        "pair": pair,
        "comparison": comparison,
        "reasons": queries.reasons_of(pair),
        "merge": queries.standing_merge(pair),
        "keep": keep,
        "plan": queries.preview_of(comparison, keep) if comparison.may_be_merged else None,
        "form": form or MergeForm(initial={"keep": keep.volunteer_no}),
    }
    return render(request, "volunteers/pair_detail.html", context, status=400 if form else 200)

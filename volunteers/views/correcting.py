"""Requests for corrections: the list, the comparison, the decision; and claims that are confirmed."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from core.paging import page_of
from core.views import add_to_form
from volunteers.choices import State
from volunteers.forms.correcting import SeenForm
from volunteers.forms.merging import DecisionForm
from volunteers.models import Correction, Volunteer
from volunteers.queries import correcting as queries
from volunteers.queries.revealing import masked
from volunteers.services.approving import approve_correction, refuse_correction
from volunteers.services.claims import confirm_claim

asks = require_http_methods(["GET", "HEAD", "POST"])


def _rows(request):
    return queries.complete(Correction.objects.manageable_by(request.user))


@require_safe
def correction_list(request):
    """Those to be looked at, the longest waiting first; ``?state=approved`` and the like shows what was decided."""
    state = request.GET.get("state", Correction.State.OPEN)
    state = state if state in Correction.State.values else Correction.State.OPEN
    rows = _rows(request).filter(state=state)
    page = page_of(rows, order=queries.ORDER, cursor=request.GET.get("cursor", ""))
    lines = [{"correction": row, "what": queries.what_of(row)} for row in page]
    context = {"page": page, "lines": lines, "state": state, "states": Correction.State.choices}
    return render(request, "volunteers/correction_list.html", context)


@never_cache
@require_safe
def correction_detail(request, pk):
    return _answer(request, get_object_or_404(_rows(request), pk=pk))


@sensitive_post_parameters("seen_document")
@require_POST
def approve(request, pk):
    return _decide(request, pk, SeenForm, approve_correction)


@require_POST
def refuse(request, pk):
    return _decide(request, pk, DecisionForm, refuse_correction)


def _decide(request, pk, form_class, service):
    correction = get_object_or_404(_rows(request), pk=pk)
    form = form_class(request.POST)
    if form.is_valid():
        try:
            decided = service(actor=request.user, correction=correction, **form.cleaned_data)
        except ValidationError as error:
            add_to_form(form, error)
        else:
            messages.success(request, _said(decided))
            return redirect(decided)
    return _answer(request, correction, form)


def _said(correction):
    if correction.state == Correction.State.OPEN:
        return _("This document stands with another registration. Decide first whether the two are one person.")
    return _("Decided. The person is told.")


def _answer(request, correction, form=None):
    context = {
        "correction": correction,
        "volunteer": correction.volunteer,
        "what": queries.what_of(correction),
        "lines": queries.lines_of(correction),
        "note": queries.note_of(correction),
        "registered_by_you": request.user.pk in queries.registered_by(correction.volunteer),
        "form": form if isinstance(form, SeenForm) else SeenForm(initial=form.data if form else None),
        "problems": form if form is not None and not isinstance(form, SeenForm) else None,
    }
    return render(request, "volunteers/correction_detail.html", context, status=400 if form else 200)


@never_cache
@sensitive_post_parameters("seen_document")
@asks
def confirm(request, number):
    """A registration to be checked is counted, by who saw the document."""
    rows = Volunteer.objects.revealable_by(request.user).manageable_by(request.user).select_related("identity", "home")
    volunteer = get_object_or_404(rows, volunteer_no=str(number))
    form = SeenForm(request.POST or None)
    if form.is_valid():
        try:
            confirm_claim(actor=request.user, volunteer=volunteer, **form.cleaned_data)
        except ValidationError as error:
            add_to_form(form, error)
        else:
            messages.success(request, _("Counted from now on."))
            return redirect(volunteer)
    if volunteer.state != State.CLAIMED and not form.errors:
        raise Http404
    context = {"volunteer": volunteer, "form": form, "masked": masked(volunteer)}
    return render(request, "volunteers/confirm_claim.html", context)

"""The steps of a resolution, as buttons: each starts from the rows that the person may move. And its files."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_POST, require_safe

from core.views import add_to_form
from meetings import exporting
from meetings.forms.resolutions import FORMS
from meetings.models import Evidence
from meetings.queries.resolution_steps import GATES
from meetings.services import deciding, doing, evidence
from meetings.views.resolutions import ResolutionPage


@dataclass(frozen=True)
class Step:
    service: Callable[..., Any]
    done: Any


STEPS = {
    "progress": Step(doing.report_progress, gettext_lazy("Reported.")),
    "ask-extension": Step(doing.ask_extension, gettext_lazy("Asked for. The convener decides.")),
    "withdraw-extension": Step(doing.withdraw_extension, gettext_lazy("Withdrawn. More time may be asked for anew.")),
    "report": Step(doing.report_done, gettext_lazy("Reported as done. Somebody else confirms it.")),
    "grant-extension": Step(deciding.grant_extension, gettext_lazy("Granted. The doers are told the new date.")),
    "refuse-extension": Step(deciding.refuse_extension, gettext_lazy("Refused. The doers are told, with your reason.")),
    "return": Step(deciding.return_resolution, gettext_lazy("Sent back. The doers are told, with your reason.")),
    "close": Step(deciding.close_resolution, gettext_lazy("Closed.")),
    "reopen": Step(deciding.reopen_resolution, gettext_lazy("Open again. Its doers are told.")),
    "void": Step(deciding.void_resolution, gettext_lazy("Void. The number stays taken.")),
}


@require_POST
def resolution_step(request, pk, step):
    entry = STEPS.get(step)
    if entry is None:
        raise Http404
    resolution = get_object_or_404(GATES[step](request.user), pk=pk)
    form = FORMS[step](request.POST, resolution=resolution, auto_id=f"{step}_%s")
    if form.is_valid():
        try:
            entry.service(actor=request.user, resolution=resolution, **form.cleaned_data)
        except ValidationError as error:
            add_to_form(form, error)
        else:
            messages.success(request, entry.done)
            return redirect(resolution)
    return _page_with(request, resolution, step, form)


def _page_with(request, resolution, step, form):
    """The page again. What the form cannot show (it may have gone with the state) stands above the page."""
    for message in form.non_field_errors():
        messages.error(request, message)
    page = ResolutionPage(refused={step: form})
    page.setup(request, pk=resolution.pk)
    return page.get(request)


@require_POST
def add_evidence(request, pk):
    """Keep every file of the form; each that is refused says why, the others are kept."""
    resolution = get_object_or_404(GATES["evidence"](request.user), pk=pk)
    kept = 0
    for upload in request.FILES.getlist("files"):
        try:
            evidence.add_evidence(actor=request.user, resolution=resolution, upload=upload)
        except ValidationError as error:
            messages.error(request, f"{upload.name}: {' '.join(error.messages)}")
        else:
            kept += 1
    if kept:
        messages.success(request, ngettext("%(count)d file kept.", "%(count)d files kept.", kept) % {"count": kept})
    elif not request.FILES:
        messages.error(request, _("Choose a photo or a file first."))
    return redirect(f"{resolution.get_absolute_url()}#evidence")


@require_POST
def remove_evidence(request, pk):
    row = get_object_or_404(Evidence.objects.manageable_by(request.user).select_related("resolution"), pk=pk)
    try:
        evidence.remove_evidence(actor=request.user, evidence=row)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect(f"{row.resolution.get_absolute_url()}#evidence")


@require_safe
def show_evidence(request, pk):
    """Always as a download, for whoever may see the resolution."""
    return exporting.download(get_object_or_404(Evidence.objects.visible_to(request.user), pk=pk))

"""Handovers: the list, the page of one, and its three steps."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from django.views.generic import DetailView

from core.listing import Listing
from core.papers.download import PDF, download
from core.views import add_to_form
from meetings.filters.handover import HandoverFilter
from meetings.forms.handover import HandOverForm, MissingForm, VersionForm
from meetings.models import Handover
from meetings.papers.handover import handover_paper
from meetings.papers.typesetting import pdf
from meetings.queries.handover import complete, proposed_contacts, shows_contacts, steps_for
from meetings.queries.handover_contents import contents_of
from meetings.services import handover as services

ORDER = ("-pk",)


@require_safe
def handover_list(request):
    rows = Handover.objects.visible_to(request.user)
    listing = Listing(request, HandoverFilter, rows, order=ORDER, complete=complete)
    return listing.response(
        whole="meetings/handover_list.html",
        rows="meetings/_handover_rows.html",
        hidden=("mine",),
        mine=request.GET.get("mine", ""),
        acts=bool(request.user.reach.reviewing - request.user.reach.provinces),
    )


class HandoverPage(DetailView):
    """A handover with what is handed over. A step that was refused shows the page again with the reason."""

    template_name = "meetings/handover.html"
    context_object_name = "handover"
    refused: dict[str, object] = {}  # the form of a refused step by its name

    def get_queryset(self):
        return complete(Handover.objects.visible_to(self.request.user))

    def get_context_data(self, **kwargs):
        user, handover = self.request.user, self.object
        may = steps_for(user, handover)
        return super().get_context_data(**kwargs) | {
            "may": may,
            "contents": contents_of(handover).readable_by(user),
            "shows_contacts": shows_contacts(user, handover),
            "hand_over_form": self.refused.get("hand_over")
            or (_hand_over_form(handover) if "hand_over" in may else None),
            "missing_form": self.refused.get("say_missing") or MissingForm(initial={"version": handover.version}),
        }


@require_safe
def handover_pdf(request, pk):
    user = request.user
    handover = get_object_or_404(complete(Handover.objects.visible_to(user)), pk=pk)
    contents = contents_of(handover).readable_by(user)
    data = handover_paper(handover, contents, shows_contacts=shows_contacts(user, handover))
    try:
        made = pdf("handover", data)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(handover)
    return download(made, PDF, f"{data['title']}.pdf")


def _hand_over_form(handover):
    contacts = handover.contacts or proposed_contacts(handover)
    return HandOverForm(initial={"contacts": contacts, "note": handover.note, "version": handover.version})


@dataclass(frozen=True)
class Step:
    form: type[VersionForm]
    service: Callable[..., Handover]
    done: Any


STEPS = {
    "hand_over": Step(
        HandOverForm,
        services.hand_over,
        gettext_lazy("Handed over. The next convener accepts it, or says what is missing."),
    ),
    "say_missing": Step(
        MissingForm, services.say_missing, gettext_lazy("Sent back: the outgoing convener is told what is missing.")
    ),
    "accept": Step(
        VersionForm, services.accept_handover, gettext_lazy("Accepted. What was handed over is kept as it is now.")
    ),
}


@require_POST
def hand_over(request, pk):
    rows = Handover.objects.visible_to(request.user).manageable_by(request.user)
    return _take(request, "hand_over", get_object_or_404(rows, pk=pk))


@require_POST
def say_missing(request, pk):
    return _take(request, "say_missing", _received(request, pk))


@require_POST
def accept(request, pk):
    return _take(request, "accept", _received(request, pk))


def _received(request, pk):
    return get_object_or_404(Handover.objects.visible_to(request.user).received_by(request.user), pk=pk)


def _take(request, name, handover):
    step = STEPS[name]
    form = step.form(request.POST)
    if form.is_valid():
        try:
            handover = step.service(actor=request.user, handover=handover, **form.cleaned_data)
        except ValidationError as error:
            add_to_form(form, error)
        else:
            messages.success(request, step.done)
            return redirect(handover)
    return _page_with(request, handover, name, form)


def _page_with(request, handover, name, form):
    """The page again: a form with fields shows its own errors, what has no form there any more has them above it."""
    page = HandoverPage(refused={name: form})
    page.setup(request, pk=handover.pk)
    if name == "accept" or name not in steps_for(request.user, handover):
        for message in form.non_field_errors() or [_("This could not be done. Look at the handover as it is now.")]:
            messages.error(request, message)
    return page.get(request)

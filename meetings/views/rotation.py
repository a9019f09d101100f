"""A belt's rotation: whose turn it is for years ahead and why, and the changes that two counties agree on."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import View

from belts.models import Belt
from core.views import add_to_form
from meetings import services
from meetings.forms.rotation import DeclineForm, SubstituteForm, SwapForm
from meetings.models import Rotation, TurnChange
from meetings.queries.changes import changes_of
from meetings.queries.handover import latest_of
from meetings.queries.projection import projection

YEARS_AHEAD = 10


class RotationView(View):
    """The page; after a refused form it shows that form again (``refused``)."""

    def get(self, request, code, refused=None):
        belt = get_object_or_404(Belt.objects.visible_to(request.user), pk=code)
        year = timezone.localdate().year
        lines = projection(belt, 2000, year + YEARS_AHEAD)
        forms = {"user": request.user, "belt": belt, "lines": lines}
        context = {
            "belt": belt,
            "rotation": Rotation.objects.visible_to(request.user).filter(belt=belt).first(),
            "lines": lines,
            "swap_form": refused if isinstance(refused, SwapForm) else SwapForm(**forms, prefix="swap"),
            "substitute_form": refused
            if isinstance(refused, SubstituteForm)
            else SubstituteForm(**forms, prefix="substitute"),
            "changes": changes_of(belt, request.user),
            "handover": latest_of(belt, request.user),
            "decline_form": refused if isinstance(refused, DeclineForm) else DeclineForm(),
        }
        return render(request, "meetings/rotation.html", context)


@require_POST
def ask_swap(request, code):
    return _ask(request, code, SwapForm, "swap", services.ask_swap)


@require_POST
def ask_substitute(request, code):
    return _ask(request, code, SubstituteForm, "substitute", services.ask_substitute)


def _ask(request, code, form_class, prefix, service):
    belt = get_object_or_404(Belt.objects.visible_to(request.user), pk=code)
    lines = projection(belt, 2000, timezone.localdate().year + YEARS_AHEAD)
    form = form_class(request.POST, user=request.user, belt=belt, lines=lines, prefix=prefix)
    if request.user.reach.token_is_read_only or not form.has_turns:
        raise Http404
    if form.is_valid():
        try:
            change = service(actor=request.user, belt=belt, **form.cleaned_data)
        except ValidationError as error:
            add_to_form(form, error)
        else:
            messages.success(request, _("Asked of %(county)s, which answers.") % {"county": change.other})
            return redirect("meetings:rotation", code=code)
    return RotationView().get(request, code, refused=form)


@require_POST
def agree(request, pk):
    change = get_object_or_404(_answerable(request), pk=pk)
    return _step(request, change, services.agree_change, _("Agreed. The turns have changed."))


@require_POST
def decline(request, pk):
    change = get_object_or_404(_answerable(request), pk=pk)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        return RotationView().get(request, change.belt_id, refused=form)
    return _step(request, change, services.decline_change, _("Declined."), **form.cleaned_data)


@require_POST
def withdraw(request, pk):
    rows = TurnChange.objects.manageable_by(request.user).select_related("belt")
    return _step(request, get_object_or_404(rows, pk=pk), services.withdraw_change, _("Withdrawn."))


def _answerable(request):
    """Also what was just answered: a second click says so instead of finding nothing."""
    return TurnChange.objects.visible_to(request.user).answerable_by(request.user).select_related("belt")


def _step(request, change, service, done, **words):
    try:
        service(actor=request.user, change=change, **words)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, done)
    return redirect("meetings:rotation", code=change.belt_id)

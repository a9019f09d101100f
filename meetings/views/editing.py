"""Editing the minutes: taken by one at a time, given back, and what was written meanwhile shown beside."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_POST

from core.views import add_to_form
from meetings.forms.minutes import MinutesForm
from meetings.models import Minutes
from meetings.services import minutes as services
from meetings.views.minutes import READ_WITH


def _managed(request, pk):
    return get_object_or_404(Minutes.objects.manageable_by(request.user).select_related(*READ_WITH), meeting=pk)


@require_POST
def take(request, pk):
    try:
        services.take_minutes(actor=request.user, minutes=_managed(request, pk))
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("meetings:minutes", pk=pk)
    return redirect("meetings:edit_minutes", pk=pk)


@require_POST
def release(request, pk):
    services.release_minutes(actor=request.user, minutes=_managed(request, pk))
    return redirect("meetings:minutes", pk=pk)


@require_POST
def renew(request, pk):
    """Asked by the open page every few minutes; the fragment says until when it is held, or who has it."""
    minutes, refusal = _managed(request, pk), ""
    try:
        minutes = services.renew_minutes(actor=request.user, minutes=minutes)
    except ValidationError as error:
        refusal = " ".join(error.messages)
    return render(request, "meetings/_minutes_hold.html", {"minutes": minutes, "refusal": refusal})


class EditView(View):
    def get(self, request, pk):
        minutes = _managed(request, pk)
        held = minutes.editing_until is not None and minutes.editing_until > timezone.now()
        if not held or minutes.editing_by_id != request.user.pk:
            messages.info(request, _("Press “Edit” first: the minutes are edited by one at a time."))
            return redirect("meetings:minutes", pk=pk)
        return self.show(minutes, MinutesForm(instance=minutes, initial={"version": minutes.version}))

    def post(self, request, pk):
        minutes = _managed(request, pk)
        form = MinutesForm(request.POST)
        if not form.is_valid():
            return self.show(minutes, form)
        try:
            services.save_minutes(actor=request.user, minutes=minutes, **form.cleaned_data)
        except ValidationError as error:
            add_to_form(form, error)
            return self.show(minutes, *self.beside(minutes, form, error))
        messages.success(request, _("Saved."))
        return redirect("meetings:minutes", pk=pk)

    def beside(self, minutes, form, error):
        """After somebody else wrote: both texts, and a form that would now replace what is shown beside it."""
        if getattr(error, "code", "") != "stale":
            return form, []
        stored = get_object_or_404(Minutes.objects.manageable_by(self.request.user), pk=minutes.pk)
        written = form.cleaned_data
        differing = [
            {"label": form.fields[name].label, "stored": getattr(stored, name), "yours": written[name]}
            for name in services.TEXTS
            if getattr(stored, name) != written[name].replace("\r\n", "\n").strip()
        ]
        form.data = form.data.copy()
        form.data["version"] = stored.version
        return form, differing

    def show(self, minutes, form, differing=()):
        context = {"minutes": minutes, "meeting": minutes.meeting, "form": form, "differing": differing}
        return render(self.request, "meetings/minutes_edit.html", context)

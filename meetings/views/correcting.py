"""Putting right what was noted wrongly of a resolution, by whoever calls the meetings."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View

from core.views import add_to_form
from meetings.forms.resolutions import CorrectionForm
from meetings.queries.resolution_steps import GATES, steps_for
from meetings.queries.resolutions import complete, due_may_be_corrected
from meetings.services.correcting import correct_resolution


class CorrectResolution(View):
    def dispatch(self, request, *args, pk, **kwargs):
        rows = complete(GATES["correct"](request.user)).select_related("meeting__body__belt")
        self.resolution = get_object_or_404(rows, pk=pk)
        if "correct" not in steps_for(request.user, self.resolution):
            messages.info(request, _("It is finished; nothing of it is put right any more."))
            return redirect(self.resolution)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request):
        return self.show(self.form())

    def post(self, request):
        form = self.form(data=request.POST)
        if form.is_valid():
            try:
                correct_resolution(actor=request.user, resolution=self.resolution, **form.content())
            except ValidationError as error:
                add_to_form(form, error)
            else:
                messages.success(request, _("Put right. Its doers are told; its course says what stood there before."))
                return redirect(self.resolution)
        return self.show(form)

    def form(self, **kwargs):
        stands = not due_may_be_corrected(self.resolution)
        return CorrectionForm(user=self.request.user, resolution=self.resolution, due_stands=stands, **kwargs)

    def show(self, form):
        context = {"form": form, "resolution": self.resolution}
        return render(self.request, "meetings/resolution_correct.html", context)

"""The sign-in sheet on its way out and back: print page, PDF, name plates, and transcribing what was signed."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_safe

from core.papers.download import PDF, download
from core.views import add_to_form
from meetings.forms.people import SheetForm
from meetings.models import Invitation, JointMeeting
from meetings.papers.sheets import name_plates, sign_in_sheet
from meetings.papers.typesetting import pdf
from meetings.queries.attendance import sheet_of
from meetings.services.attendance import transcribe_sheet
from meetings.views.people import MEETING

PAPERS = {"sign_in": sign_in_sheet, "plates": name_plates}


def _managed(request, pk):
    return get_object_or_404(JointMeeting.objects.manageable_by(request.user).select_related(*MEETING), pk=pk)


@require_safe
def sheet(request, pk):
    """Sheet and plates as a page for the browser's printer."""
    meeting = _managed(request, pk)
    people = sheet_of(meeting, request.user)
    context = {"sheet": sign_in_sheet(meeting, people), "plates": name_plates(meeting, people)["plates"]}
    return render(request, "meetings/sheet.html", context | {"meeting": meeting})


@require_safe
def sign_in_pdf(request, pk):
    return _file(request, pk, "sign_in")


@require_safe
def plates_pdf(request, pk):
    return _file(request, pk, "plates")


def _file(request, pk, template):
    meeting = _managed(request, pk)
    data = PAPERS[template](meeting, sheet_of(meeting, request.user))
    if template == "plates" and not data["plates"]:
        messages.info(request, _("Nobody is named yet: name plates are made of those who come."))
        return redirect("meetings:people", pk=pk)
    try:
        made = pdf(template, data)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect("meetings:people", pk=pk)
    return download(made, PDF, f"{data['title']}.pdf")


class TranscribeView(View):
    """One form for the whole sheet, in its order."""

    def get(self, request, pk):
        return self.show(_managed(request, pk))

    def post(self, request, pk):
        meeting = _managed(request, pk)
        form = self.form(meeting, request.POST)
        if form.is_valid():
            try:
                transcribe_sheet(actor=request.user, meeting=meeting, **form.sheet)
            except ValidationError as error:
                add_to_form(form, error)
            else:
                messages.success(request, _("The sheet is noted."))
                return redirect("meetings:people", pk=pk)
        return self.show(meeting, form)

    def form(self, meeting, data=None):
        invitations = Invitation.objects.visible_to(self.request.user).filter(meeting=meeting).select_related("region")
        return SheetForm(data, attendees=sheet_of(meeting, self.request.user), invitations=invitations)

    def show(self, meeting, form=None):
        context = {"meeting": meeting, "form": form or self.form(meeting)}
        return render(self.request, "meetings/transcribe.html", context)

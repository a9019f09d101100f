"""The steps of a meeting, as buttons: each starts from the meetings that the person calls today."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from core.views import add_to_form
from meetings.forms.sessions import StepForm
from meetings.models import JointMeeting
from meetings.services import life
from meetings.views.sessions import STEPS_WITH_FORMS, MeetingPage


@dataclass(frozen=True)
class Step:
    """``name`` is the form's, as in ``meetings.queries.steps``."""

    name: str
    service: Callable[..., Any]
    done: Any


STEPS = {
    "open-agenda": Step(
        "open_agenda", life.open_agenda, gettext_lazy("The agenda is open. The members are called for their items.")
    ),
    "lock-agenda": Step("lock_agenda", life.lock_agenda, gettext_lazy("The agenda is locked.")),
    "give-notice": Step("notice", life.send_notice, gettext_lazy("Notice is given to everybody who takes part.")),
    "hold": Step("hold", life.record_held, gettext_lazy("Recorded as held.")),
    "postpone": Step(
        "postpone", life.postpone_meeting, gettext_lazy("Postponed. Those who take part are told; the hall is free.")
    ),
    "merge": Step("merge", life.merge_meeting, gettext_lazy("Merged. Those who take part are told; the hall is free.")),
    "archive": Step("archive", life.archive_meeting, gettext_lazy("Archived.")),
}


@require_POST
def meeting_step(request, pk, step):
    entry = STEPS.get(step)
    if entry is None:
        raise Http404
    meeting = get_object_or_404(JointMeeting.objects.manageable_by(request.user).select_related("body"), pk=pk)
    form = StepForm(request.POST, meeting=meeting, step=entry.name)
    if form.is_valid():
        try:
            entry.service(actor=request.user, meeting=meeting, **form.cleaned_data)
        except ValidationError as error:
            add_to_form(form, error)
        else:
            messages.success(request, entry.done)
            return redirect(meeting)
    return _page_with(request, meeting, entry.name, form)


def _page_with(request, meeting, name, form):
    """The meeting's page again: a form with fields shows its own errors, a plain button has them above the page."""
    if name not in STEPS_WITH_FORMS:
        for message in form.non_field_errors() or [_("This could not be done. Look at the meeting as it is now.")]:
            messages.error(request, message)
    page = MeetingPage(refused={name: form})
    page.setup(request, pk=meeting.pk)
    return page.get(request)

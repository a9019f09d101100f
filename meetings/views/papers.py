"""Papers of a meeting and of its items: brought, read by those who may, taken away again."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from core.views import stored_file
from meetings.forms.agenda import PaperForm
from meetings.models import JointMeeting, Paper
from meetings.services.papers import add_paper, remove_paper
from meetings.views.items import ItemOf


@require_POST
def add_to_meeting(request, pk):
    meeting = get_object_or_404(JointMeeting.objects.manageable_by(request.user), pk=pk)
    _add(request, meeting)
    return _to_agenda(meeting)


@require_POST
def add_to_item(request, pk):
    of = ItemOf(request, pk)
    if "paper" not in of.may:
        raise Http404
    _add(request, of.meeting, of.item)
    return redirect(f"{of.item.get_absolute_url()}#papers")


def _add(request, meeting, item=None):
    form = PaperForm(request.POST, request.FILES)
    if not form.is_valid():
        found = [message for problems in form.errors.values() for message in problems]
        messages.error(request, " ".join(found))
        return
    upload = form.cleaned_data["file"]
    try:
        add_paper(actor=request.user, meeting=meeting, item=item, upload=upload, title=form.cleaned_data["title"])
    except ValidationError as error:
        messages.error(request, f"{upload.name}: {' '.join(error.messages)}")
    else:
        messages.success(request, _("The paper is kept. Who may read it is said beside it."))


@require_POST
def remove(request, pk):
    paper = get_object_or_404(Paper.objects.manageable_by(request.user).select_related("meeting", "item"), pk=pk)
    try:
        remove_paper(actor=request.user, paper=paper)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The paper was taken away."))
    return redirect(f"{paper.item.get_absolute_url()}#papers") if paper.item else _to_agenda(paper.meeting)


@require_safe
def download(request, pk):
    paper = get_object_or_404(Paper.objects.visible_to(request.user), pk=pk)
    return stored_file(paper.file, name=paper.file_name, media_type=paper.media_type)


def _to_agenda(meeting):
    return redirect(f"{reverse('meetings:agenda', args=[meeting.pk])}#papers")

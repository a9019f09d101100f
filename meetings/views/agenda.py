"""The agenda of a meeting: the numbered tree, what waits for the convener, and the form that brings an item."""

import uuid

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST
from django.views.generic import View

from core.views import add_to_form
from meetings.forms.agenda import AddForm, ProposeForm
from meetings.models import AgendaItem, JointMeeting, Paper
from meetings.queries.agenda import agenda_of, resolutions_for_review
from meetings.queries.agenda_steps import Rights, own_items
from meetings.services.agenda import add_item, propose_item
from meetings.views.tabs import tabs_of


def meeting_or_404(request, pk):
    rows = JointMeeting.objects.visible_to(request.user).select_related("body__belt", "body__above", "host")
    return get_object_or_404(rows, pk=pk)


def parents_for(request, meeting):
    """What an item may stand under; whether it fits there is the service's."""
    return AgendaItem.objects.visible_to(request.user).on_agenda().filter(meeting=meeting).order_by("position", "pk")


class AgendaPage(View):
    """The page; after a refused form it shows that form again (``refused``)."""

    def get(self, request, pk, refused=None):
        meeting = meeting_or_404(request, pk)
        rights = Rights(request.user, meeting)
        return render(
            request,
            "meetings/agenda.html",
            {
                "meeting": meeting,
                "tabs": tabs_of(meeting, "meetings:agenda"),
                "agenda": agenda_of(meeting),
                "resolutions": resolutions_for_review(meeting),
                "papers": Paper.objects.visible_to(request.user).filter(meeting=meeting, item=None),
                "has_papers": meeting.papers.filter(item=None).exists(),
                "removable": set(
                    Paper.objects.manageable_by(request.user).filter(meeting=meeting).values_list("pk", flat=True)
                ),
                "rights": rights,
                "own": own_items(request.user, meeting),
                "form": refused or self.form(request, meeting, rights),
            },
        )

    @staticmethod
    def form(request, meeting, rights, data=None):
        """For who calls the meeting the one that adds; for members the one that proposes; else none."""
        given = {"data": data, "rights": rights, "initial": {"form_key": uuid.uuid4()}}
        if rights.may_add:
            return AddForm(parents=parents_for(request, meeting), **given)
        return ProposeForm(**given) if rights.may_propose else None


@require_POST
def bring_item(request, pk):
    """A member's proposal, or an item of whoever calls the meeting."""
    meeting = meeting_or_404(request, pk)
    rights = Rights(request.user, meeting)
    if not (rights.leads or rights.takes_part):
        raise Http404
    form = AgendaPage.form(request, meeting, rights, request.POST)
    if form is None:
        return _too_late(request, meeting)
    if form.is_valid():
        try:
            item = _bring(request.user, meeting, rights, form.content())
        except ValidationError as error:
            add_to_form(form, error)
        else:
            done = _("On the agenda.") if rights.may_add else _("Proposed. The convener decides, and you are told.")
            messages.success(request, done)
            return redirect(f"{reverse('meetings:agenda', args=[pk])}#item-{item.pk}")
    return AgendaPage().get(request, pk, refused=form)


def _bring(user, meeting, rights, content):
    service = add_item if rights.may_add else propose_item
    return service(actor=user, meeting=meeting, **content)


def _too_late(request, meeting):
    """The form was open when the agenda was locked: the refusal says until when items were taken."""
    from meetings.services.agenda_rows import check_changeable

    try:
        check_changeable(meeting, request.user)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    return redirect("meetings:agenda", meeting.pk)

"""Who is invited to a meeting, what they answer, and who was there."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_POST

from core.views import add_to_form
from meetings.forms.people import ObserverForm, ReplyForm
from meetings.models import Attendee, Invitation, JointMeeting
from meetings.queries.attendance import awaited_of, invitations_of, quorum_of
from meetings.services import invitations as services
from meetings.views.tabs import tabs_of

MEETING = ("body__belt", "host", "venue")


class PeopleView(View):
    """The page; after a refused form it shows that form again (``refused``)."""

    def get(self, request, pk, refused=None):
        rows = JointMeeting.objects.visible_to(request.user).select_related(*MEETING)
        meeting = get_object_or_404(rows, pk=pk)
        invitations = invitations_of(meeting, request.user)
        may_manage = JointMeeting.objects.manageable_by(request.user).filter(pk=pk).exists()
        context = {
            "meeting": meeting,
            "tabs": tabs_of(meeting, "meetings:people"),
            "invitations": invitations,
            "awaited": awaited_of(invitations),
            "quorum": quorum_of(invitations),
            "may_manage": may_manage,
            "some_next": any(row.may_answer or (may_manage and row.observes) for row in invitations),
            "may_see_people": JointMeeting.objects.visible_to(request.user)
            .read_by(request.user)
            .filter(pk=pk)
            .exists(),
            "may_invite": may_manage and meeting.state in services.DATED_STATES,
            "may_note": may_manage and meeting.state in services.STILL_OPEN,
            "observer_form": refused or ObserverForm(user=request.user, meeting=meeting),
        }
        return render(request, "meetings/people.html", context)


@require_POST
def invite(request, pk):
    meeting = get_object_or_404(JointMeeting.objects.manageable_by(request.user), pk=pk)
    try:
        services.invite_members(actor=request.user, meeting=meeting)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("Every member of that day is invited and told."))
    return redirect("meetings:people", pk=pk)


@require_POST
def invite_observer(request, pk):
    meeting = get_object_or_404(JointMeeting.objects.manageable_by(request.user), pk=pk)
    form = ObserverForm(request.POST, user=request.user, meeting=meeting)
    if form.is_valid():
        try:
            services.invite_observer(actor=request.user, meeting=meeting, **form.cleaned_data)
        except ValidationError as error:
            add_to_form(form, error)
        else:
            messages.success(request, _("Invited."))
            return redirect("meetings:people", pk=pk)
    return PeopleView().get(request, pk, refused=form)


@require_POST
def withdraw(request, pk):
    invitation = get_object_or_404(Invitation.objects.manageable_by(request.user).select_related("meeting"), pk=pk)
    try:
        services.withdraw_invitation(actor=request.user, invitation=invitation)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("The invitation is withdrawn."))
    return redirect("meetings:people", pk=invitation.meeting_id)


class ReplyView(View):
    """The answer of a region, by itself or by phone through the convener."""

    def dispatch(self, request, *args, pk, **kwargs):
        rows = Invitation.objects.visible_to(request.user).select_related("meeting__body", "meeting__venue", "region")
        self.invitation = get_object_or_404(rows, pk=pk)
        own = rows.answerable_by(request.user).filter(pk=pk).exists()
        if not own and not Invitation.objects.manageable_by(request.user).filter(pk=pk).exists():
            raise Http404
        self.by_phone = not own
        return super().dispatch(request, *args, **kwargs)

    def get(self, request):
        people = Attendee.objects.visible_to(request.user).filter(invitation=self.invitation)
        return self.show(ReplyForm(invitation=self.invitation, people=people.order_by("position", "pk")))

    def post(self, request):
        form = ReplyForm(request.POST, invitation=self.invitation)
        if form.is_valid():
            try:
                services.reply_invitation(
                    actor=request.user,
                    invitation=self.invitation,
                    people=form.people,
                    by_phone=self.by_phone,
                    **form.cleaned_data,
                )
            except ValidationError as error:
                add_to_form(form, error)
            else:
                messages.success(request, _("Your reply is noted; it can be changed until the meeting begins."))
                return redirect("meetings:people", pk=self.invitation.meeting_id)
        return self.show(form)

    def show(self, form):
        context = {"form": form, "invitation": self.invitation, "meeting": self.invitation.meeting}
        return render(self.request, "meetings/reply.html", context | {"by_phone": self.by_phone})

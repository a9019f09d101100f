"""The list of meetings, the page of one, and the page of a body."""

from django.utils import timezone
from django.views.decorators.http import require_safe
from django.views.generic import DetailView

from core.listing import Listing
from meetings.filters.meetings import MeetingFilter
from meetings.forms.sessions import StepForm
from meetings.models import Body, JointMeeting
from meetings.queries.bodies import host_of, host_on, members_of
from meetings.queries.cadence import compliance_of
from meetings.queries.sessions import ORDER, complete, next_of
from meetings.queries.steps import steps_for
from meetings.views.tabs import tabs_of
from venues.models import Booking

STEPS_WITH_FORMS = ("postpone", "merge")


@require_safe
def meeting_list(request):
    rows = JointMeeting.objects.visible_to(request.user)
    listing = Listing(request, MeetingFilter, rows, order=ORDER, complete=complete)
    return listing.response(
        whole="meetings/meeting_list.html",
        rows="meetings/_meeting_rows.html",
        bodies=Body.objects.visible_to(request.user).on(timezone.localdate()).exclude(cadence=Body.Cadence.NONE),
    )


class BodyPage(DetailView):
    """Who sits in a body, when it meets next, and whether it meets as often as it should."""

    template_name = "meetings/body.html"
    context_object_name = "body"
    pk_url_kwarg = "code"

    def get_queryset(self):
        return Body.objects.visible_to(self.request.user).select_related("belt", "first_host", "above")

    def get_context_data(self, **kwargs):
        body, today = self.object, timezone.localdate()
        (compliance,) = compliance_of([body])
        return super().get_context_data(**kwargs) | {
            "members": members_of(body, today),
            "host": host_on(body, today),
            "next": next_of(body),
            "compliance": compliance,
            "may_add": Body.objects.visible_to(self.request.user).led_by(self.request.user).filter(pk=body.pk).exists(),
        }


class MeetingPage(DetailView):
    """A meeting: its day, its life, and what one may do now. A refused step shows the page again with the reason."""

    template_name = "meetings/meeting.html"
    context_object_name = "meeting"
    refused: dict[str, object] = {}  # the form of a refused step, by its name

    def get_queryset(self):
        rows = JointMeeting.objects.visible_to(self.request.user).prefetch_related("steps__actor", "merged__body")
        return rows.select_related("body__belt", "body__first_host", "host", "venue__region", "merged_into__body")

    def get_context_data(self, **kwargs):
        user, meeting = self.request.user, self.object
        may = steps_for(user, meeting)
        forms = {step: StepForm(meeting=meeting, step=step) for step in STEPS_WITH_FORMS if step in may}
        return super().get_context_data(**kwargs) | {
            "tabs": tabs_of(meeting, "meetings:meeting"),
            "steps": list(meeting.steps.all()),
            "may": may,
            "host": host_of(meeting),
            "booking": Booking.objects.visible_to(user).filter(pk=meeting.booking_id).first(),
            "forms": forms | {step: form for step, form in self.refused.items() if step in forms},
        }

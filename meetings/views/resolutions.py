"""The page of a resolution, the resolutions of a meeting, and noting one."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django.views.generic import DetailView, View

from core.views import add_to_form
from meetings.forms.resolutions import FORMS, ResolutionForm
from meetings.models import JointMeeting, Resolution
from meetings.queries.resolution_steps import next_hint, say_before, steps_for
from meetings.queries.resolutions import complete, counterparts_of, doers_of, say_colours
from meetings.services.resolutions import STATES_WITH_RESOLUTIONS, make_resolution
from meetings.views.tabs import tabs_of

MOST_SHOWN = 500


class ResolutionPage(DetailView):
    """For all staff. A step that was refused shows the page again with its form and the reason."""

    template_name = "meetings/resolution.html"
    context_object_name = "resolution"
    refused: dict[str, object] = {}

    def get_queryset(self):
        rows = complete(Resolution.objects.visible_to(self.request.user))
        joined = rows.select_related("meeting__body__belt", "item", "wanted_by", "reported_by", "closed_by")
        return joined.prefetch_related("steps__actor", "steps__region", "evidence__created_by")

    def get_context_data(self, **kwargs):
        user, resolution = self.request.user, self.object
        say_colours([resolution])
        may, steps = steps_for(user, resolution), list(resolution.steps.all())
        say_before(steps)
        forms = {name: form(resolution=resolution, auto_id=f"{name}_%s") for name, form in FORMS.items() if name in may}
        return super().get_context_data(**kwargs) | {
            "steps": steps,
            "evidence": list(resolution.evidence.all()),
            "doers": doers_of(resolution),
            "counterparts": counterparts_of(resolution),
            "may": may,
            "hint": next_hint(user, resolution, may),
            "forms": {name.replace("-", "_"): form for name, form in (forms | self.refused).items()},
        }


@require_safe
def meeting_resolutions(request, pk):
    """The tab of a meeting: all that it decided, in the order of their numbers, void ones too."""
    meeting = get_object_or_404(JointMeeting.objects.visible_to(request.user).select_related("body__belt"), pk=pk)
    rows = complete(Resolution.objects.visible_to(request.user).filter(meeting=meeting)).order_by("sequence")
    found = list(rows[:MOST_SHOWN])
    say_colours(found)
    may_make = meeting.state in STATES_WITH_RESOLUTIONS and _led(request).filter(pk=pk).exists()
    context = {
        "meeting": meeting,
        "tabs": tabs_of(meeting, "meetings:meeting_resolutions"),
        "may": (),
        "resolutions": found,
        "may_make": may_make,
        "noticed": meeting.state in STATES_WITH_RESOLUTIONS,
    }
    return render(request, "meetings/meeting_resolutions.html", context)


def _led(request):
    return JointMeeting.objects.visible_to(request.user).manageable_by(request.user)


class MakeResolution(View):
    """Noted by whoever calls the meetings; after each one the next is a click away."""

    def dispatch(self, request, *args, pk, **kwargs):
        self.meeting = get_object_or_404(_led(request).select_related("body__belt"), pk=pk)
        if self.meeting.state not in STATES_WITH_RESOLUTIONS:
            messages.info(request, _("Resolutions are noted once the meeting is noticed or held."))
            return redirect("meetings:meeting_resolutions", pk=pk)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request):
        return self.show(self.form(initial={"item": request.GET.get("item")}))

    def post(self, request):
        form = self.form(data=request.POST)
        if form.is_valid():
            try:
                made = make_resolution(actor=request.user, meeting=self.meeting, **form.content())
            except ValidationError as error:
                add_to_form(form, error)
            else:
                messages.success(request, _("Noted as %(number)s. Its doers are told.") % {"number": made.number})
                return redirect("meetings:meeting_resolutions", pk=self.meeting.pk)
        return self.show(form)

    def form(self, **kwargs):
        return ResolutionForm(user=self.request.user, meeting=self.meeting, **kwargs)

    def show(self, form):
        return render(self.request, "meetings/resolution_form.html", {"form": form, "meeting": self.meeting})

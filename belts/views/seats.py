"""Changes of seats, by the corridor office: a county joins, leaves, or takes over after a boundary change."""

from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import FormView

from belts import services
from belts.forms import JoinForm, LeaveForm, ReplaceForm
from belts.models import Belt
from core.views import ServiceFormMixin


class _SeatChange(ServiceFormMixin, FormView):
    template_name = "belts/seat_form.html"

    def dispatch(self, request, *args, **kwargs):
        if not Belt.objects.manageable_by(request.user).exists():
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_context_data(self, **kwargs):
        return super().get_context_data(title=self.title, lead=self.lead, **kwargs)

    def perform(self, data):
        return self.service(actor=self.request.user, **data)

    def form_done(self):
        messages.success(self.request, _("The seats were changed: %(seat)s.") % {"seat": self.object})
        return HttpResponseRedirect(reverse("belts:belt", args=[self.object.belt_id]))


class JoinView(_SeatChange):
    form_class = JoinForm
    service = staticmethod(services.join_belt)
    title = gettext_lazy("A county joins a belt")
    lead = gettext_lazy("From its first day on, records that it takes part in count for the belt.")


class LeaveView(_SeatChange):
    form_class = LeaveForm
    service = staticmethod(services.leave_belt)
    title = gettext_lazy("A county leaves its belt")
    lead = gettext_lazy("Records up to its last day stay with the belt, as it was.")


class ReplaceView(_SeatChange):
    form_class = ReplaceForm
    service = staticmethod(services.replace_member)
    title = gettext_lazy("A successor takes over a seat")
    lead = gettext_lazy("After a boundary change. The old county keeps its records; the successor sits in its place.")

"""Giving a meeting its day: planned, moved, or added beside the cadence. ``?day=2026-12-15`` fills the day in."""

import datetime as dt

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View

from core.views import add_to_form
from meetings.forms.sessions import FIELD_OF, AddForm, MoveForm, PlanForm
from meetings.models import Body, JointMeeting
from meetings.models.meeting import DATED_STATES
from meetings.queries.bodies import host_on
from meetings.queries.steps import steps_for
from meetings.services import planning as services

USUAL_TIMES = {"starts": dt.time(9), "ends": dt.time(11, 30)}
MOST_SHOWN = 10


class _DayPage(View):
    """A form for a day; the service has the last word and its refusals return to the form."""

    template_name = "meetings/plan.html"
    done = gettext_lazy("Planned. The hall is asked for where one was chosen.")
    step = "plan"

    def dispatch(self, request, *args, pk, **kwargs):
        rows = JointMeeting.objects.manageable_by(request.user)
        self.meeting = get_object_or_404(rows.select_related("body__belt", "body__first_host", "venue"), pk=pk)
        self.body = self.meeting.body
        if self.step not in steps_for(request.user, self.meeting):
            messages.info(request, _("The meeting is “%(state)s” now.") % {"state": self.meeting.get_state_display()})
            return redirect(self.meeting)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request):
        return self.show(self.form(initial=self.start() | self.asked_day()))

    def post(self, request):
        form = self.form(data=request.POST)
        if form.is_valid():
            try:
                meeting = self.perform(actor=request.user, **form.content())
            except ValidationError as error:
                _add(form, error)
            else:
                messages.success(request, self.done)
                return redirect(meeting)
        return self.show(form)

    def form(self, **kwargs):
        return PlanForm(user=self.request.user, body=self.body, **kwargs)

    def start(self):
        return USUAL_TIMES | {"version": self.meeting.version, "title": self.meeting.title}

    def asked_day(self):
        """A word that is no day is left for the form to refuse."""
        return {"day": self.request.GET["day"]} if self.request.GET.get("day") else {}

    def perform(self, **content):
        return services.plan_meeting(meeting=self.meeting, **content)

    def show(self, form):
        context = {
            "form": form,
            "body": self.body,
            "meeting": self.meeting,
            "host": host_on(self.body, self._day(form) or timezone.localdate()),
            "others": self._others(),
        }
        return render(self.request, self.template_name, context)

    def _day(self, form):
        try:
            return form.fields["day"].clean(form["day"].value())
        except ValidationError:
            return self.meeting and self.meeting.period_last

    def _others(self):
        """What is planned already, so that nobody is asked to two meetings on one day."""
        rows = JointMeeting.objects.visible_to(self.request.user).filter(
            state__in=DATED_STATES, starts_at__gt=timezone.now()
        )
        rows = rows.exclude(pk=self.meeting.pk) if self.meeting else rows
        return rows.select_related("body").order_by("starts_at")[:MOST_SHOWN]


class PlanPage(_DayPage):
    pass


class MovePage(_DayPage):
    template_name = "meetings/move.html"
    done = gettext_lazy("Moved. Everybody who takes part is told.")
    step = "move"

    def form(self, **kwargs):
        return MoveForm(user=self.request.user, body=self.body, **kwargs)

    def start(self):
        return MoveForm.values_of(self.meeting)

    def perform(self, **content):
        return services.move_meeting(meeting=self.meeting, **content)


class AddPage(_DayPage):
    """A meeting of no period."""

    template_name = "meetings/add.html"

    def dispatch(self, request, *args, code, **kwargs):
        rows = Body.objects.visible_to(request.user).led_by(request.user)
        self.body = get_object_or_404(rows.select_related("belt", "first_host"), pk=code)
        self.meeting = None
        return View.dispatch(self, request, *args, **kwargs)

    def form(self, **kwargs):
        return AddForm(user=self.request.user, body=self.body, **kwargs)

    def start(self):
        return dict(USUAL_TIMES)

    def perform(self, **content):
        return services.add_meeting(body=self.body, **content)


def _add(form, error):
    """The services speak of moments, the form has a day and two times."""
    if hasattr(error, "error_dict"):
        error = ValidationError({FIELD_OF.get(name, name): found for name, found in error.error_dict.items()})
    add_to_form(form, error)

"""The steps of a booking, as buttons: each starts from the rows that the person may move."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views import View
from django.views.decorators.http import require_POST

from core.views import add_to_form
from venues.forms.bookings import MoveForm, StepForm, moments
from venues.queries import steps as gates
from venues.queries.free import next_free_times
from venues.services import booking as services
from venues.services import series, waiting
from venues.views.bookings import STEPS_WITH_FORMS, BookingPage


def _or_series(service):
    """The step of one booking, or the end of what was chosen of its series, in whatever state each of it is."""

    def give_up(*, actor, booking, reason, which):
        if booking.series_id is None or which == "one":
            return service(actor=actor, booking=booking, reason=reason)
        return series.cancel_series(actor=actor, booking=booking, which=which, reason=reason)

    return give_up


@dataclass(frozen=True)
class Step:
    """``takes``: which values of the form the service asks for beside the booking."""

    rows: Callable[[Any], Any]
    service: Callable[..., Any]
    done: Any
    takes: tuple[str, ...] = ()


STEPS = {
    "agree": Step(
        gates.agreeing, services.agree_booking, gettext_lazy("Agreed. The venue's manager decides now."), ("version",)
    ),
    "approve": Step(
        gates.deciding, services.approve_booking, gettext_lazy("Approved. The county that asks is told."), ("version",)
    ),
    "refuse": Step(
        gates.refusing,
        services.refuse_booking,
        gettext_lazy("Refused. The county that asks is told, with your reason."),
        ("reason", "version"),
    ),
    "withdraw": Step(
        gates.borrowing,
        _or_series(services.withdraw_booking),
        gettext_lazy("Withdrawn. Nobody has to answer it."),
        ("reason", "which"),
    ),
    "cancel": Step(
        gates.cancelling,
        _or_series(services.cancel_booking),
        gettext_lazy("Cancelled. The time is free for others, the waiting list first."),
        ("reason", "which"),
    ),
    "accept": Step(gates.borrowing, waiting.accept_offer, gettext_lazy("The venue is yours for that time.")),
    "decline": Step(gates.borrowing, waiting.decline_offer, gettext_lazy("Declined. The next in the list is asked.")),
    "held": Step(gates.deciding, services.record_held, gettext_lazy("Noted as held.")),
    "no-show": Step(gates.deciding, services.record_no_show, gettext_lazy("Noted: nobody came.")),
}


@require_POST
def booking_step(request, pk, step):
    entry = STEPS.get(step)
    if entry is None:
        raise Http404
    booking = get_object_or_404(entry.rows(request.user).select_related("venue"), pk=pk)
    form = StepForm(request.POST, booking=booking, auto_id=f"{step}_%s")
    if form.is_valid():
        values = form.cleaned_data | {"which": form.which_of_series}
        try:
            entry.service(actor=request.user, booking=booking, **{name: values[name] for name in entry.takes})
        except ValidationError as error:
            add_to_form(form, error)
        else:
            messages.success(request, entry.done)
            return redirect(booking)
    return _page_with(request, booking, step, form)


def _page_with(request, booking, step, form):
    """The booking's page again: a form with fields shows its own errors, a plain button has them above the page."""
    refused = {step: form}
    if step not in STEPS_WITH_FORMS:
        for message in form.non_field_errors() or [_("This could not be done. Look at the booking as it is now.")]:
            messages.error(request, message)
    if form.has_error("__all__", "taken"):
        refused["next_free"] = next_free_times(booking.venue, booking.starts_at, booking.ends_at)
    page = BookingPage(refused=refused)
    page.setup(request, pk=booking.pk)
    return page.get(request)


class MovePage(View):
    """Another time or venue. What was approved has to be approved again where the services say so."""

    def dispatch(self, request, *args, pk, **kwargs):
        rows = gates.borrowing(request.user).select_related("venue__region", "borrower_region")
        self.booking = get_object_or_404(rows, pk=pk)
        if "move" not in gates.steps_for(request.user, self.booking):
            messages.info(request, _("This booking cannot be moved any more."))
            return redirect(self.booking)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request):
        return self.show(self.form(initial=MoveForm.values_of(self.booking)))

    def post(self, request):
        form = self.form(data=request.POST)
        if form.is_valid():
            try:
                self.move(form)
            except ValidationError as error:
                add_to_form(form, error)
            else:
                messages.success(request, _("Moved. The page says whether it has to be answered again."))
                return redirect(self.booking)
        return self.show(form)

    def form(self, **kwargs):
        return MoveForm(user=self.request.user, booking=self.booking, **kwargs)

    def move(self, form):
        data = form.cleaned_data
        if form.which_of_series != "one":
            series.change_series(
                actor=self.request.user,
                booking=self.booking,
                which=form.which_of_series,
                starts=data["starts"],
                ends=data["ends"],
            )
            return
        starts_at, ends_at = moments(data)
        services.move_booking(
            actor=self.request.user,
            booking=self.booking,
            starts_at=starts_at,
            ends_at=ends_at,
            venue=data["venue"],
            version=data["version"],
        )

    def show(self, form):
        next_free = None
        if form.has_error("__all__", "taken"):
            next_free = next_free_times(form.cleaned_data["venue"], *moments(form.cleaned_data))
        context = {"form": form, "booking": self.booking, "next_free": next_free}
        return render(self.request, "venues/booking_move.html", context)

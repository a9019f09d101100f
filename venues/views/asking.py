"""Asking for a venue: the day with what is taken, the form, and, where it is taken, what to do instead."""

import datetime as dt
import uuid

from django.contrib import messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View

from core.fields import PartyField
from core.views import add_to_form
from venues.forms.bookings import BookingForm, moments
from venues.models import Venue
from venues.models.scope import may_ask
from venues.queries.borrowers import borrowers_for, usual_borrower
from venues.queries.days import days_of, shown
from venues.queries.free import next_free_times
from venues.queries.limits import limits_for
from venues.services.booking import request_booking


def check_may_ask(user):
    if not may_ask(user) or user.reach.token_is_read_only:
        raise PermissionDenied(_("Counties ask for venues: their loggers, reviewers and venue managers."))


class AskPage(View):
    """``?day=2026-12-05&from=09:00&to=11:00`` fills the times in; a post asks, or waits for what is taken."""

    def dispatch(self, request, *args, pk, **kwargs):
        check_may_ask(request.user)
        self.venue = get_object_or_404(Venue.objects.visible_to(request.user).select_related("region"), pk=pk)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request):
        return self.show(self.form(initial=self.start()))

    def post(self, request):
        form = self.form(data=request.POST)
        if form.is_valid():
            try:
                booking = self.ask(form, wait=request.POST.get("action") == "wait")
            except ValidationError as error:
                add_to_form(form, error)
            else:
                messages.success(request, self.words(booking))
                return redirect(booking)
        return self.show(form)

    def ask(self, form, *, wait):
        starts_at, ends_at = moments(form.cleaned_data)
        return request_booking(
            actor=self.request.user,
            venue=self.venue,
            starts_at=starts_at,
            ends_at=ends_at,
            wait=wait,
            **form.content(),
        )

    def words(self, booking):
        if booking.waits_since is not None:
            return _("On the waiting list. When the time becomes free you are asked whether you still want it.")
        if booking.crosses_a_border:
            return _("Asked for. A reviewer of your county agrees first, then the venue's manager decides.")
        return _("Asked for. The venue's manager decides.")

    def form(self, **kwargs):
        return BookingForm(user=self.request.user, **kwargs)

    def start(self):
        borrower = usual_borrower(self.request.user, borrowers_for(self.request.user, timezone.localdate()))
        given = {name: self.request.GET.get(word, "") for name, word in (("starts", "from"), ("ends", "to"))}
        return given | {
            "day": self.request.GET.get("day") or timezone.localdate() + dt.timedelta(days=1),
            "purpose": "activity",
            "borrower": borrower and PartyField.key(borrower),
            "form_key": uuid.uuid4(),
        }

    def show(self, form):
        try:
            day = shown(form.fields["day"].clean(form["day"].value()))
        except ValidationError:
            day = timezone.localdate() + dt.timedelta(days=1)
        taken = form.is_bound and form.has_error("__all__", "taken")
        context = {
            "form": form,
            "venue": self.venue,
            "plan": days_of(self.venue, day, day, self.request.user)[0],
            "limits": list(limits_for(self.venue).values()),
            "taken": taken,
            "next_free": next_free_times(self.venue, *moments(form.cleaned_data)) if taken else None,
        }
        return render(self.request, "venues/booking_form.html", context)

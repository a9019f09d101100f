"""Asking for a venue again and again: first what would come of it, then all of it, or the dates that are free."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import ngettext
from django.views import View

from core.views import add_to_form
from venues.forms.series import SeriesForm
from venues.models import Venue
from venues.queries.borrowers import borrowers_for, usual_borrower
from venues.services.series import request_series
from venues.views.asking import check_may_ask

ACTIONS = ("preview", "all", "partly")


class SeriesPage(View):
    """``action``: preview (nothing is kept), all (all dates or none), partly (those that are free)."""

    def dispatch(self, request, *args, pk, **kwargs):
        check_may_ask(request.user)
        self.venue = get_object_or_404(Venue.objects.visible_to(request.user).select_related("region"), pk=pk)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request):
        today = timezone.localdate()
        borrower = usual_borrower(request.user, borrowers_for(request.user, today))
        return self.show(SeriesForm(user=request.user, initial=SeriesForm.blank(borrower, today)))

    def post(self, request):
        form = SeriesForm(request.POST, user=request.user)
        action = request.POST.get("action", "preview")
        outcome = None
        if form.is_valid() and action in ACTIONS:
            try:
                outcome = self.preview(form) if action == "preview" else self.ask(form, partly=action == "partly")
            except ValidationError as error:
                add_to_form(form, error)
        if outcome and action != "preview" and outcome.series:
            return self.done(outcome)
        return self.show(form, outcome)

    def ask(self, form, *, partly):
        return request_series(actor=self.request.user, venue=self.venue, partly=partly, **form.content())

    def preview(self, form):
        """What would come of it, tried out and taken back: the same code judges the dates as when it is meant."""
        with transaction.atomic():
            outcome = self.ask(form, partly=True)
            transaction.set_rollback(True)
        return outcome

    def done(self, outcome):
        count = len(outcome.bookings)
        words = ngettext("%(count)d date is asked for.", "%(count)d dates are asked for.", count)
        messages.success(self.request, words % {"count": count})
        for day, error in outcome.failures:
            messages.warning(self.request, f"{day:%Y-%m-%d}: {' '.join(error.messages)}")
        return redirect(f"{reverse('venues:bookings')}?series={outcome.series.pk}")

    def show(self, form, outcome=None):
        context = {"form": form, "venue": self.venue, "outcome": outcome}
        return render(self.request, "venues/series_form.html", context)

"""Closing a venue for a time, and opening it again."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views import View
from django.views.decorators.http import require_POST

from core.views import add_to_form
from venues.forms.closures import ClosureForm
from venues.models import Closure, Venue
from venues.queries.hours import closures_of
from venues.services.closures import close_venue, lift_closure


class ClosePage(View):
    """Bookings in that time stay until somebody changes them; those who have them are told."""

    def dispatch(self, request, *args, pk, **kwargs):
        rows = Venue.objects.visible_to(request.user).filter(pk__in=Venue.objects.manageable_by(request.user))
        self.venue = get_object_or_404(rows.select_related("region"), pk=pk)
        return super().dispatch(request, *args, **kwargs)

    def get(self, request):
        today = timezone.localdate()
        return self.show(ClosureForm(initial={"first_day": today, "last_day": today}))

    def post(self, request):
        form = ClosureForm(request.POST)
        if form.is_valid():
            starts_at, ends_at = form.moments()
            reason = form.cleaned_data["reason"]
            try:
                close_venue(actor=request.user, venue=self.venue, starts_at=starts_at, ends_at=ends_at, reason=reason)
            except ValidationError as error:
                add_to_form(form, error)
            else:
                messages.success(request, _("Closed. Whoever has it in that time is told."))
                return redirect("venues:close", pk=self.venue.pk)
        return self.show(form)

    def show(self, form):
        own = Closure.objects.manageable_by(self.request.user)
        closures = closures_of(self.venue)
        may_lift = set(own.filter(pk__in=[closure.pk for closure in closures]).values_list("pk", flat=True))
        context = {
            "form": form,
            "venue": self.venue,
            "closures": [(closure, closure.pk in may_lift) for closure in closures],
        }
        return render(self.request, "venues/close.html", context)


@require_POST
def lift(request, pk):
    closure = get_object_or_404(Closure.objects.manageable_by(request.user).select_related("venue"), pk=pk)
    lift_closure(actor=request.user, closure=closure)
    messages.success(request, _("Open again. The waiting list is asked first."))
    return redirect(reverse("venues:close", args=[closure.venue_id]))

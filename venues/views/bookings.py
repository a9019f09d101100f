"""The list of bookings, the page of one, and the two queues."""

from django.core.exceptions import ValidationError
from django.shortcuts import render
from django.views.decorators.http import require_safe
from django.views.generic import DetailView

from core.listing import Listing
from core.paging import Page, page_of
from venues.filters.bookings import BookingFilter
from venues.forms.bookings import StepForm
from venues.models import Booking
from venues.queries import asked
from venues.queries.steps import steps_for
from venues.services.purposes import described

ORDER = ("-starts_at", "-pk")
CHOSEN_ELSEWHERE = ("venue", "series", "lender", "borrower")  # by the links that lead here; they stay
STEPS_WITH_FORMS = ("refuse", "withdraw", "cancel")


@require_safe
def booking_list(request):
    rows = Booking.objects.visible_to(request.user)
    listing = Listing(request, BookingFilter, rows, order=ORDER, complete=asked.complete)
    return listing.response(
        whole="venues/booking_list.html",
        rows="venues/_booking_rows.html",
        hidden=CHOSEN_ELSEWHERE,
    )


class BookingPage(DetailView):
    """A booking for those who may see it. A step that was refused shows the page again with the reason."""

    template_name = "venues/booking_detail.html"
    context_object_name = "booking"
    refused: dict[str, object] = {}  # the form of a refused step by its name, and the next free times

    def get_queryset(self):
        rows = asked.complete(Booking.objects.visible_to(self.request.user)).select_related("series")
        return rows.prefetch_related("steps__actor")

    def get_context_data(self, **kwargs):
        user, booking = self.request.user, self.object
        forms = {name: StepForm(booking=booking, auto_id=f"{name}_%s") for name in STEPS_WITH_FORMS}
        return super().get_context_data(**kwargs) | {
            "steps": list(booking.steps.all()),
            "may": steps_for(user, booking),
            "what_for": described(booking, user),
            "queue": asked.place_in_queue(booking),
            "beside": asked.beside(booking, user) if booking.state in asked.WAITING else None,
            "forms": forms | {name: form for name, form in self.refused.items() if name in forms},
            "next_free": self.refused.get("next_free"),
        }


def _queue(request, rows, template):
    try:
        page = page_of(rows, order=asked.ORDER, cursor=request.GET.get("cursor", ""))
        problems = []
    except ValidationError as error:
        page, problems = Page(), error.messages
    return render(request, template, {"page": page, "problems": problems})


@require_safe
def asked_of_my_venues(request):
    return _queue(request, asked.to_decide(request.user), "venues/bookings_asked.html")


@require_safe
def asked_by_my_county(request):
    """What the county has asked for; those that its reviewer has to agree to stand first."""
    to_agree = list(asked.to_agree(request.user)[: asked.MOST_SHOWN])
    rows = asked.asked_by(request.user)
    try:
        page = page_of(rows, order=asked.ORDER, cursor=request.GET.get("cursor", ""))
        problems = []
    except ValidationError as error:
        page, problems = Page(), error.messages
    context = {"page": page, "problems": problems, "to_agree": to_agree}
    return render(request, "venues/bookings_own.html", context)

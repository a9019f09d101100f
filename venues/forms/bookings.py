"""Asking for a venue, moving a booking, and the steps that say why."""

import datetime as dt

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.fields import ClockField, DayField, NumberField, PartyField
from core.forms import ShapeForm
from venues.models import Booking, Purpose, Venue
from venues.queries.borrowers import borrowers_for
from venues.queries.days import FIRST, LAST


def moments(data):
    """From a day and two times of it, the two moments; a time that is missing leaves None."""
    both = (data.get("starts"), data.get("ends"))
    return tuple(timezone.make_aware(dt.datetime.combine(data["day"], time)) if time else None for time in both)


def likely(day):
    if not FIRST <= day <= LAST:
        message = _("The day lies between %(first)s and %(last)s.")
        raise ValidationError(message, code="day_out_of_range", params={"first": FIRST, "last": LAST})
    return day


class TimesMixin(forms.Form):
    """A day, and from when to when on it."""

    day = DayField(label=gettext_lazy("Day"))
    starts = ClockField(label=gettext_lazy("From"))
    ends = ClockField(label=gettext_lazy("To"))

    def clean_day(self):
        return likely(self.cleaned_data["day"])

    def clean(self):
        data = super().clean()
        if data.get("starts") and data.get("ends") and data["ends"] <= data["starts"]:
            self.add_error("ends", ValidationError(_("The end is not before the start."), code="ends_before_start"))
        return data


class BookingForm(TimesMixin, ShapeForm):
    """What is asked of a venue. Rules of booking are the services'."""

    borrower = PartyField(label=gettext_lazy("Who asks"))
    people = NumberField(label=gettext_lazy("How many people come"), required=False)
    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Booking
        fields = ["day", "starts", "ends", "title", "purpose", "borrower", "people", "note"]
        widgets = {
            "title": forms.TextInput(attrs={"autocomplete": "off"}),
            "purpose": forms.RadioSelect,
            "note": forms.Textarea(attrs={"rows": 2}),
        }

    field_order = ["day", "starts", "ends", "title", "purpose", "borrower", "people", "note", "form_key"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["purpose"].choices = Purpose.choices
        self.fields["borrower"].offer(borrowers_for(user, timezone.localdate()))

    def content(self):
        """What the services take, without the times."""
        data = self.cleaned_data
        region, unit = data["borrower"]
        kept = {name: data[name] for name in ("title", "purpose", "people", "note", "form_key")}
        return kept | {"borrower_region": region, "borrower_unit": unit}


class SeriesPart(forms.Form):
    """Which bookings of a series a step is about; a booking without a series does not ask."""

    CHOICES = [
        ("one", gettext_lazy("this one only")),
        ("following", gettext_lazy("this one and those that follow")),
        ("all", gettext_lazy("all that are still to come")),
    ]
    which = forms.ChoiceField(
        label=gettext_lazy("Of the series"), choices=CHOICES, widget=forms.RadioSelect, initial="one", required=False
    )

    def __init__(self, *args, booking, **kwargs):
        super().__init__(*args, **kwargs)
        if booking.series_id is None:
            del self.fields["which"]

    @property
    def which_of_series(self):
        return self.cleaned_data.get("which") or "one"


class MoveForm(TimesMixin, SeriesPart):
    """Another time or another venue of the same county. A series keeps its days: only the times change."""

    venue = forms.ModelChoiceField(Venue.objects.none(), label=gettext_lazy("Venue"))
    version = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args, user, booking, **kwargs):
        super().__init__(*args, booking=booking, **kwargs)
        beside = Venue.objects.visible_to(user).on(timezone.localdate()).filter(bookable=True)
        self.fields["venue"].queryset = beside.filter(region_id=booking.venue.region_id)
        self.order_fields(["day", "starts", "ends", "venue", "which", "version"])

    @classmethod
    def values_of(cls, booking):
        starts, ends = timezone.localtime(booking.starts_at), timezone.localtime(booking.ends_at)
        return {
            "day": starts.date(), "starts": starts.time(), "ends": ends.time(), "venue": booking.venue_id,
            "version": booking.version,
        }  # fmt: skip


class StepForm(SeriesPart):
    """Why a booking is refused, withdrawn or cancelled, and which version of it was read."""

    reason = forms.CharField(
        label=gettext_lazy("Reason"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    version = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

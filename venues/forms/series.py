"""A series of bookings: how it repeats, and what is asked for each time."""

import datetime as dt

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.fields import ClockField, DayField, NumberField, PartyField
from core.forms import ShapeForm
from venues.forms.bookings import likely
from venues.models import BookingSeries, Purpose
from venues.models.opening import WEEKDAYS
from venues.queries.borrowers import borrowers_for

ORDINALS = [
    ("1", gettext_lazy("first")),
    ("2", gettext_lazy("second")),
    ("3", gettext_lazy("third")),
    ("4", gettext_lazy("fourth")),
    ("-1", gettext_lazy("last")),
]


class SeriesForm(ShapeForm):
    """Every n weeks on some weekdays, or every n months on an ordinal weekday; from a first to a last day."""

    every = forms.ChoiceField(
        label=gettext_lazy("Repeats"), choices=BookingSeries.Every.choices, widget=forms.RadioSelect
    )
    interval = NumberField(label=gettext_lazy("Every how many weeks or months"))
    weekdays = forms.TypedMultipleChoiceField(
        label=gettext_lazy("Weekdays"), choices=WEEKDAYS, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    ordinal = forms.TypedChoiceField(
        label=gettext_lazy("Which of the month"),
        choices=[("", "—"), *ORDINALS],
        coerce=int,
        empty_value=None,
        required=False,
        help_text=gettext_lazy("Only for what repeats by the month: the third Friday."),
    )
    first_day = DayField(label=gettext_lazy("First day"))
    last_day = DayField(label=gettext_lazy("Last day"))
    starts = ClockField(label=gettext_lazy("From"))
    ends = ClockField(label=gettext_lazy("To"))
    title = forms.CharField(label=gettext_lazy("For what"), max_length=200)
    purpose = forms.ChoiceField(label=gettext_lazy("Purpose"), choices=Purpose.choices, widget=forms.RadioSelect)
    borrower = PartyField(label=gettext_lazy("Who asks"))
    people = NumberField(label=gettext_lazy("How many people come"), required=False)
    note = forms.CharField(
        label=gettext_lazy("Note to the venue"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    class Meta:
        model = BookingSeries
        fields = ["every", "interval", "weekdays", "ordinal", "skip_holidays", "first_day", "last_day"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["borrower"].offer(borrowers_for(user, timezone.localdate()))

    def clean_first_day(self):
        return likely(self.cleaned_data["first_day"])

    def clean_last_day(self):
        return likely(self.cleaned_data["last_day"])

    def clean(self):
        data = super().clean()
        if data.get("starts") and data.get("ends") and data["ends"] <= data["starts"]:
            self.add_error("ends", ValidationError(_("The end is not before the start."), code="ends_before_start"))
        if data.get("every") == BookingSeries.Every.WEEK:
            data["ordinal"] = None
        return data

    def content(self):
        """What the service takes beside the venue."""
        data = dict(self.cleaned_data)
        region, unit = data.pop("borrower")
        return data | {"borrower_region": region, "borrower_unit": unit}

    @staticmethod
    def blank(borrower, day):
        return {
            "every": BookingSeries.Every.WEEK,
            "interval": 1,
            "weekdays": [day.weekday()],
            "skip_holidays": True,
            "first_day": day,
            "last_day": day + dt.timedelta(weeks=8),
            "purpose": "activity",
            "borrower": borrower and PartyField.key(borrower),
        }

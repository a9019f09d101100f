import datetime as dt

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from core.fields import ClockField, DayField
from venues.forms.bookings import likely


class ClosureForm(forms.Form):
    """From a moment to a moment; a day without a time is closed from its beginning or to its end."""

    first_day = DayField(label=_("First day"))
    starts = ClockField(label=_("From (empty: all day)"), required=False)
    last_day = DayField(label=_("Last day"))
    ends = ClockField(label=_("To (empty: all day)"), required=False)
    reason = forms.CharField(label=_("Reason"), max_length=200, help_text=_("Whoever has it then reads this."))

    def clean_first_day(self):
        return likely(self.cleaned_data["first_day"])

    def clean_last_day(self):
        return likely(self.cleaned_data["last_day"])

    def moments(self):
        data = self.cleaned_data
        start = dt.datetime.combine(data["first_day"], data["starts"] or dt.time.min)
        end = dt.datetime.combine(data["last_day"], data["ends"] or dt.time.min)
        if data["ends"] is None:
            end += dt.timedelta(days=1)
        return timezone.make_aware(start), timezone.make_aware(end)

import datetime as dt

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.forms import ShapeForm
from core.holidays import notice_text
from core.models import CalendarDay
from core.widgets import DateInput

LONGEST_TEXT = 10_000


class NoticeForm(forms.Form):
    """A year's whole arrangement as text; ``cleaned_data["days"]`` is what the text says."""

    days = forms.CharField(
        label=gettext_lazy("Text of the notice"),
        max_length=LONGEST_TEXT,
        widget=forms.Textarea(attrs={"rows": 8}),
        help_text=gettext_lazy("As published, or one day a line: 2027-01-01 元旦; 2027-01-02 休息; 2027-01-04 上班."),
    )
    source = forms.CharField(
        label=gettext_lazy("Source"),
        max_length=300,
        help_text=gettext_lazy("The notice with its number, for example 国办发明电〔2025〕7号."),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    def __init__(self, *args, year, **kwargs):
        self.year = year
        super().__init__(*args, **kwargs)

    def clean_days(self):
        try:
            entries = notice_text.read(self.cleaned_data["days"], self.year)
        except notice_text.UnreadableError as error:
            message = _("This line was not understood: %(line)s")
            raise ValidationError(message, code="calendar_unreadable", params={"line": error.line[:100]}) from None
        return [(entry.day, entry.kind, entry.name) for entry in entries]


class DayForm(ShapeForm):
    """One day that differs; its year is the page's or another."""

    class Meta:
        model = CalendarDay
        fields = ("day", "kind", "name", "source")
        widgets = {"day": DateInput, "kind": forms.RadioSelect}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, auto_id="day_%s", **kwargs)
        self.fields["kind"].choices = CalendarDay.Kind.choices


class ClearForm(forms.Form):
    """``days``: those that stand in the table."""

    day = forms.TypedChoiceField(label=gettext_lazy("Day"), coerce=dt.date.fromisoformat)
    reason = forms.CharField(label=gettext_lazy("Why"), max_length=300)

    def __init__(self, *args, days, **kwargs):
        super().__init__(*args, auto_id="clear_%s", **kwargs)
        self.fields["day"].choices = [(day.isoformat(), date_format(day)) for day in days]

"""The week's hours and the days that differ, in plain inputs: two times of opening for each weekday."""

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.filters import DayField
from core.widgets import TimeInput
from venues.models.opening import WEEKDAYS

LEAST_ROWS = 2


class HoursForm(forms.Form):
    """For each weekday rows of opening and closing; both empty is no row, all empty is the hours of the whole."""

    open_on_holidays = forms.BooleanField(label=gettext_lazy("open on statutory holidays"), required=False)
    version = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args, user, instance, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial |= {"version": instance.version, "open_on_holidays": instance.open_on_holidays}
        hours = list(instance.hours.all())
        for day, name in WEEKDAYS:
            of_day = [row for row in hours if row.weekday == day]
            for place in range(max(LEAST_ROWS, len(of_day))):
                row = of_day[place] if place < len(of_day) else None
                self._add(day, name, place, row)
        self.rows = {day: max(LEAST_ROWS, sum(row.weekday == day for row in hours)) for day, _name in WEEKDAYS}

    def _add(self, day, name, place, row):
        for word, label in (("opens", gettext_lazy("opens")), ("closes", gettext_lazy("closes"))):
            self.fields[f"{word}_{day}_{place}"] = forms.TimeField(
                label=f"{name} {place + 1}: {label}", required=False, widget=TimeInput
            )
            if row is not None:
                self.initial[f"{word}_{day}_{place}"] = getattr(row, word)

    def clean(self):
        data = super().clean()
        for day, _name in WEEKDAYS:
            for place in range(self.rows[day]):
                opens, closes = f"opens_{day}_{place}", f"closes_{day}_{place}"
                if not {opens, closes} & self.errors.keys() and bool(data.get(opens)) != bool(data.get(closes)):
                    missing = closes if data.get(opens) else opens
                    problem = forms.ValidationError(_("Give both times, or neither."), code="half_given")
                    self.add_error(missing, problem)
        return data

    def hours(self):
        """Triples for ``set_opening_hours``."""
        data = self.cleaned_data
        pairs = [
            (day, data[f"opens_{day}_{place}"], data[f"closes_{day}_{place}"])
            for day, _name in WEEKDAYS
            for place in range(self.rows[day])
        ]
        return [pair for pair in pairs if pair[1] and pair[2]]

    @property
    def days(self):
        """For the template: the name of each weekday with its pairs of fields."""
        for day, name in WEEKDAYS:
            yield (
                name,
                [(self[f"opens_{day}_{place}"], self[f"closes_{day}_{place}"]) for place in range(self.rows[day])],
            )


class ExceptionForm(forms.Form):
    day = DayField(label=gettext_lazy("Day"))
    opens = forms.TimeField(label=gettext_lazy("Opens"), required=False, widget=TimeInput)
    closes = forms.TimeField(
        label=gettext_lazy("Closes"),
        required=False,
        widget=TimeInput,
        help_text=gettext_lazy("Leave both times empty: closed that day."),
    )
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=200)

    def clean(self):
        data = super().clean()
        if not {"opens", "closes"} & self.errors.keys() and bool(data.get("opens")) != bool(data.get("closes")):
            problem = forms.ValidationError(_("Give both times, or neither."), code="half_given")
            self.add_error("closes" if data.get("opens") else "opens", problem)
        return data

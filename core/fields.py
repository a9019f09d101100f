"""Fields that take what people type: full-width digits, 2026年11月23日, “1,860人”; and a place with its units."""

import re
import unicodedata

from django import forms
from django.utils.translation import gettext_lazy as _

from core.widgets import DateInput, TimeInput


class HalfWidthMixin:
    """Full-width digits and signs are read as the half-width ones."""

    def to_python(self, value):
        if isinstance(value, str):
            value = self.tidy(unicodedata.normalize("NFKC", value).strip())
        return super().to_python(value)

    def tidy(self, text):
        return text


class DayField(HalfWidthMixin, forms.DateField):
    widget = DateInput

    def tidy(self, text):
        return re.sub(r"[./年月]", "-", text).rstrip("日-")


class ClockField(HalfWidthMixin, forms.TimeField):
    widget = TimeInput


class NumberField(HalfWidthMixin, forms.IntegerField):
    """A text input with the number pad: a number input would refuse full-width digits before we see them."""

    widget = forms.TextInput

    def __init__(self, **kwargs):
        super().__init__(**(kwargs | {"min_value": 0}))

    def widget_attrs(self, widget):
        return {"inputmode": "numeric", "autocomplete": "off"}

    def tidy(self, text):
        return text.replace(",", "").removesuffix("人").strip()


class PartyField(forms.ChoiceField):
    """A region, or one of its units: “500153” or “500153.12”. Gives a pair of a region and a unit or None."""

    default_error_messages = {
        "invalid_choice": _("You may not do this for that place on that day. Choose one that is offered.")
    }

    def offer(self, parties):
        self.parties = {self.key(party): party for party in parties}
        self.choices = [(key, self._words(*party)) for key, party in self.parties.items()]

    @staticmethod
    def key(party):
        region, unit = party
        return f"{region.pk}.{unit.pk}" if unit else region.pk

    @staticmethod
    def _words(region, unit):
        return str(unit) if unit else _("%(region)s (unit not stated)") % {"region": region}

    def clean(self, value):
        value = super().clean(value)
        return self.parties[value] if value else None

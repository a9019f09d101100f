from django import forms
from django.utils.translation import gettext_lazy as _

from venues.models import BookingLimit, Limit
from venues.services.limits import LARGEST


class LimitsForm(forms.Form):
    """Each rule as a number; empty sets none here."""

    def __init__(self, *args, user, venue=None, region=None, **kwargs):
        super().__init__(*args, **kwargs)
        rows = BookingLimit.objects.filter(venue=venue, region=region)
        self.initial |= {row.limit: row.value for row in rows}
        for limit in Limit:
            help_text = _("Empty: no such rule here.")
            self.fields[limit.value] = forms.IntegerField(
                label=limit.label, required=False, min_value=0, max_value=LARGEST[limit], help_text=help_text
            )

    def limits(self):
        return {Limit(name): value for name, value in self.cleaned_data.items()}

"""When resolutions turn blue, yellow and red, and when the next level is told."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.fields import NumberField
from meetings.models import ColourPolicy

DAYS = ("blue_days", "yellow_days", "red_days", "silent_days", "level_days")
MOST_DAYS = 366


def _days(name, help_text):
    label = ColourPolicy._meta.get_field(name).verbose_name
    return NumberField(label=label, max_value=MOST_DAYS, help_text=help_text)


class ColourPolicyForm(forms.Form):
    blue_days = _days("blue_days", _("Its doers see it among what waits for them from then on."))
    yellow_days = _days("yellow_days", _("Supervision begins with it: the unit is told on that day."))
    red_days = _days("red_days", _("Not before yellow."))
    silent_days = _days("silent_days", _("A report of its doers begins the count anew."))
    level_days = _days(
        "level_days", _("From the unit to the lead of the county, the convener, the provincial offices.")
    )
    source = forms.CharField(
        label=_("Source or reason"), max_length=300, help_text=_("What settles it: a document, a decision.")
    )
    version = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args, policy, own, **kwargs):
        """``policy`` holds now; ``own`` says whether it is the body's own, else one is made."""
        initial = {name: getattr(policy, name) for name in DAYS}
        initial |= {"source": policy.source if own else "", "version": policy.version if own else 0}
        super().__init__(*args, initial=initial, **kwargs)

    def days(self):
        return {name: self.cleaned_data[name] for name in DAYS}

from django import forms
from django.utils.translation import gettext_lazy

from core.forms import ShapeForm
from indicators.models import Bulletin
from indicators.services.bulletins import NEEDED


class BulletinForm(ShapeForm):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name in NEEDED:  # the row itself is without them until it is drawn up
            self.fields[name].required = True

    class Meta:
        model = Bulletin
        fields = ["title", "organ", "headline", "text"]
        widgets = {"headline": forms.Textarea(attrs={"rows": 6}), "text": forms.Textarea(attrs={"class": "tall"})}
        help_texts = {
            "headline": gettext_lazy("［1］, ［2］ … lead to the notes at the end; leave them behind their figures."),
            "text": gettext_lazy("A line is a paragraph."),
        }


class PeriodForm(forms.Form):
    """Of which period a bulletin is asked for."""

    period = forms.CharField(
        label=gettext_lazy("Period"),
        max_length=10,
        help_text=gettext_lazy("2024, 2024-H1, 2024-Q3 or 2024-05; it must be over."),
    )


class StepForm(forms.Form):
    """What was read, for a step without words."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)


class ReasonForm(StepForm):
    reason = forms.CharField(label=gettext_lazy("Reason"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

from django import forms
from django.utils.translation import gettext_lazy

from core.forms import ShapeForm
from meetings.models import Minutes

TALL = {"text": 18, "opening": 5, "present": 6, "excused": 3, "observers": 3}


class MinutesForm(ShapeForm):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)

    class Meta:
        model = Minutes
        fields = ["title", "opening", "text", "present", "excused", "observers"]
        widgets = {name: forms.Textarea(attrs={"rows": rows}) for name, rows in TALL.items()}
        help_texts = {
            "text": gettext_lazy("A line is a paragraph. Number what was decided 一、二、三."),
            "present": gettext_lazy("A line for each region, with unit, post and name."),
        }


class WordForm(forms.Form):
    """A member's word: on which version, for which of one's regions, and what is wrong where it objects."""

    region = forms.CharField(widget=forms.HiddenInput, max_length=12)
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    note = forms.CharField(
        label=gettext_lazy("What is wrong"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class IssueForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, min_value=1)
    document_number = forms.CharField(
        label=gettext_lazy("Document number"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("For example 川府函〔2022〕95号; other brackets are put right."),
    )
    despite = forms.CharField(
        label=gettext_lazy("Why issued without every countersignature"),
        max_length=500,
        required=False,
        help_text=gettext_lazy("Only where members object, or are silent after their five working days."),
    )

    def __init__(self, *args, complete, **kwargs):
        """``complete``: every member has signed, and there is nothing to overrule."""
        super().__init__(*args, **kwargs)
        if complete:
            del self.fields["despite"]

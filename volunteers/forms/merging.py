from django import forms
from django.utils.translation import gettext_lazy as _

LONGEST = 300


class DecisionForm(forms.Form):
    """Why the two are one person, or two, or why a merge is taken back."""

    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST,
        help_text=_("How you know it. Without numbers of documents or mobiles: it is kept in the history."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class MergeForm(DecisionForm):
    """``keep`` is the number that the person goes by from now on."""

    keep = forms.CharField(max_length=12, widget=forms.HiddenInput)

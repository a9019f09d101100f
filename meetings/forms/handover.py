from django import forms
from django.utils.translation import gettext_lazy as _

from core.forms import ShapeForm
from meetings.models import Handover


class VersionForm(forms.Form):
    """Which version of the handover was read."""

    version = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)


class HandOverForm(VersionForm, ShapeForm):
    class Meta:
        model = Handover
        fields = ["contacts", "note"]
        widgets = {"contacts": forms.Textarea(attrs={"rows": 8}), "note": forms.Textarea(attrs={"rows": 5})}
        help_texts = {
            "contacts": _(
                "A line for each county: who looks after the joint meetings, post and office telephone. Seen by the "
                "counties of the belt and the offices; no private numbers."
            ),
            "note": _("What is under way, what was promised, what the next convener should not overlook."),
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["contacts"].required = True


class MissingForm(VersionForm):
    missing = forms.CharField(
        label=_("What is missing"),
        max_length=Handover._meta.get_field("missing").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

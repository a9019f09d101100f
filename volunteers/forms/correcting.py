"""What a person says is kept wrongly, and what the county saw of it. Rules are the services'."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.fields import DayField
from volunteers.forms.joining import DOCUMENT, LONG
from volunteers.forms.merging import DecisionForm
from volunteers.kinds import DocumentKind

LONGEST_NOTE = 300


class CorrectForm(forms.Form):
    """Filled with what stands; numbers are left empty, for the page shows none."""

    name = forms.CharField(label=_("Name"), max_length=LONG, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    document_kind = forms.ChoiceField(label=_("Kind of document"), choices=DocumentKind.choices)
    document = forms.CharField(
        label=_("Number of the document"), max_length=LONG, required=False, widget=DOCUMENT,
        help_text=_("Only where it is wrong, or the document is another one now."),
    )  # fmt: skip
    birth_date = DayField(
        label=_("Birth date"), required=False,
        help_text=_("Only where it is wrong and the document does not hold it, such as a passport."),
    )  # fmt: skip
    note = forms.CharField(
        label=_("What went wrong"), max_length=LONGEST_NOTE, required=False,
        widget=forms.Textarea(attrs={"rows": 2}), help_text=_("For example: a new passport, a character mistyped."),
    )  # fmt: skip


class SeenForm(DecisionForm):
    """``seen_document``: as it stands on the document that lies before who decides."""

    seen_document = forms.CharField(
        label=_("Number on the document that you see"), max_length=LONG, widget=DOCUMENT,
        help_text=_("Type it from the document itself. It is compared with what is asked, and not kept here."),
    )  # fmt: skip
    field_order = ["seen_document", "reason"]

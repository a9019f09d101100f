from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from volunteers.choices import ConsentPurpose, Relation
from volunteers.forms.joining import CODE, LONG, MOBILE, GuardianForm, PersonForm


class OnSiteForm(PersonForm):
    """Staff fill in for somebody who stands before them. Of a minor the mobile is the guardian's."""

    mobile = forms.CharField(
        label=gettext_lazy("Mobile"), max_length=LONG, required=False, widget=MOBILE,
        help_text=gettext_lazy("Of who is under 18: the guardian's."),
    )  # fmt: skip
    guardian_name = forms.CharField(label=gettext_lazy("Name of the guardian"), max_length=LONG, required=False)
    relation = forms.ChoiceField(
        label=gettext_lazy("Is the child's"), choices=[("", "—"), *Relation.choices], required=False
    )
    guardian_document_kind = forms.ChoiceField(
        label=gettext_lazy("Document of the guardian"),
        choices=GuardianForm.base_fields["guardian_document_kind"].choices,
        required=False,
    )
    guardian_document = forms.CharField(
        label=gettext_lazy("Number of the guardian's document"), max_length=LONG, required=False
    )
    share = forms.BooleanField(label=gettext_lazy("Agrees that the other province sees it"), required=False)
    publish = forms.BooleanField(label=gettext_lazy("Agrees that the name is shown in lists"), required=False)
    on_paper = forms.BooleanField(
        label=gettext_lazy("The consent is signed on paper, which our county keeps"), required=False
    )
    code = forms.CharField(label=gettext_lazy("Code from the message"), max_length=LONG, required=False, widget=CODE)
    proof = forms.UUIDField(widget=forms.HiddenInput, required=False)
    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def clean(self):
        data = super().clean()
        if not data.get("on_paper") and not (data.get("proof") and data.get("code")):
            message = _("Send a code to the mobile and enter it, or have the consent signed on paper.")
            self.add_error("code", ValidationError(message, code="consent_missing"))
        return data

    @property
    def purposes(self):
        agreed = {name for name in ("share", "publish") if self.cleaned_data.get(name)}
        return [ConsentPurpose.KEEP.value, *sorted(agreed)]

    @property
    def person(self):
        names = ("name", "document_kind", "document", "birth_date", "home", "skills", "times", "dialects")
        return {name: self.cleaned_data[name] for name in names}

    @property
    def guardian(self):
        """What is said of a guardian, or None."""
        data = self.cleaned_data
        if not (data["guardian_name"] or data["guardian_document"]):
            return None
        return {
            "name": data["guardian_name"], "document_kind": data["guardian_document_kind"] or "resident_id",
            "document": data["guardian_document"], "relation": data["relation"] or Relation.OTHER,
        }  # fmt: skip

"""What people type when they register or sign in: shapes only, judged by the services."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.fields import DayField
from volunteers.choices import ConsentPurpose, Dialect, Relation, ServiceTime, Skill
from volunteers.kinds import DocumentKind

LONG = 100  # whatever is longer is no name and no number

MOBILE = forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel-national"})
CODE = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "one-time-code"})
DOCUMENT = forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"})


class ConsentForm(forms.Form):
    """A tick for each purpose; only the first is needed."""

    keep = forms.BooleanField(
        label=_("I agree that my registration is kept"),
        error_messages={"required": _("Without this consent there is no registration. You may still take part.")},
    )
    share = forms.BooleanField(label=_("I agree that the other province sees it"), required=False)
    publish = forms.BooleanField(label=_("I agree that my name is shown in lists"), required=False)

    @property
    def purposes(self):
        return [purpose for purpose in ConsentPurpose.values if self.cleaned_data.get(purpose)]


class MobileForm(forms.Form):
    mobile = forms.CharField(label=_("Mobile"), max_length=LONG, widget=MOBILE)


class CodeForm(forms.Form):
    code = forms.CharField(label=_("Code from the message"), max_length=LONG, widget=CODE, help_text=_("Six digits."))


class LastFourForm(forms.Form):
    last_four = forms.CharField(label=_("Last four characters of your document"), max_length=LONG, widget=DOCUMENT)


class PersonForm(forms.Form):
    """``homes``: choices and regions of queries.counties. Gives the region of ``home``."""

    name = forms.CharField(label=_("Name"), max_length=LONG, widget=forms.TextInput(attrs={"autocomplete": "name"}))
    document_kind = forms.ChoiceField(label=_("Document"), choices=DocumentKind.choices)
    document = forms.CharField(label=_("Number of the document"), max_length=LONG, widget=DOCUMENT)
    birth_date = DayField(
        label=_("Birth date"), required=False,
        help_text=_("Only where the document does not hold it, such as a passport."),
    )  # fmt: skip
    home = forms.ChoiceField(label=_("Home county"))
    skills = forms.MultipleChoiceField(
        label=_("Skills"), choices=Skill.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    times = forms.MultipleChoiceField(
        label=_("Times of service"), choices=ServiceTime.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    dialects = forms.MultipleChoiceField(
        label=_("Languages and dialects"), choices=Dialect.choices, required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *args, homes, **kwargs):
        super().__init__(*args, **kwargs)
        choices, self.regions = homes
        empty = [] if len(self.regions) == 1 else [("", _("choose"))]
        self.fields["home"].choices = [*empty, *choices]

    def clean_home(self):
        return self.regions[self.cleaned_data["home"]]


class GuardianForm(forms.Form):
    guardian_name = forms.CharField(
        label=_("Name of the guardian"), max_length=LONG, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    relation = forms.ChoiceField(label=_("Is the child's"), choices=Relation.choices)
    guardian_document_kind = forms.ChoiceField(label=_("Document of the guardian"), choices=DocumentKind.choices)
    guardian_document = forms.CharField(label=_("Number of the guardian's document"), max_length=LONG, widget=DOCUMENT)
    guardian_mobile = forms.CharField(label=_("Mobile of the guardian"), max_length=LONG, widget=MOBILE)

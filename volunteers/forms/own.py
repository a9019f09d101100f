"""What a volunteer, or the county on their written wish, changes of a registration. Rules are the services'."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from belts.models import Region

LONGEST_REASON = 300
JSON, HTML = "json", "html"


class MoveForm(forms.Form):
    to = forms.ModelChoiceField(Region.objects.none(), label=_("New home county"))

    def __init__(self, *args, home, **kwargs):
        super().__init__(*args, **kwargs)
        counties = Region.objects.in_corridor(timezone.localdate())
        self.fields["to"].queryset = counties.exclude(pk=home.pk).order_by("code")


class WishForm(forms.Form):
    """On whose wish the county acts, and how it is known."""

    reason = forms.CharField(
        label=_("The person's wish"),
        max_length=LONGEST_REASON,
        help_text=_("When and how it was said in writing. It is kept in the history."),
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class StaffMoveForm(WishForm, MoveForm):
    field_order = ["to", "reason"]


class EraseForm(forms.Form):
    typed_number = forms.CharField(
        label=_("Volunteer number"),
        max_length=30,
        help_text=_("Type the twelve digits that stand above. What is erased does not come back."),
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )


class StaffEraseForm(WishForm, EraseForm):
    field_order = ["typed_number", "reason"]


class CopyForm(forms.Form):
    """The whole number of the own document: who knows it learns nothing new from the file."""

    document = forms.CharField(
        label=_("Number of your document"),
        max_length=30,
        help_text=_("The whole number, so that nobody else takes the file from a phone that lies about."),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    format = forms.ChoiceField(
        label=_("Kind of file"),
        choices=[(HTML, _("to read")), (JSON, _("for programs (JSON)"))],
        initial=HTML,
        widget=forms.RadioSelect,
    )

from django import forms
from django.utils.translation import gettext_lazy as _

from volunteers.queries.revealing import revealed_choices
from volunteers.services.revealing import LONGEST_REASON


class RevealForm(forms.Form):
    # The words of Django would repeat what was typed, which may be a number in the wrong field.
    what = forms.ChoiceField(
        label=_("What"), widget=forms.RadioSelect, error_messages={"invalid_choice": _("Choose one of those listed.")}
    )
    reason = forms.CharField(
        label=_("Reason"),
        max_length=LONGEST_REASON,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("At least ten characters. The person and the auditor read it."),
    )

    def __init__(self, *args, volunteer, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["what"].choices = revealed_choices(volunteer)

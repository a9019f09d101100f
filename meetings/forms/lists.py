"""Shapes of the lines of a body's lists."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from belts.models import Unit
from core.fields import PartyField
from meetings.models import ListEntry
from meetings.queries.list_rights import members_for

LONGEST_TITLE = ListEntry._meta.get_field("title").max_length
LONGEST_TEXT = ListEntry._meta.get_field("text").max_length
LONGEST_OUTCOME = ListEntry._meta.get_field("outcome").max_length
ENDS = [choice for choice in ListEntry.State.choices if choice[0] in ("done", "dropped")]


class EntryWordsForm(forms.Form):
    title = forms.CharField(
        label=_("Title"), max_length=LONGEST_TITLE, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    text = forms.CharField(
        label=_("What it is about"), max_length=LONGEST_TEXT, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )


class EntryForm(EntryWordsForm):
    """A new line of a body's list, of a place that the person speaks for."""

    kind = forms.ChoiceField(label=_("List"), choices=ListEntry.Kind.choices, widget=forms.RadioSelect)
    party = PartyField(label=_("Whose line it is"))
    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    field_order = ["kind", "title", "text", "party", "form_key"]

    def __init__(self, *args, user, body, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["party"].offer(members_for(user, body))

    def content(self):
        data = dict(self.cleaned_data)
        region, unit = data.pop("party")
        return data | {"region": region, "unit": unit}


class EditEntryForm(EntryWordsForm):
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Unit"), required=False, empty_label=_("not stated"))
    version = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args, user, entry, **kwargs):
        values = {"title": entry.title, "text": entry.text, "unit": entry.unit_id, "version": entry.version}
        super().__init__(*args, initial=values, **kwargs)
        units = Unit.objects.visible_to(user).on(timezone.localdate()).filter(region=entry.region_id)
        self.fields["unit"].queryset = units


class CloseEntryForm(forms.Form):
    state = forms.ChoiceField(label=_("It is"), choices=ENDS, widget=forms.RadioSelect, initial="done")
    outcome = forms.CharField(
        label=_("What came of it"), max_length=LONGEST_OUTCOME, widget=forms.Textarea(attrs={"rows": 2})
    )
    version = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)


class ProjectForm(forms.Form):
    """A resource for the need of the page, and what the project is called."""

    resource = forms.ModelChoiceField(ListEntry.objects.none(), label=_("Resource"))
    title = forms.CharField(
        label=_("Title of the project"), max_length=LONGEST_TITLE, required=False,
        help_text=_("Without one it has the need's."),
    )  # fmt: skip

    def __init__(self, *args, resources, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["resource"].queryset = resources

"""Shapes of what is brought to an agenda and of the steps of an item. The rules are the services'."""

from django import forms
from django.utils.translation import gettext_lazy as _

from core.fields import PartyField
from meetings.models import AgendaItem, ListEntry
from meetings.models.meeting import MeetingStep

LONGEST_REASON = MeetingStep._meta.get_field("reason").max_length
LONGEST_TITLE = AgendaItem._meta.get_field("title").max_length
LONGEST_TEXT = AgendaItem._meta.get_field("text").max_length
KINDS = [choice for choice in AgendaItem.Kind.choices if choice[0] != AgendaItem.Kind.REVIEW]


class WordsForm(forms.Form):
    """Title, text and kind of an item."""

    title = forms.CharField(
        label=_("Title"), max_length=LONGEST_TITLE, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    text = forms.CharField(
        label=_("What it is about"), max_length=LONGEST_TEXT, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    kind = forms.ChoiceField(
        label=_("Kind"), choices=KINDS, widget=forms.RadioSelect, initial=AgendaItem.Kind.DISCUSSION
    )


class ProposeForm(WordsForm):
    """A member brings an item."""

    party = PartyField(label=_("Brought by"))
    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, rights, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["party"].offer(rights.proposers)

    def content(self):
        """What the services take."""
        data = dict(self.cleaned_data)
        region, unit = data.pop("party") or (None, None)
        return data | {"region": region, "unit": unit}


class AddForm(ProposeForm):
    """Who calls the meeting puts an item on the agenda, under another where it belongs there."""

    parent = forms.ModelChoiceField(
        AgendaItem.objects.none(), label=_("Under"), required=False, empty_label=_("at the top")
    )
    reason = forms.CharField(label=_("Reason"), max_length=LONGEST_REASON)
    field_order = ["title", "text", "kind", "parent", "party", "reason", "form_key"]

    def __init__(self, *args, rights, parents, **kwargs):
        super().__init__(*args, rights=rights, **kwargs)
        self.fields["party"].label = _("In the name of")
        self.fields["party"].required = False
        self.fields["party"].choices = [("", _("nobody in particular")), *self.fields["party"].choices]
        self.fields["parent"].queryset = parents
        if not rights.needs_reason:
            del self.fields["reason"]


class StepForm(forms.Form):
    """A step of an item, with the version that was read."""

    version = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args, rights, item, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["version"].initial = item.version
        if "reason" in self.fields:
            self.fields["reason"].required = self.reason_needed or rights.needs_reason

    reason_needed = False


class ReasonForm(StepForm):
    reason = forms.CharField(label=_("Reason"), max_length=LONGEST_REASON, required=False)


class DeclineForm(ReasonForm):
    reason_needed = True


class EditForm(WordsForm, ReasonForm):
    """``reason`` only where the agenda is locked."""

    def __init__(self, *args, rights, item, **kwargs):
        values = {"title": item.title, "text": item.text, "kind": item.kind}
        super().__init__(*args, rights=rights, item=item, initial=values, **kwargs)
        if not rights.needs_reason:
            del self.fields["reason"]


class MergeForm(ReasonForm):
    items = forms.ModelMultipleChoiceField(
        AgendaItem.objects.none(), label=_("Items that go into this one"), widget=forms.CheckboxSelectMultiple
    )
    field_order = ["items", "reason", "version"]

    def __init__(self, *args, others, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["items"].queryset = others


class PlaceForm(ReasonForm):
    parent = forms.ModelChoiceField(
        AgendaItem.objects.none(), label=_("Under"), required=False, empty_label=_("at the top")
    )
    position = forms.IntegerField(label=_("As number"), min_value=1, max_value=99, required=False)
    field_order = ["parent", "position", "reason", "version"]

    def __init__(self, *args, parents, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = parents


class AnswerForm(StepForm):
    answer = forms.CharField(label=_("Answer"), max_length=LONGEST_TEXT, widget=forms.Textarea(attrs={"rows": 4}))

    def __init__(self, *args, item, **kwargs):
        super().__init__(*args, item=item, **kwargs)
        self.fields["answer"].initial = item.answer


class OntoListForm(forms.Form):
    """An item becomes a line of a list."""

    kind = forms.ChoiceField(label=_("List"), choices=ListEntry.Kind.choices, widget=forms.RadioSelect)
    party = PartyField(label=_("Whose line it is"), required=False)

    def __init__(self, *args, rights, item, **kwargs):
        super().__init__(*args, **kwargs)
        members = [party for party in rights.proposers if party[1] is None]
        self.fields["party"].offer(members)
        first = _("the side that it comes from")
        self.fields["party"].choices = [("", first), *self.fields["party"].choices]


class PaperForm(forms.Form):
    title = forms.CharField(
        label=_("Title"), max_length=200, required=False, help_text=_("Without one the file's name stands there.")
    )
    file = forms.FileField(label=_("File"), help_text=_("PDF, Word, Excel, PowerPoint or a picture, up to 20 MB."))

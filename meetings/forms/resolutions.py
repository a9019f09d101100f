"""Noting a resolution, and the steps of its life. Shapes and choices; the rules are the services'."""

import uuid

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from belts.models import Region
from core.fields import DayField, NumberField, PartyField
from meetings.models import AgendaItem, ResolutionParty
from meetings.queries.doers import chargeable, chargeable_units

LONGEST = 2000


class PartiesField(forms.MultipleChoiceField):
    """Several of a PartyField's choices, as chips under the headings of their regions."""

    widget = forms.CheckboxSelectMultiple
    default_error_messages = {"invalid_choice": _("Choose from those that are offered.")}

    def offer(self, parties):
        self.parties = {PartyField.key(party): party for party in parties}
        groups = {}
        for key, (region, unit) in self.parties.items():
            groups.setdefault(str(region), []).append((key, str(unit) if unit else str(region)))
        self.choices = list(groups.items())

    def clean(self, value):
        return [self.parties[key] for key in super().clean(value)]


def _area(label, *, required=True, **options):
    return forms.CharField(
        label=label, max_length=LONGEST, required=required, widget=forms.Textarea(attrs={"rows": 2}), **options
    )


class ResolutionForm(forms.Form):
    text = forms.CharField(
        label=_("What was decided"), max_length=LONGEST, widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("One thing to do in one resolution: so each can be followed and closed."),
    )  # fmt: skip
    lead = PartyField(label=_("Lead unit"))
    due_on = DayField(label=_("Due"))
    counterpart = forms.ModelChoiceField(
        Region.objects.none(), label=_("Counterpart county"), required=False, empty_label=_("none"),
        help_text=_("Across the border from the lead; its reviewers confirm that it is done."),
    )  # fmt: skip
    item = forms.ModelChoiceField(
        AgendaItem.objects.none(), label=_("Agenda item"), required=False, empty_label=_("none")
    )
    co_parties = PartiesField(label=_("Co-units"), required=False)
    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args, user, meeting, also=(), **kwargs):
        """``also``: pairs of a region and a unit that are offered besides, for they stand already."""
        super().__init__(*args, **kwargs)
        day = timezone.localdate(meeting.starts_at)
        regions = chargeable(meeting.body, day)
        pairs = list(dict.fromkeys([*chargeable_units(regions, day), *also]))
        regions += [region for region, _unit in also]
        self.fields["lead"].offer(pairs)
        self.fields["lead"].choices = [("", _("Choose a unit")), *self.fields["lead"].choices]
        self.fields["co_parties"].offer(pairs)
        self.fields["counterpart"].queryset = Region.objects.visible_to(user).filter(
            pk__in=[region.pk for region in regions]
        )
        items = AgendaItem.objects.visible_to(user).filter(meeting=meeting, state="accepted")
        self.fields["item"].queryset = items.exclude(kind="review")
        self.fields["form_key"].initial = uuid.uuid4

    def content(self):
        """What the service takes."""
        data = dict(self.cleaned_data)
        lead, lead_unit = data.pop("lead")
        return data | {"lead": lead, "lead_unit": lead_unit}


class CorrectionForm(ResolutionForm):
    """All of what may be put right, as it stands, and why."""

    reason = _area(_("Why it is put right"))
    version = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args, user, resolution, due_stands, **kwargs):
        parties = list(resolution.parties.all())
        keys = {role: [] for role in ResolutionParty.Role.values}
        for party in parties:
            keys[party.role].append(PartyField.key((party.region, party.unit)))
        initial = {
            "text": resolution.text, "due_on": resolution.due_on, "version": resolution.version,
            "lead": next(iter(keys["lead"]), ""), "co_parties": keys["co"],
            "counterpart": next(iter(keys["counterpart"]), None),
        }  # fmt: skip
        also = [(party.region, party.unit) for party in parties]
        super().__init__(*args, user=user, meeting=resolution.meeting, also=also, initial=initial, **kwargs)
        for name in ("item", "form_key"):
            del self.fields[name]
        if due_stands:
            self.fields["due_on"].disabled = True
            self.fields["due_on"].help_text = _(
                "It stands: the minutes are issued, more time was asked for or given, or supervision has begun."
            )

    def content(self):
        """What the service takes."""
        data = super().content()
        parties = {name: data.pop(name) for name in ("lead", "lead_unit", "co_parties", "counterpart")}
        return data | {"parties": parties}


class _StepForm(forms.Form):
    """``version`` is what the person saw."""

    version = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args, resolution, **kwargs):
        super().__init__(*args, initial={"version": resolution.version}, **kwargs)


class ProgressForm(_StepForm):
    text = _area(_("How far it is"))
    percent = NumberField(label=_("Done, per cent"), required=False, max_value=100)


class ExtensionForm(_StepForm):
    due_on = DayField(label=_("New due date"))
    reason = _area(_("Reason"))


class NoteForm(_StepForm):
    text = _area(_("Note"), required=False)


class ReasonForm(_StepForm):
    reason = _area(_("Reason"))


class ReopenForm(ReasonForm):
    due_on = DayField(label=_("New due date"), required=False, help_text=_("Needed where the old one has passed."))


class VersionForm(_StepForm):
    """A plain button."""


FORMS = {
    "progress": ProgressForm,
    "ask-extension": ExtensionForm,
    "withdraw-extension": VersionForm,
    "report": NoteForm,
    "grant-extension": VersionForm,
    "refuse-extension": ReasonForm,
    "return": ReasonForm,
    "close": NoteForm,
    "reopen": ReopenForm,
    "void": ReasonForm,
}

"""The forms of a venue: eight common fields first, the rest folded. Rules are the services'."""

import uuid

from django import forms
from django.utils.translation import gettext_lazy as _

from belts.models import Region, Unit
from core.filters import DayField
from core.forms import ShapeForm
from core.widgets import DateInput
from venues.models import Facility, Venue
from venues.queries import choices

COMMON = ("name", "kind", "region", "unit", "address", "capacity", "facilities", "bookable")
MORE = (
    "parent", "size_note", "accessibility", "latitude", "longitude", "shared_with", "builders", "contacts",
    "sharing_note", "open_on_holidays", "since", "until", "source_kind", "source_note",
)  # fmt: skip


class VenueForm(ShapeForm):
    """A venue as it is changed; its county and its whole stay."""

    facilities = forms.MultipleChoiceField(
        choices=Facility.choices, label=_("facilities"), required=False, widget=forms.CheckboxSelectMultiple
    )
    version = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    class Meta:
        model = Venue
        fields = [name for name in (*COMMON, *MORE) if name not in {"region", "parent"}]
        widgets = {
            "name": forms.TextInput(attrs={"autocomplete": "off"}),
            "since": DateInput,
            "until": DateInput,
            "accessibility": forms.Textarea(attrs={"rows": 3}),
            "shared_with": forms.CheckboxSelectMultiple,
        }
        help_texts = {
            "size_note": _("For example: 1,200 m², 3 floors."),
            "latitude": _("Degrees as Chinese map services give them (GCJ-02), for example 29.404100."),
            "shared_with": _("Counties that use it together, beside its own."),
            "contacts": _("Whom a borrower asks, on both sides of the border."),
            "accessibility": _("Ramps, lifts, parking for wheelchairs, who helps at the door."),
            "source_kind": _("What the source calls it, when that is none of the kinds above."),
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        near = choices.near(self.counties())
        self.fields["unit"].queryset = self._kept(choices.units_for(user), "unit")
        self.fields["builders"].queryset = self._kept(Unit.objects.visible_to(user).filter(region__in=near), "builders")
        self.fields["contacts"].queryset = self._kept(choices.contact_posts().filter(region__in=near), "contacts")
        self.fields["shared_with"].queryset = self._kept(choices.sharing_counties(), "shared_with")
        self.initial.setdefault("version", self.instance.version)

    def counties(self):
        return [self.instance.region_id]

    def _kept(self, rows, name):
        """What is chosen already stays among the choices, whoever chose it."""
        if not self.instance.pk:
            return rows
        chosen = getattr(self.instance, name)
        keys = [chosen.pk] if hasattr(chosen, "pk") else [row.pk for row in chosen.all()] if chosen else []
        return rows.model._default_manager.filter(pk__in={*rows.values_list("pk", flat=True), *keys})

    @property
    def common(self):
        return [self[name] for name in COMMON if name in self.fields]

    @property
    def more(self):
        return [self[name] for name in MORE if name in self.fields]

    @property
    def more_is_open(self):
        return any(self[name].errors for name in MORE if name in self.fields)


class NewVenueForm(VenueForm):
    """A new venue; its county is one that the user keeps."""

    version = None
    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    region = forms.ModelChoiceField(Region.objects.none(), label=_("county"))
    parent = forms.ModelChoiceField(
        Venue.objects.none(),
        label=_("part of"),
        required=False,
        help_text=_("Only for a part: who has the whole has the part, and the other way round."),
    )

    class Meta(VenueForm.Meta):
        fields = [*COMMON, *MORE]

    def __init__(self, *args, user, whole=None, **kwargs):
        self.regions = choices.regions_for(user)
        super().__init__(*args, user=user, **kwargs)
        self.fields["region"].queryset = self.regions
        self.fields["parent"].queryset = choices.wholes_for(user)
        self.initial.setdefault("form_key", uuid.uuid4())
        if whole is not None:
            self.initial |= {"parent": whole.pk, "region": whole.region_id, "unit": whole.unit_id, "kind": "room"}
        elif (home := user.home_region) and self.regions.filter(pk=home.pk).exists():
            self.initial.setdefault("region", home.pk)

    def counties(self):
        return [region.pk for region in self.regions]


class MoveForm(ShapeForm):
    parent = forms.ModelChoiceField(
        Venue.objects.none(), label=_("part of"), required=False, empty_label=_("no other venue: one of its own")
    )
    version = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    class Meta:
        model = Venue
        fields = ["parent"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = choices.wholes_for(user, self.instance)
        self.initial["version"] = self.instance.version


class EndForm(forms.Form):
    last_day = DayField(label=_("Last day"), help_text=_("On this day it is used for the last time; its parts, too."))
    reason = forms.CharField(label=_("Reason"), max_length=300)
    version = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args, user, instance, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["version"] = instance.version

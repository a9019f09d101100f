from django import forms
from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from activities.forms.fields import ManyRowsField, SpeakersField
from activities.models import Activity, Audience, Kind, Task, Team, Work
from activities.models.kinds import USUAL_TASK
from activities.queries import choices
from belts.models import Region, Unit
from core.fields import ClockField, DayField, NumberField, PartyField
from core.forms import ShapeForm
from venues.models import Venue
from venues.services.borrowing import is_to_come

KINDS_SHOWN = 5
PICKED = ("teams", "works", "partner_units", "venue")
# The order in which a clerk needs them.
BASES = (Audience.COUNTED, Audience.NAMED, Audience.ESTIMATED)
MORE_FIELDS = (
    "task", "brand", "partner_units", "organisers", "speakers", "summary", "volunteers", "precision", "ends_on"
)  # fmt: skip


class RegionField(forms.ModelChoiceField):
    """Regions under the headings of their belts."""

    def __init__(self, **kwargs):
        super().__init__(queryset=Region.objects.all(), **kwargs)

    def offer(self, groups):
        self.widget.choices = [
            ("", _("not stated")),
            *((title, [(region.pk, str(region)) for region in regions]) for title, regions in groups if regions),
        ]


class ActivityForm(ShapeForm):
    """The logging page. Eight fields are asked, the rest is folded; rules are the services'."""

    starts_on = DayField(label=_("Day"))
    starts_at = ClockField(label=_("Begins at"), required=False)
    ends_at = ClockField(label=_("Ends at"), required=False)
    ends_on = DayField(
        label=_("Last day"), required=False, help_text=_("Only where the activity went on for several days.")
    )
    lead = PartyField(label=_("Lead unit"))
    place_region = RegionField(label=_("Region of the place"), required=False)
    partners = ManyRowsField(Region.objects.all(), label=_("Counties taking part"), required=False)
    partner_units = ManyRowsField(Unit.objects.all(), label=_("Partner units"), required=False)
    teams = ManyRowsField(Team.objects.all(), label=_("Lecture teams"), required=False)
    works = ManyRowsField(Work.objects.all(), label=_("Lecture works"), required=False)
    venue = forms.ModelChoiceField(Venue.objects.all(), label=_("Venue"), required=False)
    ask_venue = forms.BooleanField(label=_("Ask for it for that day and these times"), required=False)
    audience = NumberField(label=_("Number of people"), required=False)
    volunteers = NumberField(label=_("Number of volunteers"), required=False)
    speakers = SpeakersField(
        label=_("Speakers"), required=False, help_text=_("One a line: the name, a space, the title.")
    )
    form_key = forms.UUIDField(widget=forms.HiddenInput, required=False)
    version = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    class Meta:
        model = Activity
        fields = [
            "title", "kind", "starts_on", "starts_at", "ends_at", "place", "place_region", "venue", "audience",
            "audience_basis", "audience_method", "task", "brand", "organisers", "summary", "volunteers", "precision",
            "ends_on",
        ]  # fmt: skip
        labels = {"title": _("Name of the activity"), "kind": _("Kind"), "place": _("Place"), "task": _("Key task")}
        widgets = {
            "title": forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "off"}),
            "place": forms.TextInput(attrs={"autocomplete": "off"}),
            "kind": forms.RadioSelect,
            "precision": forms.RadioSelect,
            "audience_basis": forms.RadioSelect,
            "summary": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["kind"].choices = Kind.choices
        self.fields["precision"].choices = Activity.Precision.choices
        self.fields["audience_basis"].choices = [(basis.value, basis.label) for basis in BASES]
        self.fields["task"].choices = [("", _("as usual for this kind")), *Task.choices]
        self.fields["brand"].empty_label = _("none")
        self.fields["lead"].offer(self.leads)
        self.fields["place_region"].offer(self._place_regions())
        for name in PICKED:
            self.fields[name].queryset = choices.offered(name, user)

    def clean(self):
        data = super().clean()
        if not data.get("task") and data.get("kind") in USUAL_TASK:
            data["task"] = USUAL_TASK[data["kind"]]
        if data.get("audience") is None and "audience" not in self.errors:
            data["audience_basis"] = data["audience_method"] = ""
        return data

    def content(self):
        """What the services take."""
        data = dict(self.cleaned_data)
        lead_region, lead_unit = data.pop("lead")
        units, regions = data.pop("partner_units"), data.pop("partners")
        by_unit = {unit.region_id for unit in units}
        partners = [(unit.region, unit) for unit in units.select_related("region")]
        partners += [(region, None) for region in regions if region.pk not in by_unit]
        del data["form_key"], data["version"]
        return data | {"lead_region": lead_region, "lead_unit": lead_unit, "partners": partners}

    # --- what the template shows ---

    @cached_property
    def day(self):
        """The day that is typed, or today while there is none that can be read."""
        try:
            return self.fields["starts_on"].clean(self["starts_on"].value()) or timezone.localdate()
        except forms.ValidationError:
            return timezone.localdate()

    @cached_property
    def seats(self):
        return choices.Seats(self.day)

    @cached_property
    def leads(self):
        """What the user may log for; a record that is changed keeps the lead that it has."""
        parties = choices.leads_for(self.user, self.day)
        lead = self.instance.lead if self.instance.pk else None
        if lead and (lead.region, lead.unit) not in parties:
            parties = [(lead.region, lead.unit), *parties]
        return parties

    @property
    def lead_region(self):
        region, _unit = self.fields["lead"].parties.get(str(self["lead"].value()), (None, None))
        return region

    @cached_property
    def last_led(self):
        return choices.last_led(self.lead_region)

    @property
    def lead_province(self):
        return self.lead_region.province_code if self.lead_region else ""

    @property
    def lead_belt(self):
        belt = self.lead_region and self.seats.belt_of.get(self.lead_region.pk)
        return belt.pk if belt else ""

    @cached_property
    def partner_groups(self):
        """Counties as chips; one that was chosen and is not offered on that day stays in sight."""
        groups = choices.partner_groups(self.lead_region, self.seats)
        chosen = self.chosen_partners
        offered = {region.pk for group in groups for region in group.regions}
        missing = list(Region.objects.filter(pk__in=chosen - offered))
        for group in groups:
            group.regions[:] = [self._marked(region, chosen) for region in group.regions]
        if missing:
            others = [self._marked(region, chosen) for region in missing]
            groups.append(choices.Group(_("chosen, but not offered for that day"), others))
        return groups

    @property
    def chosen_partners(self):
        keys = (str(getattr(value, "pk", value)) for value in self["partners"].value() or ())
        return {key for key in keys if key.isdecimal() and len(key) == 6}

    @property
    def others_chosen(self):
        return any(region.chosen for group in self.partner_groups if group.folded for region in group.regions)

    def _marked(self, region, chosen):
        region.chosen = region.pk in chosen
        region.belt = self.seats.belt_of.get(region.pk)
        return region

    def _place_regions(self):
        own = list(dict.fromkeys(region for region, _unit in self.leads))
        groups = [(_("own"), own)]
        groups += [
            (belt.name, [region for region in counties if region not in own])
            for belt, counties in self.seats.by_belt().items()
        ]
        provinces = [region for region in choices.provinces() if region not in own]
        return [*groups, (_("provinces"), provinces), *self._place_region_kept(groups)]

    def _place_region_kept(self, groups):
        """A place outside the corridor (an import) or in a county that has ended stays what it is."""
        kept = self.instance.place_region
        if kept is None or any(kept in regions for _title, regions in groups):
            return []
        return [(_("as recorded"), [kept])]

    @property
    def kinds_shown(self):
        return list(self["kind"])[:KINDS_SHOWN]

    @property
    def kinds_folded(self):
        return list(self["kind"])[KINDS_SHOWN:]

    @property
    def kind_is_folded(self):
        return str(self["kind"].value()) in Kind.values[KINDS_SHOWN:]

    @property
    def more_is_open(self):
        return any(self[name].errors for name in MORE_FIELDS)

    @property
    def usual_tasks(self):
        return " ".join(f"{kind}:{task}" for kind, task in USUAL_TASK.items())

    @property
    def venue_is_open(self):
        return bool(self["venue"].value() or self["venue"].errors)

    @property
    def open_booking(self):
        """The booking that follows the record; None where one may be asked for."""
        booking = self.instance.booking if self.instance.pk else None
        return booking if is_to_come(booking) else None

    @property
    def pickers(self):
        return {name: Picker(self, name) for name in PICKED}


class Picker:
    """A field with many rows to choose from: what is chosen, then what is suggested or was searched for."""

    def __init__(self, form, name, found=None):
        self.form, self.name, self.field = form, name, form[name]
        self.found = found

    @property
    def single(self):
        return self.name == "venue"

    @property
    def options(self):
        given = self.field.value() or ()
        given = given if isinstance(given, list | tuple | models.QuerySet) else [given]
        keys = [str(getattr(value, "pk", value)) for value in given]
        rows = self.form.fields[self.name].queryset
        chosen = list(rows.filter(pk__in=[key for key in keys if key.isdecimal() and len(key) < 19]))
        others = self.suggested if self.found is None else self.found
        known = {row.pk for row in chosen}
        return [(row, True) for row in chosen] + [(row, False) for row in others if row.pk not in known]

    @property
    def suggested(self):
        form = self.form
        return choices.suggested(self.name, form.user, form.lead_region, form.last_led)

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from belts.models import Belt, BeltMembership, Region, Unit
from core.filters import DayField
from core.forms import ShapeForm
from core.widgets import DateInput

REASON_LENGTH = 300


class DayForm(forms.Form):
    """The day that a page is asked for."""

    on = DayField(label=_("On the day"), required=False)


def reason_field(**options):
    return forms.CharField(label=_("Reason"), max_length=REASON_LENGTH, strip=True, **options)


class FoldedForm:
    """A form whose rarer fields stand folded below the others."""

    rarer: tuple[str, ...] = ()

    @property
    def shown(self):
        return [field for field in self if field.name not in self.rarer]

    @property
    def folded(self):
        return [self[name] for name in self.rarer]

    @property
    def folded_in_use(self):
        return any(field.value() or field.errors for field in self.folded)


class UnitForm(FoldedForm, ShapeForm):
    """A unit of ``region``; where it already stands, everything but its region may change."""

    rarer = ("shared_with", "source")
    reason = reason_field(required=False, help_text=_("Kept in the history beside the change."))

    class Meta:
        model = Unit
        fields = ["name", "kind", "parent", "shared_with", "since", "until", "source"]
        widgets = {"since": DateInput, "until": DateInput, "shared_with": forms.CheckboxSelectMultiple}
        help_texts = {
            "parent": _("The unit above it: an institute stands under a centre, a station under an institute."),
            "shared_with": _("Only for a joint station: the other counties that it serves."),
            "source": _("What the record rests on, when that is worth keeping."),
        }

    def __init__(self, *args, user, region, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = parents_in(user, region, self.instance)
        counties = Region.objects.visible_to(user).in_corridor(timezone.localdate()).exclude(pk=region.pk)
        kept = self.instance.shared_with.all() if self.instance.pk else Region.objects.none()
        self.fields["shared_with"].queryset = counties | Region.objects.visible_to(user).filter(pk__in=kept)


class MoveForm(FoldedForm, ShapeForm):
    reason = reason_field(required=False)

    class Meta:
        model = Unit
        fields = ["parent"]

    def __init__(self, *args, user, region, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["parent"].queryset = parents_in(user, region, self.instance)


class CloseForm(FoldedForm, forms.Form):
    last_day = DayField(label=_("Last day"), help_text=_("The unit works for the last time on this day."))
    reason = reason_field()

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)


def parents_in(user, region, unit):
    """Open units that may stand above ``unit``: of its region, or joint with it."""
    served = [region.pk, *(unit.shared_with.values_list("pk", flat=True) if unit.pk else [])]
    return (
        Unit.objects.visible_to(user).in_regions(served).filter(until=None).exclude(pk=unit.pk).order_by("kind", "name")
    )


class SeatForm(forms.Form):
    """What every change of a seat rests on."""

    evidence = forms.CharField(
        label=_("Evidence"),
        max_length=REASON_LENGTH,
        help_text=_("The document, the meeting or the report in the press that the change rests on."),
    )

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.counties = Region.objects.visible_to(user).counties()


class JoinForm(SeatForm):
    belt = forms.ModelChoiceField(Belt.objects.none(), label=_("Belt"))
    region = forms.ModelChoiceField(Region.objects.none(), label=_("County"))
    since = DayField(label=_("First day"))
    certainty = forms.ChoiceField(choices=BeltMembership.Certainty.choices, label=_("Certainty"))

    field_order = ["belt", "region", "since", "certainty", "evidence"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.fields["belt"].queryset = Belt.objects.manageable_by(user)
        self.fields["region"].queryset = self.counties.on(timezone.localdate())


class LeaveForm(SeatForm):
    region = forms.ModelChoiceField(Region.objects.none(), label=_("County"))
    last_day = DayField(label=_("Last day"))

    field_order = ["region", "last_day", "evidence"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.fields["region"].queryset = (
            self.counties.filter(belt_memberships__until=None).in_corridor(timezone.localdate()).distinct()
        )


class ReplaceForm(SeatForm):
    region = forms.ModelChoiceField(Region.objects.none(), label=_("County that ended"))
    successor = forms.ModelChoiceField(Region.objects.none(), label=_("County that takes the seat"))
    day = DayField(label=_("First day of the new seat"))
    certainty = forms.ChoiceField(choices=BeltMembership.Certainty.choices, label=_("Certainty"))

    field_order = ["region", "successor", "day", "certainty", "evidence"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.fields["region"].queryset = self.counties.exclude(until=None)
        self.fields["successor"].queryset = self.counties.exclude(predecessors=None)

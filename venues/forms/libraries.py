from django import forms
from django.utils.translation import gettext_lazy as _

from belts.forms import FoldedForm, reason_field
from belts.models import Region, Unit
from core.filters import DayField
from core.forms import ShapeForm
from core.widgets import DateInput
from venues.models import Library


class LibraryForm(FoldedForm, ShapeForm):
    """A library of one of the regions that the user keeps."""

    rarer = ("unit", "system", "delivers_since")
    reason = reason_field(required=False, help_text=_("Kept in the history beside the change."))

    class Meta:
        model = Library
        fields = ["code", "name", "region", "since", "until", "source", "unit", "system", "delivers_since"]
        widgets = {"since": DateInput, "until": DateInput, "delivers_since": DateInput}
        help_texts = {
            "since": _("Empty while nobody knows when it joined."),
            "source": _("What the membership rests on: a notice, a list, a report in the press."),
        }

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        kept = regions_kept_by(user)
        self.fields["region"].queryset = kept
        self.fields["unit"].queryset = Unit.objects.visible_to(user).filter(region__in=kept, kind=Unit.Kind.LIBRARY)
        if not self.instance.pk:
            self.fields["region"].initial = user.home_region


class EmptyDayForm(forms.Form):
    """A day on which nothing was lent: closed, or nobody came."""

    day = DayField(label=_("Day"))


def regions_kept_by(user):
    return Region.objects.visible_to(user).units_kept_by(user)

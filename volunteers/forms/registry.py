"""The forms of the registry: what somebody offers, and what an export is for. Rules are the services'."""

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from belts.models import Region
from core import exports
from core.forms import ShapeForm
from volunteers.choices import Dialect, ServiceTime, Skill
from volunteers.models import Volunteer


def _several(choices, label):
    return forms.MultipleChoiceField(choices=choices, label=label, required=False, widget=forms.CheckboxSelectMultiple)


class OfferForm(ShapeForm):
    skills = _several(Skill.choices, _("skills"))
    times = _several(ServiceTime.choices, _("times of service"))
    dialects = _several(Dialect.choices, _("languages and dialects"))
    areas = forms.ModelMultipleChoiceField(
        Region.objects.none(),
        label=_("Serves also in"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Beside the home county. The staff there see the number, the masked name and what is offered."),
    )
    version = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    class Meta:
        model = Volunteer
        fields = ["skills", "times", "dialects"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        chosen = list(self.instance.areas.filter(until=None).values_list("region", flat=True))
        offered = Region.objects.in_corridor(timezone.localdate()) | Region.objects.filter(pk__in=chosen)
        self.fields["areas"].queryset = offered.exclude(pk=self.instance.home_id).order_by("code")
        self.initial |= {"areas": chosen, "version": self.instance.version}


class ExportForm(forms.Form):
    purpose = forms.CharField(
        label=_("What the file is for"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Stands in the file, at the foot of every printed page, and in the audit with your name."),
    )
    format = forms.ChoiceField(
        label=_("Kind of file"),
        choices=[("xlsx", "Excel"), ("csv", "CSV")],
        initial=exports.FORMATS[-1],
        widget=forms.RadioSelect,
    )

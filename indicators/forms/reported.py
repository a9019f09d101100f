"""Shapes of what is typed about reported indicators."""

from django import forms
from django.utils.translation import gettext_lazy as _

from belts.models import Region
from core.fields import DayField, HalfWidthMixin, NumberField
from core.forms import ShapeForm
from indicators.measures import MEASURES
from indicators.models import DataSet, Indicator, PublishedFigure
from indicators.services.reported.rows import LONGEST_REASON

MEASURE_CHOICES = [("", "—"), *((name, entry.label) for name, entry in MEASURES.items())]


class FigureField(HalfWidthMixin, forms.DecimalField):
    """Full-width digits and commas are read; a text input with the number pad."""

    widget = forms.TextInput

    def __init__(self, **kwargs):
        super().__init__(**({"max_digits": 20, "decimal_places": 4} | kwargs))

    def widget_attrs(self, widget):
        return {"inputmode": "decimal", "autocomplete": "off"}

    def tidy(self, text):
        return text.replace(",", "").removesuffix("%").strip()


class FigureForm(forms.Form):
    """One figure of the form of a county. Without a value nothing is reported of it."""

    value = FigureField(label=_("Value"), required=False)
    sample_size = NumberField(label=_("Sample size"), required=False, min_value=1, max_value=2**31 - 1)
    source = forms.CharField(label=_("Source"), max_length=200, required=False)
    measured_on = DayField(label=_("Date of the figure"), required=False)
    explanation = forms.CharField(
        label=_("Explanation"), max_length=LONGEST_REASON, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    version = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    def __init__(self, *args, indicator, **kwargs):
        super().__init__(*args, prefix=indicator.pk, **kwargs)
        self.indicator = indicator
        self.fields["value"].label = f"{indicator.name} ({indicator.unit})"
        if not indicator.is_survey:
            del self.fields["sample_size"]

    def clean(self):
        data = super().clean()
        if data.get("value") is not None and not data.get("source"):
            self.add_error("source", forms.ValidationError(_("Say where the figure comes from."), code="required"))
        return data

    @property
    def is_filled(self):
        return self.cleaned_data.get("value") is not None


class LateForm(forms.Form):
    """One reason for all that is changed late in a form."""

    late_reason = forms.CharField(
        label=_("Reason for the late change"),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("Needed after the deadline, and for a figure that was accepted. It is kept in the history."),
    )


class ClaimForm(forms.Form):
    """Another figure than the one that the statistics fill in."""

    value = FigureField(label=_("Our figure"))
    source = forms.CharField(label=_("Source"), max_length=200)
    explanation = forms.CharField(
        label=_("Why it differs"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 2})
    )
    late_reason = forms.CharField(
        label=_("Reason for the late change"), max_length=LONGEST_REASON, required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )  # fmt: skip
    version = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)


class VersionForm(forms.Form):
    version = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)


class ReasonForm(VersionForm):
    """To return a figure, and to sign a difference."""

    reason = forms.CharField(label=_("Reason"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 2}))


class ExplainForm(VersionForm):
    explanation = forms.CharField(
        label=_("Explanation"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 2})
    )


class CloseForm(forms.Form):
    missing = forms.CharField(
        label=_("Why figures are missing"), max_length=LONGEST_REASON, required=False,
        widget=forms.Textarea(attrs={"rows": 2}), help_text=_("Needed where a county has not reported everything."),
    )  # fmt: skip


class DataSetForm(ShapeForm):
    class Meta:
        model = DataSet
        fields = ["code", "name", "frequency", "level", "due_days", "note", "since", "until"]
        field_classes = {"since": DayField, "until": DayField}


class IndicatorForm(ShapeForm):
    """Of a new indicator, or of one that is changed: then without its code."""

    measure = forms.ChoiceField(
        label=_("Filled by the statistics"), choices=MEASURE_CHOICES, required=False,
        help_text=_("The cells are filled with this measure and locked."),
    )  # fmt: skip
    not_below = forms.ChoiceField(
        label=_("Not below this measure"), choices=MEASURE_CHOICES, required=False,
        help_text=Indicator._meta.get_field("not_below").help_text,
    )  # fmt: skip
    version = forms.IntegerField(required=False, min_value=1, widget=forms.HiddenInput)

    class Meta:
        model = Indicator
        fields = [
            "code", "name", "data_set", "position", "owner", "unit", "places", "qualifier", "aggregation",
            "definition_chongqing", "definition_sichuan", "source", "lowest", "highest", "most_change", "part_of",
            "since", "until",
        ]  # fmt: skip
        field_classes = {"since": DayField, "until": DayField}
        widgets = {name: forms.Textarea(attrs={"rows": 3}) for name in ("definition_chongqing", "definition_sichuan")}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        provinces = Region.objects.visible_to(user).filter(level=Region.Level.PROVINCE)
        self.fields["owner"].queryset = provinces
        self.fields["owner"].empty_label = _("both offices together")
        self.fields["data_set"].queryset = DataSet.objects.visible_to(user)
        self.fields["data_set"].empty_label = _("none: a published series only")
        others = Indicator.objects.visible_to(user)
        self.fields["part_of"].queryset = others.exclude(pk=self.instance.pk) if self.instance.pk else others
        if self.instance.pk:
            del self.fields["code"]


class DefinitionForm(VersionForm):
    text = forms.CharField(
        label=_("Definition"), max_length=1000, required=False, widget=forms.Textarea(attrs={"rows": 6})
    )


class PublishedForm(ShapeForm):
    class Meta:
        model = PublishedFigure
        fields = ["day", "known_to", "value", "qualifier", "region", "source"]
        field_classes = {"day": DayField}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["region"].queryset = Region.objects.visible_to(user).exclude(level=Region.Level.PREFECTURE)
        self.fields["region"].empty_label = _("the whole corridor")

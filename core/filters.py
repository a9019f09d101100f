"""Filters that refuse what they do not understand: a wrong word gives no rows and a message, never all rows."""

import datetime as dt

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.utils.functional import lazystr
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from drf_spectacular.utils import extend_schema_field

from core.widgets import DateInput

FIRST_YEAR, LAST_YEAR = 2000, 2099
NOT_A_WORD = gettext_lazy("“%(value)s” is not known here. Allowed: {words}.")


def check_known(names, known):
    """Raise ValidationError (``unknown_parameter``) for the first name that is not known."""
    for name in names:
        if name not in known:
            message = _("“%(name)s” is not a parameter of this list. It knows: %(known)s.")
            raise ValidationError(
                message, code="unknown_parameter", params={"name": name, "known": ", ".join(sorted(known))}
            )


class FilterForm(forms.Form):
    """A filter that takes one value and is given two would drop one of them unseen: refuse it."""

    def clean(self):
        for name, field in self.fields.items():
            takes_many = isinstance(field, forms.MultipleChoiceField | forms.ModelMultipleChoiceField)
            if not takes_many and hasattr(self.data, "getlist") and len(self.data.getlist(name)) > 1:
                self.add_error(name, ValidationError(_("Give this filter once."), code="given_twice"))
        first, last = self.cleaned_data.get("from"), self.cleaned_data.get("to")
        if first and last and last < first:
            self.add_error("to", ValidationError(_("The last day is not before the first."), code="period_reversed"))


class StrictFilterSet(django_filters.FilterSet):
    """Without a valid form there are no rows; ``user`` is who asks."""

    class Meta:
        form = FilterForm

    @property
    def user(self):
        return self.request.user

    @property
    def qs(self):
        return super().qs if self.is_valid() or not self.is_bound else self.queryset.none()


class CommaSeparated(forms.CheckboxSelectMultiple):
    """``kind=lecture&kind=sport`` or ``kind=lecture,sport``: both are written by clients."""

    def value_from_datadict(self, data, files, name):
        given = super().value_from_datadict(data, files, name) or []
        given = [given] if isinstance(given, str) else given
        return [word for value in given for word in value.split(",") if word]


def words(choices, label, **options):
    """A filter over fixed words, several at once."""
    return django_filters.MultipleChoiceFilter(
        choices=choices,
        label=label,
        widget=CommaSeparated,
        error_messages=_naming(choices),
        distinct=False,  # words are columns of the row itself: nothing is found twice, and DISTINCT sorts all rows
        **options,
    )


def word(choices, label, default="", **options):
    """A filter over fixed words, one at a time. ``default`` is what nothing means: on a page it is not sent."""
    if default:
        options |= {"widget": SelectWithDefault(default), "empty_label": dict(choices)[default]}
    return django_filters.ChoiceFilter(choices=choices, label=label, error_messages=_naming(choices), **options)


class SelectWithDefault(forms.Select):
    """The empty option stands for the default, so the default's own word is not offered a second time."""

    def __init__(self, default):
        self.default = default
        super().__init__()

    def optgroups(self, name, value, attrs=None):
        value = ["" if chosen == self.default else chosen for chosen in value]
        groups = super().optgroups(name, value, attrs)
        return [group for group in groups if group[1][0]["value"] != self.default]


def yes_or_no(label, **options):
    choices = [("true", gettext_lazy("yes")), ("false", gettext_lazy("no"))]
    made = django_filters.TypedChoiceFilter(
        choices=[("", gettext_lazy("any")), *choices],
        coerce=lambda value: value == "true",
        label=label,
        error_messages=_naming(choices),
        **options,
    )
    return extend_schema_field({"type": "boolean", "description": options.get("help_text", label)})(made)


def _naming(choices):
    allowed = ", ".join(value for value, _label in getattr(choices, "choices", choices))
    return {"invalid_choice": format_lazy(NOT_A_WORD, words=lazystr(allowed))}


class KeyField(django_filters.fields.ModelChoiceField):
    """One row by its key. Where the keys are few codes, the refusal names them."""

    def __init__(self, *args, names_allowed=False, **kwargs):
        self.names_allowed = names_allowed
        super().__init__(*args, **kwargs)

    def to_python(self, value):
        try:
            return super().to_python(value)
        except ValidationError as error:
            if not self.names_allowed:
                message = _("There is no row with the key “%(value)s”, or it is not yours to see.")
                raise ValidationError(message, code="invalid_choice", params={"value": value}) from error
            codes = ", ".join(str(key) for key in self.queryset.values_list("pk", flat=True))
            message = str(NOT_A_WORD).replace("{words}", codes)
            raise ValidationError(message, code="invalid_choice", params={"value": value}) from error


class KeyFilter(django_filters.ModelChoiceFilter):
    field_class = KeyField

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        extend_schema_field({"type": "string", "description": kwargs.get("help_text", kwargs.get("label", ""))})(self)


class DayField(forms.DateField):
    def __init__(self, **kwargs):
        super().__init__(
            input_formats=["%Y-%m-%d"],
            error_messages={"invalid": gettext_lazy("Write the day as 2025-03-31.")},
            widget=DateInput,
            **kwargs,
        )

    def clean(self, value):
        day = super().clean(value)
        if day and not FIRST_YEAR <= day.year <= LAST_YEAR:
            message = _("The day lies between %(first)s and %(last)s.")
            params = {"first": dt.date(FIRST_YEAR, 1, 1), "last": dt.date(LAST_YEAR, 12, 31)}
            raise ValidationError(message, code="day_out_of_range", params=params)
        return day


class DayFilter(django_filters.DateFilter):
    field_class = DayField

import datetime as dt

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms import SearchInput
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from belts.filters import OnDayFilter, provinces
from belts.models import Belt, Region
from core.filters import FIRST_YEAR, LAST_YEAR, KeyFilter, StrictFilterSet, word, yes_or_no
from core.scoping import visible
from core.search import LONGEST_QUERY
from venues.models import Library, LibraryMovement
from venues.queries.library_flows import LEVELS
from venues.queries.library_gaps import gaps_of


class LibraryFilter(OnDayFilter):
    q = django_filters.CharFilter(
        label=gettext_lazy("Search by name or code"), method="search", max_length=LONGEST_QUERY, widget=SearchInput
    )
    belt = KeyFilter(
        queryset=visible(Belt),
        names_allowed=True,
        label=gettext_lazy("Belt"),
        method="in_belt",
        empty_label=gettext_lazy("any"),
    )
    province = KeyFilter(
        queryset=provinces,
        names_allowed=True,
        label=gettext_lazy("Province"),
        method="in_province",
        empty_label=gettext_lazy("any"),
    )
    region = KeyFilter(
        queryset=visible(Region),
        names_allowed=True,
        label=gettext_lazy("Region"),
        method="in_province",
        empty_label=gettext_lazy("any"),
    )
    missing = yes_or_no(gettext_lazy("Days missing"), method="lacking")

    class Meta(OnDayFilter.Meta):
        model = Library
        fields = ["q", "belt", "province", "region", "missing", "on"]

    def search(self, rows, name, text):
        return rows.filter(Q(name__icontains=text) | Q(code__istartswith=text) | Q(system__icontains=text))

    def in_belt(self, rows, name, belt):
        return rows.filter(region__in=self.seated(belt))

    def in_province(self, rows, name, region):
        return rows.in_regions([region.pk])

    def lacking(self, rows, name, wanted):
        lacking = gaps_of(rows.exclude(delivers_since=None).values_list("pk", flat=True))
        return rows.filter(pk__in=lacking) if wanted else rows.exclude(pk__in=lacking)


class LibraryMovementFilter(StrictFilterSet):
    """Of the libraries that one keeps."""

    library = KeyFilter(queryset=visible(Library), label=gettext_lazy("Library"))
    aside = yes_or_no(gettext_lazy("Kept aside"), method="kept_aside")
    kind = word(LibraryMovement.Kind.choices, gettext_lazy("Kind"))

    def kept_aside(self, rows, name, wanted):
        return rows.exclude(aside="") if wanted else rows.filter(aside="")


class MonthField(forms.CharField):
    """“2026-11” → its first day."""

    def __init__(self, **kwargs):
        super().__init__(widget=forms.TextInput(attrs={"type": "month"}), **kwargs)

    def clean(self, value):
        text = super().clean(value)
        if not text:
            return None
        try:
            month = dt.datetime.strptime(text, "%Y-%m").replace(tzinfo=dt.UTC).date()
        except ValueError:
            month = None
        if month is None or not FIRST_YEAR <= month.year <= LAST_YEAR:
            raise ValidationError(_("Write the month as 2026-11."), code="month_unknown")
        return month


class MonthsForm(forms.Form):
    """From one month to another; the present one without either, and one month where only one is given."""

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["from"] = MonthField(label=gettext_lazy("From month"), required=False)
        self.fields["to"] = MonthField(label=gettext_lazy("To month"), required=False)
        self.fields["region"] = forms.ModelChoiceField(
            Region.objects.visible_to(user),
            label=gettext_lazy("County or province"),
            required=False,
            empty_label=gettext_lazy("all"),
        )
        self.fields["library"] = forms.ModelChoiceField(
            Library.objects.visible_to(user),
            label=gettext_lazy("Library"),
            required=False,
            empty_label=gettext_lazy("all"),
        )
        self.user = user

    def clean(self):
        given = self.cleaned_data
        now = timezone.localdate().replace(day=1)
        first, last = given.get("from"), given.get("to")
        if first and last and last < first:
            self.add_error("to", ValidationError(_("The last month is not before the first."), code="period_reversed"))
        self.first, self.last = first or last or now, last or first or now
        return given

    @property
    def keys(self):
        """The libraries meant: None for all that there are, which is what nobody narrows."""
        region, library = self.cleaned_data.get("region"), self.cleaned_data.get("library")
        rows = Library.objects.visible_to(self.user)
        if region is None and library is None and self.user.reach.places is None:
            return None
        rows = rows.in_regions([region.pk]) if region else rows
        rows = rows.filter(pk=library.pk) if library else rows
        return list(rows.values_list("pk", flat=True))


class FlowsForm(MonthsForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        labels = {
            "library": gettext_lazy("library"),
            "county": gettext_lazy("county"),
            "province": gettext_lazy("province"),
        }
        self.fields["level"] = forms.ChoiceField(
            label=gettext_lazy("Between"), choices=[(level, labels[level]) for level in LEVELS], required=False
        )

    @property
    def level(self):
        return self.cleaned_data.get("level") or "county"

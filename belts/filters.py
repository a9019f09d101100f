"""One filter set a list, shared by its page and its API twin."""

import django_filters
from django.db.models import Q
from django.forms import SearchInput
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from belts.models import Belt, BeltMembership, Region, Unit
from core.filters import DayFilter, KeyFilter, StrictFilterSet, word, words
from core.scoping import visible
from core.search import LONGEST_QUERY


def provinces(request):
    return visible(Region)(request).filter(level=Region.Level.PROVINCE)


class OnDayFilter(StrictFilterSet):
    """``on`` is the day that belts are asked for; without it today, and rows that have ended are shown too."""

    on = DayFilter(label=_("On the day"), method="holding_on", help_text=_("Write the day as 2025-03-31."))

    @property
    def day(self):
        chosen = self.form.cleaned_data.get("on") if self.is_bound and self.is_valid() else None
        return chosen or timezone.localdate()

    def holding_on(self, rows, name, day):
        return rows.on(day) if hasattr(rows, "on") else rows

    def seated(self, belt=None):
        """Codes of the counties that sit in a belt that day."""
        seats = BeltMembership.objects.visible_to(self.user).on(self.day)
        return (seats.filter(belt=belt) if belt else seats).values("region_id")


class BeltFilter(OnDayFilter):
    class Meta(OnDayFilter.Meta):
        model = Belt
        fields = ["on"]


class RegionFilter(OnDayFilter):
    q = django_filters.CharFilter(
        label=_("Search by name or code"), method="search", max_length=LONGEST_QUERY, widget=SearchInput
    )
    belt = KeyFilter(
        queryset=visible(Belt), names_allowed=True, label=_("Belt"), method="in_belt", empty_label=_("any")
    )
    province = KeyFilter(
        queryset=provinces, names_allowed=True, label=_("Province"), method="in_province", empty_label=_("any")
    )
    level = word(Region.Level.choices, _("Level"), empty_label=_("any"))

    class Meta(OnDayFilter.Meta):
        model = Region
        fields = ["q", "belt", "province", "level", "on"]

    def search(self, rows, name, text):
        return rows.filter(Q(name__icontains=text) | Q(code__startswith=text) | Q(prefecture__icontains=text))

    def in_belt(self, rows, name, belt):
        return rows.filter(pk__in=self.seated(belt))

    def in_province(self, rows, name, province):
        return rows.filter(Q(province=province) | Q(pk=province.pk))


class UnitFilter(OnDayFilter):
    q = django_filters.CharFilter(
        label=_("Search by name"), method="search", max_length=LONGEST_QUERY, widget=SearchInput
    )
    belt = KeyFilter(
        queryset=visible(Belt), names_allowed=True, label=_("Belt"), method="in_belt", empty_label=_("any")
    )
    province = KeyFilter(
        queryset=provinces, names_allowed=True, label=_("Province"), method="in_province", empty_label=_("any")
    )
    region = KeyFilter(
        queryset=visible(Region), names_allowed=True, label=_("Region"), method="in_region", empty_label=_("any")
    )
    kind = words(Unit.Kind.choices, _("Kind"))

    class Meta(OnDayFilter.Meta):
        model = Unit
        fields = ["q", "belt", "province", "region", "kind", "on"]

    def search(self, rows, name, text):
        return rows.matching(text)

    def in_belt(self, rows, name, belt):
        return rows.in_regions(self.seated(belt))

    def in_province(self, rows, name, province):
        return rows.in_regions(self.region_codes(province))

    def in_region(self, rows, name, region):
        return rows.in_regions([region.pk])

    def region_codes(self, province):
        regions = Region.objects.visible_to(self.user)
        return regions.filter(Q(province=province) | Q(pk=province.pk)).values("pk")

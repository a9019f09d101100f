"""Filters of teams, works and brands, for their pages and their API."""

import django_filters
from django.db.models import Q
from django.forms import SearchInput
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from activities.models import Brand, Team, Work
from belts.models import Belt, BeltMembership, Region
from core.filters import DayFilter, KeyFilter, StrictFilterSet, words, yes_or_no
from core.scoping import visible
from core.search import LONGEST_QUERY


class EntityFilter(StrictFilterSet):
    """By name and by home; ``on`` is the day that belts and rosters are asked for, without it today."""

    searched = "name"

    q = django_filters.CharFilter(
        label=_("Search by name"), method="search", max_length=LONGEST_QUERY, widget=SearchInput
    )
    belt = KeyFilter(
        queryset=visible(Belt), names_allowed=True, label=_("Belt of the home"), method="in_belt", empty_label=_("any")
    )
    home = KeyFilter(
        queryset=visible(Region), names_allowed=True, label=_("Home"), method="at_home", empty_label=_("any")
    )

    people_from = KeyFilter(
        queryset=visible(Region),
        names_allowed=True,
        label=_("Home or people from"),
        method="with_people_from",
        empty_label=_("any"),
    )

    @classmethod
    def get_filters(cls):
        """``from`` is a word of Python, so it cannot stand in the class body."""
        return super().get_filters() | {
            "from": DayFilter(field_name="since", lookup_expr="gte", label=_("Formed or made from")),
            "to": DayFilter(field_name="since", lookup_expr="lte", label=_("Formed or made until")),
        }

    @property
    def day(self):
        return self.form.cleaned_data.get("on") or timezone.localdate()

    def search(self, rows, name, text):
        for word in text.split():
            rows = rows.filter(**{f"{self.searched}__icontains": word})
        return rows

    def in_belt(self, rows, name, belt):
        seats = BeltMembership.objects.visible_to(self.user).on(self.day)
        return rows.filter(home_region__in=seats.filter(belt=belt).values("region_id"))

    def at_home(self, rows, name, region):
        """A province stands for its counties too."""
        return rows.filter(Q(home_region=region) | Q(home_region__province=region))

    def with_people_from(self, rows, name, region):
        return rows.credited_to(region)


class TeamFilter(EntityFilter):
    kind = words(Team.Kind.choices, _("Kind"))
    cross_region = yes_or_no(_("Members of both provinces"), method="across")
    ever_cross_region = yes_or_no(_("Members of both provinces, at any time"), method="ever_across")
    on = DayFilter(label=_("On the day"), method="existing", help_text=_("Teams that existed then, and their roster."))

    class Meta(StrictFilterSet.Meta):
        model = Team
        fields = ["q", "belt", "home", "people_from", "kind", "cross_region", "ever_cross_region", "on"]

    def across(self, rows, name, wanted):
        across = Team.objects.visible_to(self.user).cross_region(self.day).values("pk")
        return rows.filter(pk__in=across) if wanted else rows.exclude(pk__in=across)

    def ever_across(self, rows, name, wanted):
        across = Team.objects.visible_to(self.user).cross_region().values("pk")
        return rows.filter(pk__in=across) if wanted else rows.exclude(pk__in=across)

    def existing(self, rows, name, day):
        return rows.filter(Q(until=None) | Q(until__gte=day), since__lte=day)


class WorkFilter(EntityFilter):
    searched = "title"

    q = django_filters.CharFilter(
        label=_("Search by title"), method="search", max_length=LONGEST_QUERY, widget=SearchInput
    )
    kind = words(Work.Kind.choices, _("Kind"))

    class Meta(StrictFilterSet.Meta):
        model = Work
        fields = ["q", "belt", "home", "people_from", "kind"]


class BrandFilter(EntityFilter):
    class Meta(StrictFilterSet.Meta):
        model = Brand
        fields = ["q", "belt", "home", "people_from"]

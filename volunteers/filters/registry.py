"""The one filter set of volunteers: the list, its files and the API use it."""

import django_filters
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms import SearchInput
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from belts.models import Belt, BeltMembership, Region
from core.filters import DayFilter, FilterForm, KeyFilter, StrictFilterSet, word, words, yes_or_no
from core.scoping import visible
from core.search import LONGEST_QUERY
from volunteers.choices import AGES, AgeBand, Dialect, ServiceTime, Skill, State, Whose
from volunteers.models import Platform, Volunteer
from volunteers.models.scope import LISTED_STATES
from volunteers.queries import registry
from volunteers.queries.searching import found_by, read_search


class VolunteerFilterForm(FilterForm):
    """What is searched is read here, so that a refusal stands beside its field."""

    def clean(self):
        super().clean()
        try:
            read_search(self.cleaned_data.get("q") or "")
        except ValidationError as error:
            self.add_error("q", error)


def _platform(label, **options):
    return KeyFilter(queryset=visible(Platform), to_field_name="code", label=label, empty_label=_("any"), **options)


class VolunteerFilter(StrictFilterSet):
    """Narrows scoped rows: ``VolunteerFilter(request.GET, Volunteer.objects.visible_to(user), request=request)``.

    Without a search the list holds who is at home here: those of millions stand in one order of an index.
    """

    q = django_filters.CharFilter(
        label=_("Search"),
        method="search",
        max_length=LONGEST_QUERY,
        widget=SearchInput(attrs={"placeholder": _("name, pinyin, number, last 4 digits of the mobile")}),
    )
    whose = word(
        Whose.choices,
        _("Whose"),
        method="applied_first",
        empty_label=_("at home here; with a search both"),
    )
    region = KeyFilter(
        queryset=lambda request: visible(Region)(request).counties(),
        names_allowed=True,
        label=_("Home county"),
        method="at_home_in",
        empty_label=_("any"),
    )
    province = KeyFilter(
        queryset=lambda request: visible(Region)(request).filter(level=Region.Level.PROVINCE),
        names_allowed=True,
        label=_("Province"),
        method="of_province",
        empty_label=_("any"),
    )
    belt = KeyFilter(
        queryset=visible(Belt), names_allowed=True, label=_("Belt"), method="in_belt", empty_label=_("any")
    )
    corridor = yes_or_no(_("In the corridor"), method="in_corridor")
    serves_in = KeyFilter(
        queryset=lambda request: visible(Region)(request).counties(),
        names_allowed=True,
        label=_("Serves in"),
        method="serving_in",
        empty_label=_("any"),
    )
    cross_region = yes_or_no(
        _("Reaches across the border"),
        method="across",
        help_text=_("On a platform of the other province, or serving in a county there."),
    )
    platform = _platform(_("Has an account on"), method="on_platform")
    through = _platform(_("Registered through"), field_name="registered_through")
    skill = words(Skill.choices, _("Has all of these skills"), method="holding_all", field_name="skills")
    time = words(ServiceTime.choices, _("Serves on"), method="holding_all", field_name="times")
    dialect = words(Dialect.choices, _("Speaks"), method="holding_all", field_name="dialects")
    age = words(AgeBand.choices, _("Age, by the year of birth"), method="of_ages")
    state = words(State.choices, _("State"), method="applied_first")

    class Meta(StrictFilterSet.Meta):
        model = Volunteer
        form = VolunteerFilterForm
        fields: list[str] = []

    @classmethod
    def get_filters(cls):
        """``from`` is a word of Python, so it cannot stand in the class body."""
        return super().get_filters() | {
            "from": DayFilter(field_name="registered_on", lookup_expr="gte", label=_("Registered from")),
            "to": DayFilter(field_name="registered_on", lookup_expr="lte", label=_("Registered until")),
        }

    def filter_queryset(self, queryset):
        given = self.form.cleaned_data
        queryset = self._whose(queryset, given["whose"] or (Whose.ALL if given["q"] else Whose.HOME))
        queryset = queryset.filter(state__in=given["state"] or LISTED_STATES)
        return super().filter_queryset(queryset)

    def _whose(self, rows, whose):
        if whose == Whose.HOME:
            return rows.at_home_with(self.user)
        return rows.serving_with(self.user) if whose == Whose.SERVING else rows

    def applied_first(self, rows, name, value):
        return rows

    def search(self, rows, name, text):
        return found_by(rows, text)

    def at_home_in(self, rows, name, region):
        return rows.filter(home=region)

    def of_province(self, rows, name, province):
        return rows.filter(Q(home=province) | Q(home__province=province))

    def in_belt(self, rows, name, belt):
        return rows.filter(home__in=self._seats().filter(belt=belt).values("region_id"))

    def in_corridor(self, rows, name, wanted):
        inside = Q(home__in=self._seats().values("region_id"))
        return rows.filter(inside if wanted else ~inside)

    def _seats(self):
        return BeltMembership.objects.visible_to(self.user).on(timezone.localdate())

    def serving_in(self, rows, name, region):
        return registry.serving_in(rows, region)

    def across(self, rows, name, wanted):
        return registry.reaching_across(rows, wanted)

    def on_platform(self, rows, name, platform):
        return registry.with_account_on(rows, platform)

    def holding_all(self, rows, name, wanted):
        return rows.filter(**{f"{name}__contains": wanted}) if wanted else rows

    def of_ages(self, rows, name, bands):
        year, found = timezone.localdate().year, Q()
        for band in bands:
            least, most = AGES[AgeBand(band)]
            found |= Q(birth_year__range=(year - most, year - least))
        return rows.filter(found) if bands else rows

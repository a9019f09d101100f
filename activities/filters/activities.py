"""The one filter set of activities: lists, exports, the calendar, the API and the statistics all use it."""

import django_filters
from django.db.models import Q
from django.forms import SearchInput
from django.utils.translation import gettext_lazy as _

from activities.models import Activity, ActivityParty, Audience, Brand, Kind, Task, Team, Work
from activities.models.activity import SEARCHED_FIELDS
from activities.queries.parties import taking_part, with_team_from
from belts.models import Belt, Region
from belts.queries.seats import AS_WAS, MEMBERSHIPS
from core.filters import DayFilter, KeyFilter, StrictFilterSet, word, words, yes_or_no
from core.scoping import visible
from core.search import LONGEST_QUERY, matching

ROLES = [
    ("any", _("leads or takes part")),
    (ActivityParty.Role.LEAD.value, _("leads")),
    (ActivityParty.Role.PARTNER.value, _("takes part as a partner")),
]
STATES = [choice for choice in Activity.State.choices if choice[0] != Activity.State.MERGED]


NO_TASK = "none"


class ActivityFilter(StrictFilterSet):
    """Narrows any queryset: ``ActivityFilter(request.GET, Activity.objects.visible_to(user), request=request)``.

    ``qs`` is empty while a value is wrong; ``errors`` says what. ``from`` and ``to`` ask for the first day of a record.
    """

    q = django_filters.CharFilter(
        label=_("Search"),
        method="search",
        max_length=LONGEST_QUERY,
        widget=SearchInput(attrs={"placeholder": _("title, place or summary")}),
    )
    belt = KeyFilter(
        queryset=visible(Belt), names_allowed=True, label=_("Belt"), method="together", empty_label=_("any")
    )
    region = KeyFilter(
        queryset=lambda request: visible(Region)(request).counties(),
        names_allowed=True,
        label=_("County"),
        method="together",
        empty_label=_("any"),
    )
    province = KeyFilter(
        queryset=lambda request: visible(Region)(request).filter(level=Region.Level.PROVINCE),
        names_allowed=True,
        label=_("Province"),
        method="together",
        empty_label=_("any"),
    )
    corridor = yes_or_no(
        _("In the corridor"),
        method="together",
        help_text=_("Whether the county sits in a belt, by the same membership."),
    )
    role = word(
        ROLES,
        _("Part of the place"),
        default="any",
        method="together",
        help_text=_("What the belt, county or province does in the record; without a place: what any party does."),
    )
    with_region = KeyFilter(
        queryset=lambda request: visible(Region)(request).counties(),
        names_allowed=True,
        label=_("Together with"),
        method="together",
        empty_label=_("any"),
    )
    membership = word(
        MEMBERSHIPS,
        _("Belt membership"),
        default=AS_WAS,
        method="together",
        help_text=_("Which day decides the belt of a county: the record's own day, or today."),
    )
    kind = words(Kind.choices, _("Kind"))
    task = words([*Task.choices, (NO_TASK, _("no key task"))], _("Key task"), method="of_tasks")
    state = words(STATES, _("State"))
    brand = KeyFilter(queryset=visible(Brand), label=_("Brand"), empty_label=_("any"), null_label=_("no brand"))
    team = KeyFilter(queryset=visible(Team), field_name="teams", label=_("Team"))
    work = KeyFilter(queryset=visible(Work), field_name="works", label=_("Work"))
    cross_province = yes_or_no(_("Both provinces take part"), method="across")
    touring = yes_or_no(_("Touring team"), method="toured")
    held_in = KeyFilter(queryset=visible(Region), field_name="place_region", label=_("Held in"))
    team_from = KeyFilter(queryset=visible(Region), method="of_teams_from", label=_("Team from"))
    audience = words(Audience.choices, _("How the audience is known"), field_name="audience_basis")
    precision = words(Activity.Precision.choices, _("Day known to the"))
    origin = words(Activity.Origin.choices, _("Origin"))
    source = django_filters.CharFilter(label=_("Source"), max_length=200)
    mine = yes_or_no(_("Logged by me"), method="logged_by_me")

    class Meta(StrictFilterSet.Meta):
        model = Activity
        fields: list[str] = []

    @classmethod
    def get_filters(cls):
        """``from`` is a word of Python, so it cannot stand in the class body."""
        return super().get_filters() | {
            "from": DayFilter(field_name="starts_on", lookup_expr="gte", label=_("From")),
            "to": DayFilter(field_name="starts_on", lookup_expr="lte", label=_("To")),
        }

    def filter_queryset(self, queryset):
        given = self.form.cleaned_data
        place = {name: given[name] for name in ("belt", "region", "province") if given[name]}
        role = given["role"] if given["role"] in ActivityParty.Role else ""
        seated = given["corridor"] if given["corridor"] != "" else None
        if place or role or seated is not None:
            membership = given["membership"] or AS_WAS
            queryset = queryset.filter(taking_part(role=role, seated=seated, membership=membership, **place))
        if given["with_region"]:
            queryset = queryset.filter(taking_part(region=given["with_region"]))
        return super().filter_queryset(queryset)

    def together(self, queryset, name, value):
        """Place, role and membership are one condition on one party: see filter_queryset."""
        return queryset

    def search(self, queryset, name, value):
        return matching(queryset, SEARCHED_FIELDS, value)

    def of_tasks(self, queryset, name, value):
        return queryset.filter(task__in=["" if task == NO_TASK else task for task in value]) if value else queryset

    def of_teams_from(self, queryset, name, value):
        return queryset.filter(with_team_from(value))

    def across(self, queryset, name, value):
        return queryset.cross_province(value)

    def toured(self, queryset, name, value):
        return queryset.touring(value)

    def logged_by_me(self, queryset, name, value):
        mine = Q(created_by=self.user) | Q(submitted_by=self.user)
        return queryset.filter(mine if value else ~mine)

"""The filter set of resolutions: the board, its file, the API and the tab of a meeting use it."""

import datetime as dt

import django_filters
from django.db.models import Q
from django.forms import SearchInput
from django.utils import timezone
from django.utils.translation import gettext_lazy, pgettext_lazy

from belts.models import Belt, Region
from belts.queries.seats import AS_WAS, MEMBERSHIPS
from core.dated import start_of
from core.filters import DayFilter, KeyFilter, StrictFilterSet, word, words, yes_or_no
from core.scoping import visible
from core.search import LONGEST_QUERY, matching
from meetings.filters.meetings import place_in
from meetings.models import Body, JointMeeting, Resolution
from meetings.models.resolutions import SEARCHED_FIELDS, UNFINISHED_STATES
from meetings.queries.colours import WORDS, colour_case, policies
from meetings.queries.credited import credited_resolutions
from meetings.queries.resolutions import MINE

UNFINISHED = "unfinished"
STATES = [
    (UNFINISHED, gettext_lazy("not finished")),
    *Resolution.State.choices,
    ("all", gettext_lazy("in any state")),
]
PARTS = [
    ("any", gettext_lazy("any part")),
    ("lead", gettext_lazy("lead")),
    ("co", gettext_lazy("co-unit")),
    ("counterpart", gettext_lazy("counterpart")),
]
AGES = [(str(days), text) for days, text in (
    (30, gettext_lazy("30 days or more")), (90, gettext_lazy("90 days or more")),
    (180, gettext_lazy("half a year or more")), (365, gettext_lazy("a year or more")),
)]  # fmt: skip
MINE_WORDS = [
    ("do", gettext_lazy("mine to do")),
    ("confirm", gettext_lazy("mine to confirm")),
    ("extensions", gettext_lazy("extensions to decide")),
]


class ResolutionFilter(StrictFilterSet):
    """Without ``state`` only what is not finished. ``from`` and ``to`` ask for the due date."""

    q = django_filters.CharFilter(
        label=gettext_lazy("Number or text"), method="search", max_length=LONGEST_QUERY, widget=SearchInput
    )
    mine = word(MINE_WORDS, gettext_lazy("Waits for me"), method="waits_for_me")
    belt = KeyFilter(
        queryset=visible(Belt), names_allowed=True, label=gettext_lazy("Belt"), method="together",
        empty_label=gettext_lazy("any"),
    )  # fmt: skip
    body = KeyFilter(
        queryset=visible(Body), names_allowed=True, label=gettext_lazy("Body"), field_name="meeting__body",
        empty_label=gettext_lazy("any"),
    )  # fmt: skip
    region = KeyFilter(
        queryset=visible(Region), names_allowed=True, label=gettext_lazy("County or province"), method="together",
        empty_label=gettext_lazy("any"), help_text=gettext_lazy("A province has its counties."),
    )  # fmt: skip
    part = word(
        PARTS, gettext_lazy("Part of the county"), default="any", method="together",
        help_text=gettext_lazy("What the county does in it: leads, takes part, or confirms from across the border."),
    )  # fmt: skip
    colour = words(list(WORDS.items()), gettext_lazy("Colour"), method="of_colours")
    state = word(STATES, gettext_lazy("State"), default=UNFINISHED, method="together")
    age = word(AGES, pgettext_lazy("resolution", "Made"), method="made_before", empty_label=gettext_lazy("any time"))
    overdue = yes_or_no(gettext_lazy("Past its due date"), method="is_overdue")
    across = yes_or_no(gettext_lazy("Crosses the border"), field_name="cross_border")
    meeting = KeyFilter(queryset=visible(JointMeeting), label=gettext_lazy("Meeting"))
    counted = word(
        MEMBERSHIPS, gettext_lazy("As the figures count, by membership"), method="together",
        empty_label=gettext_lazy("no, by the body that decided"),
        help_text=gettext_lazy("A belt is then that of a county with a part in it, on the day it is due."),
    )  # fmt: skip
    province = KeyFilter(
        queryset=lambda request: visible(Region)(request).filter(level=Region.Level.PROVINCE), names_allowed=True,
        label=gettext_lazy("Province of one with a part in it"), method="together", empty_label=gettext_lazy("any"),
    )  # fmt: skip
    corridor = yes_or_no(gettext_lazy("One of the corridor has a part in it"), method="together")

    class Meta(StrictFilterSet.Meta):
        model = Resolution
        fields: list[str] = []

    @classmethod
    def get_filters(cls):
        """``from`` is a word of Python, so it cannot stand in the class body."""
        return super().get_filters() | {
            "from": DayFilter(field_name="due_on", lookup_expr="gte", label=gettext_lazy("Due from")),
            "to": DayFilter(field_name="due_on", lookup_expr="lte", label=gettext_lazy("Due until")),
        }

    def filter_queryset(self, queryset):
        """State and place first: each is one condition of several fields."""
        given = self.form.cleaned_data
        state = given["state"] or UNFINISHED
        if state == UNFINISHED:
            queryset = queryset.filter(state__in=UNFINISHED_STATES)
        elif state != "all":
            queryset = queryset.filter(state=state)
        return super().filter_queryset(self._of_the_place(queryset))

    def _of_the_place(self, rows):
        """As figures count, one party is all that is asked; else the body's belt, and parties one by one."""
        given = self.form.cleaned_data
        part = "" if given["part"] == "any" else given["part"]
        if given["counted"]:
            return credited_resolutions(rows, place_in(given, "counted"), part)
        if given["belt"]:
            rows = rows.filter(meeting__body__belt=given["belt"])
        if given["region"]:
            rows = rows.charged_to(given["region"], part)
        others = {"region": None, "belt": None, "counted": AS_WAS}
        return credited_resolutions(rows, place_in(given | others, "counted"))

    def together(self, rows, _name, _value):
        return rows

    def search(self, rows, _name, value):
        return matching(rows, SEARCHED_FIELDS, value)

    def waits_for_me(self, rows, _name, value):
        return MINE[value](rows, self.user) if value else rows

    def of_colours(self, rows, _name, value):
        if not value:
            return rows
        return rows.alias(_colour=colour_case(timezone.localdate(), policies())).filter(_colour__in=value)

    def made_before(self, rows, _name, value):
        if not value:
            return rows
        return rows.filter(created_at__lt=start_of(timezone.localdate() - dt.timedelta(days=int(value) - 1)))

    def is_overdue(self, rows, _name, wanted):
        late = Q(state__in=UNFINISHED_STATES, due_on__lt=timezone.localdate())
        return rows.filter(late if wanted else ~late)

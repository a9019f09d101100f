"""The filter set of the lists: the page and the API use it."""

from django.utils.translation import gettext_lazy as _

from belts.models import Region
from core.filters import KeyFilter, StrictFilterSet, word, words
from core.scoping import visible
from meetings.models import Body, ListEntry

LIVE, ALL = "live", "all"


class ListEntryFilter(StrictFilterSet):
    """Without a word about the state what is open stays visible, however old; what ended is asked for."""

    body = KeyFilter(queryset=visible(Body), names_allowed=True, label=_("Body"), empty_label=_("any"))
    kind = words(ListEntry.Kind.choices, _("List"))
    state = word(
        [(LIVE, _("open or matched")), *ListEntry.State.choices, (ALL, _("all"))],
        _("State"),
        default=LIVE,
        method="in_state",
    )
    region = KeyFilter(
        queryset=lambda request: visible(Region)(request).exclude(level=Region.Level.PREFECTURE),
        label=_("Region"),
        empty_label=_("any"),
    )

    def filter_queryset(self, queryset):
        if not self.form.cleaned_data["state"]:
            queryset = queryset.open()
        return super().filter_queryset(queryset)

    def in_state(self, rows, _name, state):
        if state == ALL:
            return rows
        return rows.open() if state == LIVE else rows.filter(state=state)

"""The filter set of agenda items over the API."""

from django.utils.translation import gettext_lazy as _

from belts.models import Region
from core.filters import KeyFilter, StrictFilterSet, words
from core.scoping import visible
from meetings.models import AgendaItem, AgendaSource, Body, JointMeeting


class AgendaItemFilter(StrictFilterSet):
    meeting = KeyFilter(queryset=visible(JointMeeting), label=_("Meeting"))
    body = KeyFilter(queryset=visible(Body), names_allowed=True, label=_("Body"), field_name="meeting__body")
    state = words(AgendaItem.State.choices, _("State"))
    kind = words(AgendaItem.Kind.choices, _("Kind"))
    region = KeyFilter(
        queryset=visible(Region), label=_("Region"), method="of_region", help_text=_("Which side it comes from.")
    )

    def of_region(self, rows, _name, region):
        sources = AgendaSource.objects.visible_to(self.user).filter(region=region)
        return rows.filter(pk__in=sources.values("item"))


class PaperFilter(StrictFilterSet):
    meeting = KeyFilter(queryset=visible(JointMeeting), label=_("Meeting"))
    item = KeyFilter(queryset=visible(AgendaItem), label=_("Item"))

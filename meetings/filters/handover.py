"""The filter set of handovers: the list and the API use it."""

import django_filters
from django.utils.translation import gettext_lazy as _

from belts.models import Belt
from core.filters import KeyFilter, StrictFilterSet, word, words
from core.scoping import visible
from meetings.models import Handover

MINE = [("hand_over", _("mine to hand over")), ("accept", _("mine to accept"))]


class HandoverFilter(StrictFilterSet):
    """``year`` is the year of the term that ends."""

    mine = word(MINE, _("What waits for me"), method="of_mine", empty_label=_("any"))
    belt = KeyFilter(
        queryset=visible(Belt), names_allowed=True, label=_("Belt"), field_name="term__belt", empty_label=_("any")
    )
    year = django_filters.NumberFilter(field_name="term__year", label=_("Year"), min_value=2000, max_value=2200)
    state = words(Handover.State.choices, _("State"))

    def of_mine(self, rows, _name, step):
        if step == "hand_over":
            return rows.manageable_by(self.user).to_hand_over()
        return rows.received_by(self.user).to_accept()

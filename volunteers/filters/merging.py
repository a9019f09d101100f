from django.utils.translation import gettext_lazy as _

from core.filters import StrictFilterSet, word
from volunteers.models import LikelyDuplicate


class PairFilter(StrictFilterSet):
    state = word(LikelyDuplicate.State.choices, _("State"))

    class Meta:
        model = LikelyDuplicate
        fields = ["state"]

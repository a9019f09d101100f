from django.utils.translation import gettext_lazy as _

from core.filters import StrictFilterSet, word
from volunteers.models import Correction


class CorrectionFilter(StrictFilterSet):
    state = word(Correction.State.choices, _("State"))

    class Meta:
        model = Correction
        fields = ["state"]

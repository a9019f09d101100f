from django.utils.translation import gettext_lazy as _

from core.filters import StrictFilterSet, words
from indicators.models import Bulletin


class BulletinFilter(StrictFilterSet):
    kind = words(Bulletin.Kind.choices, _("Kind"))
    state = words(Bulletin.State.choices, _("State"))

    class Meta(StrictFilterSet.Meta):
        model = Bulletin
        fields = ["kind", "state"]

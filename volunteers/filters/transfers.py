import datetime as dt

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.dated import start_of
from core.filters import DayFilter, KeyFilter, StrictFilterSet, word, words
from core.scoping import visible
from volunteers.choices import TransferKind
from volunteers.models import Platform, Transfer

CHONGQING, SICHUAN = "500000", "510000"
RECEIVERS = {"to_sichuan": SICHUAN, "to_chongqing": CHONGQING}
DIRECTIONS = [
    ("to_sichuan", gettext_lazy("from Chongqing to Sichuan")),
    ("to_chongqing", gettext_lazy("from Sichuan to Chongqing")),
]


class TransferFilter(StrictFilterSet):
    """By day, by who got it, by direction and way."""

    platform = KeyFilter(
        queryset=visible(Platform),
        to_field_name="code",
        label=gettext_lazy("Platform"),
        empty_label=gettext_lazy("any"),
        help_text=gettext_lazy("Code of a platform."),
    )
    direction = word(DIRECTIONS, gettext_lazy("Direction"), method="in_direction", empty_label=gettext_lazy("any"))
    kind = words(TransferKind, gettext_lazy("Way"))

    class Meta(StrictFilterSet.Meta):
        model = Transfer
        fields = ["platform", "direction", "kind"]

    @classmethod
    def get_filters(cls):
        """``from`` is a word of Python, so it cannot stand in the class body."""
        return super().get_filters() | {
            "from": DayFilter(method="not_before", label=gettext_lazy("From")),
            "to": DayFilter(method="not_after", label=gettext_lazy("To")),
        }

    def not_before(self, rows, name, day):
        return rows.filter(at__gte=start_of(day))

    def not_after(self, rows, name, day):
        return rows.filter(at__lt=start_of(day + dt.timedelta(days=1)))

    def in_direction(self, rows, name, value):
        return rows.filter(to_province=RECEIVERS[value])

    def described(self):
        """What narrows the list, in words."""
        given = self.form.cleaned_data
        chosen = [str(given["platform"] or ""), str(dict(DIRECTIONS).get(given["direction"], ""))]
        chosen += [str(TransferKind(value).label) for value in given["kind"] or ()]
        chosen += [_("from %(day)s") % {"day": given["from"]}] if given["from"] else []
        chosen += [_("until %(day)s") % {"day": given["to"]}] if given["to"] else []
        return " · ".join(filter(None, chosen)) or _("no filter")

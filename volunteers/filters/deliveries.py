import datetime as dt

from django.utils.translation import gettext_lazy

from core.dated import start_of
from core.filters import DayFilter, KeyFilter, StrictFilterSet
from core.scoping import visible
from volunteers.models import Delivery, Platform


class DeliveryFilter(StrictFilterSet):
    """By platform, and by the day on which they were received, in China's time."""

    platform = KeyFilter(
        queryset=visible(Platform),
        to_field_name="code",
        label=gettext_lazy("Platform"),
        empty_label=gettext_lazy("any"),
        help_text=gettext_lazy("Code of a platform."),
    )

    class Meta(StrictFilterSet.Meta):
        model = Delivery
        fields = ["platform"]

    @classmethod
    def get_filters(cls):
        """``from`` is a word of Python, so it cannot stand in the class body."""
        return super().get_filters() | {
            "from": DayFilter(method="not_before", label=gettext_lazy("From")),
            "to": DayFilter(method="not_after", label=gettext_lazy("To")),
        }

    def not_before(self, rows, name, day):
        return rows.filter(received_at__gte=start_of(day))

    def not_after(self, rows, name, day):
        return rows.filter(received_at__lt=start_of(day + dt.timedelta(days=1)))

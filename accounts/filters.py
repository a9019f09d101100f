import django_filters
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accounts.models import PostHolding, Role, User
from belts.models import Region
from core.filters import DayFilter, KeyFilter, StrictFilterSet, word, yes_or_no


def regions_for(request):
    return Region.objects.visible_to(request.user).exclude(level=Region.Level.PREFECTURE).order_by("code")


class PeopleFilter(StrictFilterSet):
    q = django_filters.CharFilter(label=_("name or user name"), method="search", max_length=50)
    role = word(Role.choices, _("role"), method="with_role", empty_label=_("any"))
    place = KeyFilter(label=_("place"), queryset=regions_for, method="at_place", empty_label=_("any"))
    active = yes_or_no(_("may sign in"), field_name="is_active")

    class Meta(StrictFilterSet.Meta):
        model = User
        fields = []

    def search(self, rows, name, value):
        return rows.filter(Q(name__icontains=value) | Q(username__icontains=value))

    def with_role(self, rows, name, value):
        return rows.filter(pk__in=self._held_today(post__role=value))

    def at_place(self, rows, name, value):
        return rows.filter(pk__in=self._held_today(post__region=value))

    def _held_today(self, **lookup):
        return PostHolding.objects.visible_to(self.user).on(timezone.localdate()).filter(**lookup).values("user_id")


class HoldingFilter(StrictFilterSet):
    """Who holds what where, on a day."""

    role = word(Role.choices, _("role"), field_name="post__role", empty_label=_("any"))
    place = KeyFilter(label=_("place"), queryset=regions_for, method="at_place", empty_label=_("any"))
    on = DayFilter(label=_("on the day"), method="on_day")

    class Meta(StrictFilterSet.Meta):
        model = PostHolding
        fields = []

    @property
    def day(self):
        return (self.form.cleaned_data.get("on") if self.is_valid() else None) or timezone.localdate()

    @property
    def qs(self):
        return super().qs.on(self.day)

    def on_day(self, rows, name, value):
        return rows

    def at_place(self, rows, name, value):
        """A province shows its counties' posts too."""
        return rows.filter(Q(post__region=value) | Q(post__region__province=value))

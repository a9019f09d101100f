import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from accounts.models import Act, Notice, PostHolding, Role, User
from accounts.queries.timeline import ACTS, Search
from belts.models import Region
from core.filters import DayField, DayFilter, FilterForm, KeyFilter, StrictFilterSet, word, yes_or_no


def regions_for(request):
    return Region.objects.visible_to(request.user).exclude(level=Region.Level.PREFECTURE).order_by("code")


class PeopleFilter(StrictFilterSet):
    q = django_filters.CharFilter(label=_("name or user name"), method="search", max_length=50)
    role = word(Role.choices, _("role"), method="with_role", empty_label=_("any"))
    place = KeyFilter(label=_("county or province"), queryset=regions_for, method="at_place", empty_label=_("any"))
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
    place = KeyFilter(label=_("county or province"), queryset=regions_for, method="at_place", empty_label=_("any"))
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


class NoticeFilter(StrictFilterSet):
    unread = yes_or_no(_("unread"), field_name="read_at", lookup_expr="isnull")

    class Meta(StrictFilterSet.Meta):
        model = Notice
        fields = []


ROW_ACTIONS = [("insert", _("row added")), ("update", _("row changed")), ("delete", _("row deleted"))]


class AuditForm(FilterForm):
    """What the auditor looks for."""

    who = forms.CharField(label=_("user name"), required=False, max_length=50)
    what = forms.ChoiceField(label=_("of what"), required=False)
    row = forms.CharField(label=_("key of the row"), required=False, max_length=200)
    action = forms.ChoiceField(
        label=_("act"),
        required=False,
        choices=[("", _("any")), (_("Rows"), ROW_ACTIONS), (_("Acts"), Act.choices)],
    )
    request = forms.CharField(label=_("request"), required=False, max_length=64)

    def __init__(self, *args, user, sources, **kwargs):
        super().__init__(*args, **kwargs)
        self.user = user
        self.fields["from"] = DayField(label=_("from"), required=False)
        self.fields["to"] = DayField(label=_("to"), required=False)
        self.fields["what"].choices = [("", _("anything")), (ACTS, _("acts that change no row")), *sources]

    def clean_who(self):
        name = self.cleaned_data["who"].strip()
        if not name:
            return None
        found = User.objects.visible_to(self.user).filter(username__iexact=name).first()
        if found is None:
            raise ValidationError(gettext("There is no such user name."), code="invalid_choice")
        return found

    def search(self):
        given = self.cleaned_data
        return Search(
            who=given["who"].pk if given["who"] else None,
            what=given["what"],
            row=given["row"].strip(),
            action=given["action"],
            first=given["from"],
            last=given["to"],
            request=given["request"].strip(),
        )

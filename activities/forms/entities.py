"""Forms of teams, works and brands; the home is one of the regions that the user keeps."""

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from activities.models import Brand, Team, TeamMember, Work, WorkAuthor, WorkVersion
from belts.models import Region, Unit
from core.filters import DayField
from core.forms import ShapeForm
from core.widgets import DateInput


def homes_kept_by(user):
    """Regions whose teams, works and brands the user keeps: see SharedEntityQuerySet.manageable_by."""
    regions, reach = Region.objects.visible_to(user), user.reach
    if reach.places is not None:
        regions = regions.filter(Q(pk__in=reach.places) | Q(province__in=reach.places))
    return regions if reach.corridor_office else regions.filter(pk__in=reach.counties | reach.provinces)


class EntityForm(ShapeForm):
    """Only the corridor office keeps what has no home."""

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        home = self.fields["home_region"]
        home.queryset = homes_kept_by(user)
        home.required = not user.reach.corridor_office
        if not self.instance.pk:
            home.initial = user.home_region
            self.fields["since"].initial = timezone.localdate


class TeamForm(EntityForm):
    class Meta:
        model = Team
        fields = ["name", "kind", "home_region", "unit", "since", "until", "description"]
        widgets = {"since": DateInput, "until": DateInput}
        help_texts = {"until": _("The last day; memberships that are still open end with it.")}

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, user=user, **kwargs)
        self.fields["unit"].queryset = Unit.objects.visible_to(user).filter(
            region__in=self.fields["home_region"].queryset
        )


class WorkForm(EntityForm):
    class Meta:
        model = Work
        fields = ["title", "kind", "home_region", "since", "description"]
        widgets = {"since": DateInput}


class BrandForm(EntityForm):
    class Meta:
        model = Brand
        fields = ["name", "home_region", "since", "description"]
        widgets = {"since": DateInput}


class _PersonForm(ShapeForm):
    """Somebody of any region: teams and authors come from both sides."""

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["home_region"].queryset = Region.objects.visible_to(user)


class MemberForm(_PersonForm):
    class Meta:
        model = TeamMember
        fields = ["name", "home_region", "part", "since", "until"]
        widgets = {"since": DateInput, "until": DateInput}


class AuthorForm(_PersonForm):
    class Meta:
        model = WorkAuthor
        fields = ["name", "home_region"]


class VersionForm(ShapeForm):
    class Meta:
        model = WorkVersion
        fields = ["note", "body"]

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)


class EndForm(forms.Form):
    until = DayField(label=_("Last day"))

    def __init__(self, *args, user, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["until"].initial = timezone.localdate

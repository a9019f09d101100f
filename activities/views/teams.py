from django.urls import reverse_lazy
from django.utils.translation import gettext_lazy as _
from django.views.generic import DetailView

from activities.filters import TeamFilter
from activities.forms.entities import EndForm, MemberForm, TeamForm
from activities.models import Activity, Team, TeamMember
from activities.queries.entities import latest, tours_of, with_cross_region
from activities.services import teams as services
from activities.views.entities import EntityCreateView, EntityListView, EntityUpdateView, PartView
from belts.views.day import OnDayMixin
from core.scoping import ScopedRowsMixin


class TeamListView(EntityListView):
    model = Team
    filterset_class = TeamFilter
    fragment_name = "activities/_team_rows.html"
    title, lead = _("Teams"), _("Lecture teams, and who was in them on which day.")
    create_url, create_label = reverse_lazy("activities:create_team"), _("Add a team")

    def complete(self, rows):
        return with_cross_region(super().complete(rows), self.listing.filters.day)


class TeamDetailView(OnDayMixin, ScopedRowsMixin, DetailView):
    model = Team
    template_name = "activities/team_detail.html"

    def get_queryset(self):
        return super().get_queryset().select_related("home_region", "unit")

    def get_context_data(self, **kwargs):
        team = self.object
        records = Activity.objects.visible_to(self.request.user)
        return super().get_context_data(
            may_change=Team.objects.manageable_by(self.request.user).filter(pk=team.pk).exists(),
            roster=team.members.on(self.day).select_related("home_region__province"),
            cross_region=Team.objects.visible_to(self.request.user).cross_region(self.day).filter(pk=team.pk).exists(),
            members_ever=team.members.count(),
            activities=latest(records.filter(teams=team)),
            tours=tours_of(team, records),
            **kwargs,
        )


class _TeamForm:
    model = Team
    form_class = TeamForm
    list_url, list_label = reverse_lazy("activities:teams"), _("Teams")


class TeamCreateView(_TeamForm, EntityCreateView):
    title = _("Add a team")

    def perform(self, data):
        return services.create_team(actor=self.request.user, **data)


class TeamUpdateView(_TeamForm, EntityUpdateView):
    title = _("Change the team")

    def perform(self, data):
        return services.edit_team(actor=self.request.user, team=self.object, **data)


class MemberAddView(_TeamForm, PartView):
    title, form_class = _("Add somebody to the team"), MemberForm

    def owners(self):
        return Team.objects.manageable_by(self.request.user)

    def get_initial(self):
        return {"since": self.owner.since}

    def perform(self, data):
        return services.add_member(actor=self.request.user, team=self.owner, **data)


class MembershipEndView(_TeamForm, PartView):
    title, form_class = _("End the membership"), EndForm

    def owners(self):
        return TeamMember.objects.manageable_by(self.request.user).select_related("team")

    def back_url(self):
        return self.owner.team.get_absolute_url()

    def get_context_data(self, **kwargs):
        return super().get_context_data(about=f"{self.owner.team} · {self.owner}", **kwargs)

    def perform(self, data):
        return services.end_membership(actor=self.request.user, member=self.owner, **data)

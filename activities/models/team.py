from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import RangeOperators
from django.db import models
from django.db.models import Count
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from activities.models.brand import PartQuerySet, SharedEntityQuerySet
from core.dated import DayRange, ends_after_start
from core.history import tracked


class TeamQuerySet(SharedEntityQuerySet):
    def cross_region(self, day=None):
        """Teams whose members or leaders come from both provinces: on that day, or ever."""
        roster = TeamMember.objects.on(day) if day else TeamMember.objects.all()
        both = (
            roster.values("team")
            .annotate(provinces=Count(Coalesce("home_region__province_id", "home_region_id"), distinct=True))
            .filter(provinces__gt=1)
        )
        return self.filter(pk__in=both.values("team"))


@tracked()
class Team(models.Model):
    """A lecture team (宣讲队伍). Whether it is cross-region follows from its roster and is never typed."""

    class Kind(models.TextChoices):
        PROFESSIONAL = "professional", _("professional")
        FOLK = "folk", _("folk")
        STUDIO = "studio", _("studio")
        LIGHT_CAVALRY = "light_cavalry", _("light cavalry of the arts")
        NOT_STATED = "not_stated", _("kind not stated")

    name = models.CharField(_("name"), max_length=100)
    kind = models.CharField(_("kind"), max_length=20, choices=Kind.choices)
    home_region = models.ForeignKey(
        "belts.Region", models.PROTECT, related_name="teams", null=True, blank=True, verbose_name=_("home")
    )
    unit = models.ForeignKey(
        "belts.Unit", models.PROTECT, related_name="teams", null=True, blank=True, verbose_name=_("unit")
    )
    since = models.DateField(_("formed on"))
    until = models.DateField(_("dissolved on"), null=True, blank=True)
    description = models.TextField(_("description"), max_length=2000, blank=True)

    objects = TeamQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("team")
        constraints = [
            models.UniqueConstraint(
                fields=["name", "home_region"],
                nulls_distinct=False,
                name="team_name_once_in_a_region",
                violation_error_message=_("This region has a team of that name already."),
            ),
            ends_after_start("team_ends_after_start", _("A team is not dissolved before it is formed.")),
        ]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("activities:team", args=[self.pk])


class TeamMemberQuerySet(PartQuerySet):
    owner = "team"


@tracked()
class TeamMember(models.Model):
    """Who was in a team, from one day to another, and from which region the person came."""

    class Part(models.TextChoices):
        LEADER = "leader", _("leader")
        MEMBER = "member", _("member")

    team = models.ForeignKey(Team, models.CASCADE, related_name="members", verbose_name=_("team"))
    name = models.CharField(_("name"), max_length=50)
    home_region = models.ForeignKey("belts.Region", models.PROTECT, related_name="+", verbose_name=_("from"))
    part = models.CharField(_("part"), max_length=10, choices=Part.choices, default=Part.MEMBER)
    since = models.DateField(_("since"))
    until = models.DateField(_("until"), null=True, blank=True)

    objects = TeamMemberQuerySet.as_manager()

    class Meta:
        ordering = ["team", "part", "name"]
        verbose_name = _("team member")
        constraints = [
            ends_after_start("team_member_ends_after_start", _("The last day is not before the first.")),
            ExclusionConstraint(
                name="person_once_in_a_team_at_a_time",
                expressions=[
                    ("team", RangeOperators.EQUAL),
                    ("name", RangeOperators.EQUAL),
                    ("home_region", RangeOperators.EQUAL),
                    (DayRange(), RangeOperators.OVERLAPS),
                ],
                violation_error_message=_("This person is in the team in that time already."),
            ),
        ]

    def __str__(self):
        return self.name

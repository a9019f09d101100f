"""What the pages of teams, works and brands say beside the row itself."""

from django.db.models import Exists, OuterRef
from django.db.models.functions import Coalesce

from activities.models import TeamMember

LATEST = 10


def latest(rows):
    """The newest few records."""
    return list(rows.with_parties().order_by("-starts_on", "-pk")[:LATEST])


def with_cross_region(teams, day):
    """Teams that say ``cross_region``: whether that day's roster has people of both provinces."""
    province = Coalesce("home_region__province_id", "home_region_id")
    roster = TeamMember.objects.on(day).filter(team=OuterRef("pk")).annotate(province=province)
    other = (
        TeamMember.objects.on(day)
        .filter(team=OuterRef("team"))
        .annotate(province=province)
        .exclude(province=OuterRef("province"))
    )
    return teams.annotate(cross_region=Exists(roster.filter(Exists(other))))


def tours_of(team, activities):
    """How many of ``activities`` the team gave, and how many of them away from its home."""
    given = activities.filter(teams=team)
    away = given.filter(place_region__isnull=False).exclude(place_region=team.home_region_id)
    return {"given": given.count(), "away": away.count() if team.home_region_id else 0}

"""Teams and their dated rosters. Whether a team is cross-region follows from the roster and is never set."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Max, Min
from django.utils.translation import gettext as _

from activities.models import Team, TeamMember
from activities.services.shared import check, check_unit, lock, set_fields

FIELDS = frozenset({"name", "kind", "home_region", "unit", "since", "until", "description"})


@transaction.atomic
def create_team(*, actor, **fields):
    return _save(Team(), fields)


@transaction.atomic
def edit_team(*, actor, team, **changes):
    """Dissolving a team (``until``) ends the memberships that are still open."""
    team = _save(lock(team), changes)
    if team.until:
        team.members.filter(until=None, since__lte=team.until).update(until=team.until)
    _check_roster_fits(team)
    return team


@transaction.atomic
def add_member(*, actor, team, name, home_region, since, part=TeamMember.Part.MEMBER, until=None):
    """Somebody is in the team from ``since``; the same person may come back later, never twice at a time."""
    team = lock(team)
    member = TeamMember(team=team, name=name, home_region=home_region, part=part, since=since, until=until)
    check(member)
    if since < team.since or (team.until and (until or since) > team.until):
        raise _outside(team)
    if team.until and until is None:
        member.until = team.until
    member.save()
    return member


@transaction.atomic
def end_membership(*, actor, member, until):
    """``until`` is the last day. Ending it again on the same day changes nothing."""
    team = lock(member.team)
    member = lock(member)
    if member.until == until:
        return member
    if team.until and until > team.until:
        raise _outside(team)
    member.until = until
    check(member)
    member.save(update_fields=["until"])
    return member


def _save(team, values):
    check_unit(values.get("unit", team.unit), values.get("home_region", team.home_region))
    return set_fields(team, values, FIELDS)


def _check_roster_fits(team):
    span = team.members.aggregate(first=Min("since"), last=Max("until"))
    too_early = span["first"] and span["first"] < team.since
    too_late = team.until and ((span["last"] and span["last"] > team.until) or team.members.filter(until=None).exists())
    if too_early or too_late:
        raise _outside(team)


def _outside(team):
    if team.until:
        message = _("The team exists from %(since)s to %(until)s; its roster lies within these days.")
    else:
        message = _("The team exists from %(since)s; its roster begins no earlier.")
    return ValidationError(message, code="member_outside_team", params={"since": team.since, "until": team.until})

"""A volunteer's home county changes. What was counted before the day stays with the old one."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Role, User
from accounts.services.notices import owe_notices
from belts.models import Region
from core.history import because
from volunteers.choices import State
from volunteers.models import HomeMove, Volunteer
from volunteers.services.merging import save_again

MOVED = "volunteer_moved"


@transaction.atomic
def move_home(*, actor: Any, volunteer: Volunteer, to: Region, reason: str = "") -> Volunteer:
    """Move to another county from today on. Both counties are told, by the number alone.

    A county of service that is home now ends. Codes: ``not_active``, ``home_already``, ``one_home_move_a_day``.
    """
    row = Volunteer.objects.select_for_update(of=("self",)).select_related("home").get(pk=volunteer.pk)
    if row.state not in (State.ACTIVE, State.CLAIMED):
        raise ValidationError(_("This registration ended and does not change any more."), code="not_active")
    if row.home_id == to.pk:
        raise ValidationError({"to": ValidationError(_("This is their home county already."), code="home_already")})
    today, old = timezone.localdate(), row.home
    if row.moves.filter(moved_on=today).exists():
        message = _("There is a move on this day already. Move again tomorrow.")
        raise ValidationError({"to": ValidationError(message, code="one_home_move_a_day")})
    with because(reason, actor=actor):
        move = HomeMove(volunteer=row, from_region=old, to_region=to, moved_on=today)
        move.full_clean()
        move.save()
        _end_service(row, to, today)
        row.home, row.stated_home = to, ""
        save_again(row)
    _tell(move, actor)
    return row


def _end_service(row, region, today):
    """At home somebody serves without being asked."""
    areas = row.areas.filter(region=region, until=None)
    areas.filter(since__gte=today).delete()
    areas.update(until=today)


def _tell(move: HomeMove, actor: Any) -> None:
    regions = [move.from_region_id, move.to_region_id]
    people = User.objects.holding_today(Role.COUNTY_REVIEWER, Role.PROVINCIAL_OFFICE, regions=regions)
    owe_notices(
        to=people.exclude(pk=actor.pk) if actor else people,
        kind=MOVED,
        key=f"move:{move.pk}",
        url=move.volunteer.get_absolute_url(),
        params={
            "number": move.volunteer.volunteer_no,
            "old": str(move.from_region),
            "new": str(move.to_region),
            "day": move.moved_on.isoformat(),
        },
    )

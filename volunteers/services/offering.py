"""What a volunteer offers: skills, times, languages, and the counties beside home in which they serve."""

from collections.abc import Iterable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from belts.models import Region
from volunteers.choices import State
from volunteers.models import ServiceArea, Volunteer

MOST_AREAS = 10
FIELDS = ("skills", "times", "dialects")


@transaction.atomic
def change_offer(*, actor: Any, volunteer: Volunteer, version: int | None, **content: Any) -> Volunteer:
    """Set what is named of skills, times, dialects and ``areas`` (regions); the rest stays.

    ``version`` is what the person saw; None skips the check. An area that is left out ends today, and one that is named
    again begins anew: who served where on which day stays known. Codes ``stale``, ``not_active``, ``area_is_home``,
    ``too_many_areas``.
    """
    row = Volunteer.objects.select_for_update(of=("self",)).select_related("home").get(pk=volunteer.pk)
    _check(row, version)
    for name in FIELDS:
        if name in content:
            setattr(row, name, list(dict.fromkeys(content[name])))
    if "areas" in content:
        _set_areas(row, content["areas"])
    row.version += 1
    row.full_clean()
    row.save(update_fields=[*FIELDS, "version"])
    return row


def _check(row, version):
    if version is not None and version != row.version:
        message = _("Somebody changed this registration after you opened it. Open it again and repeat your change.")
        raise ValidationError(message, code="stale")
    if row.state not in (State.ACTIVE, State.CLAIMED):
        message = _("This registration is %(state)s and does not change any more.")
        raise ValidationError(message, code="not_active", params={"state": row.get_state_display()})


def _set_areas(row: Volunteer, regions: Iterable[Region]) -> None:
    wanted = {region.pk: region for region in regions}
    if row.home_id in wanted:
        message = _("%(county)s is their home: they serve there without being asked.")
        raise _refusal("area_is_home", message, county=row.home)
    if len(wanted) > MOST_AREAS:
        raise _refusal("too_many_areas", _("Choose at most %(most)d counties."), most=MOST_AREAS)
    today = timezone.localdate()
    for area in row.areas.filter(until=None):
        if area.region_id in wanted:
            del wanted[area.region_id]
        elif area.since == today:
            area.delete()
        else:
            area.until = today
            area.save(update_fields=["until"])
    for region in wanted.values():
        area = ServiceArea(volunteer=row, region=region, since=today)
        area.full_clean()
        area.save()


def _refusal(code, message, **params):
    return ValidationError({"areas": ValidationError(message, code=code, params=params)})

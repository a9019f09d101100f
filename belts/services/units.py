from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from belts.models import Region, Unit
from core.history import because
from core.locks import work_alone

Kind = Unit.Kind
OFFICES = {Kind.PUBLICITY_DEPARTMENT, Kind.CIVILIZATION_OFFICE}
PRACTICE_BODIES = {Kind.CENTRE, Kind.INSTITUTE, Kind.STATION, Kind.JOINT_STATION}
# What a unit of this kind may stand under; a kind that is not named may stand under any. None: at the root.
PARENT_KINDS = {
    Kind.PUBLICITY_DEPARTMENT: {None},
    Kind.CIVILIZATION_OFFICE: {None, Kind.PUBLICITY_DEPARTMENT},
    Kind.CENTRE: {None, *OFFICES},
    Kind.INSTITUTE: {Kind.CENTRE},
    Kind.STATION: {Kind.INSTITUTE},
    Kind.JOINT_STATION: {None, Kind.CENTRE, Kind.INSTITUTE},
}


@transaction.atomic
def create_unit(
    *, actor, name, kind, region, parent=None, shared_with=(), since=None, until=None, source="", reason=""
):
    unit = Unit(name=name, kind=kind, region=region, source=source)
    return _place(
        actor,
        unit,
        parent=parent,
        shared_with=shared_with,
        since=since,
        until=until,
        reason=reason or source,
    )


@transaction.atomic
def change_unit(*, actor, unit, name, kind, parent, shared_with, since, until, source, reason=""):
    """Set everything about a unit but its region: that stays, as its records do."""
    work_alone("unit tree")
    unit = Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    unit.name, unit.kind, unit.source = name, kind, source
    return _place(actor, unit, parent=parent, shared_with=shared_with, since=since, until=until, reason=reason)


@transaction.atomic
def move_unit(*, actor, unit, parent, reason=""):
    """Put a unit, with all below it, under another one of its region, or at the root."""
    unit = _open_unit(unit)
    return _place(
        actor,
        unit,
        parent=parent,
        shared_with=list(unit.shared_with.all()),
        since=unit.since,
        until=unit.until,
        reason=reason,
    )


@transaction.atomic
def close_unit(*, actor, unit, last_day, reason=""):
    """The unit works for the last time on ``last_day``. Closing it again on that day changes nothing."""
    work_alone("unit tree")
    unit = Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    if unit.until == last_day:
        return unit
    if unit.until is not None:
        raise _closed(unit)
    unit.until = last_day
    _check_parts(unit)
    return _keep(actor, unit, reason)


def _open_unit(unit):
    work_alone("unit tree")
    unit = Unit.objects.select_for_update(of=("self",)).get(pk=unit.pk)
    if unit.until is not None:
        raise _closed(unit)
    return unit


def _closed(unit):
    return ValidationError(
        _("%(unit)s was closed on %(day)s."), code="unit_closed", params={"unit": unit, "day": unit.until}
    )


def _place(actor, unit, *, parent, shared_with, since, until, reason):
    """Write the unit into the tree, after every rule of the tree."""
    work_alone("unit tree")
    parent = parent and Unit.objects.get(pk=parent.pk)  # as it is now that we are alone
    unit.parent, unit.since, unit.until = parent, since, until
    served = {region.pk for region in shared_with}
    _check_region(unit, shared_with, served)
    _check_parent(unit, served)
    _check_parts(unit)
    unit = _keep(actor, unit, reason)
    if {region.pk for region in unit.shared_with.all()} != served:
        with because(reason, actor=actor):
            unit.shared_with.set(shared_with)
    return unit


def _keep(actor, unit, reason):
    unit.clean_fields()  # on its own first: constraints cannot be looked at while a field they name is bad
    unit.full_clean()
    with because(reason, actor=actor):
        unit.save()
    return unit


def _check_region(unit, shared_with, served):
    if unit.kind in PRACTICE_BODIES and any(
        region.level != Region.Level.COUNTY for region in (unit.region, *shared_with)
    ):
        raise _refusal("region", "not_a_county", _("Centres, institutes and stations belong to counties."))
    if unit.kind == Kind.JOINT_STATION and not served:
        raise _refusal("shared_with", "shared_regions", _("Name the other counties that the joint station serves."))
    if (unit.kind != Kind.JOINT_STATION and served) or unit.region_id in served:
        raise _refusal("shared_with", "shared_regions", _("Only a joint station serves counties beside its own."))


def _check_parent(unit, served):
    parent = unit.parent
    allowed = PARENT_KINDS.get(unit.kind)
    if allowed is not None and (parent and parent.kind) not in allowed:
        kinds = ", ".join(str(Kind(kind).label) for kind in sorted(allowed - {None}))
        message = _("It belongs under: %(kinds)s.") % {"kinds": kinds} if kinds else _("It stands under no other unit.")
        raise _refusal("parent", "parent_kind", message)
    if parent is None:
        return
    if parent.region_id not in {unit.region_id, *served} and unit.region not in parent.shared_with.all():
        raise _refusal("parent", "parent_region", _("The unit above belongs to another county."))
    if parent.until is not None and (unit.until is None or unit.until > parent.until):
        raise _refusal("parent", "parent_closed", _("The unit above was closed on %(day)s.") % {"day": parent.until})
    while parent is not None:
        if parent == unit:
            raise _refusal("parent", "unit_cycle", _("The unit above is this unit or stands below it."))
        parent = parent.parent


def _check_parts(unit):
    """Units below it still fit: kind by kind, and open ones only under an open one."""
    if unit.pk is None:
        return
    for part in unit.children.all():
        allowed = PARENT_KINDS.get(part.kind)
        if allowed is not None and unit.kind not in allowed:
            raise _refusal(
                "kind", "parent_kind", _("%(part)s stands below it and needs another kind above.") % {"part": part}
            )
        if unit.until is not None and (part.until is None or part.until > unit.until):
            raise _refusal("until", "unit_has_open_parts", _("%(part)s below it is still open.") % {"part": part})


def _refusal(field, code, message):
    return ValidationError({field: ValidationError(message, code=code)})

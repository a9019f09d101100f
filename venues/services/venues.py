"""Venues and their parts: entered, changed, moved into another whole, ended. See docs/adr/0007 for the room they take.

Callers have limited the choices to what the person may choose (``venues.queries.choices``).
"""

import datetime as dt

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from belts.models import Unit
from core.dated import start_of
from core.history import because
from venues.models import Booking, Venue
from venues.services.rooms import hold
from venues.services.rows import check_values, check_version, lock, refusal, save_changed

LINKS = ("builders", "shared_with", "contacts")
FIELDS = frozenset(
    {
        "name", "kind", "unit", "address", "latitude", "longitude", "capacity", "size_note", "facilities",
        "accessibility", "sharing_note", "bookable", "open_on_holidays", "since", "until", "source", "source_id",
        "source_kind", "source_note",
    }
)  # fmt: skip
# Bookings that still stand, or may: they would be left without a room.
STANDING = ("requested", "agreed", "offered", "approved")


@transaction.atomic
def create_venue(*, actor, region, parent=None, form_key=None, builders=(), shared_with=(), contacts=(), **fields):
    """A new venue of ``region``, or a part of ``parent``; the same ``form_key`` again gives the first one as it is."""
    if (known := _entered_before(actor, form_key)) is not None:
        return known
    parent = lock(parent) if parent else None
    venue = Venue(region=region, parent=parent, form_key=form_key)
    _set_fields(venue, fields)
    _check(venue)
    try:
        with transaction.atomic():
            venue.save(force_insert=True)
    except IntegrityError as error:
        if (known := _entered_before(actor, form_key)) is not None:
            return known
        raise _refused_by(error) from error
    venue.refresh_from_db(fields=["space", "part"])
    _set_links(venue, {"builders": builders, "shared_with": shared_with, "contacts": contacts})
    _check_kept_by(actor, venue)
    return venue


@transaction.atomic
def change_venue(*, actor, venue, version=None, **changes):
    """Change what ``changes`` names. The county stays, and the whole is changed by ``move_venue``."""
    venue = lock(venue)
    check_version(venue, version)
    links = {name: changes.pop(name) for name in LINKS if name in changes}
    _set_fields(venue, changes)
    _check(venue)
    try:
        with transaction.atomic():
            save_changed(venue)
    except IntegrityError as error:
        raise _refused_by(error) from error
    _set_links(venue, links)
    _check_kept_by(actor, venue)
    return venue


@transaction.atomic
def move_venue(*, actor, venue, parent, version=None):
    """Put a venue with all its parts into another whole of its county, or make it one of its own (``parent`` None).

    Bookings follow their venue; a move that would let two of them share room and time is refused.
    """
    hold(venue, *([parent] if parent else []))
    venue = lock(venue)
    check_version(venue, version)
    parent = lock(parent) if parent else None
    if venue.parent_id == (parent and parent.pk):
        return venue
    if parent and Venue.objects.filter(pk=parent.pk, space__contained_by=venue.space).exists():
        raise refusal(
            "parent", "part_of_itself", _("%(parent)s is this venue or a part of it; choose another."), parent=parent
        )
    venue.parent = parent
    _check(venue)
    try:
        with transaction.atomic():
            return save_changed(venue, fields=["parent"])
    except IntegrityError as error:
        raise _refused_by(error) from error


@transaction.atomic
def end_venue(*, actor, venue, last_day, reason, version=None):
    """Close a venue with its parts for good; ended with the same day before, nothing changes."""
    reason = reason.strip()
    if not reason:
        raise refusal("reason", "reason_missing", _("Say why."))
    hold(venue)
    venue = lock(venue)
    if venue.until == last_day:
        return venue
    check_version(venue, version)
    parts = list(Venue.objects.filter(space__contained_by=venue.space).exclude(pk=venue.pk).select_for_update())
    venue.until = last_day
    check_values(venue)  # first: the day after the last one that there is cannot be asked for
    _refuse_bookings_after(venue, last_day)
    with because(reason, actor=actor):
        for row in (venue, *parts):
            if row is venue or row.until is None or row.until > last_day:
                row.until = last_day
                check_values(row)
                row.full_clean(exclude=["form_key"])
                save_changed(row, fields=["until"])
    return venue


def _refuse_bookings_after(venue, last_day):
    midnight = start_of(last_day + dt.timedelta(days=1))
    later = Booking.objects.filter(space__contained_by=venue.space, state__in=STANDING, ends_at__gt=midnight).count()
    if later:
        message = ngettext(
            "%(count)d booking stands after that day. Cancel or move it first, or choose a later day.",
            "%(count)d bookings stand after that day. Cancel or move them first, or choose a later day.",
            later,
        )
        raise refusal("last_day", "bookings_after_the_end", message, count=later)


def _entered_before(actor, form_key):
    """The venue that this form made, if it was this person's."""
    known = Venue.objects.filter(form_key=form_key).first() if form_key else None
    if known is not None and not Venue.objects.manageable_by(actor).filter(pk=known.pk).exists():
        raise ValidationError(_("This form was used by somebody else. Open a new one."), code="form_key_taken")
    return known


def _check_kept_by(actor, venue):
    """The manager of single units keeps venues of these units, and would lose one that has another or none."""
    if not Venue.objects.manageable_by(actor).filter(pk=venue.pk).exists():
        yours = "、".join(str(unit) for unit in Unit.objects.filter(pk__in=actor.reach.managed_units)) or "—"
        raise refusal("unit", "venue_not_yours", _("Choose a unit that you manage: %(units)s."), units=yours)


def _set_fields(venue, values):
    if unknown := values.keys() - FIELDS:
        raise TypeError(f"not fields of a venue: {sorted(unknown)}")
    for name, value in values.items():
        setattr(venue, name, value.strip() if isinstance(value, str) else value)
    venue.facilities = list(dict.fromkeys(venue.facilities))


def _set_links(venue, links):
    """Only what differs is written, so that the history shows what changed."""
    for name, rows in links.items():
        getattr(venue, name).set(rows)


def _check(venue):
    check_values(venue)
    _check_place(venue)
    _check_once(venue)
    venue.full_clean(exclude=["form_key"])


def _check_once(venue):
    """Said by field, before the constraints say the same of the row."""
    others = Venue.objects.exclude(pk=venue.pk)
    if others.filter(region=venue.region, parent=venue.parent, name=venue.name).exists():
        raise refusal(*REFUSALS["venue_name_once_in_its_whole"])
    if venue.source_id and others.filter(source=venue.source, source_id=venue.source_id).exists():
        raise refusal(*REFUSALS["venue_once_from_a_source"])


def _check_place(venue):
    region, unit, parent = venue.region, venue.unit, venue.parent
    if unit and unit.region_id != region.pk and not unit.shared_with.filter(pk=region.pk).exists():
        message = _("%(unit)s does not belong to %(region)s.")
        raise refusal("unit", "unit_of_another_region", message, unit=unit, region=region)
    if parent is None:
        return
    if parent.region_id != region.pk:
        message = _("%(parent)s lies in another county; a part lies in the county of its whole.")
        raise refusal("parent", "part_in_another_county", message, parent=parent)
    if parent.until and (venue.until is None or venue.until > parent.until):
        message = _("%(parent)s ends on %(day)s; a part does not outlast its whole.")
        raise refusal("until", "whole_has_ended", message, parent=parent, day=parent.until)


REFUSALS = {
    "venue_had_by_one_at_a_time": (
        "parent",
        "taken_after_the_move",
        gettext_lazy("Bookings of this venue and of its new whole would share room and time. Move one first."),
    ),
    "venue_name_once_in_its_whole": (
        "name", "unique", gettext_lazy("This county, or this whole, has a venue of that name already."),
    ),
    "venue_once_from_a_source": (
        "source_id", "source_id_taken", gettext_lazy("This source has sent a venue with this id already."),
    ),
    "venue_has_at_most_999_parts": ("parent", "too_many_parts", gettext_lazy("A venue has at most 999 parts.")),
}  # fmt: skip


def _refused_by(error):
    """What the database refused, in words; anything else is a fault of ours."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    if name not in REFUSALS:
        raise error
    return refusal(*REFUSALS[name])

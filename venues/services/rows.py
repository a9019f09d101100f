"""Locking a venue, and what must hold for its row, whoever writes it: the form, the API and the import ask the same."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.filters import FIRST_YEAR, LAST_YEAR
from core.locks import work_alone
from venues.models import Venue


def lock(venue):
    """The venue as it is now, held until the transaction ends; its tree waits for whoever changes another one."""
    work_alone("venue tree")
    row = Venue.objects.select_for_update(of=("self",)).select_related("region", "parent", "unit").filter(pk=venue.pk)
    if (found := row.first()) is None:
        raise ValidationError(_("This venue does not exist any more."), code="gone")
    return found


def check_version(venue, version):
    """``version`` is what the person saw; None skips the check."""
    if version is not None and int(version) != venue.version:
        raise ValidationError(
            _("Somebody changed this venue after you opened it. Open it again and repeat your change."), code="stale"
        )


def save_changed(venue, *, fields=None):
    """Save and count the version; what the database works out is read back."""
    venue.version += 1
    venue.save(update_fields=fields and [*fields, "version"])
    venue.refresh_from_db(fields=["space", "part"])
    return venue


def refusal(field, code, message, **params):
    return ValidationError({field: ValidationError(message, code=code, params=params)})


def check_values(row):
    """What no later rule could stand: characters that cannot be kept, days that are a slip of the finger."""
    problems = {}
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if isinstance(value, str) and "\x00" in value:
            problems[field.name] = ValidationError(
                _("Null characters are not allowed."), code="null_characters_not_allowed"
            )
        if type(value) is dt.date and not FIRST_YEAR - 100 <= value.year <= LAST_YEAR:
            problems[field.name] = ValidationError(_("The day lies between 1900 and 2099."), code="day_out_of_range")
    if problems:
        raise ValidationError(problems)

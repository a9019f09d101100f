"""What teams, works and brands have in common. Callers have limited home regions to those that the actor keeps."""

import datetime as dt

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core.filters import FIRST_YEAR, LAST_YEAR


def lock(row):
    """The row as it is now, held until the transaction ends."""
    return type(row)._default_manager.select_for_update(of=("self",)).get(pk=row.pk)


def set_fields(row, changes, allowed):
    """Set what ``changes`` names, check the row by its own rules and save it."""
    if unknown := changes.keys() - allowed:
        raise TypeError(f"not fields of a {row._meta.model_name}: {sorted(unknown)}")
    for name, value in changes.items():
        setattr(row, name, value)
    check(row)
    row.save()
    return row


def check(row):
    """The row's own rules, in an order in which no rule meets a value that an earlier one refuses."""
    problems = {}
    for field in row._meta.concrete_fields:
        value = getattr(row, field.attname)
        if isinstance(value, str) and "\x00" in value:
            refusal = ValidationError(_("Null characters are not allowed."), code="null_characters_not_allowed")
            problems[field.name] = refusal
        if isinstance(value, dt.date) and not FIRST_YEAR <= value.year <= LAST_YEAR:
            problems[field.name] = ValidationError(_("The day lies between 2000 and 2099."), code="day_out_of_range")
    since, until = getattr(row, "since", None), getattr(row, "until", None)
    if since and until and until < since:
        problems["until"] = ValidationError(_("The last day is not before the first."), code="period_reversed")
    if problems:
        raise ValidationError(problems)
    row.full_clean()


def check_unit(unit, region):
    if unit and region and unit.region_id != region.pk and not unit.shared_with.filter(pk=region.pk).exists():
        message = _("%(unit)s does not belong to %(region)s.")
        refusal = ValidationError(message, code="unit_of_another_region", params={"unit": unit, "region": region})
        raise ValidationError({"unit": refusal})

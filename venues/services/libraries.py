"""Member libraries: who joined, when, and since when its system delivers. Callers have checked who may do it."""

import csv
import datetime as dt
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from belts.models import Region
from core.history import because
from core.locks import work_alone
from venues.models import Library

FIELDS = frozenset({"code", "name", "region", "unit", "since", "until", "system", "delivers_since", "source"})
DATA = Path(__file__).resolve().parent.parent / "data"


@transaction.atomic
def create_library(*, actor, reason="", **fields):
    return _keep(actor, Library(), fields, reason)


@transaction.atomic
def change_library(*, actor, library, reason="", **changes):
    """Also leaving (``until``) and coming to lie in a successor region; never another province."""
    library = Library.objects.select_for_update(of=("self",)).select_related("region").get(pk=library.pk)
    if "region" in changes and changes["region"].province_code != library.province_code:
        message = _("A library stays in its province: what was counted between the provinces must stay true.")
        raise ValidationError({"region": ValidationError(message, code="library_province_fixed")})
    return _keep(actor, library, changes, reason)


def _keep(actor, library, values, reason):
    if unknown := values.keys() - FIELDS:
        raise TypeError(f"not fields of a library: {sorted(unknown)}")
    for name, value in values.items():
        setattr(library, name, value)
    library.code = library.code.strip().upper()
    library.clean_fields()
    _check_unit(library)
    library.full_clean()
    with because(reason or library.source, actor=actor):
        library.save()
    return library


def _check_unit(library):
    unit = library.unit
    if unit and unit.region_id != library.region_id and not unit.shared_with.filter(pk=library.region_id).exists():
        message = _("%(unit)s does not belong to %(region)s.")
        params = {"unit": unit, "region": library.region}
        raise ValidationError({"unit": ValidationError(message, code="library_unit_elsewhere", params=params)})


@transaction.atomic
def load_libraries(*, actor=None, path=DATA / "libraries.csv"):
    """Add the libraries of a data file that are not here yet; those that are stay as people keep them.

    Returns the codes that were added.
    """
    work_alone("load libraries")
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    there = set(Library.objects.values_list("code", flat=True))
    missing = [row for row in rows if row["code"] not in there]
    for row in missing:
        create_library(
            actor=actor,
            region=Region.objects.get(pk=row["region"]),
            since=dt.date.fromisoformat(row["since"]) if row["since"] else None,
            **{name: row[name] for name in ("code", "name", "source")},
        )
    return [row["code"] for row in missing]

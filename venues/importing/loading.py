"""The venues that the portal begins with: the real file through both steps of an import, and a few invented samples.

The real file (``venues/data/real_venues.csv``) holds what newspapers, offices and encyclopedias say of the corridor's
venues, each row with where it stood. Its odd kinds stay as words beside the kind “other”; a row without a county stays
an error, for people to settle. The samples (``samples.csv``) are marked 【样例】: a complex with its hall in two halves
and others to try bookings with, at invented coordinates.
"""

import csv
import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path

from django.db import transaction

from accounts.models import Role
from accounts.queries.holders import holder
from belts.models import Region
from core.imports.importer import LEAVE, REST
from core.imports.loading import forget_unapplied, import_file
from core.models import ImportBatch, ImportRow
from venues.models import Venue
from venues.services.hours import set_opening_hours
from venues.services.venues import create_venue

DATA = Path(__file__).resolve().parent.parent / "data"
REAL, SAMPLES = DATA / "real_venues.csv", DATA / "samples.csv"
SOURCE, SAMPLE_SOURCE = "公开报道汇编", "demo"
DECISIONS = {"kind": {REST: LEAVE}}


@dataclass
class Report:
    """What one run did; ``batch`` is None when the file had been imported as it is."""

    batch: ImportBatch | None = None
    totals: dict = field(default_factory=dict)
    problems: Counter = field(default_factory=Counter)
    applied: int = 0
    refused: list = field(default_factory=list)
    samples: int = 0


def load_real_venues(*, path=REAL) -> Report:
    """A second run with the same file changes nothing; a changed file is imported as the changes that it is."""
    office = holder(Role.CORRIDOR_OFFICE)
    batch = import_file(actor=office, kind="venues", path=path, source=SOURCE, decisions=DECISIONS)
    if batch is None:
        return Report()
    report = _report(batch)
    forget_unapplied(actor=office, batch=batch)
    return report


def _report(batch):
    rows = ImportRow.objects.filter(batch=batch)
    found = rows.values_list("problems", flat=True)
    return Report(
        batch=batch,
        totals=rows.totals(),
        problems=Counter(f"{problem['level']} {problem['code']}" for problems in found for problem in problems),
        applied=rows.exclude(applied_at=None).count(),
        refused=[f"{row.number}: {row.refused}" for row in rows.exclude(refused="")],
    )


@transaction.atomic
def load_samples(*, path=SAMPLES) -> int:
    """Invented venues, each marked 【样例】; how many were missing."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    made = {venue.source_id: venue for venue in Venue.objects.filter(source=SAMPLE_SOURCE)}
    missing = [row for row in rows if row["id"] not in made]
    for row in missing:
        made[row["id"]] = _make_sample(row, made.get(row["part_of"]))
    return len(missing)


def _make_sample(row, parent):
    region = Region.objects.get(pk=row["county"])
    venue = create_venue(
        actor=holder(Role.COUNTY_LOGGER, region),
        region=region,
        parent=parent,
        capacity=int(row["capacity"]),
        latitude=Decimal(row["latitude"]) if row["latitude"] else None,
        longitude=Decimal(row["longitude"]) if row["longitude"] else None,
        facilities=row["facilities"].split(),
        shared_with=Region.objects.filter(pk__in=row["shared_with"].split()),
        source=SAMPLE_SOURCE,
        source_id=row["id"],
        **{name: row[name] for name in ("name", "kind", "address")},
    )
    if row["opens"]:
        opens, closes = dt.time.fromisoformat(row["opens"]), dt.time.fromisoformat(row["closes"])
        set_opening_hours(actor=None, venue=venue, hours=[(day, opens, closes) for day in range(7)])
    return venue

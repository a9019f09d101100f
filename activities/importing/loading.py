"""The records that the portal begins with: the real file through both steps of an import, and a few invented samples.

The real file (``activities/data/real_activities.csv``) holds what newspapers and offices reported from 2020 to 2026,
each row with where it stood. It is imported by whoever holds the corridor office's post; the provincial offices verify.
"""

import csv
import datetime as dt
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from accounts.models import Role
from accounts.queries.holders import holder
from activities.models import Activity
from activities.services.life import verify_activities
from activities.services.logging import log_activity
from belts.models import Region
from core.imports.importer import CREATE, MAP, REST
from core.imports.loading import forget_unapplied, import_file
from core.models import ImportBatch, ImportRow

DATA = Path(__file__).resolve().parent.parent / "data"
REAL, SAMPLES = DATA / "real_activities.csv", DATA / "samples.csv"
SOURCE, SAMPLE_SOURCE = "公开报道汇编", "demo"
# The portal has no kind for a meeting or a signing; names that it does not know yet are made as the file gives them.
DECISIONS = {
    "kind": {"agreement_signing": f"{MAP}:other", "meeting": f"{MAP}:other"},
    "brand": {REST: CREATE},
    "team": {REST: CREATE},
    "work": {REST: CREATE},
}


@dataclass
class Report:
    """What one run did; ``batch`` is None when the file had been imported as it is."""

    batch: ImportBatch | None = None
    totals: dict = field(default_factory=dict)
    warnings: Counter = field(default_factory=Counter)
    applied: int = 0
    refused: list = field(default_factory=list)
    verified: Counter = field(default_factory=Counter)
    left: Counter = field(default_factory=Counter)
    samples: int = 0


def load_real_activities(*, path=REAL) -> Report:
    """A second run with the same file changes nothing; a changed file is imported as the changes that it is."""
    office = holder(Role.CORRIDOR_OFFICE)
    batch = import_file(actor=office, kind="activities", path=path, source=SOURCE, decisions=DECISIONS)
    if batch is None:
        return Report()
    report = _report(batch)
    forget_unapplied(actor=office, batch=batch)
    _verify(batch, report)
    return report


def _report(batch):
    rows = batch.rows.all()
    return Report(
        batch=batch,
        totals=rows.totals(),
        warnings=Counter(
            problem["code"]
            for problems in rows.values_list("problems", flat=True)
            for problem in problems
            if problem["level"] == "warning"
        ),
        applied=rows.exclude(applied_at=None).count(),
        refused=[f"{row.number}: {row.refused}" for row in rows.exclude(refused="")],
    )


def _verify(batch, report):
    """Each provincial office verifies the records that its counties lead, of those that this file brought."""
    written = ImportRow.objects.filter(batch=batch).exclude(applied_at=None).values("target_id")
    brought = Activity.objects.filter(pk__in=written)
    for province in Region.objects.filter(level=Region.Level.PROVINCE):
        office = holder(Role.PROVINCIAL_OFFICE, province)
        outcomes = verify_activities(actor=office, activities=brought.verifiable_by(office))
        report.verified[province.name] = sum(outcome.error is None for outcome in outcomes)
    report.left = Counter(brought.exclude(state=Activity.State.VERIFIED).values_list("state", flat=True))


def load_samples(*, path=SAMPLES) -> int:
    """Invented records, each marked 【样例】, so that the sample people have work; how many were missing."""
    with path.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    there = set(Activity.objects.filter(source=SAMPLE_SOURCE).values_list("source_id", flat=True))
    missing = [row for row in rows if row["id"] not in there]
    for row in missing:
        _log_sample(row)
    return len(missing)


def _log_sample(row):
    lead = Region.objects.get(pk=row["lead"])
    log_activity(
        actor=holder(Role.COUNTY_LOGGER, lead),
        lead_region=lead,
        partners=[(region, None) for region in Region.objects.filter(pk__in=row["partners"].split(";"))],
        submit=row["submit"] == "yes",
        source=SAMPLE_SOURCE,
        source_id=row["id"],
        audience=int(row["audience"]) if row["audience"] else None,
        starts_on=dt.date.fromisoformat(row["starts_on"]),
        **{name: row[name] for name in ("kind", "task", "title", "place", "audience_basis", "summary")},
    )

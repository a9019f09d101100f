"""The records that the portal begins with: the real file through both steps of an import, and a few invented samples.

The real file (``activities/data/real_activities.csv``) holds what newspapers and offices reported from 2020 to 2026,
each row with where it stood. It is imported by whoever holds the corridor office's post; the provincial offices verify.
"""

import csv
import datetime as dt
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.models import PostHolding, Role, User
from activities.models import Activity
from activities.services.life import verify_activities
from activities.services.logging import log_activity
from belts.models import Region
from core.imports import services
from core.imports.applying import apply_batch
from core.imports.importer import CREATE, MAP, REST
from core.imports.judging import judge_batch
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
State = ImportBatch.State


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
    content = path.read_bytes()
    if _imported_as_it_is(content):
        return Report()
    office = holder(Role.CORRIDOR_OFFICE)
    file = ContentFile(content, name=path.name)
    batch = services.upload_file(actor=office, kind="activities", file=file, source=SOURCE)
    _work(batch, State.UPLOADED, judge_batch)
    if batch.state == State.CHECKED:
        decisions = {column: DECISIONS[column] for column in batch.words if column in DECISIONS}
        services.decide_words(actor=office, batch=batch, decisions=decisions)
        _work(batch, State.UPLOADED, judge_batch)
    if batch.state != State.CHECKED:
        raise ValidationError(batch.problem or str(batch.get_state_display()), code="header_wrong")
    if batch.rows.owed().exists():
        services.confirm_import(actor=office, batch=batch)
        _work(batch, State.CONFIRMED, apply_batch)
    report = _report(batch)
    if batch.state == State.CHECKED:
        services.cancel_import(actor=office, batch=batch)
    _verify(batch, report)
    return report


def _imported_as_it_is(content):
    before = ImportBatch.objects.filter(kind="activities", source=SOURCE, state=State.DONE).first()
    if before is None or not before.file.storage.exists(before.file.name):
        return False
    with before.file.open("rb") as stored:
        return stored.read() == content


def _work(batch, state, step):
    """Do the step here; when a worker was faster, wait for it."""
    step(batch.pk)
    batch.refresh_from_db()
    while batch.state == state:
        time.sleep(0.2)
        step(batch.pk)
        batch.refresh_from_db()


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


def holder(role, region=None):
    """Who holds such a post today; the longest there is the one."""
    today = timezone.localdate()
    people = User.objects.filter(is_active=True, holdings__in=_holdings(role, region, today))
    if (found := people.order_by("pk").first()) is None:
        place = f" of {region}" if region else ""
        raise ValidationError(f"Nobody holds the post {Role(role).value}{place}.", code="post_empty")
    return found


def _holdings(role, region, day):
    rows = PostHolding.objects.on(day).filter(post__role=role)
    return rows.filter(post__region=region) if region else rows

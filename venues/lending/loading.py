"""A small invented day file, everything in it marked 【样例】, through both steps of an import: for the demo."""

import csv
import datetime as dt
import io
import time
from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.utils import timezone

from accounts.models import Role, User
from belts.models import Region
from core.imports import services
from core.imports.applying import apply_batch
from core.imports.judging import judge_batch
from core.models import ImportBatch
from venues.lending.columns import BY_KEY
from venues.models import Library
from venues.services.libraries import create_library

SAMPLE = Path(__file__).resolve().parent.parent / "data" / "library_sample.csv"
SOURCE = "【样例】借还流水"
# The third one delivers nothing on its first expected day, so that the alarm has something to show.
LIBRARIES = {
    "SAMPLE-RC": ("500153", "【样例】荣昌区图书馆", 6),
    "SAMPLE-LC": ("511083", "【样例】隆昌市图书馆", 6),
    "SAMPLE-HJ": ("510522", "【样例】合江县图书馆", 8),
}
State = ImportBatch.State


def load_sample(*, path=SAMPLE) -> int:
    """How many transactions were brought in: all of them the first time, none after that."""
    if Library.objects.filter(code__in=LIBRARIES).exists():
        return 0
    office = User.objects.holding_today(Role.CORRIDOR_OFFICE).order_by("pk").first()
    if office is None:
        raise ValidationError("Nobody holds the post corridor_office.", code="may_not_import")
    today = timezone.localdate()
    for code, (region, name, days) in LIBRARIES.items():
        create_library(
            actor=office,
            code=code,
            name=name,
            region=Region.objects.get(pk=region),
            since=dt.date(2021, 6, 1),
            system="【样例】图书馆系统",
            delivers_since=today - dt.timedelta(days=days),
            source="【样例】虚构，仅供演示",
        )
    file = ContentFile(_day_file(path, today), name="【样例】借还流水.csv")
    batch = services.upload_file(actor=office, kind="lending", file=file, source=SOURCE)
    _work(batch, State.UPLOADED, judge_batch)
    services.confirm_import(actor=office, batch=batch)
    _work(batch, State.CONFIRMED, apply_batch)
    return batch.rows.exclude(applied_at=None).count()


def _day_file(path, today):
    """The rows with their days, which the data file counts back from today."""
    text = io.StringIO(newline="")
    writer = csv.DictWriter(text, [*BY_KEY], extrasaction="ignore")
    writer.writeheader()
    with path.open(encoding="utf-8", newline="") as lines:
        for row in csv.DictReader(lines):
            day = today - dt.timedelta(days=int(row["days_ago"]))
            writer.writerow(row | {"at": f"{day} {row['clock']}"})
    return text.getvalue().encode()


def _work(batch, state, step):
    """Do the step here; when a worker was faster, wait for it."""
    step(batch.pk)
    batch.refresh_from_db()
    while batch.state == state:
        time.sleep(0.2)
        step(batch.pk)
        batch.refresh_from_db()

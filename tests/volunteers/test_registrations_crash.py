"""The worker that applies a file is killed at random moments, ten times: every row is there once, the sums agree."""

import random
import time
import uuid

import pytest
from celery import Celery
from django.conf import settings
from django.core.files.base import ContentFile

from core.imports import services
from core.imports.judging import judge_batch
from core.imports.tasks import resume_imports
from core.models import ImportBatch
from tests import factories
from tests.activities.importing.test_crash import Worker, wait_until
from tests.importing import csv_bytes
from tests.volunteers.exchange_world import two_platforms
from tests.volunteers.factories import portal
from tests.volunteers.test_registrations_import import HEADER, line
from volunteers.models import Delivery, Identity, PlatformAccount, Volunteer

ROWS, DEATHS = 24_000, 10


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_ten_deaths_lose_nothing_and_double_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(services, "send_on", lambda batch: None)
    two_platforms()
    portal()
    person = factories.logger(factories.CountyFactory(code="500153"))
    file = ContentFile(csv_bytes([HEADER, *map(line, range(ROWS))]), name="many.csv")
    batch = services.upload_file(actor=person, kind="volunteers", file=file, source="portal")
    judge_batch(batch.pk)
    services.confirm_import(actor=person, batch=batch)

    queue = f"imports-{uuid.uuid4().hex[:8]}"
    sender = Celery(broker=settings.CELERY_BROKER_URL)
    sender.conf.broker_transport_options = settings.CELERY_BROKER_TRANSPORT_OPTIONS
    monkeypatch.setattr(
        services, "send_on", lambda batch: sender.send_task("core.imports.tasks.apply_import", [batch.pk], queue=queue)
    )
    worker = Worker(queue, tmp_path)
    (name, key), *_older = settings.VAULT_KEYS
    worker.environment |= {"PORTAL_VAULT_KEYS": f"{name}:{key}", "PORTAL_VAULT_INDEX_KEY": settings.VAULT_INDEX_KEY}
    chance, died_within = random.Random(5), 0
    for _death in range(DEATHS):
        before = batch.rows.exclude(applied_at=None).count()
        worker.start()
        try:
            ImportBatch.objects.filter(pk=batch.pk).update(touched_at="2026-01-01T00:00:00Z", attempts=0)
            resume_imports()
            wait_until(lambda: batch.rows.exclude(applied_at=None).count() > before or _is_done(batch))  # noqa: B023
            time.sleep(chance.random())
        finally:
            worker.kill()
        died_within += not _is_done(batch)
        reconcile(batch)
    worker.start()
    try:
        ImportBatch.objects.filter(pk=batch.pk).update(touched_at="2026-01-01T00:00:00Z", attempts=0)
        resume_imports()
        wait_until(lambda: _is_done(batch))
    finally:
        worker.kill()
        sender.close()
    assert died_within >= 3, "killed in the middle"
    assert Volunteer.objects.count() == ROWS
    reconcile(batch)


def _is_done(batch):
    return ImportBatch.objects.filter(pk=batch.pk, state="done").exists()


def reconcile(batch):
    """At every moment: as many people as rows that are applied, and the delivery says the same."""
    applied = batch.rows.exclude(applied_at=None).count()
    delivery = Delivery.objects.filter(by_file=batch).first()
    assert applied == Volunteer.objects.count() == Identity.objects.count() == PlatformAccount.objects.count()
    assert (delivery.rows if delivery else 0) == applied
    assert (delivery.totals.get("created", 0) if delivery else 0) == applied

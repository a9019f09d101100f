"""A worker that is killed in the middle, two that work at once: nothing is lost and nothing is there twice."""

import os
import signal
import subprocess
import sys
import threading
import time
import uuid
from urllib.parse import urlencode

import pytest
from celery import Celery
from django.conf import settings
from django.core.files.base import ContentFile
from django.db import connection

from activities.models import Activity, ActivityParty, ActivityStep
from core.imports import services
from core.imports.applying import apply_batch
from core.imports.judging import judge_batch
from core.imports.tasks import resume_imports
from core.models import ImportBatch
from tests.activities.importing.conftest import GOOD
from tests.importing import csv_bytes

ROWS = 6_000


@pytest.fixture
def many(logger, monkeypatch):
    """A confirmed batch of many rows that no worker knows of."""
    monkeypatch.setattr(services, "send_on", lambda batch: None)
    header = list(GOOD)
    rows = [list((GOOD | {"id": str(number), "title": f"宣讲 {number}"}).values()) for number in range(ROWS)]
    file = ContentFile(csv_bytes([header, *rows]), name="many.csv")
    batch = services.upload_file(actor=logger, kind="activities", file=file, source="many")
    judge_batch(batch.pk)
    services.confirm_import(actor=logger, batch=batch)
    return batch


def check_everything_is_there_once(batch):
    batch.refresh_from_db()
    assert batch.state == "done"
    assert batch.rows.filter(applied_at=None).count() == 0
    activities = Activity.objects.filter(source="many")
    assert activities.count() == activities.values("source_id").distinct().count() == ROWS
    assert set(batch.rows.values_list("target_id", flat=True)) == set(activities.values_list("pk", flat=True))
    assert ActivityParty.objects.filter(activity__in=activities).count() == 2 * ROWS
    assert ActivityStep.objects.filter(activity__in=activities).count() == 2 * ROWS


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_apply_each_row_once(many):
    def work():
        apply_batch(many.pk)
        connection.close()

    threads = [threading.Thread(target=work) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    check_everything_is_there_once(many)


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_judge_a_file_once(many):
    ImportBatch.objects.filter(pk=many.pk).update(state="uploaded")

    def work():
        judge_batch(many.pk)
        connection.close()

    threads = [threading.Thread(target=work) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    many.refresh_from_db()
    assert (many.state, many.rows.count(), many.totals) == ("checked", ROWS, {"new": ROWS})


class Worker:
    """A real Celery worker on a queue of its own, in the test's database."""

    def __init__(self, queue, media):
        self.queue = queue
        database = connection.settings_dict
        where = urlencode({"host": database["HOST"], "port": database["PORT"]})  # a Unix socket's folder too
        self.environment = os.environ | {
            "DATABASE_URL": f"postgresql://{database['USER']}:{database['PASSWORD']}@/{database['NAME']}?{where}",
            "REDIS_URL": settings.REDIS_URL,
            "PORTAL_VAR_DIR": str(media),
        }

    def start(self):
        program = [sys.executable, "-m", "celery", "--quiet", "-A", "config", "worker", "-l", "error"]
        self.process = subprocess.Popen(
            [*program, "-Q", self.queue, "-n", f"{self.queue}@%h", "-P", "prefork", "-c", "1"],
            env=self.environment,
            cwd=settings.BASE_DIR,
            start_new_session=True,
        )

    def kill(self):
        """The parent and its pool, at once, as the kernel does it when memory is short."""
        os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


def wait_until(true, seconds=240):
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        if true():
            return
        time.sleep(0.02)
    pytest.fail("waited in vain")


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_killed_worker_loses_nothing_and_doubles_nothing(many, tmp_path, monkeypatch):
    queue = f"imports-{uuid.uuid4().hex[:8]}"
    sender = Celery(broker=settings.CELERY_BROKER_URL)
    sender.conf.broker_transport_options = settings.CELERY_BROKER_TRANSPORT_OPTIONS

    def send_on(batch):
        sender.send_task("core.imports.tasks.apply_import", [batch.pk], queue=queue)

    monkeypatch.setattr(services, "send_on", send_on)
    worker = Worker(queue, tmp_path)
    worker.start()
    try:
        send_on(many)
        wait_until(lambda: many.rows.exclude(applied_at=None).exists())
    finally:
        worker.kill()
    applied = many.rows.exclude(applied_at=None).count()
    assert 0 < applied < ROWS, "killed in the middle"
    assert Activity.objects.filter(source="many").count() == applied  # whole chunks, no half ones
    many.refresh_from_db()
    assert many.state == "confirmed"
    worker.start()
    try:
        # What beat sends every half minute finds the batch that nobody has touched for a while.
        ImportBatch.objects.filter(pk=many.pk).update(touched_at="2026-01-01T00:00:00Z")
        resume_imports()
        wait_until(lambda: ImportBatch.objects.filter(pk=many.pk, state="done").exists())
    finally:
        worker.kill()
        sender.close()
    check_everything_is_there_once(many)

"""Platforms send the canary in batches, right and wrong; files of registrations come in with every fault."""

import contextlib
from dataclasses import replace

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.urls import reverse

from core.imports import services
from core.imports.applying import apply_batch
from core.imports.judging import judge_batch
from tests.importing import csv_bytes, xlsx_bytes
from tests.volunteers.canary import (
    DOCUMENT,
    GUARDIAN_DOCUMENT,
    GUARDIAN_MOBILE,
    MOBILE,
    OTHER_DOCUMENT,
    OTHER_MOBILE,
    Trail,
    walk,
)
from tests.volunteers.exchange_world import guardian_of, row_of
from tests.volunteers.factories import PlatformFactory, portal
from volunteers.models import Platform
from volunteers.services.deliveries import deliver

OURS = {"document": DOCUMENT, "mobile": MOBILE, "name": "样例孩子"}
GUARDIAN = {"document": GUARDIAN_DOCUMENT, "mobile": GUARDIAN_MOBILE}
HEADER = ["external_id", "name", "document", "mobile", "home", "registered_on", "consent_version", "share"]
PAPER = ["纸-1", "样例丙", OTHER_DOCUMENT, OTHER_MOBILE, "500153", "2025-03-01", "2025-1", "yes"]


@walk
def a_platform_sends_batches(trail: Trail):
    platform = PlatformFactory(code="canary", province=trail.volunteer.home.province)
    fresh = {"document": OTHER_DOCUMENT, "mobile": OTHER_MOBILE}
    for version, changes in enumerate(
        (
            OURS | {"guardian": guardian_of(**GUARDIAN)},
            fresh,
            fresh | {"name": OTHER_DOCUMENT},
            fresh | {"external_id": OTHER_DOCUMENT},
            fresh | {"external_id": OTHER_MOBILE},
            {"document": OTHER_DOCUMENT + "1", "mobile": OTHER_MOBILE},
            {"document": OTHER_MOBILE, "mobile": OTHER_DOCUMENT},
            fresh | {"home": OTHER_DOCUMENT, "skills": [OTHER_MOBILE]},
            fresh | {"more": OTHER_DOCUMENT},
        ),
        start=1,
    ):
        row = row_of(10, version=version, **{name: changes[name] for name in changes if name != "more"})
        _delivery, outcome = deliver(actor=trail.people["office"], platform=platform, rows=[row | changes])
        # Without the id of the row, which is the sender's own word for it.
        trail.keep("verdicts", repr([replace(answer, external_id="") for answer in outcome.answers]).encode())
    for name in ("volunteers:platforms", "volunteers:deliveries"):
        for person in ("office", "security", "reviewer"):
            trail.ask(person, reverse(name))


@walk
def files_come_in(trail: Trail):
    portal()
    assert Platform.objects.filter(code="portal").exists()
    swapped = [PAPER[0], PAPER[2], PAPER[1], PAPER[4], PAPER[3], *PAPER[5:]]
    for content, name in (
        (csv_bytes([HEADER, PAPER]), "表.csv"),
        (csv_bytes([HEADER, swapped, [*PAPER, OTHER_DOCUMENT], PAPER[2:]]), "表.csv"),
        (csv_bytes([PAPER]), "表.csv"),
        (xlsx_bytes([HEADER, swapped, PAPER]), "表.xlsx"),
        (csv_bytes([HEADER, PAPER]), f"{OTHER_DOCUMENT[:6]}.csv"),
        (OTHER_DOCUMENT.encode(), "表.xlsx"),
    ):
        bring_in(trail, content, name)


def bring_in(trail, content, name):
    logger = trail.people["logger"]
    with contextlib.suppress(ValidationError):
        batch = services.upload_file(
            actor=logger, kind="volunteers", file=ContentFile(content, name=name), source="portal"
        )
        judge_batch(batch.pk)
        look_at(trail, batch)
        batch.refresh_from_db()
        services.confirm_import(actor=logger, batch=batch)
        apply_batch(batch.pk)
        look_at(trail, batch)


def look_at(trail, batch):
    for person in ("logger", "reviewer", "stranger"):
        trail.ask(person, reverse("volunteers:imports"))
        trail.ask(person, reverse("volunteers:import", args=[batch.pk]))
        trail.ask(person, reverse("volunteers:import_result", args=[batch.pk]))

"""The same registrations by other means: bare COPY of the final rows, bulk_create, and row by row."""

import io
import time
from typing import Any

import pghistory
from django.db import connection, transaction

from core.imports.copying import new_ids
from volunteers.choices import ConsentPurpose
from volunteers.exchange.prepared import PreparedRow
from volunteers.exchange.preparing import prepare
from volunteers.models import Consent, Identity, Platform, PlatformAccount, Volunteer
from volunteers.numbers import make_number
from volunteers.services.deliveries import frame_now

# What an import writes, the column of the volunteer, and what of a row must be another: it is unique.
WRITTEN = (
    (Volunteer, "id", {"volunteer_no": "lpad((id + {shift})::text, 12, '0')"}),
    (Identity, "volunteer_id", {"document_index": "sha256(document_index)"}),
    (PlatformAccount, "volunteer_id", {"external_id": "'copy' || external_id"}),
    (Consent, "volunteer_id", {}),
)


def copied(count: int, actor: Any) -> float:
    """Seconds to COPY the rows that stand, under other ids, into the same tables with indexes and triggers.

    The history says who did it, as it does of an import.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT max(id) FROM volunteers_volunteer")
        shift = cursor.fetchone()[0]
        bodies = [_body(cursor, *what, shift) for what in WRITTEN]
        begin = time.perf_counter()
        with pghistory.context(user=actor.pk, platform="bench"), transaction.atomic():
            cursor.execute("WITH here AS (SELECT 1) SELECT * FROM here")  # COPY says by itself nothing to the history
            for (model, _key, _other), (columns, body) in zip(WRITTEN, bodies, strict=True):
                cursor.copy_expert(f"COPY {model._meta.db_table} ({columns}) FROM STDIN", body)
        spent = time.perf_counter() - begin
        cursor.execute("SELECT setval(pg_get_serial_sequence('volunteers_volunteer', 'id'), %s)", [2 * shift + 1])
    if Identity.objects.count() != 2 * count:
        raise RuntimeError("The copy is not whole.")
    return spent


def _body(cursor: Any, model: Any, key: str, other: dict[str, str], shift: int) -> tuple[str, io.StringIO]:
    names = [field.column for field in model._meta.concrete_fields if field.column != "id" or key == "id"]
    values = {key: f'"{key}" + {shift}'} | {name: text.format(shift=shift) for name, text in other.items()}
    body = io.StringIO()
    chosen = ", ".join(values.get(name, f'"{name}"') for name in names)
    cursor.copy_expert(f"COPY (SELECT {chosen} FROM {model._meta.db_table}) TO STDOUT", body)
    body.seek(0)
    return ", ".join(f'"{name}"' for name in names), body


def bulk_created(people: list[dict[str, Any]], platform: Platform) -> float:
    """Seconds to read and seal the same, and to write them 1,000 at a time with Django's bulk_create."""
    begin = time.perf_counter()
    good, _bad = prepare(enumerate(people, start=1), frame_now())
    for at in range(0, len(good), 1_000):
        rows = good[at : at + 1_000]
        with transaction.atomic():
            made = [objects_of(row, pk, platform) for row, pk in zip(rows, new_ids(Volunteer, len(rows)), strict=True)]
            Volunteer.objects.bulk_create([each[0] for each in made])
            Identity.objects.bulk_create([each[1] for each in made])
            PlatformAccount.objects.bulk_create([each[2] for each in made])
            Consent.objects.bulk_create([consent for each in made for consent in each[3]])
    return time.perf_counter() - begin


def saved(people: list[dict[str, Any]], platform: Platform) -> float:
    """Seconds for the same with one transaction and four or five statements a person."""
    begin = time.perf_counter()
    good, _bad = prepare(enumerate(people, start=1), frame_now())
    for row, pk in zip(good, new_ids(Volunteer, len(good)), strict=True):
        with transaction.atomic():
            volunteer, identity, account, consents = objects_of(row, pk, platform)
            for made in (volunteer, identity, account, *consents):
                made.save(force_insert=True)
    return time.perf_counter() - begin


def objects_of(
    row: PreparedRow, pk: int, platform: Platform
) -> tuple[Volunteer, Identity, PlatformAccount, list[Consent]]:
    person = row.person
    assert person is not None
    volunteer = Volunteer(
        pk=pk, volunteer_no=make_number(pk), home_id=row.home, registered_on=row.registered_on,
        registered_through=platform, birth_year=row.birth_date.year, skills=list(row.skills),
    )  # fmt: skip
    identity = Identity(volunteer_id=pk, name_keys=row.name_keys, birth_date=row.birth_date, **person._asdict())
    account = PlatformAccount(
        platform=platform, external_id=row.external_id, volunteer_id=pk, source_version=row.version,
        content=row.content, registered_on=row.registered_on,
    )  # fmt: skip
    consents = [
        Consent(
            volunteer_id=pk, purpose=purpose, platform=platform, platform_version=agreed.version,
            given_by=agreed.by, given_at=agreed.given,
        )
        for purpose, agreed in zip(ConsentPurpose.values, row.consents, strict=True)
        if agreed
    ]  # fmt: skip
    return volunteer, identity, account, consents

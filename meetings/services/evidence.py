"""Files that show that a resolution was carried out: brought by its doers while it is open."""

import uuid

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from core.history import because
from core.uploads import forget, read_upload, undone_on_failure
from meetings.models import Evidence
from meetings.services.resolution_steps import Kind, State, check_state, lock, own_region_of, write

MOST_FILES = 30


def add_evidence(*, actor, resolution, upload):
    """Keep a photo (re-encoded, without its metadata), a PDF or an Office file; the same file again gives the first."""
    kept = read_upload(upload)
    row = Evidence(
        name=kept.name, media_type=kept.media_type, size=len(kept.body), digest=kept.digest, created_by=actor
    )
    with undone_on_failure() as written, transaction.atomic():
        resolution = lock(resolution)
        if known := resolution.evidence.filter(digest=row.digest).first():
            return known
        check_state(resolution, State.OPEN)
        if resolution.evidence.count() >= MOST_FILES:
            message = _("A resolution keeps at most %(most)d files.")
            raise ValidationError(message, code="too_many_files", params={"most": MOST_FILES})
        row.resolution = resolution
        row.file.save(f"{uuid.uuid4().hex}{kept.suffix}", ContentFile(kept.body), save=False)
        written.append(row.file.name)
        row.full_clean()
        with because(row.name, actor=actor):
            row.save()
        region = own_region_of(resolution, actor)
        write(resolution, Kind.EVIDENCE_ADDED, actor=actor, region=region, text=row.name)
    return row


@transaction.atomic
def remove_evidence(*, actor, evidence):
    """Take a file back while the resolution is open. Taking it back twice changes nothing."""
    resolution = lock(evidence.resolution)
    row = resolution.evidence.filter(pk=evidence.pk).first()
    if row is None:
        return resolution
    check_state(resolution, State.OPEN)
    name = row.file.name
    with because(row.name, actor=actor):
        row.delete()
    write(resolution, Kind.EVIDENCE_REMOVED, actor=actor, region=own_region_of(resolution, actor), text=row.name)
    transaction.on_commit(lambda: forget([name]))
    return resolution

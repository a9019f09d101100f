"""Files that show that a resolution was carried out: brought by its doers while it is open."""

import hashlib
import uuid
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from activities.services.attachments import FILE_TYPES
from core.history import because
from core.photos import MOST_BYTES, read_photo
from meetings.models import Evidence
from meetings.services.resolution_steps import Kind, State, check_state, lock, own_region_of, write

MOST_FILES = 30


def add_evidence(*, actor, resolution, upload):
    """Keep a photo (re-encoded, without its metadata), a PDF or an Office file; the same file again gives the first."""
    body, suffix, row = _checked(upload)
    row.name, row.created_by, row.size = _clean_name(upload.name), actor, len(body)
    written = []
    try:
        with transaction.atomic():
            resolution = lock(resolution)
            if known := resolution.evidence.filter(digest=row.digest).first():
                return known
            check_state(resolution, State.OPEN)
            if resolution.evidence.count() >= MOST_FILES:
                message = _("A resolution keeps at most %(most)d files.")
                raise ValidationError(message, code="too_many_files", params={"most": MOST_FILES})
            row.resolution = resolution
            row.file.save(f"{uuid.uuid4().hex}{suffix}", ContentFile(body), save=False)
            written.append(row.file.name)
            row.full_clean()
            with because(row.name, actor=actor):
                row.save()
            region = own_region_of(resolution, actor)
            write(resolution, Kind.EVIDENCE_ADDED, actor=actor, region=region, text=row.name)
    except Exception:
        _forget(written)  # a refused row leaves no file behind
        raise
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
    transaction.on_commit(lambda: _forget([name]))
    return resolution


def _checked(upload):
    """The bytes to keep, the ending of their file, a row that says what they are; before the lock, as it is slow."""
    suffix = PurePath(upload.name).suffix.lower()
    if suffix not in FILE_TYPES:
        photo = read_photo(upload.file, upload.size)
        return photo.body, ".jpg", Evidence(media_type="image/jpeg", digest=photo.digest)
    media_type, beginning = FILE_TYPES[suffix]
    if upload.size > MOST_BYTES:
        raise ValidationError(
            _("The file has %(size)d MB; a file may have %(most)d MB."),
            code="file_too_large",
            params={"size": upload.size // 1_000_000, "most": MOST_BYTES // 1_000_000},
        )
    body = upload.read()
    if not body.startswith(beginning):
        raise ValidationError(
            _("The file is not what its name says (%(suffix)s)."),
            code="file_not_what_it_says",
            params={"suffix": suffix},
        )
    return body, suffix, Evidence(media_type=media_type, digest=hashlib.sha256(body).hexdigest())


def _forget(names):
    for name in names:
        default_storage.delete(name)


def _clean_name(name):
    return PurePath(name.replace("\\", "/")).name.replace("\x00", "")[-200:] or "file"

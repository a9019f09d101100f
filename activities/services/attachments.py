"""Photos and files of an activity."""

import hashlib
import uuid
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from activities.models import Activity, Attachment
from activities.models.attachment import STATES_THAT_TAKE_FILES
from core.photos import MOST_BYTES, read_photo

MOST_ATTACHMENTS = 30
# First bytes of the files that may be kept as they are. Office files are zip archives.
FILE_TYPES = {
    ".pdf": ("application/pdf", b"%PDF-"),
    ".docx": ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK\x03\x04"),
    ".xlsx": ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK\x03\x04"),
    ".pptx": ("application/vnd.openxmlformats-officedocument.presentationml.presentation", b"PK\x03\x04"),
}


def attach(*, actor, activity, upload):
    """Keep a photo or a file with a record that may still be changed; the same file again gives the first row."""
    if PurePath(upload.name).suffix.lower() in FILE_TYPES:
        return attach_file(actor=actor, activity=activity, upload=upload)
    return attach_photo(actor=actor, activity=activity, upload=upload)


def attach_photo(*, actor, activity, upload):
    """Re-encode and keep a photo. Decoding comes before the lock: it may take a second."""
    photo = read_photo(upload.file, upload.size)
    row = Attachment(
        kind=Attachment.Kind.PHOTO,
        name=_clean_name(upload.name),
        media_type="image/jpeg",
        size=len(photo.body),
        width=photo.width,
        height=photo.height,
        digest=photo.digest,
        likeness=photo.likeness,
    )
    key = uuid.uuid4().hex
    files = {"file": (f"{key}.jpg", photo.body), "thumbnail": (f"{key}-small.jpg", photo.thumbnail)}
    return _keep(actor, activity, row, files)


def attach_file(*, actor, activity, upload):
    """Keep a PDF or an Office document as it is; it is only ever sent as a download."""
    suffix = PurePath(upload.name).suffix.lower()
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
    row = Attachment(
        kind=Attachment.Kind.FILE,
        name=_clean_name(upload.name),
        media_type=media_type,
        size=len(body),
        digest=hashlib.sha256(body).hexdigest(),
    )
    return _keep(actor, activity, row, {"file": (f"{uuid.uuid4().hex}{suffix}", body)})


@transaction.atomic
def remove_attachment(*, actor, attachment):
    """Remove the row now and its files once that is committed. Removing twice changes nothing."""
    activity = Activity.objects.select_for_update(of=("self",)).get(pk=attachment.activity_id)
    _check_editable(activity)
    row = activity.attachments.filter(pk=attachment.pk).first()
    if row is None:
        return activity
    names = [stored.name for stored in (row.file, row.thumbnail) if stored]
    row.delete()
    transaction.on_commit(lambda: _forget(names))
    return activity


def _keep(actor, activity, row, files):
    """Write the files, then the row; a refused row leaves no file behind."""
    written = []
    try:
        with transaction.atomic():
            activity = Activity.objects.select_for_update(of=("self",)).get(pk=activity.pk)
            _check_editable(activity)
            known = activity.attachments.filter(digest=row.digest).first()
            if known:
                return known
            if activity.attachments.count() >= MOST_ATTACHMENTS:
                raise ValidationError(
                    _("A record keeps at most %(most)d photos and files."),
                    code="too_many_attachments",
                    params={"most": MOST_ATTACHMENTS},
                )
            row.activity, row.created_by = activity, actor
            for field, (name, body) in files.items():
                getattr(row, field).save(name, ContentFile(body), save=False)
                written.append(getattr(row, field).name)
            row.full_clean()
            row.save()
    except Exception:
        _forget(written)
        raise
    return row


def _check_editable(activity):
    if activity.state not in STATES_THAT_TAKE_FILES:
        raise ValidationError(
            _("Photos and files change only until the record is verified. Re-open it first."), code="not_editable"
        )


def _forget(names):
    for name in names:
        default_storage.delete(name)


def _clean_name(name):
    return PurePath(name.replace("\\", "/")).name.replace("\x00", "")[-200:] or "file"

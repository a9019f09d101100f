"""Photos and files of an activity."""

import uuid

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from activities.models import Activity, Attachment
from activities.models.attachment import STATES_THAT_TAKE_FILES
from core.uploads import forget, read_upload, undone_on_failure

MOST_ATTACHMENTS = 30


def attach(*, actor, activity, upload):
    """Keep a photo or a file with a record that may still be changed; the same file again gives the first row."""
    kept, key = read_upload(upload), uuid.uuid4().hex
    row = Attachment(
        kind=Attachment.Kind.FILE, name=kept.name, media_type=kept.media_type, size=len(kept.body), digest=kept.digest
    )
    files = {"file": (f"{key}{kept.suffix}", kept.body)}
    if photo := kept.photo:
        row.kind, row.likeness = Attachment.Kind.PHOTO, photo.likeness
        row.width, row.height = photo.width, photo.height
        files["thumbnail"] = (f"{key}-small.jpg", photo.thumbnail)
    return _keep(actor, activity, row, files)


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
    transaction.on_commit(lambda: forget(names))
    return activity


def _keep(actor, activity, row, files):
    """Write the files, then the row; a refused row leaves no file behind."""
    with undone_on_failure() as written, transaction.atomic():
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
    return row


def _check_editable(activity):
    if activity.state not in STATES_THAT_TAKE_FILES:
        raise ValidationError(
            _("Photos and files change only until the record is verified. Re-open it first."), code="not_editable"
        )

"""Photos of a venue."""

import uuid

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from core.photos import read_photo
from core.uploads import forget, undone_on_failure
from venues.models import VenuePhoto
from venues.services.rows import check_values, lock

MOST_PHOTOS = 20


def add_photo(*, actor, venue, upload, caption):
    """Re-encode and keep a photo; the same file again gives the first row. Decoding comes before the lock: it may
    take a second.
    """
    photo = read_photo(upload.file, upload.size)
    row = VenuePhoto(caption=caption.strip(), digest=photo.digest, created_by=actor)
    with undone_on_failure() as written:
        return _keep(row, venue, photo, written)


@transaction.atomic
def remove_photo(*, actor, photo):
    """Remove the row now and its files once that is committed. Removing twice changes nothing."""
    venue = lock(photo.venue)
    row = venue.photos.filter(pk=photo.pk).first()
    if row is None:
        return venue
    names = [row.file.name, row.thumbnail.name]
    row.delete()
    transaction.on_commit(lambda: forget(names))
    return venue


@transaction.atomic
def _keep(row, venue, photo, written):
    row.venue = lock(venue)
    if known := row.venue.photos.filter(digest=row.digest).first():
        return known
    if row.venue.photos.count() >= MOST_PHOTOS:
        message = _("A venue keeps at most %(most)d photos. Remove one first.")
        raise ValidationError(message, code="too_many_photos", params={"most": MOST_PHOTOS})
    key = uuid.uuid4().hex
    check_values(row)
    for field, name, body in (("file", f"{key}.jpg", photo.body), ("thumbnail", f"{key}-small.jpg", photo.thumbnail)):
        stored = getattr(row, field)
        stored.save(name, ContentFile(body), save=False)
        written.append(stored.name)
    row.full_clean()
    row.save()
    return row

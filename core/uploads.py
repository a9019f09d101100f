"""Files that people send: known by what they hold, not by what they are called. No database in here."""

import hashlib
import io
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from core.photos import MOST_BYTES, Photo, read_photo

LONGEST_NAME = 200
PDF = ("application/pdf", ".pdf")
JPEG = ("image/jpeg", ".jpg")
OFFICE = "application/vnd.openxmlformats-officedocument."
# The part that makes a zip archive a document of its kind.
OFFICE_PARTS = {
    "word/document.xml": (f"{OFFICE}wordprocessingml.document", ".docx"),
    "xl/workbook.xml": (f"{OFFICE}spreadsheetml.sheet", ".xlsx"),
    "ppt/presentation.xml": (f"{OFFICE}presentationml.presentation", ".pptx"),
}
MEDIA_TYPES = tuple(media_type for media_type, _suffix in (PDF, JPEG, *OFFICE_PARTS.values()))
KNOWN_SUFFIXES = {suffix for _media_type, suffix in (PDF, *OFFICE_PARTS.values())}
MACROS = ("vbaproject.bin", "vbadata.xml")


@dataclass(frozen=True)
class Kept:
    """``body`` goes into a file that ends in ``suffix``; ``name`` is what the sender calls it, without folders.

    ``digest``: SHA-256 of the bytes that were sent. ``photo`` only where it is one; ``body`` is then its JPEG.
    """

    name: str
    body: bytes
    digest: str
    media_type: str
    suffix: str
    photo: Photo | None = None


def read_upload(upload: UploadedFile) -> Kept:
    """A PDF or an Office document as it is, anything else re-encoded as a photo. Call it before a lock: it is slow.

    Raises ValidationError: ``file_too_large``, ``file_not_what_it_says``, ``file_with_macros``, and those of a photo.
    """
    name, size = upload.name or "", upload.size or 0
    if size > MOST_BYTES:
        raise ValidationError(
            _("The file has %(size)d MB; a file may have %(most)d MB."),
            code="file_too_large",
            params={"size": size // 1_000_000, "most": MOST_BYTES // 1_000_000},
        )
    body = upload.read()
    kind, said = _kind(body), PurePath(name).suffix.lower()
    if said in KNOWN_SUFFIXES and (kind is None or kind[1] != said):
        raise ValidationError(
            _("The file is not what its name says (%(suffix)s)."), code="file_not_what_it_says", params={"suffix": said}
        )
    if kind:
        return Kept(clean_name(name, kind[1]), body, hashlib.sha256(body).hexdigest(), *kind)
    photo = read_photo(io.BytesIO(body), len(body))
    return Kept(clean_name(name), photo.body, photo.digest, *JPEG, photo)


def _kind(body: bytes) -> tuple[str, str] | None:
    """Of a PDF or an Office document its media type and suffix; None for anything else."""
    if body.startswith(b"%PDF-"):
        return PDF
    if not body.startswith(b"PK\x03\x04"):
        return None
    try:
        names = set(zipfile.ZipFile(io.BytesIO(body)).namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, UnicodeDecodeError):
        return None
    if any(PurePath(name).name.lower() in MACROS for name in names):
        raise ValidationError(
            _("The file holds macros. Save it without them (docx, xlsx, pptx) and send it again."),
            code="file_with_macros",
        )
    return next((kind for part, kind in OFFICE_PARTS.items() if part in names), None)


def clean_name(name: str, suffix: str = "") -> str:
    """The last part of a path in either notation, at most 200 characters; it ends in ``suffix`` where one is given."""
    last = PurePath(name.replace("\\", "/").replace("\x00", "")).name or "file"
    if not last.lower().endswith(suffix):
        last += suffix
    path = PurePath(last)
    ending = path.suffix if len(path.suffix) < LONGEST_NAME else ""
    return path.stem[: LONGEST_NAME - len(ending)] + ending


@contextmanager
def undone_on_failure() -> Iterator[list[str]]:
    """A list for the names of stored files: where the block fails, they are deleted, as no row names them."""
    written: list[str] = []
    try:
        yield written
    except Exception:
        forget(written)
        raise


def forget(names: Iterable[str]) -> None:
    for name in names:
        default_storage.delete(name)

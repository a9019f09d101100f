"""Files for a meeting or one of its items: known by what they hold, not by what they are called."""

import hashlib
import io
import uuid
import zipfile
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.utils.translation import gettext as _

from core.history import because
from core.photos import MOST_BYTES, read_photo
from meetings.models import AgendaItem, MeetingState, Paper
from meetings.services.agenda_rows import leads
from meetings.services.steps import clean_text, lock

MOST_PAPERS = 100
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


def add_paper(*, actor, meeting, upload, title="", item=None):
    """Keep a file. The same file again by the same person is the first paper; by another it is refused."""
    content = read_paper(upload)
    title = clean_text(title or _stem(upload.name), field="title", most=200)
    name = f"{uuid.uuid4().hex}{content['suffix']}"
    written = []
    try:
        with transaction.atomic():
            meeting = lock(meeting)
            item = item and AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk, meeting=meeting)
            _check_open(meeting, actor)
            if known := _known(meeting, content["digest"], actor):
                return known
            paper = Paper(
                meeting=meeting, item=item, title=title, media_type=content["media_type"], size=len(content["body"]),
                digest=content["digest"], created_by=actor,
            )  # fmt: skip
            paper.file.save(name, ContentFile(content["body"]), save=False)
            written.append(paper.file.name)
            paper.full_clean()
            with because("", actor=actor):
                paper.save(force_insert=True)
    except Exception:
        _forget(written)
        raise
    return paper


@transaction.atomic
def remove_paper(*, actor, paper):
    """Before the meeting was held: the row now, its file once that is committed. Removed twice changes nothing."""
    meeting = lock(paper.meeting)
    row = Paper.objects.filter(pk=paper.pk, meeting=meeting).first()
    if row is None:
        return meeting
    if meeting.was_held:
        raise ValidationError(_("The meeting was held with this paper; it stays with the record."), code="paper_stays")
    name = row.file.name
    with because("", actor=actor):
        row.delete()
    transaction.on_commit(lambda: _forget([name]))
    return meeting


def read_paper(upload):
    """What is kept of a file: its bytes, their digest, and what kind they are. Decided by the bytes alone."""
    if upload.size > MOST_BYTES:
        raise ValidationError(
            _("The file has %(size)d MB; a file may have %(most)d MB."),
            code="file_too_large",
            params={"size": upload.size // 1_000_000, "most": MOST_BYTES // 1_000_000},
        )
    body = upload.read()
    digest = hashlib.sha256(body).hexdigest()
    kind = _kind(body)
    said = PurePath(upload.name).suffix.lower()
    if said in KNOWN_SUFFIXES and (kind is None or kind[1] != said):
        raise ValidationError(
            _("The file is not what its name says (%(suffix)s)."), code="file_not_what_it_says", params={"suffix": said}
        )
    if kind is None:
        kind, body = JPEG, read_photo(io.BytesIO(body), len(body)).body
    return {"body": body, "digest": digest, "media_type": kind[0], "suffix": kind[1]}


def _kind(body):
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


def _check_open(meeting, actor):
    """Who calls the meeting adds papers until its record is closed, members until it is held."""
    if meeting.state in (MeetingState.MERGED, MeetingState.ARCHIVED) or (
        meeting.was_held and not leads(actor, meeting)
    ):
        raise ValidationError(
            _("The meeting is “%(state)s”; no papers are added to it any more."),
            code="papers_closed",
            params={"state": meeting.get_state_display()},
        )


def _known(meeting, digest, actor):
    known = meeting.papers.filter(digest=digest).first()
    if known and known.created_by_id != actor.pk:
        raise ValidationError(
            _("This file is among the papers already, as “%(title)s”."),
            code="paper_is_there",
            params={"title": known.title},
        )
    if known is None and meeting.papers.count() >= MOST_PAPERS:
        raise ValidationError(
            _("A meeting keeps at most %(most)d papers."), code="too_many_papers", params={"most": MOST_PAPERS}
        )
    return known


def _stem(name):
    return PurePath(name.replace("\\", "/")).stem.replace("\x00", "")[:200]


def _forget(names):
    for name in names:
        default_storage.delete(name)

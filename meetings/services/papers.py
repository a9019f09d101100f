"""Files for a meeting or one of its items."""

import uuid
from pathlib import PurePath

from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils.translation import gettext as _

from core.history import because
from core.uploads import forget, read_upload, undone_on_failure
from meetings.models import AgendaItem, MeetingState, Paper
from meetings.services.agenda_rows import leads
from meetings.services.steps import clean_text, lock

MOST_PAPERS = 100


def add_paper(*, actor, meeting, upload, title="", item=None):
    """Keep a file. The same file again by the same person is the first paper; by another it is refused."""
    kept = read_upload(upload)
    title = clean_text(title or PurePath(kept.name).stem, field="title", most=200)
    with undone_on_failure() as written, transaction.atomic():
        meeting = lock(meeting)
        item = item and AgendaItem.objects.select_for_update(of=("self",)).get(pk=item.pk, meeting=meeting)
        _check_open(meeting, actor)
        if known := _known(meeting, kept.digest, actor):
            return known
        paper = Paper(
            meeting=meeting, item=item, title=title, media_type=kept.media_type, size=len(kept.body),
            digest=kept.digest, created_by=actor,
        )  # fmt: skip
        paper.file.save(f"{uuid.uuid4().hex}{kept.suffix}", ContentFile(kept.body), save=False)
        written.append(paper.file.name)
        paper.full_clean()
        with because("", actor=actor):
            paper.save(force_insert=True)
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
    transaction.on_commit(lambda: forget([name]))
    return meeting


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

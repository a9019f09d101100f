"""A bulletin from draft to archive: edited, approved by two others, issued with a number, kept."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import Role, User
from indicators.bulletins import files
from indicators.models import BulletinState, BulletinYear
from indicators.services.bulletin_steps import (
    OFFICES,
    check_state,
    check_version,
    clean_reason,
    editors_of,
    is_done,
    lock,
    move,
    tell,
    tell_offices,
)

TEXTS = ("title", "organ", "headline", "text")
NEEDED = ("title", "organ", "headline")
READERS = (*OFFICES, Role.COUNTY_LOGGER, Role.COUNTY_REVIEWER)


@transaction.atomic
def save_bulletin(*, actor, bulletin, version, **texts):
    """Write what was edited, also when nothing was changed: whoever saves answers for the text.

    ``version`` is what the person began with: with another one nothing is written.
    """
    row = lock(bulletin)
    check_state(row, BulletinState.DRAFT, BulletinState.EDITED)
    check_version(row, version)
    for name in TEXTS:
        if name in texts:
            setattr(row, name, texts[name].replace("\x00", "").replace("\r\n", "\n").strip())
    _check_texts(row)
    row.edited_by, row.edited_at = actor, timezone.now()
    move(row, to=BulletinState.EDITED, actor=actor)
    tell_offices(row, "bulletin_to_approve", beside=editors_of(row))
    return row


@transaction.atomic
def approve_bulletin(*, actor, bulletin, version=None):
    """The first or the second approval, by two people neither of whom wrote in the text."""
    row = lock(bulletin)
    if actor.pk in (row.first_approver_id, row.second_approver_id):
        if row.state in (BulletinState.APPROVED_ONCE, BulletinState.APPROVED) and _made_last_step(row, actor):
            return row
        raise ValidationError(_("You have approved it already. Somebody else approves next."), code="approved_by_you")
    check_state(row, BulletinState.EDITED, BulletinState.APPROVED_ONCE)
    check_version(row, version)
    if actor.pk in editors_of(row):
        raise ValidationError(_("You wrote in this text. Two others approve it."), code="approves_own_text")
    if row.state == BulletinState.EDITED:
        row.first_approver = actor
        move(row, to=BulletinState.APPROVED_ONCE, actor=actor)
        tell_offices(row, "bulletin_to_approve", beside={*editors_of(row), actor.pk})
    else:
        row.second_approver = actor
        move(row, to=BulletinState.APPROVED, actor=actor)
        tell_offices(row, "bulletin_to_issue")
    return row


@transaction.atomic
def return_bulletin(*, actor, bulletin, reason, version=None):
    """Back to the draft, with a reason; approvals that were given are gone."""
    reason = clean_reason(reason)
    row = lock(bulletin)
    check_state(row, BulletinState.EDITED, BulletinState.APPROVED_ONCE, BulletinState.APPROVED)
    check_version(row, version)
    row.first_approver = row.second_approver = None
    editors = editors_of(row)
    move(row, to=BulletinState.DRAFT, actor=actor, reason=reason)
    tell(row, "bulletin_returned", list(User.objects.filter(pk__in=editors)), reason=reason)
    return row


@transaction.atomic
def issue_bulletin(*, actor, bulletin, version=None):
    """Give it today's day and the year's next number, and note the digests of both files as they are now."""
    row = lock(bulletin)
    if is_done(row, BulletinState.ISSUED, actor):
        return row
    check_state(row, BulletinState.APPROVED)
    check_version(row, version)
    today = timezone.localdate()
    row.issue_year, row.number, row.issued_on = today.year, _next_number(today.year), today
    row.pdf_digest, row.docx_digest = files.digest_of(files.pdf(row)), files.digest_of(files.docx(row))
    move(row, to=BulletinState.ISSUED, actor=actor)
    tell(row, "bulletin_issued", list(User.objects.holding_today(*READERS)), number=row.number, year=row.issue_year)
    return row


@transaction.atomic
def archive_bulletin(*, actor, bulletin, version=None):
    """Issued ones are put away; they stay readable, and nothing of them changes."""
    row = lock(bulletin)
    if is_done(row, BulletinState.ARCHIVED, actor):
        return row
    check_state(row, BulletinState.ISSUED)
    check_version(row, version)
    return move(row, to=BulletinState.ARCHIVED, actor=actor)


def _made_last_step(row, actor):
    last = row.steps.order_by("-at", "-pk").first()
    return last is not None and last.actor_id == actor.pk


def _next_number(year):
    """One at a time: who comes second waits here. A number that was given out never comes again."""
    BulletinYear.objects.get_or_create(year=year)
    counter = BulletinYear.objects.select_for_update().get(year=year)
    counter.last_number += 1
    counter.save(update_fields=["last_number"])
    return counter.last_number


def _check_texts(row):
    empty = [name for name in NEEDED if not getattr(row, name)]
    if empty:
        message = _("Write something here.")
        raise ValidationError({name: ValidationError(message, code="bulletin_text_missing") for name in empty})

"""Days of the history: sealed every night, verified on demand, purged when they are old enough."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accounts import chain
from accounts.models import Act, AuditDay
from accounts.services.audit import record_act
from core.locks import work_alone

ONE_DAY = dt.timedelta(days=1)


@dataclass(frozen=True)
class Finding:
    day: dt.date | None
    text: str

    def __str__(self):
        return f"{self.day}: {self.text}" if self.day else self.text


def seal_days() -> int:
    """Seal every whole day that is not sealed yet, the oldest first; how many that were. Running twice does it once."""
    sealed = 0
    while _seal_next_day():
        sealed += 1
    return sealed


@transaction.atomic
def _seal_next_day() -> bool:
    work_alone("seal a day of the history")
    last = AuditDay.objects.order_by("-day").first()
    day = last.day + ONE_DAY if last else chain.first_day()
    if day is None or day >= timezone.localdate() or _somebody_still_writes_into(day):
        return False
    manifest, previous = chain.manifest_of(day), last.digest if last else ""
    AuditDay.objects.create(
        day=day,
        rows=chain.rows_in(manifest),
        manifest=manifest,
        previous=previous,
        digest=chain.digest_of(day, previous, manifest),
    )
    return True


def _somebody_still_writes_into(day) -> bool:
    """A transaction that began on that day dates its rows there, however late it ends: wait for it."""
    _start, end = chain.bounds(day)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database()"
            " AND pid <> pg_backend_pid() AND backend_type = 'client backend' AND xact_start < %s)",
            [end],
        )
        return cursor.fetchone()[0]


@transaction.atomic
def verify_history(*, since=None) -> list[Finding]:
    """What was changed, deleted or inserted in sealed days; rows are compared from the day ``since`` on."""
    days = list(AuditDay.objects.order_by("day"))
    findings = list(_verify_chain(days))
    for day in days:
        if since is None or day.day >= since:
            findings += [Finding(day.day, text) for text in _verify_rows(day)]
    return findings


def _verify_chain(days) -> Iterator[Finding]:
    for before, day in zip([None, *days], days, strict=False):
        if before and day.day != before.day + ONE_DAY:
            yield Finding(day.day, f"the seals between {before.day} and this day are gone")
        if day.previous != (before.digest if before else ""):
            yield Finding(day.day, "the seal does not follow from the one before")
        if day.digest != chain.digest_of(day.day, day.previous, day.manifest):
            yield Finding(day.day, "the seal itself was changed")
    oldest = chain.first_day()
    if days and oldest and oldest < days[0].day:
        yield Finding(oldest, "rows were inserted before the first sealed day")
    if days and days[-1].day < timezone.localdate() - 2 * ONE_DAY:
        yield Finding(None, f"no day after {days[-1].day} is sealed; is the nightly task running?")


def _verify_rows(day) -> Iterator[str]:
    if day.purged_at is None:
        yield from chain.compare(day.day, day.manifest)
    else:
        yield from (f"{text} after the purge" for text in chain.compare(day.day, {}) if "inserted" in text)


@transaction.atomic
def purge_history(*, actor, before) -> int:
    """Delete the rows of all days before ``before``; how many that were. The seals stay and are marked."""
    latest = timezone.localdate() - settings.AUDIT_DAYS * ONE_DAY
    if before > latest:
        message = _("History is kept for %(days)d days: only days before %(latest)s may be purged.")
        raise ValidationError(message, code="history_too_young", params={"days": settings.AUDIT_DAYS, "latest": latest})
    work_alone("seal a day of the history")
    oldest = chain.first_day()
    if oldest is not None and oldest < before:
        _require_seals(oldest, before)
    rows = sum(_delete_rows(source, chain.bounds(before)[0]) for source in chain.sources())
    AuditDay.objects.filter(day__lt=before, purged_at=None).update(purged_at=timezone.now())
    record_act(
        actor=actor, action=Act.HISTORY_PURGED, target=f"< {before}", reason=_("%(rows)d rows deleted") % {"rows": rows}
    )
    return rows


def _require_seals(oldest, before):
    """A day that was never sealed would vanish without a trace."""
    days = (before - oldest).days
    if AuditDay.objects.filter(day__gte=oldest, day__lt=before).count() != days:
        raise ValidationError(_("Some of these days are not sealed yet. Seal them first."), code="days_not_sealed")


def _delete_rows(source, end) -> int:
    with connection.cursor() as cursor:
        cursor.execute(f'DELETE FROM "{source.table}" WHERE "{source.moment}" < %s', [end])  # noqa: S608
        return cursor.rowcount

"""Answering a platform that pulls changes, and beginning the feed anew after a restore."""

import secrets
from collections import Counter
from dataclasses import dataclass
from typing import Any

import structlog
from django.conf import settings
from django.db import connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import override

from core.locks import work_alone
from volunteers.choices import FeedScope, TransferKind
from volunteers.models import FeedEpoch
from volunteers.queries import feed
from volunteers.services.transfers import record_transfer

log = structlog.get_logger(__name__)

LARGEST_PAGE = 1000
AT_ONCE = 10_000
# Their own statement writes their number anew; the trigger of the table does it.
FROM_THE_FUTURE = """
UPDATE volunteers_volunteer SET changed_in = 0 WHERE id IN (
    SELECT id FROM volunteers_volunteer WHERE changed_in > pg_current_xact_id()::text::bigint
    ORDER BY changed_in, id LIMIT %s
)
"""


class FeedNotReadyError(Exception):
    """The database was restored and the feed has not begun anew yet."""


class EpochEndedError(Exception):
    """The cursor is of a feed that is no more: begun anew since, or of another scope."""


@dataclass(frozen=True)
class Changes:
    """Rows of one page; ``cursor`` is where to go on, now or later; ``more`` whether there is more by now."""

    rows: list[Any]
    cursor: str
    more: bool


@transaction.atomic
def pull_changes(*, platform: Any, cursor: str = "", size: int = 500) -> Changes:
    """One page of a platform's feed. What of it goes across the border is written into the log.

    Raises FeedNotReadyError, EpochEndedError, and ValidationError (``bad_cursor``).
    """
    top = feed.horizon()
    epoch = feed.current_epoch(top.cluster)
    if epoch is None:
        raise FeedNotReadyError
    mark, place = feed.feed_mark(platform, epoch), feed.Place()
    if cursor:
        given, place = feed.read_cursor(cursor)
        if given != mark:
            raise EpochEndedError
    rows = list(feed.complete(feed.changes(platform, after=place, below=top.place), platform)[: size + 1])
    more, rows = len(rows) > size, rows[:size]
    # Beyond the last row nothing is left below the horizon: the next pull need not look there again.
    end = feed.Place(rows[-1].changed_in, rows[-1].pk) if more else max(place, feed.Place(top.place), key=_order)
    _record(platform, rows)
    return Changes(rows, feed.write_cursor(mark, end), more)


def _order(place):
    return place.changed_in, place.pk


def _record(platform, rows):
    """One line for each province whose people went across; tombstones tell nothing of a person."""
    if platform.province_id is None:
        return
    people = Counter(row.home.province_code for row in rows if row.shown)
    shared = platform.feed_scope == FeedScope.PROVINCE
    with override(settings.LANGUAGE_CODE):  # the log speaks one language, whatever the client's
        what = _("name, masked mobile, home, skills, times, dialects, year of birth")
        basis = _("consent to share") if shared else _("account on the platform")
    for province, count in sorted(people.items()):
        record_transfer(
            kind=TransferKind.FEED,
            platform=platform,
            from_province=province,
            to_province=platform.province_id,
            what=what,
            people=count,
            basis=basis,
        )


def ensure_feed_epoch() -> bool:
    """Begin the feed anew where the database is not the one that began it; whether that was done."""
    if feed.current_epoch(feed.horizon().cluster):
        return False
    reason = "the database was restored" if FeedEpoch.objects.exists() else "the first"
    begun = start_feed_epoch(reason=reason, unless_current=True)
    return begun is not None


def start_feed_epoch(*, reason: str, unless_current: bool = False) -> FeedEpoch | None:
    """Refuse all cursors given out so far, so that every platform starts from the beginning.

    Rows that another server numbered higher than this one has come are numbered anew first, a part at a time; until
    that is done a restored feed answers that it is not ready. None where ``unless_current`` found somebody had done it.
    """
    say = log.warning if FeedEpoch.objects.exists() else log.info
    renumbered = 0
    while done := _renumber():
        renumbered += done
    epoch = _begin(reason, unless_current)
    if epoch:
        say("the change feed begins anew", reason=reason, renumbered=renumbered)
    return epoch


@transaction.atomic
def _renumber():
    with connection.cursor() as cursor:
        cursor.execute(FROM_THE_FUTURE, [AT_ONCE])
        return cursor.rowcount


@transaction.atomic
def _begin(reason, unless_current):
    work_alone("feed epoch")
    cluster = feed.horizon().cluster
    if unless_current and feed.current_epoch(cluster):
        return None
    epoch = FeedEpoch(mark=secrets.token_hex(8), cluster=cluster, reason=reason)
    epoch.full_clean()
    epoch.save()
    return epoch

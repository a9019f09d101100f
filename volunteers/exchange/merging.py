"""A batch of prepared rows into the registry: one transaction of statements over sets, and a verdict for each row."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from django.db import connection
from django.utils import timezone

from core.imports.copying import new_ids
from core.locks import work_alone
from volunteers.exchange import agreeing, asides, creating, finding, settling
from volunteers.exchange.prepared import PreparedRow
from volunteers.exchange.staging import stage
from volunteers.models import Platform, Volunteer
from volunteers.numbers import make_number

MOST_ROUNDS = 8  # each one loses a race to somebody who has finished since: more than two are never seen
ANSWERS = """
SELECT s.number, s.external_id, s.verdict, coalesce(s.code, ''), v.id, v.volunteer_no, coalesce(r.province_id, r.code)
FROM pg_temp.staged s
LEFT JOIN volunteers_volunteer v ON v.id = s.volunteer LEFT JOIN belts_region r ON r.code = v.home_id
ORDER BY s.number
"""


class Verdict(NamedTuple):
    """``verdict``: created, linked, updated, unchanged or refused, then with ``code``. ``province``: of the home."""

    number: int
    external_id: str
    verdict: str
    code: str = ""
    volunteer: int | None = None
    volunteer_no: str | None = None
    province: str | None = None


class UnsettledError(Exception):
    """The same people were changed again and again while a batch wanted them. Sending it again is safe."""


def merge(platform: Platform, rows: Sequence[PreparedRow], *, counties: Collection[str] | None = None) -> list[Verdict]:
    """Verdicts in the order of the rows' numbers. Inside a transaction; batches of one platform go one by one.

    ``counties`` of a file under the portal: those whose own staff bring it; rows of others come from their province.
    """
    if not rows:
        return []
    work_alone(f"registrations of {platform.code}")
    now = timezone.now()
    known: dict[str, Any] = {
        "platform": platform.pk,
        "rank": platform.rank,
        "now": now,
        "today": timezone.localdate(now),
        "counties": None if counties is None else sorted(counties),
    }
    stage(rows)
    with connection.cursor() as cursor:
        _find_accounts(cursor, rows, known)
        for number in range(MOST_ROUNDS):
            _find_people(cursor)
            _create(cursor, known | {"round": number})
            if not _undecided(cursor, "volunteer IS NULL"):
                break
        else:
            raise UnsettledError
        cursor.execute(settling.UNCHANGED)
        cursor.execute(settling.VERSIONS)
        if _undecided(cursor, "true"):
            _settle(cursor, known)
        elif _any(cursor, "made_in IS NOT NULL AND again"):
            cursor.execute(settling.RENEWED, known)
        if _any(cursor, "verdict = 'unchanged' AND (known_version > version OR known_version IS NULL)"):
            _hear_late_consents(cursor, known)
        cursor.execute(ANSWERS)
        return [Verdict(*row) for row in cursor]


def _find_accounts(cursor: Any, rows: Sequence[PreparedRow], known: Mapping[str, Any]) -> None:
    if rows[0].old_index or rows[-1].old_index:
        cursor.execute(finding.TURN)
    cursor.execute(finding.ACCOUNTS, known)
    if len({row.external_id for row in rows}) < len(rows):
        cursor.execute(finding.CONTRADICTING)
        cursor.execute(finding.OVERTAKEN)
    cursor.execute(finding.UNKNOWN_CLOSED)
    if known["counties"] is not None:
        cursor.execute(asides.AREAS, known)
        cursor.execute(asides.OTHER_AREA)


def _find_people(cursor: Any) -> None:
    """Who the undecided rows are, locked in the order of their ids; whoever moved on meanwhile is unknown again."""
    cursor.execute(finding.ROOT_OF_ACCOUNT)
    cursor.execute(finding.ERASED)
    cursor.execute(finding.DOCUMENT_CHANGED)
    cursor.execute(finding.BY_DOCUMENT)
    if _undecided(cursor, "volunteer IS NOT NULL"):
        cursor.execute(finding.LOCK)
        cursor.execute(finding.MOVED_ON)


def _create(cursor: Any, known: Mapping[str, Any]) -> None:
    """The undecided without a volunteer; of some document only one. A row that lost a race stays undecided."""
    cursor.execute(creating.CHOOSE)
    chosen = [row[0] for row in cursor]
    if not chosen:
        return
    ids = new_ids(Volunteer, len(chosen))
    numbers = [make_number(pk) for pk in ids]
    made = dict(known) | {"rows": chosen, "ids": ids, "numbers": numbers}
    cursor.execute(creating.IDENTITIES, made)
    cursor.execute(creating.WON, made)
    for statement in creating.WRITTEN:
        cursor.execute(statement, known)


def _settle(cursor: Any, known: Mapping[str, Any]) -> None:
    cursor.execute(settling.BELIEVED, known)
    mixed = asides.choose(cursor, known)
    cursor.execute(agreeing.NEWS)
    for statement in agreeing.STEPS:
        cursor.execute(statement, known)
    _note_moves(cursor, known)
    for statement in (
        settling.LINKED, settling.RENEWED, settling.IDENTITIES, settling.GUARDIANS, settling.VOLUNTEERS,
    ):  # fmt: skip
        cursor.execute(statement, known)
    if mixed:
        asides.keep(cursor, known)
    cursor.execute(settling.LINKED_OR_UPDATED)


def _hear_late_consents(cursor: Any, known: Mapping[str, Any]) -> None:
    """Of versions that others have overtaken, before this batch or in it."""
    cursor.execute(agreeing.LATE_NEWS, known)
    cursor.execute(agreeing.LATE_LOCK)
    cursor.execute(agreeing.LATE_GONE)
    changed = 0
    for statement in agreeing.STEPS:
        cursor.execute(statement, known)
        changed += cursor.rowcount
    if changed:
        cursor.execute(agreeing.TOUCH)


def _note_moves(cursor: Any, known: Mapping[str, Any]) -> None:
    cursor.execute(settling.MOVED)
    moved = [(volunteer, old, new) for volunteer, old, new in cursor]
    if not moved:
        return
    volunteers, olds, news = map(list, zip(*moved, strict=True))
    moves = dict(known) | {"volunteers": volunteers, "olds": olds, "news": news}
    cursor.execute(settling.MOVED_BACK, moves)
    back = [row[0] for row in cursor]
    cursor.execute(settling.MOVES, moves | {"back": back})


def _undecided(cursor: Any, condition: str) -> bool:
    return _any(cursor, f"verdict IS NULL AND {condition}")


def _any(cursor: Any, condition: str) -> bool:
    cursor.execute(f"SELECT EXISTS (SELECT FROM pg_temp.staged WHERE {condition})")  # noqa: S608 (our own words)
    return bool(cursor.fetchone()[0])

"""A batch of registrations that a platform delivers: merged as a whole, counted, and answered row by row."""

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from typing import Any

import pghistory
from django.core.exceptions import ValidationError
from django.db import OperationalError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from psycopg2.errors import DeadlockDetected

from belts.models import Region
from volunteers.choices import TransferKind
from volunteers.errors.platforms import CODES
from volunteers.exchange.merging import UnsettledError, Verdict, merge
from volunteers.exchange.prepared import Frame, PreparedRow, RefusedRow
from volunteers.exchange.preparing import prepare
from volunteers.models import Delivery, Platform
from volunteers.services.transfers import record_transfer

MOST_TRIES = 5
KNOWN_NOW = frozenset({"linked", "updated"})


@dataclass
class Answer:
    """What became of one row."""

    number: int
    external_id: str
    verdict: str
    code: str = ""
    field: str = ""
    message: str = ""
    volunteer: int | None = None
    volunteer_no: str | None = None


@dataclass
class Outcome:
    """``answers`` in the order of the rows' numbers; ``totals`` by verdict, ``codes`` of the refused ones."""

    answers: list[Answer] = field(default_factory=list)
    totals: dict[str, int] = field(default_factory=dict)
    codes: dict[str, int] = field(default_factory=dict)


def frame_now(*, fifteen_digits: bool = False) -> Frame:
    """What every row is read by today."""
    now = timezone.now()
    homes = frozenset(Region.objects.exclude(level=Region.Level.PREFECTURE).values_list("pk", flat=True))
    return Frame(now=now, today=timezone.localdate(now), homes=homes, fifteen_digits=fifteen_digits)


def deliver(*, actor: Any, platform: Platform, rows: Sequence[Any]) -> tuple[Delivery, Outcome]:
    """Bring ``rows`` as a platform sent them into the registry; which row is refused is said, and keeps no other out.

    Tried again where the database had to break a tie between two batches. A ValidationError when the same people are
    changed by others all the time: nothing was written then.
    """
    good, bad = prepare(enumerate(rows, start=1), frame_now())
    for tried in range(1, MOST_TRIES + 1):
        try:
            return _write(actor=actor, platform=platform, good=good, bad=bad)
        except OperationalError as error:
            if tried == MOST_TRIES or not isinstance(error.__cause__, DeadlockDetected):
                raise
    raise AssertionError("unreachable")


@transaction.atomic
def _write(*, actor: Any, platform: Platform, good: list[PreparedRow], bad: list[RefusedRow]) -> tuple[Any, Outcome]:
    outcome = settle(actor=actor, platform=platform, good=good, bad=bad)
    delivery = Delivery(platform=platform, rows=len(outcome.answers), totals=outcome.totals, codes=outcome.codes)
    delivery.full_clean(exclude=["platform"])
    delivery.save()
    return delivery, outcome


@transaction.atomic
def settle(
    *, actor: Any, platform: Platform, good: list[PreparedRow], bad: list[RefusedRow],
    counties: Collection[str] | None = None,
) -> Outcome:  # fmt: skip
    """The rows merged, with what is said of each; a Delivery is the caller's to write. ``counties``: see ``merge``."""
    with pghistory.context(user=actor.pk, platform=platform.code):
        try:
            verdicts = merge(platform, good, counties=counties)
        except UnsettledError as error:
            raise ValidationError(
                _("Others changed the same people at the same time. Nothing was written: send the batch again."),
                code="batch_unsettled",
            ) from error
    _note_transfers(platform, verdicts)
    answers = [_answer(verdict) for verdict in verdicts]
    answers += [Answer(row.number, row.external_id, "refused", row.code, row.field, row.message) for row in bad]
    answers.sort(key=lambda answer: answer.number)
    totals = Counter(answer.verdict for answer in answers)
    codes = Counter(answer.code for answer in answers if answer.code)
    return Outcome(answers, dict(totals), dict(codes))


def _answer(verdict: Verdict) -> Answer:
    number, external_id, word, code, volunteer, volunteer_no, _province = verdict
    if code:
        return Answer(number, external_id, word, code, "", str(CODES[code]))
    return Answer(number, external_id, word, volunteer=volunteer, volunteer_no=volunteer_no)


def _note_transfers(platform: Platform, verdicts: Sequence[Verdict]) -> None:
    """A platform of one province that is told “linked” learns that the other side knows the person."""
    if not platform.province_id:
        return
    told = Counter(verdict.province for verdict in verdicts if verdict.verdict == "linked")
    for province, people in told.items():
        record_transfer(
            kind=TransferKind.PUSH,
            platform=platform,
            from_province=province,
            to_province=platform.province_id,
            what=_("volunteer number of people who registered on both sides"),
            people=people,
            basis=_("the same document and name, sent by the platform itself"),
        )

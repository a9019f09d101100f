"""Everything that figures are read from, compared with the records themselves."""

import time
from collections.abc import Iterator
from typing import Any

import structlog
from django.db import connection, transaction
from django.urls import reverse
from django.utils import timezone

from accounts.models import Role, User
from accounts.services.notices import owe_notices
from indicators.models import TallyCheck
from indicators.tallies.comparing import comparisons
from indicators.tallies.facts import FACTS

MOST_SHOWN = 20
log = structlog.get_logger(__name__)


def recount_tallies() -> TallyCheck:
    """One look at all of it at one moment; nobody waits for it. Differences are written down, and not mended."""
    begin = time.perf_counter()
    compared, differences = 0, []
    with transaction.atomic(durable=not connection.in_atomic_block), connection.cursor() as cursor:
        if connection.in_atomic_block and not connection.savepoint_ids:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        for name, lines, found in _compared(cursor):
            compared += lines
            differences += [{"of": name, "line": [str(value) for value in row]} for row in found]
    check = TallyCheck.objects.create(
        seconds=time.perf_counter() - begin, compared=compared, differences=differences[:MOST_SHOWN]
    )
    if differences:
        log.error("tallies_differ", found=len(differences), first=differences[0])
        _tell(check, len(differences))
    return check


def _tell(check: TallyCheck, lines: int) -> None:
    """The system administrators, once a day however often it is recounted."""
    owe_notices(
        to=User.objects.holding_today(Role.SYSTEM_ADMINISTRATOR),
        kind="tallies_differ",
        key=f"{timezone.localdate(check.at):%Y-%m-%d}",
        url=reverse("health_ready"),
        params={"day": check.at.isoformat(), "lines": lines, "first": check.differences[0]["of"]},
    )


def _compared(cursor: Any) -> Iterator[tuple[str, int, list[tuple[Any, ...]]]]:
    for fact in FACTS.values():
        for name, statement in comparisons(fact):
            cursor.execute(statement)
            rows = cursor.fetchall()
            yield f"{fact.name}: {name}", rows[-1][-1], [row[:-1] for row in rows[:-1]]

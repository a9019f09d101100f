"""A whole invented 2024 at the scale of its report, and the bulletin that the portal writes of it by itself.

Runs alone (``python -m benchmarks bulletin``), as other benchmarks' records would count in that year too. Prints the
paragraph.
"""

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.color import no_style
from django.db import connection, transaction
from django.db.models import Max

from accounts.models import User
from activities.models import Activity, ActivityParty, Brand, Team, TeamMember, Work, WorkAuthor
from benchmarks.result import Result
from benchmarks.world import vacuum
from indicators.bulletins import files
from indicators.models import Bulletin
from indicators.services.bulletin_drawing import draw_bulletin, owe_bulletin
from indicators.services.tallies import count_anew, fold_deltas
from indicators.tallies.facts import FACTS
from tests.factories import person
from volunteers.models import Platform, Volunteer

STATEMENTS = Path(__file__).with_suffix(".sql")
YEAR = "2024"
SCALE = {
    "teams": 2_310, "works": 6_412, "lectures": 31_704, "mass_culture": 8_431, "brands": 24, "volunteers": 536_000,
}  # fmt: skip
MEMBERS_OF_A_TEAM = 23
BASES = {"brand": Brand, "team": Team, "work": Work, "activity": Activity, "volunteer": Volunteer}
NUMBERED = (*BASES.values(), ActivityParty, TeamMember, WorkAuthor)
SLOWEST_DRAWING, SLOWEST_FILES = 60.0, 10.0  # seconds


def run(rows: int) -> list[Result]:
    """``rows`` volunteers at most 536,000, and of everything else the same share of that year."""
    call_command("load_registry", verbosity=0)
    generate_year(divisor=max(1, SCALE["volunteers"] // rows), with_triggers=False)
    vacuum()
    bulletin = owe_bulletin(actor=person("corridor_office", username="bench-bulletin"), period=YEAR)
    drawing = _seconds(lambda: draw_bulletin(bulletin))
    bulletin = Bulletin.objects.get(pk=bulletin.pk)
    making = _seconds(lambda: (files.pdf(bulletin), files.docx(bulletin)))
    print(f"\n{bulletin.headline}\n{bulletin.text}\n", file=sys.stderr)
    return [
        Result("bulletin of 2024: drawn up", drawing, "limit", SLOWEST_DRAWING, "s", 1.0),
        Result("bulletin of 2024: PDF and DOCX", making, "limit", SLOWEST_FILES, "s", 1.0),
    ]


def generate_year(*, divisor: int = 1, with_triggers: bool = True) -> None:
    """2024 with a ``divisor``-th of everything; needs ``load_corridor`` and ``load_registry``.

    Without triggers there is no history of the rows; what they add to the figures is counted when they are there.
    """
    numbers = {name: max(1, number // divisor) for name, number in SCALE.items()}
    people = [User.objects.get_or_create(username=f"year{n}", defaults={"name": f"样例{n}"})[0].pk for n in (1, 2)]
    platforms = {row.code.removeprefix("wenming-"): row.pk for row in Platform.objects.all()}
    values = numbers | platforms | _bases() | {"members": MEMBERS_OF_A_TEAM, "person": people[0], "reviewer": people[1]}
    with transaction.atomic(), connection.cursor() as cursor:
        if not with_triggers:
            cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(STATEMENTS.read_text(encoding="utf-8"), values)
        cursor.execute("SET LOCAL session_replication_role = DEFAULT")
        for statement in connection.ops.sequence_reset_sql(no_style(), NUMBERED):
            cursor.execute(statement)
    if not with_triggers:
        for name in (*BASES, "tour"):
            count_anew(FACTS[name])
        fold_deltas()


def _bases() -> dict[str, Any]:
    return {f"{name}_base": model.objects.aggregate(last=Max("pk"))["last"] or 0 for name, model in BASES.items()}


def _seconds(action: Callable[[], object]) -> float:
    begin = time.perf_counter()
    action()
    return time.perf_counter() - begin

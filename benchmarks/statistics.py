"""The statistics endpoint beside the bare SQL of the same answer, and at a tenth of the rows.

The endpoint counts from the rows, so its cost grows with them; the tallies of a later engine will not. The bare SQL is
what one would type: joins, ``count(DISTINCT)``, and a second statement for the total.
"""

from django.db import connection
from django.test import Client

from accounts.models import Role
from activities.models import Activity
from benchmarks.generate import generate_activities
from benchmarks.result import Result, median_ms
from benchmarks.world import vacuum
from tests.factories import person

ADDRESS = "/api/v1/statistics/"
SLOWEST_BESIDE_SQL, SLOWEST_BESIDE_A_TENTH = 1.5, 15.0
TIMES = 5

VERIFIED = "FROM activities_activity AS activity"
PARTIES = "JOIN activities_activityparty AS party ON party.activity_id = activity.id"
SEATS = (
    "LEFT JOIN belts_beltmembership AS seat ON seat.region_id = party.region_id AND activity.starts_on >= seat.since "
    "AND (seat.until IS NULL OR activity.starts_on <= seat.until)"
)
WHERE = "WHERE activity.state = 'verified'"
THIS_YEAR = "AND activity.starts_on BETWEEN '2026-01-01' AND '2026-12-31'"
OF_A_COUNTY = (
    "AND EXISTS (SELECT FROM activities_activityparty AS party "
    "WHERE party.activity_id = activity.id AND party.region_id = '500153')"
)

# Name, query of the endpoint, statements that give the same figures.
QUESTIONS = [
    ("all activities", "measures=activities", [f"SELECT count(*) {VERIFIED} {WHERE}"]),
    (
        "activities by belt and month",
        "measures=activities&by=belt,month",
        [
            f"SELECT seat.belt_id, date_trunc('month', activity.starts_on), count(DISTINCT activity.id) "
            f"{VERIFIED} {PARTIES} {SEATS} {WHERE} GROUP BY 1, 2",
            f"SELECT count(*) {VERIFIED} {WHERE}",
        ],
    ),
    (
        "lectures and mass culture by county, one year",
        "measures=lectures,mass_culture&by=county&from=2026-01-01&to=2026-12-31",
        [
            "SELECT party.region_id, count(DISTINCT activity.id) FILTER (WHERE activity.kind = 'lecture'), "
            f"count(DISTINCT activity.id) FILTER (WHERE activity.kind = 'mass_culture') {VERIFIED} {PARTIES} "
            f"{WHERE} {THIS_YEAR} GROUP BY 1",
            "SELECT count(*) FILTER (WHERE kind = 'lecture'), count(*) FILTER (WHERE kind = 'mass_culture') "
            f"{VERIFIED} {WHERE} {THIS_YEAR}",
        ],
    ),
    (
        "lectures of one county, one year",
        "measures=lectures&region=500153&from=2026-01-01&to=2026-12-31",
        [f"SELECT count(*) {VERIFIED} {WHERE} AND activity.kind = 'lecture' {THIS_YEAR} {OF_A_COUNTY}"],
    ),
]


def run(rows: int) -> list[Result]:
    user = person(Role.CORRIDOR_OFFICE, username="bench-statistics")
    small = max(rows // 10, 1)
    at_small = _measure(user, small)
    at_full = _measure(user, rows)
    results = []
    for name, (endpoint, bare) in at_full.items():
        results.append(Result(f"statistics: {name}", endpoint, "bare SQL", bare, "ms", SLOWEST_BESIDE_SQL))
    for name, (endpoint, _bare) in at_full.items():
        beside = f"at {small:,} rows"
        results.append(
            Result(
                f"statistics: {name}, {rows:,} rows", endpoint, beside, at_small[name][0], "ms", SLOWEST_BESIDE_A_TENTH
            )
        )
    return results


def _measure(user, rows):
    """Milliseconds of the endpoint and of the bare SQL, for each question, with so many activities."""
    missing = rows - Activity.objects.count()
    if missing > 0:
        generate_activities(missing)
        vacuum()
    client = Client()
    client.force_login(user)
    return {
        name: (
            median_ms(lambda query=query: _answered(client.get(f"{ADDRESS}?{query}")), times=TIMES),
            median_ms(lambda statements=statements: _counted(statements), times=TIMES),
        )
        for name, query, statements in QUESTIONS
    }


def _answered(response):
    if response.status_code != 200:
        raise RuntimeError(f"the statistics answered {response.status_code}: {response.content[:200]!r}")


def _counted(statements):
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
            cursor.fetchall()

"""The statistics endpoint beside a view that does nothing, beside the same question by SQL, and at a tenth of the rows.

All in one process through the whole stack of middleware, in turn, so that what disturbs one disturbs the other: a tenth
of the records stands in a copy of the database, on the same server. The view that does nothing asks who is there and
with which rights, as every view does. Before an answer is worked out a record changes, so that nothing that was kept
can be given again.
"""

import statistics
import time
from collections.abc import Callable
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.models import F
from django.test import Client, override_settings
from django.urls import include, path
from rest_framework.response import Response

from accounts.models import Role
from activities.models import Activity
from benchmarks import registry
from benchmarks.generate import generate_activities
from benchmarks.result import Result
from benchmarks.world import asked, copy_of_database, vacuum
from indicators.api.statistics import StatisticsAPIView
from indicators.services.tallies import fold_deltas
from tests.factories import person
from volunteers.models import Volunteer

ADDRESS, NOTHING = "/api/v1/statistics/", "/nothing/"
ROUNDS, TIMES, LOADS = 200, 3, 30
TWELVE_MONTHS = "from=2025-01-01&to=2025-12-31"
MOST_COMPUTED, MOST_COMPUTED_P99, MOST_KEPT, MOST_304, MOST_OF_A_TENTH = 4.0, 5.0, 1.8, 1.6, 1.1
# Of what SQL over the records takes: of parties, seats and months; of parties alone; of one plain table.
MOST_OF_SQL, MOST_OF_PARTIES, MOST_OF_ONE_TABLE = 1 / 300, 1 / 100, 1 / 10

VERIFIED = "FROM activities_activity AS activity"
PARTIES = "JOIN activities_activityparty AS party ON party.activity_id = activity.id"
SEATS = (
    "LEFT JOIN belts_beltmembership AS seat ON seat.region_id = party.region_id AND activity.starts_on >= seat.since "
    "AND (seat.until IS NULL OR activity.starts_on <= seat.until)"
)
WHERE = "WHERE activity.state = 'verified' AND activity.starts_on BETWEEN '2025-01-01' AND '2025-12-31'"
# Name, query of the endpoint, statements that give the same figures, the most that it may take of their time.
QUESTIONS = [
    (
        "activities by belt and month",
        f"measures=activities&by=belt,month&{TWELVE_MONTHS}",
        [
            f"SELECT seat.belt_id, date_trunc('month', activity.starts_on), count(DISTINCT activity.id) "
            f"{VERIFIED} {PARTIES} {SEATS} {WHERE} GROUP BY 1, 2",
            f"SELECT count(*) {VERIFIED} {WHERE}",
        ],
        MOST_OF_SQL,
    ),
    (
        "lectures and mass culture by county",
        f"measures=lectures,mass_culture&by=county&{TWELVE_MONTHS}",
        [
            "SELECT party.region_id, count(DISTINCT activity.id) FILTER (WHERE activity.kind = 'lecture'), "
            f"count(DISTINCT activity.id) FILTER (WHERE activity.kind = 'mass_culture') {VERIFIED} {PARTIES} "
            f"{WHERE} GROUP BY 1",
            f"SELECT count(*) FILTER (WHERE kind = 'lecture') {VERIFIED} {WHERE}",
        ],
        MOST_OF_PARTIES,
    ),
    (
        "activities by county until the middle of a month",
        "measures=activities&by=county&from=2025-01-01&to=2025-11-15",
        [
            "SELECT party.region_id, count(DISTINCT activity.id) "
            f"{VERIFIED} {PARTIES} {WHERE.replace('12-31', '11-15')} GROUP BY 1",
            f"SELECT count(*) {VERIFIED} {WHERE.replace('12-31', '11-15')}",
        ],
        MOST_OF_PARTIES,
    ),
    (
        "activities by kind and task",
        f"measures=activities&by=kind,task&{TWELVE_MONTHS}",
        [f"SELECT kind, task, count(*) {VERIFIED} {WHERE} GROUP BY 1, 2"],
        MOST_OF_ONE_TABLE,
    ),
    (
        "volunteers by county",
        "measures=volunteers&by=county",
        ["SELECT home_id, count(*) FROM volunteers_volunteer WHERE state = 'active' GROUP BY 1"],
        MOST_OF_ONE_TABLE,
    ),
]
# Boards with their map, months, comparison and exchange, each of the year.
PAGES = [
    ("the corridor's board", "/statistics/board/corridor/all/?period=this_year"),
    ("a province's board", "/statistics/board/province/500000/?period=this_year"),
    ("a county's board with hours of halls", "/statistics/board/county/500153/?period=this_year&flow=hours"),
]


class NothingView(StatisticsAPIView):
    """Who may ask, and nothing more."""

    def get(self, request):
        return Response({})


urlpatterns = [path("nothing/", NothingView.as_view()), path("", include("config.urls"))]


def run(rows: int) -> list[Result]:
    """``rows`` activities and half as many volunteers, beside a tenth of both."""
    user = person(Role.CORRIDOR_OFFICE, username="bench-statistics")
    client = Client()
    client.force_login(user)
    StatisticsAPIView.throttle_classes = []  # nobody is held up for asking so often
    _fill(max(rows // 10, 1))
    with copy_of_database("tenth") as small, override_settings(ROOT_URLCONF="benchmarks.statistics"):
        _fill(rows)
        found = {name: _times(client, small, query, statements) for name, query, statements, _limit in QUESTIONS}
        pages = {name: _loads(client, small, address) for name, address in PAGES}
    return [*_beside_nothing(found), *_beside_sql(found), *_beside_a_tenth(found | pages, rows)]


def _fill(rows: int) -> None:
    missing = rows - Activity.objects.count()
    if missing > 0:
        generate_activities(missing)
    if Volunteer.objects.count() < rows // 2:
        registry.prepare()
        registry.generate(rows // 2)
    fold_deltas()
    vacuum()


def _beside_nothing(found: dict[str, Any]) -> list[Result]:
    name, times = next(iter(found.items()))
    results = []
    for word, limit in (("computed", MOST_COMPUTED), ("kept", MOST_KEPT), ("304", MOST_304)):
        results.append(_result(f"{name}, {word}", times[word], times["nothing"], 0.5, limit))
    results.append(_result(f"{name}, computed, p99", times["computed"], times["nothing"], 0.99, MOST_COMPUTED_P99))
    return results


def _result(name: str, measured: list[float], beside: list[float], part: float, limit: float) -> Result:
    pair = (_part(times, part) for times in (measured, beside))
    return Result(f"statistics: {name}", next(pair), "a view that does nothing", next(pair), "ms", limit)


def _beside_sql(found: dict[str, Any]) -> list[Result]:
    return [
        Result(
            f"statistics: {name}, the database", found[name]["tallies"], "SQL over the records", found[name]["sql"],
            "ms", limit,
        )
        for name, _query, _statements, limit in QUESTIONS
    ]  # fmt: skip


def _beside_a_tenth(found: dict[str, Any], rows: int) -> list[Result]:
    return [
        Result(
            f"statistics: {name}, {rows:,} activities", _part(times["computed"], 0.5), f"{rows // 10:,}",
            _part(times["of a tenth"], 0.5), "ms", MOST_OF_A_TENTH,
        )
        for name, times in found.items()
    ]  # fmt: skip


def _part(times: list[float], part: float) -> float:
    """The median, or another part of the way from the fastest to the slowest."""
    return sorted(times)[int(part * (len(times) - 1))]


def _times(client: Client, small: Any, query: str, statements: list[str]) -> dict[str, Any]:
    address = f"{ADDRESS}?{query}"
    found: dict[str, Any] = {"nothing": [], "computed": [], "kept": [], "304": [], "of a tenth": []}
    for key in _records(ROUNDS):
        found["nothing"].append(_ms(lambda: _get(client, NOTHING)))
        found["computed"].append(_changed_ms(client, address, key))
        found["kept"].append(_ms(lambda: _get(client, address)))
        etag = _get(client, address)["ETag"]
        found["304"].append(_ms(lambda tag=etag: _get(client, address, 304, HTTP_IF_NONE_MATCH=tag)))
        with asked(small):
            found["of a tenth"].append(_changed_ms(client, address, key))
    _fold_both(small)
    found["tallies"] = _in_the_database(lambda: _get(client, f"{address}"))
    found["sql"] = statistics.median(_ms(lambda: _counted(statements)) for _time in range(TIMES))
    return found


def _loads(client: Client, small: Any, address: str) -> dict[str, list[float]]:
    """A page as it is loaded after a record has changed."""
    found: dict[str, list[float]] = {"computed": [], "of a tenth": []}
    for key in _records(LOADS):
        found["computed"].append(_changed_ms(client, address, key))
        with asked(small):
            found["of a tenth"].append(_changed_ms(client, address, key))
    _fold_both(small)
    return found


def _records(many: int) -> list[int]:
    """The first ones, which stand in both databases."""
    counted = Activity.objects.filter(state="verified", audience__isnull=False)
    return list(counted.order_by("pk").values_list("pk", flat=True)[:many])


def _changed_ms(client: Client, address: str, key: int) -> float:
    Activity.objects.filter(pk=key).update(audience=F("audience") + 1)
    return _ms(lambda: _get(client, address))


def _fold_both(small: Any) -> None:
    fold_deltas()
    with asked(small):
        fold_deltas()


def _in_the_database(action: Callable[[], object]) -> float:
    """Milliseconds in the one statement that reads the tallies."""
    spent = []

    def watch(execute, sql, params, many, context):
        begin = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            if "indicators_placetally" in sql or "indicators_settally" in sql:
                spent.append((time.perf_counter() - begin) * 1000)

    for _time in range(7):
        with _nothing_kept(), connection.execute_wrapper(watch):
            action()
    return statistics.median(spent)


@contextmanager
def _nothing_kept():
    from django.core.cache import cache

    cache.clear()
    yield


def _get(client: Client, address: str, status: int = 200, **headers: str) -> Any:
    response = client.get(address, **headers)
    if response.status_code != status:
        raise RuntimeError(f"{address} answered {response.status_code}: {response.content[:200]!r}")
    return response


def _counted(statements: list[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
            cursor.fetchall()


def _ms(action: Callable[[], object]) -> float:
    begin = time.perf_counter()
    action()
    return (time.perf_counter() - begin) * 1000

"""A list page at the front and far back, and text search, over generated activities."""

from django.test import Client

from accounts.models import Role
from activities.models import Activity
from benchmarks.generate import generate_activities
from benchmarks.result import Result, median_ms
from benchmarks.world import vacuum
from core.paging import page_of
from tests.factories import person

PAGE_ORDER = ("-starts_on", "-pk")
DEEP_PAGE = 10_000
PAGE_SIZE = 50


def run(rows: int) -> list[Result]:
    missing = rows - Activity.objects.count()
    if missing > 0:
        generate_activities(missing)
        vacuum()
    user = person(Role.CORRIDOR_OFFICE, username="bench-lists")
    return [*_pages(user, min(DEEP_PAGE, rows // PAGE_SIZE - 2)), *_search(user)]


def _pages(user, depth):
    """The first page and the one after ``depth`` pages, asked for through the whole portal."""
    client = Client()
    client.force_login(user)
    deep = _cursor_at(user, depth * PAGE_SIZE)
    first = median_ms(lambda: _ok(client.get("/activities/")))
    far = median_ms(lambda: _ok(client.get("/activities/", {"cursor": deep})))
    api_first = median_ms(lambda: _ok(client.get("/api/v1/activities/")))
    api_far = median_ms(lambda: _ok(client.get("/api/v1/activities/", {"cursor": deep})))
    return [
        Result(f"list page {depth:,} (page)", far, "first page", first, "ms", 1.5),
        Result(f"list page {depth:,} (API)", api_far, "first page", api_first, "ms", 1.5),
    ]


def _cursor_at(user, offset):
    """The cursor that the page ending at ``offset`` rows would give out."""
    visible = Activity.objects.visible_to(user)
    last = visible.order_by(*PAGE_ORDER)[offset - 2 : offset]
    before = page_of(visible.filter(pk__in=[row.pk for row in last]), order=PAGE_ORDER, size=1)
    return before.later


def _search(user):
    """Two-character words through the index beside the same question without it."""
    client = Client()
    client.force_login(user)
    results = []
    for word, kind in (("龙舟", "common"), ("海姆立克", "rare")):
        indexed = median_ms(lambda word=word: _ok(client.get("/activities/", {"q": word})))
        scanned = median_ms(lambda word=word: _scan(user, word), times=3)
        results.append(Result(f"text search, {kind} word", indexed, "counting by LIKE", scanned, "ms", 1.0))
    return results


def _scan(user, word):
    return Activity.objects.visible_to(user).filter(title__icontains=word).count()


def _ok(response):
    if response.status_code != 200:
        raise RuntimeError(f"{response.request['PATH_INFO']} answered {response.status_code}")
    return response

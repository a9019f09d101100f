"""The board of resolutions, its page and its API, with 100,000 rows beside the same with 1,000."""

from django.db import connection, transaction
from django.test import Client

from accounts.models import Role
from belts.models import Belt, Region
from benchmarks.result import Result, median_ms
from benchmarks.world import vacuum
from meetings.models import Body, JointMeeting
from meetings.services.escalation import HIGHEST, escalate_resolutions
from meetings.services.resolutions import make_resolution
from tests.factories import BodyFactory, MeetingFactory, person

FEW, MANY = 1_000, 100_000
MEETINGS = 100  # of each belt's body
UNFINISHED = 0.2  # of them; the others are closed
LIMIT = 3.0
MOST_FOR_ESCALATION = 2_000
BOARD, API = "/meetings/resolutions/", "/api/v1/resolutions/"

ROWS = """
INSERT INTO meetings_resolution (number, meeting_id, sequence, text, due_on, first_due_on, cross_border, state,
    state_since, last_report_on, created_at, closed_at, version)
SELECT 'bench-' || n, (%(meetings)s)[1 + n %% %(places)s], %(base)s + n / %(places)s,
    '共建川渝联合调解室，第' || n || '项', day, day, n %% 3 = 0,
    CASE WHEN n %% 100 < %(share)s THEN 'open' ELSE 'closed' END, now(),
    current_date - n %% 90, now() - n %% 700 * interval '1 day',
    CASE WHEN n %% 100 < %(share)s THEN NULL ELSE now() END, 1
FROM generate_series(%(first)s, %(last)s) AS n, LATERAL (SELECT current_date - 30 + n %% 400 AS day) AS due
"""
PARTIES = """
INSERT INTO meetings_resolutionparty (resolution_id, region_id, role)
SELECT id, (%(regions)s)[1 + (id * side) %% %(places)s], role
FROM meetings_resolution, (VALUES ('lead', 1), ('counterpart', 7)) AS part(role, side)
WHERE number LIKE 'bench-%%'
    AND NOT EXISTS (SELECT FROM meetings_resolutionparty WHERE resolution_id = meetings_resolution.id)
"""
TOLD = """
INSERT INTO meetings_resolutionstep (resolution_id, kind, at, text, due_on, level)
SELECT id, 'escalated', now(), '', due_on, %(highest)s FROM meetings_resolution
WHERE state = 'open' AND due_on < current_date
"""


def run(rows: int) -> list[Result]:
    """``rows`` of activities say only whether this is a quick look."""
    many = min(MANY, max(FEW, rows))
    county = Region.objects.get(name="荣昌区")
    people = {
        "corridor office": person(Role.CORRIDOR_OFFICE, username="bench-resolutions"),
        "reviewer": person(Role.COUNTY_REVIEWER, county, username="bench-resolutions-reviewer"),
    }
    meetings = _meetings()
    _copy(meetings, 1, FEW)
    few = {question: median_ms(call) for question, call in _questions(people).items()}
    making = median_ms(lambda: _make(people["corridor office"], meetings[0], county))
    _copy(meetings, FEW + 1, many)
    found = {question: median_ms(call) for question, call in _questions(people).items()}
    made = median_ms(lambda: _make(people["corridor office"], meetings[0], county))
    results = [
        Result(f"{question}, {many:,} resolutions", found[question], f"{FEW:,}", spent, "ms", LIMIT)
        for question, spent in few.items()
    ]
    return [*results, Result(f"noting one beside {many:,}", made, f"{FEW:,}", making, "ms", LIMIT), _escalation(many)]


def _questions(people):
    """What is asked of the portal, each as a call."""
    office, reviewer = Client(), Client()
    office.force_login(people["corridor office"])
    reviewer.force_login(people["reviewer"])
    asked = {
        "board": (office, BOARD, {}),
        "board of all states": (office, BOARD, {"state": "all"}),
        "board, red": (office, BOARD, {"colour": "red"}),
        "board of a belt": (office, BOARD, {"belt": "south"}),
        "board of a county": (reviewer, BOARD, {"region": "500153"}),
        "board, mine to do": (reviewer, BOARD, {"mine": "do"}),
        "board, text": (office, BOARD, {"q": "第77"}),
        "API": (office, API, {}),
        "API, red": (office, API, {"colour": "red"}),
        "home of a reviewer": (reviewer, "/", {}),
    }
    return {
        question: lambda client=client, address=address, query=query: _ok(client.get(address, query))
        for question, (client, address, query) in asked.items()
    }


def _meetings():
    """Held meetings of the belts' bodies, an ordinal each."""
    for belt in Belt.objects.order_by("position"):
        body = Body.objects.filter(belt=belt).first() or BodyFactory(belt=belt, code=belt.pk)
        for number in range(MEETINGS):
            MeetingFactory(body=body, host=None, state="held", ordinal=1_000 + number)
    return list(JointMeeting.objects.filter(ordinal__gte=1_000).select_related("body").order_by("pk"))


def _copy(meetings, first, last):
    regions = list(Region.objects.filter(level=Region.Level.COUNTY).order_by("pk").values_list("pk", flat=True))
    numbers = {
        "meetings": [meeting.pk for meeting in meetings], "places": len(meetings), "share": int(100 * UNFINISHED),
        "first": first, "last": last, "base": first + 100,
    }  # fmt: skip
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(ROWS, numbers)
        cursor.execute(PARTIES, {"regions": regions, "places": len(regions)})
    vacuum()


def _make(actor, meeting, county):
    return make_resolution(actor=actor, meeting=meeting, text="共建", lead=county, due_on=_day_of(meeting))


def _day_of(meeting):
    return meeting.ends_at.date()


def _escalation(many):
    """The daily look at late ones of which everybody was told, beside the time that a worker may take for it."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(TOLD, {"highest": HIGHEST})
    vacuum()
    spent = median_ms(escalate_resolutions, times=3)
    return Result(f"escalation, all told, among {many:,}", spent, "limit", MOST_FOR_ESCALATION, "ms", 1.0)


def _ok(response):
    if response.status_code != 200:
        raise RuntimeError(f"{response.request['PATH_INFO']} answered {response.status_code}")
    return response

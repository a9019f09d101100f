"""Resolutions and the board: 荣昌 convenes, 隆昌 across the border carries out, 荣昌 is the counterpart of one."""

import datetime as dt

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from meetings.models import ColourPolicy, Resolution, ResolutionParty
from meetings.services.evidence import add_evidence
from tests import factories
from tests.matrix import Row

CONVENING = ("own_logger", "own_reviewer", "own_colleague", "corridor_office")
DOING = ("neighbour_logger", "neighbour_reviewer")
OUTSIDE = ("nobody", "volunteer")
# Nobody of these works for a county or the corridor: they note nothing.
ELSEWHERE = (*OUTSIDE, "auditor", "system_administrator", "security_administrator")

OPEN, WANTED, REPORTED = {"pk": "resolution_open.pk"}, {"pk": "resolution_wanted.pk"}, {"pk": "resolution_reported.pk"}
CROSS, CLOSED = {"pk": "resolution_cross.pk"}, {"pk": "resolution_closed.pk"}
MEETING, FILE = {"pk": "held_meeting.pk"}, {"pk": "evidence.pk"}
LATER, REASON, TEXT = "2031-03-31", {"reason": "需要再核实"}, {"text": "已选址"}
WRITTEN = {"meeting": "held_meeting.pk", "text": "共建联合调解室", "lead": {"region": "511083"}, "due_on": "2030-12-31"}


def world(made):
    lead, doer, meeting = made["neighbour"], made["neighbour_logger"], made["held_meeting"]

    def resolution(**fields):
        due = dt.date(2030, 12, 31)
        row = factories.ResolutionFactory(meeting=meeting, lead=lead, due_on=due, **fields)
        upload = SimpleUploadedFile("纪要.pdf", b"%PDF-1.7 " + row.number.encode())
        return row, add_evidence(actor=doer, resolution=row, upload=upload)

    def moved(**state):
        row, _file = resolution()
        Resolution.objects.filter(pk=row.pk).update(**state)
        return row

    ColourPolicy.objects.get_or_create(body=None, defaults={"source": "测试"})
    opened, evidence = resolution()
    cross = moved(state="reported", reported_by=doer, cross_border=True)
    ResolutionParty.objects.create(resolution=cross, region=made["own"], role="counterpart")
    return {
        "resolution_open": opened,
        "evidence": evidence,
        "resolution_wanted": moved(wanted_due_on=dt.date(2031, 3, 31), wanted_by=doer),
        "resolution_reported": moved(state="reported", reported_by=doer),
        "resolution_cross": cross,
        "resolution_closed": moved(state="closed", closed_at=timezone.now()),
    }


DAYS = {"blue_days": 20, "yellow_days": 1, "red_days": 10, "silent_days": 30, "level_days": 5, "source": "测试"}
BODY = {"code": "body.pk"}


def each(people, status):
    return dict.fromkeys(people, status)


STEPS = [
    ("progress", OPEN, TEXT, DOING),
    ("ask-extension", OPEN, {"due_on": LATER, **REASON}, DOING),
    ("report", OPEN, {}, DOING),
    ("withdraw-extension", WANTED, {}, ("neighbour_logger",)),
    ("grant-extension", WANTED, {}, CONVENING),
    ("refuse-extension", WANTED, REASON, CONVENING),
    ("return", REPORTED, REASON, CONVENING),
    ("close", REPORTED, {}, CONVENING),
    ("close", CROSS, {}, ("own_reviewer",)),
    ("return", CROSS, REASON, ("own_reviewer",)),
    ("reopen", CLOSED, REASON, (*CONVENING, "provincial_office")),
    ("void", OPEN, REASON, CONVENING),
]


# A colleague of who asked for more time reaches the step, and is told whose it is.
def colleague(step, status):
    return {"neighbour_reviewer": status} if step == "withdraw-extension" else {}


PAGES = [
    Row("meetings:resolutions"),
    Row("meetings:export_resolutions"),
    Row("meetings:resolution", arguments=OPEN, expected=each(OUTSIDE, 404)),
    Row("meetings:meeting_resolutions", arguments=MEETING, expected=each(OUTSIDE, 404)),
    Row("meetings:make_resolution", arguments=MEETING, default=404, expected=each(CONVENING, 200)),
    Row("meetings:make_resolution", "post", MEETING, {}, default=404, expected=each(CONVENING, 200)),
    Row("meetings:correct_resolution", arguments=OPEN, default=404, expected=each(CONVENING, 200)),
    Row("meetings:correct_resolution", "post", OPEN, {}, default=404, expected=each(CONVENING, 200)),
    Row("meetings:general_colour_policy", expected=each(OUTSIDE, 404)),
    Row("meetings:general_colour_policy", "post", data=DAYS, default=404, expected={"corridor_office": 302}),
    Row("meetings:colour_policy", arguments=BODY, expected=each(OUTSIDE, 404)),
    Row("meetings:colour_policy", "post", BODY, DAYS, default=404, expected={"corridor_office": 302}),
    Row("meetings:drop_colour_policy", "post", BODY, REASON, default=404, expected={"corridor_office": 302}),
    Row("meetings:add_evidence", "post", OPEN, {}, default=404, expected=each(DOING, 302)),
    Row("meetings:evidence", arguments=FILE, expected=each(OUTSIDE, 404)),
    Row("meetings:remove_evidence", "post", FILE, default=404, expected=each(DOING, 302)),
    *(
        Row("meetings:resolution_step", "post", {**row, "step": step}, data, default=404,
            expected=each(people, 302) | colleague(step, 200))
        for step, row, data, people in STEPS
    ),
]  # fmt: skip

REST = [
    Row("api:resolution-list"),
    Row("api:resolution-export"),
    Row("api:resolution-detail", arguments=OPEN, expected=each(OUTSIDE, 404)),
    Row("api:resolution-list", "post", data=WRITTEN, default=404,
        expected=each(ELSEWHERE, 403) | each(CONVENING, 201)),
    Row("api:colour-policy", expected=each(OUTSIDE, 404)),
    Row("api:colour-policy", "put", data=DAYS, default=404, expected={"corridor_office": 200}),
    Row("api:body-colour-policy", arguments={"pk": "body.pk"}, expected=each(OUTSIDE, 404)),
    Row("api:body-colour-policy", "put", {"pk": "body.pk"}, DAYS, default=404, expected={"corridor_office": 200}),
    Row("api:body-colour-policy", "delete", {"pk": "body.pk"}, default=404, query="?reason=x",
        expected={"corridor_office": 204}),
    Row("api:resolution-correct", "post", OPEN, REASON | TEXT, default=404, expected=each(CONVENING, 200)),
    Row("api:resolution-evidence", "post", OPEN, {}, default=404, expected=each(DOING, 400)),
    Row("api:evidence-detail", arguments=FILE, expected=each(OUTSIDE, 404)),
    Row("api:evidence-detail", "delete", FILE, default=404, expected=each(DOING, 204)),
    *(
        Row(f"api:resolution-{step}", "post", row, data, default=404,
            expected=each(people, 200) | colleague(step, 400))
        for step, row, data, people in STEPS
    ),
]  # fmt: skip

ROWS: list[Row] = [*PAGES, *REST]

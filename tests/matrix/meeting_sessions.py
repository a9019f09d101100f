"""Bodies and their meetings: 荣昌 convenes the belt this year, 隆昌 sits in it, 万州 does not."""

import datetime as dt

from django.utils import timezone

from meetings.periods import period_of
from tests import factories
from tests.matrix import Row

CALLING = ("own_logger", "own_reviewer", "own_colleague", "corridor_office")
STAFF = (
    *CALLING, "neighbour_logger", "neighbour_reviewer", "other_logger", "provincial_office", "auditor",
    "system_administrator", "security_administrator",
)  # fmt: skip


def world(made):
    body = factories.BodyFactory(belt=made["belt"])
    period = period_of("quarter", timezone.localdate())
    days = {"period": period.code, "period_first": period.first, "period_last": period.last}
    past = timezone.now() - dt.timedelta(days=2)
    return {
        "body": body,
        "meeting": factories.MeetingFactory(body=body, host=made["own"]),
        "expected_meeting": factories.MeetingFactory(body=body, host=None, state="expected", starts_at=None, **days),
        "open_meeting": factories.MeetingFactory(body=body, host=made["own"], state="agenda_open"),
        "locked_meeting": factories.MeetingFactory(body=body, host=made["own"], state="agenda_locked"),
        "past_meeting": factories.MeetingFactory(body=body, host=made["own"], state="noticed", starts_at=past),
        "issued_meeting": factories.MeetingFactory(body=body, host=made["own"], state="issued", starts_at=past),
        "held_meeting": factories.MeetingFactory(body=body, host=made["own"], state="held"),
    }


def each(people, status):
    return dict.fromkeys(people, status)


MEETING, EXPECTED = {"pk": "meeting.pk"}, {"pk": "expected_meeting.pk"}
BODY = {"code": "body.pk"}
REASON = {"reason": "与省级会议冲突"}
SHOWN, MADE, DONE = each(CALLING, 200), each(CALLING, 302), each(CALLING, 200)
ADDED = {
    "body": "body.pk",
    "starts_at": "2030-12-05T09:00:00+08:00",
    "ends_at": "2030-12-05T11:00:00+08:00",
    "place": "礼堂",
}
MOVED = {name: ADDED[name] for name in ("starts_at", "ends_at", "place")}
STEPS = [
    ("open-agenda", "meeting", {}),
    ("lock-agenda", "open_meeting", {}),
    ("notice", "locked_meeting", {}),
    ("hold", "past_meeting", {}),
    ("postpone", "meeting", REASON),
    ("merge", "meeting", REASON | {"into": "held_meeting.pk"}),
    ("archive", "issued_meeting", {}),
]
WORDS = {"notice": "give-notice"}  # of the page; those of the API are the keys

PAGES = [
    Row("meetings:list"),
    Row("meetings:body", arguments=BODY, default=404, expected=each(STAFF, 200)),
    Row("meetings:add", arguments=BODY, default=404, expected=SHOWN),
    Row("meetings:add", "post", BODY, {}, default=404, expected=SHOWN),
    Row("meetings:meeting", arguments=MEETING, default=404, expected=each(STAFF, 200)),
    Row("meetings:plan", arguments=EXPECTED, default=404, expected=SHOWN),
    Row("meetings:plan", "post", EXPECTED, {}, default=404, expected=SHOWN),
    Row("meetings:move", arguments=MEETING, default=404, expected=SHOWN),
    Row("meetings:move", "post", MEETING, {}, default=404, expected=SHOWN),
    *(
        Row(
            "meetings:step",
            "post",
            {"pk": f"{meeting}.pk", "step": WORDS.get(step, step)},
            data,
            default=404,
            expected=MADE,
        )
        for step, meeting, data in STEPS
    ),
]

REST = [
    Row("api:body-list"),
    Row("api:body-detail", arguments={"pk": "body.pk"}, default=404, expected=each(STAFF, 200)),
    Row("api:meeting-list"),
    Row("api:meeting-detail", arguments=MEETING, default=404, expected=each(STAFF, 200)),
    # Who does not even see the body is told so; who sees it and does not call its meetings does not find it.
    Row("api:meeting-list", "post", data=ADDED, default=400, expected=each(STAFF, 404) | each(CALLING, 201)),
    Row("api:meeting-plan", "post", EXPECTED, {}, default=404, expected=each(CALLING, 400)),
    Row("api:meeting-move", "post", MEETING, MOVED, default=404, expected=DONE),
    *(
        Row(f"api:meeting-{step}", "post", {"pk": f"{meeting}.pk"}, data, default=404, expected=DONE)
        for step, meeting, data in STEPS
    ),
]

ROWS: list[Row] = [*PAGES, *REST]

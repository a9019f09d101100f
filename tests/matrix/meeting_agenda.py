"""Agenda, papers and lists: 荣昌 calls the meetings, 隆昌 has proposed an item and a need, 万州 has no seat."""

from tests import factories
from tests.matrix import Row
from tests.matrix.meeting_sessions import CALLING, STAFF, each

MEMBERS = ("neighbour_logger", "neighbour_reviewer")
READING = (*CALLING, *MEMBERS, "provincial_office", "auditor")


def world(made):
    above = factories.BodyFactory(
        code="provincial", name="省级联席会议", kind="provincial", cadence="half_year", belt=None,
        first_host=factories.chongqing(),
    )  # fmt: skip
    body, meeting = made["body"], made["open_meeting"]
    body.above = above
    body.save()
    upper = factories.MeetingFactory(body=above, host=factories.chongqing(), state="agenda_open")
    proposed = factories.AgendaItemFactory(meeting=meeting, state="proposed", title="共建联合调解室")
    similar = factories.AgendaItemFactory(meeting=meeting, state="proposed", title="共建调解室")
    for item in (proposed, similar):
        item.sources.create(region=made["neighbour"], title=item.title)
    standing = factories.AgendaItemFactory(meeting=meeting, title="川渝村晚")
    below = factories.AgendaItemFactory(meeting=made["held_meeting"], title="联合执法")
    entry = {"body": body, "region": made["neighbour"]}
    paper = {"meeting": meeting, "created_by": made["own_logger"]}
    return {
        "agenda_meeting": meeting,
        "proposed_item": proposed,
        "similar_item": similar,
        "standing_item": standing,
        "asked_item": factories.AgendaItemFactory(meeting=upper, title="联合执法", forwarded_from=below),
        "paper": factories.PaperFactory(**paper),
        "need_line": factories.ListEntryFactory(**entry),
        "resource_line": factories.ListEntryFactory(kind="resource", **entry),
    }


MEETING, PROPOSED, STANDING = {"pk": "agenda_meeting.pk"}, {"pk": "proposed_item.pk"}, {"pk": "standing_item.pk"}
ASKED, PAPER, NEED = {"pk": "asked_item.pk"}, {"pk": "paper.pk"}, {"pk": "need_line.pk"}
OFFICES = ("provincial_office", "corridor_office")
KEEPERS = (*CALLING, *MEMBERS)
REASON, LINE = {"reason": "并入其他议题"}, {"kind": "need"}
WORDS = {"title": "共建边界联合调解室", "kind": "discussion"}
ITEM = {"meeting": "agenda_meeting.pk", "region": "511083", "title": "共建联合调解室"}
ENTRY = {"body": "body.pk", "kind": "need", "region": "511083", "title": "需要两名调解员"}
JOIN = {"resource": "resource_line.pk"}
CLOSED = {"state": "done", "outcome": "已派出"}
STEPS = [
    ("accept", PROPOSED, {}, CALLING),
    ("decline", PROPOSED, REASON, CALLING),
    ("withdraw", PROPOSED, {}, MEMBERS),
    ("merge", STANDING, {"items": "proposed_item.pk"}, CALLING),
    ("forward", STANDING, {}, CALLING),
    ("answer", ASKED, {"answer": "同意"}, OFFICES),
]
PAGE_STEPS = [
    *STEPS,
    ("up", STANDING, {}, CALLING),
    ("place", STANDING, {}, CALLING),
    ("list", STANDING, LINE | {"party": "511083"}, CALLING),
]
API_STEPS = [
    *((step, row, data if step != "merge" else {"items": []}, who) for step, row, data, who in STEPS),
    ("place", STANDING, {"step": "up"}, CALLING),
    ("onto-list", STANDING, LINE | {"region": "511083"}, CALLING),
    ("edit", PROPOSED, WORDS, KEEPERS),
]

PAGES = [
    Row("meetings:agenda", arguments=MEETING, default=404, expected=each(STAFF, 200)),
    Row("meetings:bring_item", "post", MEETING, {}, default=404, expected=each(KEEPERS, 200)),
    Row("meetings:item", arguments=PROPOSED, default=404, expected=each(STAFF, 200)),
    Row("meetings:edit_item", arguments=PROPOSED, default=404, expected=each(KEEPERS, 200)),
    Row("meetings:edit_item", "post", PROPOSED, WORDS, default=404, expected=each(KEEPERS, 302)),
    *(
        Row("meetings:item_step", "post", {**item, "step": step}, data, default=404, expected=each(people, 302))
        for step, item, data, people in PAGE_STEPS
    ),
    # An empty form comes back to the page with what it lacks.
    Row("meetings:add_paper", "post", MEETING, {}, default=404, expected=each(CALLING, 302)),
    Row("meetings:add_item_paper", "post", PROPOSED, {}, default=404, expected=each(KEEPERS, 302)),
    Row("meetings:paper", arguments=PAPER, default=404, expected=each(READING, 200)),
    Row("meetings:remove_paper", "post", PAPER, default=404, expected=each(CALLING, 302)),
    Row("meetings:entries"),
    Row("meetings:add_entry", arguments={"code": "body.pk"}, default=404, expected=each(KEEPERS, 200)),
    Row("meetings:add_entry", "post", {"code": "body.pk"}, {}, default=404, expected=each(KEEPERS, 200)),
    Row("meetings:entry", arguments=NEED, default=404, expected=each(STAFF, 200)),
    Row("meetings:edit_entry", "post", NEED, {"title": "x"}, default=404, expected=each(KEEPERS, 302)),
    Row("meetings:close_entry", "post", NEED, CLOSED, default=404, expected=each(KEEPERS, 302)),
    Row("meetings:make_project", "post", NEED, JOIN, default=404, expected=each(KEEPERS, 302)),
]

REST = [
    Row("api:agenda-item-list"),
    Row("api:agenda-item-detail", arguments=PROPOSED, default=404, expected=each(STAFF, 200)),
    # Who does not see the meeting is told so; who sees it and has no seat does not find it.
    Row(
        "api:agenda-item-list", "post", data=ITEM, default=400, expected=each(STAFF, 404) | each(KEEPERS, 201)
    ),
    *(
        Row(
            f"api:agenda-item-{step}", "post", item, data, default=404,
            expected=each(people, 400 if step == "merge" else 200),
        )
        for step, item, data, people in API_STEPS
    ),
    Row("api:paper-list"),
    # Who may not see the meeting, or sends no file, is told so.
    Row("api:paper-list", "post", data={"meeting": "agenda_meeting.pk"}, default=400),
    Row("api:paper-detail", "delete", PAPER, default=404, expected=each(CALLING, 204)),
    Row("api:paper-detail", arguments=PAPER, default=404, expected=each(READING, 200)),
    Row("api:paper-file", arguments=PAPER, default=404, expected=each(READING, 200)),
    Row("api:list-entry-list"),
    Row("api:list-entry-detail", arguments=NEED, default=404, expected=each(STAFF, 200)),
    Row(
        "api:list-entry-list", "post", data=ENTRY, default=404,
        expected=each(KEEPERS, 201) | {"provincial_office": 400},
    ),
    Row("api:list-entry-edit", "post", NEED, {"title": "x"}, default=404, expected=each(KEEPERS, 200)),
    Row("api:list-entry-close", "post", NEED, CLOSED, default=404, expected=each(KEEPERS, 200)),
    Row("api:list-entry-project", "post", NEED, JOIN, default=404, expected=each(KEEPERS, 200)),
]  # fmt: skip

ROWS: list[Row] = [*PAGES, *REST]

"""The board, the page of a resolution and noting one, as people see them."""

import datetime as dt
import io
import re
import uuid

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from core.work import items_for
from meetings.models import Evidence, Resolution
from meetings.services import deciding, doing
from tests import factories
from tests.meetings.resolution_world import late, made, make_world, reported, upload

pytestmark = pytest.mark.django_db
BOARD = "/meetings/resolutions/"
DAY = dt.timedelta(days=1)


@pytest.fixture
def world():
    return make_world()


def shown(client, **query):
    return {row.pk for row in client.get(BOARD, query).context["page"]}


def step(client, row, name, **data):
    return client.post(reverse("meetings:resolution_step", args=[row.pk, name]), {"version": row.version} | data)


def buttons(client, row):
    body = client.get(row.get_absolute_url()).content.decode()
    return set(re.findall(rf'action="{BOARD}{row.pk}/([a-z-]+)/"', body)) - {"evidence"}


def test_the_board_shows_what_is_not_finished_by_due_date(world, as_):
    later, sooner, closed = made(world), late(world, days=20), reported(world)
    deciding.close_resolution(actor=world.rongchang_reviewer, resolution=closed)
    page = as_(world.yongchuan_logger).get(BOARD)
    assert [row.pk for row in page.context["page"]] == [sooner.pk, later.pk]
    body = page.content.decode()
    assert "red: overdue" in body, "the colour has its word beside it"
    assert "20 days late" in body
    assert [colour["count"] for colour in page.context["colours"]] == [1, 0, 0, 1]


def test_each_filter_narrows_the_board(world, as_):
    client = as_(world.rongchang_reviewer)
    red, blue, cross = (
        late(world, days=20),
        made(world, due_on=world.today + DAY),
        made(world, counterpart=world.yongchuan, text="跨省共建"),
    )
    shut = deciding.close_resolution(actor=world.rongchang_reviewer, resolution=reported(world))
    other = factories.ResolutionFactory(lead=world.luxian)
    Resolution.objects.filter(pk=red.pk).update(created_at=dt.datetime(2026, 1, 1, tzinfo=dt.UTC))
    every = {red.pk, blue.pk, cross.pk, other.pk}
    for query, expected in (
        ({}, every),
        ({"belt": "south"}, every - {other.pk}),
        ({"body": "south"}, every - {other.pk}),
        ({"region": "510521"}, {other.pk}),
        ({"region": "510000"}, every),
        ({"region": "500000"}, {cross.pk}),
        ({"region": "500118"}, {cross.pk}),
        ({"region": "500118", "part": "lead"}, set()),
        ({"region": "500118", "part": "counterpart"}, {cross.pk}),
        ({"colour": "red"}, {red.pk}),
        ({"colour": ["red", "blue"]}, {red.pk, blue.pk}),
        ({"state": "closed"}, {shut.pk}),
        ({"state": "all"}, every | {shut.pk}),
        ({"age": "90"}, {red.pk}),
        ({"overdue": "true"}, {red.pk}),
        ({"overdue": "false"}, every - {red.pk}),
        ({"across": "true"}, {cross.pk}),
        ({"q": "跨省"}, {cross.pk}),
        ({"q": red.number}, {red.pk}),
        ({"meeting": other.meeting_id}, {other.pk}),
        ({"from": world.today.isoformat(), "to": (world.today + DAY).isoformat()}, {blue.pk}),
    ):
        assert shown(client, **query) == expected, query
    page = client.get(BOARD, {"colour": "purple"})
    assert page.context["problems"]
    assert not page.context["page"].rows


def test_an_empty_board_says_what_hides_its_rows(world, as_):
    made(world)
    page = as_(world.rongchang_reviewer).get(BOARD, {"colour": "red"})
    assert [way["count"] for way in page.context["hiding"]] == [1]
    assert "What hides the rows" in page.content.decode()


def test_mine_to_do_to_confirm_and_to_decide(world, as_):
    to_do, to_confirm, wanted = made(world), reported(world), made(world)
    doing.ask_extension(actor=world.longchang_logger, resolution=wanted, due_on=world.today + 90 * DAY, reason="汛期")
    for person, word, expected in (
        (world.longchang_logger, "do", {to_do.pk, wanted.pk}),
        (world.longchang_logger, "confirm", set()),
        (world.rongchang_reviewer, "do", set()),
        (world.rongchang_reviewer, "confirm", {to_confirm.pk}),
        (world.rongchang_reviewer, "extensions", {wanted.pk}),
        (world.corridor, "extensions", {wanted.pk}),
        (world.yongchuan_logger, "extensions", set()),
    ):
        assert shown(as_(person), mine=word) == expected, (person, word)


def test_the_first_page_names_what_waits(world):
    made(world)  # due in thirty days: not yet near
    near, to_confirm, wanted = made(world, due_on=world.today + 3 * DAY), reported(world), made(world)
    doing.ask_extension(actor=world.longchang_logger, resolution=wanted, due_on=world.today + 90 * DAY, reason="汛期")
    assert [item.url for item in items_for(world.longchang_logger)] == [near.get_absolute_url()]
    found = {item.url for item in items_for(world.rongchang_reviewer)}
    assert {url for url in found if url.startswith("/meetings/resolutions/")} == {
        to_confirm.get_absolute_url(), wanted.get_absolute_url()
    }  # fmt: skip
    assert items_for(world.luxian_logger) == []


@pytest.mark.parametrize("rows", [1, 3])
def test_the_board_asks_the_same_however_many_rows_it_has(world, as_, rows, django_assert_num_queries):
    for _number in range(rows):
        made(world, counterpart=world.yongchuan, co_parties=[(world.luxian, None)])
    client = as_(world.rongchang_reviewer)
    client.get(BOARD)
    with django_assert_num_queries(BOARD_QUERIES):
        client.get(BOARD)


def test_the_file_holds_exactly_what_is_filtered(world, as_):
    red, _other = late(world, days=20), made(world)
    response = as_(world.rongchang_reviewer).get(BOARD + "export/", {"colour": "red", "format": "xlsx"})
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(response)))
    lines = book.get_sheet_by_index(0).to_python()
    assert [line[0] for line in lines[1:]] == [red.number]
    assert lines[0].index("Colour") == lines[1].index("red: overdue")
    facts = {line[0]: line[1] for line in book.get_sheet_by_index(1).to_python()[:2]}
    assert facts["Filters"] == "red: overdue · not finished"
    refused = as_(world.rongchang_reviewer).get(BOARD + "export/", {"colour": "purple"})
    assert refused.status_code == 302


def test_a_page_shows_each_person_the_steps_they_may_make(world, as_):
    row = made(world, counterpart=world.yongchuan)
    assert buttons(as_(world.longchang_logger), row) == {"progress", "ask-extension"}
    assert "add a file that shows it first" in as_(world.longchang_logger).get(row.get_absolute_url()).content.decode()
    assert buttons(as_(world.rongchang_reviewer), row) == {"void"}
    assert buttons(as_(world.yongchuan_reviewer), row) == set()
    row = reported(world, counterpart=world.yongchuan)
    assert buttons(as_(world.longchang_logger), row) == set()
    assert buttons(as_(world.yongchuan_reviewer), row) == {"close", "return"}
    row = deciding.close_resolution(actor=world.yongchuan_reviewer, resolution=row)
    assert buttons(as_(world.chongqing_office), row) == {"reopen"}


def test_a_doer_reports_brings_a_file_and_another_closes(world, as_):
    row, client = made(world), as_(world.longchang_logger)
    assert step(client, row, "progress", text="已选址", percent="40").status_code == 302
    evidence = reverse("meetings:add_evidence", args=[row.pk])
    assert client.post(evidence, {"files": [upload(), upload("x.exe", b"MZ")]}).status_code == 302
    file = Evidence.objects.get()
    download = client.get(file.get_absolute_url())
    assert b"".join(download) == b"%PDF-1.7 minutes"
    assert download["Content-Disposition"].startswith("attachment")
    row.refresh_from_db()
    assert step(client, row, "report", text="已办结").status_code == 302
    row.refresh_from_db()
    convener = as_(world.rongchang_reviewer)
    assert step(convener, row, "close").status_code == 302
    row.refresh_from_db()
    assert row.state == "closed"


def test_a_refusal_shows_the_page_again_with_the_reason(world, as_):
    row = made(world)
    client = as_(world.longchang_logger)
    again = step(client, row, "ask-extension", due_on=world.today.isoformat(), reason="汛期")
    assert again.status_code == 200
    assert "The new date lies after" in again.content.decode()
    stale = step(client, row, "progress", text="已选址", version="9")
    assert "Somebody changed this" in stale.content.decode()
    assert step(client, row, "nonsense").status_code == 404


def test_a_file_is_taken_back_while_it_is_open(world, as_):
    row = reported(world)
    file = row.evidence.get()
    client = as_(world.longchang_logger)
    page = client.post(reverse("meetings:remove_evidence", args=[file.pk]), follow=True)
    assert "was faster" in page.content.decode()
    deciding.return_resolution(actor=world.rongchang_reviewer, resolution=row, reason="不清晰")
    client.post(reverse("meetings:remove_evidence", args=[file.pk]))
    assert not row.evidence.exists()


def test_a_resolution_is_noted_once_by_the_convener(world, as_):
    unit = factories.UnitFactory(region=world.longchang)
    address = reverse("meetings:make_resolution", args=[world.meeting.pk])
    data = {
        "text": "共建", "lead": f"511083.{unit.pk}", "due_on": (world.today + DAY).isoformat(),
        "form_key": uuid.uuid4(), "co_parties": ["510521"], "counterpart": "500118",
    }  # fmt: skip
    client = as_(world.rongchang_logger)
    for _click in range(2):
        client.post(address, data)
    row = Resolution.objects.get()
    assert (row.parties.count(), row.parties.get(role="lead").unit, row.cross_border) == (3, unit, True)
    refused = client.post(address, data | {"counterpart": "511083", "form_key": uuid.uuid4()})
    assert "carries it out" in refused.content.decode()
    assert as_(world.longchang_reviewer).get(address).status_code == 404


def test_a_meeting_not_noticed_yet_says_why_nothing_is_noted(world, as_):
    world.meeting.state = "planned"
    world.meeting.save()
    client = as_(world.rongchang_reviewer)
    assert client.get(reverse("meetings:make_resolution", args=[world.meeting.pk])).status_code == 302
    tab = client.get(reverse("meetings:meeting_resolutions", args=[world.meeting.pk]))
    assert "once the meeting is noticed" in tab.content.decode()


def test_the_tab_of_a_meeting_has_void_ones_too(world, as_):
    rows = [made(world), made(world)]
    deciding.void_resolution(actor=world.rongchang_reviewer, resolution=rows[0], reason="重复")
    page = as_(world.luxian_logger).get(reverse("meetings:meeting_resolutions", args=[world.meeting.pk]))
    assert [row.pk for row in page.context["resolutions"]] == [row.pk for row in rows]
    assert not page.context["may_make"]


def test_belts_and_counties_lead_to_their_board(world, as_):
    late(world, days=2)
    made(world, counterpart=world.yongchuan)
    client = as_(world.luxian_logger)
    for address, query in (
        (world.belt.get_absolute_url(), "belt=south"),
        (world.longchang.get_absolute_url(), "region=511083"),
    ):
        body = client.get(address).content.decode()
        assert f"{BOARD}?{query}&amp;overdue=true" in body
        assert shown(client, **dict([query.split("=")]), overdue="true") == {Resolution.objects.earliest("pk").pk}


BOARD_QUERIES = 13

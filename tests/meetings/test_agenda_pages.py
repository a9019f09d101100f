"""Agendas, items, papers and lists on pages."""

import datetime as dt

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from meetings.models import AgendaItem, ListEntry, Paper
from meetings.queries.agenda_work import agenda_work
from meetings.services.agenda import accept_item, add_item, decline_item, propose_item
from meetings.services.agenda_forwarding import answer_item, forward_item
from meetings.services.papers import add_paper
from tests import factories
from tests.meetings.agenda_world import make_world, set_state

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n"


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def get(client):
    def call(person, route, *arguments, query=""):
        client.force_login(person)
        return client.get(reverse(f"meetings:{route}", args=arguments) + query)

    return call


@pytest.fixture
def post(client):
    def call(person, route, *arguments, **data):
        client.force_login(person)
        return client.post(reverse(f"meetings:{route}", args=arguments), data)

    return call


def text(response):
    assert response.status_code == 200
    return response.content.decode()


def proposal(world, title="共建联合调解室", **given):
    return propose_item(actor=world.long_logger, meeting=world.meeting, region=world.long, title=title, **given)


def test_a_member_proposes_and_the_convener_takes_it_up(world, get, post):
    page = text(get(world.long_logger, "agenda", world.meeting.pk))
    assert "Propose an item" in page
    assert "items are taken until" in page
    assert "Review of open resolutions" in page
    assert not world.meeting.items.exists(), "reading keeps nothing"
    form = {"title": "共建联合调解室", "text": "", "kind": "discussion", "party": "511083"}
    assert post(world.long_logger, "bring_item", world.meeting.pk, **form).status_code == 302
    item = AgendaItem.objects.get(title="共建联合调解室")
    assert item.state == "proposed"
    page = text(get(world.convener, "agenda", world.meeting.pk))
    assert "Proposals that are not decided" in page
    given = {"version": item.version, "back": "agenda"}
    response = post(world.convener, "item_step", item.pk, "accept", **given)
    assert response.url == f"{reverse('meetings:agenda', args=[world.meeting.pk])}#item-{item.pk}"
    assert "二、" in text(get(world.long_logger, "agenda", world.meeting.pk))


def test_others_read_the_agenda_and_bring_nothing(world, get, post):
    for person in (world.stranger, world.auditor, world.office):
        assert "Propose an item" not in text(get(person, "agenda", world.meeting.pk))
        form = {"title": "x", "kind": "discussion", "party": "511083"}
        assert post(person, "bring_item", world.meeting.pk, **form).status_code == 404
    assert get(factories.person(), "agenda", world.meeting.pk).status_code == 404


def test_nobody_speaks_for_another_county(world, post):
    form = {"title": "x", "kind": "discussion", "party": "500116"}
    page = text(post(world.long_logger, "bring_item", world.meeting.pk, **form))
    assert "Choose one that is offered" in page
    assert not AgendaItem.objects.exists()


def test_a_form_that_comes_after_the_lock_hears_the_deadline(world, get, post):
    until = timezone.now() - dt.timedelta(hours=1)
    set_state(world.meeting, "agenda_locked", items_until=until)
    form = {"title": "x", "kind": "discussion", "party": "511083"}
    response = post(world.long_logger, "bring_item", world.meeting.pk, **form)
    assert response.status_code == 302
    page = text(get(world.long_logger, "agenda", world.meeting.pk))
    assert f"Items were taken until {timezone.localtime(until):%Y-%m-%d %H:%M}" in page
    assert not AgendaItem.objects.exists()


def test_after_the_lock_the_convener_needs_a_reason(world, get, post):
    item = proposal(world)
    accept_item(actor=world.convener, item=item)
    set_state(world.meeting, "agenda_locked")
    form = {"title": "急事", "kind": "report", "party": "", "parent": ""}
    assert "This field is required" in text(post(world.convener, "bring_item", world.meeting.pk, **form))
    assert post(world.convener, "bring_item", world.meeting.pk, reason="来文", **form).status_code == 302
    assert "This field is required" in text(post(world.convener, "item_step", item.pk, "up", reason=""))
    edit = {"title": "调解室", "text": "", "kind": "decision"}
    assert "This field is required" in text(post(world.convener, "edit_item", item.pk, **edit))
    assert post(world.convener, "edit_item", item.pk, reason="笔误", **edit).status_code == 302
    assert get(world.long_logger, "edit_item", item.pk).status_code == 302, "it says that the time has passed"
    assert "↑" not in text(get(world.convener, "agenda", world.meeting.pk))


@pytest.mark.parametrize(
    ("step", "data"),
    [
        ("accept", {}), ("decline", {"reason": "x"}), ("up", {}), ("place", {}), ("merge", {}), ("forward", {}),
        ("answer", {"answer": "x"}), ("list", {"kind": "need"}),
    ],
)  # fmt: skip
def test_steps_of_the_convener_are_not_found_by_others(world, post, step, data):
    item = proposal(world)
    for person in (world.long_logger, world.jiang_logger, world.office, world.auditor, world.stranger):
        assert post(person, "item_step", item.pk, step, **data).status_code == 404
    assert post(world.convener, "item_step", item.pk, "dance").status_code == 404


def test_its_own_place_withdraws_an_item_and_no_other(world, get, post):
    item = proposal(world)
    assert post(world.jiang_logger, "item_step", item.pk, "withdraw").status_code == 404
    assert get(world.jiang_logger, "edit_item", item.pk).status_code == 404
    assert "Withdraw" in text(get(world.long_logger, "item", item.pk))
    assert post(world.long_logger, "item_step", item.pk, "withdraw", version=1).status_code == 302
    item.refresh_from_db()
    assert item.state == "withdrawn"


def test_a_refused_step_stays_with_what_was_written(world, post):
    item = proposal(world)
    page = text(post(world.convener, "item_step", item.pk, "decline", reason=""))
    assert "This field is required" in page
    stale = text(post(world.convener, "item_step", item.pk, "decline", reason="已有安排", version=7))
    assert "Somebody changed this" in stale
    assert "已有安排" in stale


def test_similar_proposals_are_merged_from_the_hint(world, get, post):
    one, other = proposal(world), proposal(world, "关于共建联合调解室的建议")
    page = text(get(world.convener, "agenda", world.meeting.pk))
    assert "Merge into “共建联合调解室”" in page
    response = post(world.convener, "item_step", one.pk, "merge", items=[other.pk], version=1, back="agenda")
    assert response.status_code == 302
    page = text(get(world.long_logger, "item", one.pk))
    assert "Merged into it" in page
    assert "into “共建联合调解室”" in text(get(world.long_logger, "agenda", world.meeting.pk))
    assert "Merged into" in text(get(world.long_logger, "item", other.pk))


def test_an_answer_from_above_stands_on_the_item_below(world, get, post):
    factories.MeetingFactory(body=world.above, host=factories.chongqing(), state="agenda_open")
    item = add_item(actor=world.convener, meeting=world.meeting, title="联合执法")
    assert post(world.convener, "item_step", item.pk, "forward", version=item.version).status_code == 302
    there = AgendaItem.objects.get(forwarded_from=item)
    assert "No answer yet" in text(get(world.convener, "item", item.pk))
    assert post(world.office, "item_step", there.pk, "accept", version=there.version).status_code == 302
    assert post(world.office, "item_step", there.pk, "answer", answer="同意试点").status_code == 302
    assert "同意试点" in text(get(world.long_logger, "item", item.pk))
    assert "forwarded by 川南渝西区域联席会议" in text(get(world.office, "agenda", there.meeting_id))


def test_a_decline_above_is_read_below(world, get):
    factories.MeetingFactory(body=world.above, host=factories.chongqing(), state="agenda_open")
    item = add_item(actor=world.convener, meeting=world.meeting, title="联合执法")
    decline_item(actor=world.office, item=forward_item(actor=world.convener, item=item), reason="县级事权")
    assert "Not taken up: 县级事权" in text(get(world.convener, "item", item.pk))


def test_work_waits_for_who_decides_and_for_nobody_else(world):
    factories.MeetingFactory(body=world.above, host=factories.chongqing(), state="agenda_open")
    item = proposal(world)
    proposal(world, "村晚")
    (work,) = agenda_work(world.convener)
    assert (work.title, work.detail) == ("2 proposals for the agenda", str(world.meeting))
    assert work.due == timezone.localdate(world.meeting.starts_at) - dt.timedelta(days=7)
    accept_item(actor=world.convener, item=item)
    item.refresh_from_db()
    there = forward_item(actor=world.convener, item=item)
    assert [work.action for work in agenda_work(world.office)] == ["Decide"]
    accept_item(actor=world.office, item=there)
    (work,) = agenda_work(world.office)
    assert work.title == "川南渝西区域联席会议 asks: 共建联合调解室"
    answer_item(actor=world.office, item=there, answer="同意")
    assert list(agenda_work(world.office)) == []
    for person in (world.long_logger, world.corridor, world.auditor, world.stranger):
        assert list(agenda_work(person)) == [], "who has proposed nothing is not nagged"


def upload(name="方案.pdf", body=PDF):
    return SimpleUploadedFile(name, body)


def test_papers_are_brought_read_and_taken_away(world, get, post):
    response = post(world.convener, "add_paper", world.meeting.pk, file=upload(), title="方案")
    assert response.status_code == 302
    paper = Paper.objects.get()
    read = get(world.long_logger, "paper", paper.pk)
    assert read.content == PDF
    assert read["Content-Disposition"].startswith("attachment")
    assert get(world.stranger, "paper", paper.pk).status_code == 404
    assert "The papers here are for the members" in text(get(world.stranger, "agenda", world.meeting.pk))
    assert post(world.long_logger, "add_paper", world.meeting.pk, file=upload()).status_code == 404
    assert post(world.long_logger, "remove_paper", paper.pk).status_code == 404
    assert post(world.convener, "remove_paper", paper.pk).status_code == 302
    assert not Paper.objects.exists()


def test_a_member_brings_papers_to_its_own_item_only(world, get, post):
    item = proposal(world)
    assert post(world.long_logger, "add_item_paper", item.pk, file=upload()).status_code == 302
    assert post(world.jiang_logger, "add_item_paper", item.pk, file=upload("二.pdf", PDF + b"2")).status_code == 404
    assert Paper.objects.get().item == item
    post(world.convener, "add_item_paper", item.pk, file=upload("三.pdf", b"MZ"))
    assert "三.pdf: The file is not what its name says" in text(get(world.convener, "item", item.pk))
    post(world.convener, "add_item_paper", item.pk)
    assert "This field is required" in text(get(world.convener, "item", item.pk))


def test_lists_show_what_is_open_until_the_state_is_asked_for(world, get):
    made = {state: factories.ListEntryFactory(body=world.body, state=state) for state in ListEntry.State}

    def shown(query=""):
        return {entry.state for entry in get(world.auditor, "entries", query=query).context["page"]}

    assert shown() == {"open", "matched"}
    assert shown("?state=done") == {"done"}
    assert shown("?state=all") == set(made)
    assert shown("?body=provincial") == set()
    assert shown("?kind=resource") == set()
    assert shown(f"?region={made['open'].region_id}") == {"open"}
    for query in ("?state=lost", "?colour=red", "?cursor=x", "?region=1", "?body=nowhere"):
        page = text(get(world.auditor, "entries", query=query))
        assert "message-warning" in page


def test_a_line_is_added_changed_joined_and_closed(world, get, post):
    form = {"kind": "need", "title": "需要调解员", "text": "", "party": "511083"}
    assert get(world.stranger, "add_entry", "south").status_code == 404
    assert "Add a line" in text(get(world.long_logger, "add_entry", "south"))
    assert "Choose one that is offered" in text(
        post(world.long_logger, "add_entry", "south", **form | {"party": "500116"})
    )
    assert post(world.long_logger, "add_entry", "south", **form).status_code == 302
    need = ListEntry.objects.get()
    resource = factories.ListEntryFactory(body=world.body, kind="resource", region=world.jiang, title="调解员两名")
    page = text(get(world.long_logger, "entry", need.pk))
    assert "调解员两名" in page
    assert "Make a project" in page
    refused = text(post(world.long_logger, "make_project", need.pk, resource=resource.pk))
    assert "Select a valid choice" in refused, "another county's resource is not its to bind"
    assert post(world.convener, "make_project", need.pk, resource=resource.pk).status_code == 302
    assert ListEntry.objects.get(kind="project").need == need
    assert post(world.jiang_logger, "close_entry", need.pk, state="done", outcome="x").status_code == 404
    assert "This field is required" in text(post(world.long_logger, "close_entry", need.pk, state="done"))
    edit = {"title": "需要三名调解员", "text": "", "unit": ""}
    assert post(world.long_logger, "edit_entry", need.pk, **edit).status_code == 302
    assert post(world.long_logger, "close_entry", need.pk, state="done", outcome="已派").status_code == 302
    need.refresh_from_db()
    assert (need.title, need.state, need.outcome) == ("需要三名调解员", "done", "已派")


def test_pages_cost_the_same_with_one_row_and_with_three(world, get):
    item = proposal(world)
    accept_item(actor=world.convener, item=item)
    proposal(world, "一")
    factories.ListEntryFactory(body=world.body)
    factories.ResolutionFactory(meeting__body=world.body, lead=world.long)
    add_paper(actor=world.convener, meeting=world.meeting, upload=upload())
    get(world.convener, "agenda", world.meeting.pk)  # signs in for the first time
    counts = []
    for number in range(2):
        with CaptureQueriesContext(connection) as agenda:
            get(world.convener, "agenda", world.meeting.pk)
        with CaptureQueriesContext(connection) as entries:
            get(world.convener, "entries")
        counts.append((len(agenda), len(entries)))
        for more in range(2):
            accept_item(actor=world.convener, item=proposal(world, f"再议{number}{more}"))
            proposal(world, f"提案{number}{more}")
            factories.ListEntryFactory(body=world.body)
            factories.ResolutionFactory(meeting__body=world.body, lead=world.long)
            add_paper(actor=world.convener, meeting=world.meeting, upload=upload("x.pdf", PDF + bytes([number, more])))
    assert counts[0] == counts[1]
    assert counts[0][0] <= 36
    assert counts[0][1] <= 26


def test_a_fragment_is_the_list_s_own_part(world, client):
    factories.ListEntryFactory(body=world.body, title="需要调解员")
    client.force_login(world.auditor)
    address = reverse("meetings:entries")
    whole, part = client.get(address), client.get(address, headers={"HX-Request": "true"})
    assert part.content.decode().strip() in whole.content.decode()
    assert "需要调解员" in part.content.decode()
    assert "HX-Request" in part["Vary"]

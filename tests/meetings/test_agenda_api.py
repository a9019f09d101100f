"""Agenda items, papers and lists over the API: the same order and rights as on the pages."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from meetings.models import AgendaItem, ListEntry
from meetings.services.agenda import accept_item, propose_item
from meetings.services.papers import add_paper
from tests import factories
from tests.meetings.agenda_world import make_world, set_state

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def api(client):
    def call(person, method, route, *arguments, data=None, query="", **headers):
        client.force_login(person)
        options = {} if method == "get" else {"data": data or {}, "content_type": "application/json"}
        return getattr(client, method)(reverse(f"api:{route}", args=arguments) + query, headers=headers, **options)

    return call


def wanted(world, **changes):
    return {"meeting": world.meeting.pk, "region": "511083", "title": "共建联合调解室"} | changes


def proposal(world, title="共建联合调解室"):
    return propose_item(actor=world.long_logger, meeting=world.meeting, region=world.long, title=title)


def codes(response):
    return {(error["field"], error["code"]) for error in response.json()["errors"]}


def test_a_system_proposes_once_and_the_convener_decides(world, api):
    key = {"Idempotency-Key": str(uuid.uuid4())}
    first = api(world.long_logger, "post", "agenda-item-list", data=wanted(world), **key)
    again = api(world.long_logger, "post", "agenda-item-list", data=wanted(world), **key)
    assert (first.status_code, again.status_code) == (201, 200)
    made = first.json()
    assert (made["id"], made["state"], made["mark"]) == (again.json()["id"], "proposed", "")
    assert made["sources"] == [
        {"region": "511083", "region_name": "隆昌市", "unit": None, "title": "共建联合调解室", "text": ""}
    ]
    accepted = api(world.convener, "post", "agenda-item-accept", made["id"], data={"version": 1}).json()
    assert (accepted["state"], accepted["mark"], accepted["version"]) == ("accepted", "二、", 2)
    stale = api(world.convener, "post", "agenda-item-decline", made["id"], data={"version": 1, "reason": "不议"})
    assert stale.status_code == 409


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"region": "500116"}, "region", "region_not_yours"),
        ({"region": None}, "region", "region_not_yours"),
        ({"meeting": 0}, "meeting", "does_not_exist"),
        ({"kind": "review"}, "kind", "invalid_choice"),
        ({"title": ""}, "title", "invalid"),
        ({"title": "x" * 201}, "title", "max_length"),
        ({"state": "accepted"}, "state", "unknown_field"),
    ],
)
def test_a_bad_proposal_is_refused_by_field(world, api, changes, field, code):
    response = api(world.long_logger, "post", "agenda-item-list", data=wanted(world, **changes))
    assert response.status_code == 400
    assert (field, code) in codes(response)
    assert not AgendaItem.objects.exists()


def test_after_the_lock_members_are_refused_and_the_convener_says_why(world, api):
    set_state(world.meeting, "agenda_locked")
    late = api(world.long_logger, "post", "agenda-item-list", data=wanted(world))
    assert (late.status_code, codes(late)) == (400, {(None, "items_closed")})
    bare = api(world.convener, "post", "agenda-item-list", data=wanted(world, region=None))
    assert codes(bare) == {("reason", "text_missing")}
    given = wanted(world, region=None, reason="省级来文")
    assert api(world.convener, "post", "agenda-item-list", data=given).json()["state"] == "accepted"
    assert api(world.stranger, "post", "agenda-item-list", data=given).status_code == 404


def test_items_are_placed_merged_and_put_on_a_list(world, api):
    one, other, third = (proposal(world, title) for title in ("甲", "乙", "丙"))
    for item in (one, other):
        api(world.convener, "post", "agenda-item-accept", item.pk)
    placed = api(world.convener, "post", "agenda-item-place", other.pk, data={"step": "in"}).json()
    assert (placed["mark"], placed["parent"]) == ("（一）", one.pk)
    placed = api(world.convener, "post", "agenda-item-place", other.pk, data={"parent": None, "position": 1}).json()
    assert placed["mark"] == "二、"
    for bad in ({}, {"step": "in", "parent": None}, {"step": "around"}):
        assert api(world.convener, "post", "agenda-item-place", other.pk, data=bad).status_code == 400
    merged = api(world.convener, "post", "agenda-item-merge", one.pk, data={"items": [third.pk]}).json()
    assert [source["title"] for source in merged["sources"]] == ["甲", "丙"]
    entry = api(world.convener, "post", "agenda-item-onto-list", one.pk, data={"kind": "need"}).json()
    assert (entry["kind"], entry["region"], entry["item"]) == ("need", "511083", one.pk)
    for route in ("accept", "decline", "place", "merge", "forward", "answer", "onto-list"):
        assert api(world.long_logger, "post", f"agenda-item-{route}", one.pk).status_code == 404


def test_forward_and_answer(world, api):
    factories.MeetingFactory(body=world.above, host=factories.chongqing(), state="agenda_open")
    item = proposal(world)
    accept_item(actor=world.convener, item=item)
    there = api(world.convener, "post", "agenda-item-forward", item.pk).json()
    assert (there["body"], there["forwarded_from"], there["state"]) == ("provincial", item.pk, "proposed")
    assert api(world.convener, "get", "agenda-item-detail", item.pk).json()["forwarded_to"] == there["id"]
    early = api(world.office, "post", "agenda-item-answer", there["id"], data={"answer": "同意"})
    assert codes(early) == {(None, "item_is_settled")}
    api(world.office, "post", "agenda-item-accept", there["id"])
    answered = api(world.office, "post", "agenda-item-answer", there["id"], data={"answer": "同意"}).json()
    assert answered["answer"] == "同意"


def test_its_own_place_edits_and_withdraws(world, api):
    item = proposal(world)
    edit = {"title": "共建三处调解室", "version": 1}
    assert api(world.jiang_logger, "post", "agenda-item-edit", item.pk, data=edit).status_code == 404
    assert api(world.long_logger, "post", "agenda-item-edit", item.pk, data=edit).json()["title"] == "共建三处调解室"
    assert api(world.jiang_logger, "post", "agenda-item-withdraw", item.pk).status_code == 404
    assert api(world.long_logger, "post", "agenda-item-withdraw", item.pk).json()["state"] == "withdrawn"


def test_a_token_that_only_reads_changes_nothing(world, client):
    from accounts.services.tokens import issue_token

    account = factories.person("api_client", world.long)
    security = factories.person("security_administrator")
    expires_at = factories.ApiTokenFactory.build(user=account, created_by=security).expires_at
    given = {"actor": security, "user": account, "purpose": "读取", "expires_at": expires_at}
    _token, secret = issue_token(whole_corridor=True, **given)
    headers = {"Authorization": f"Bearer {secret}"}
    item = proposal(world)
    for route, arguments, data in (
        ("agenda-item-list", [], wanted(world)), ("agenda-item-withdraw", [item.pk], {}),
        ("list-entry-list", [], {"body": "south", "kind": "need", "region": "511083", "title": "x"}),
    ):  # fmt: skip
        address = reverse(f"api:{route}", args=arguments)
        response = client.post(address, data, content_type="application/json", headers=headers)
        assert response.status_code == 403, response.json()
    assert client.get(reverse("api:agenda-item-list"), headers=headers).status_code == 200


def test_items_are_listed_by_meeting_state_and_region_at_one_price(world, api):
    proposal(world)
    accept_item(actor=world.convener, item=proposal(world, "村晚"))
    propose_item(actor=world.jiang_logger, meeting=world.meeting, region=world.jiang, title="江津")

    def found(query):
        with CaptureQueriesContext(connection) as asked:
            rows = api(world.auditor, "get", "agenda-item-list", query=query).json()["results"]
        return [row["title"] for row in rows], len(asked)

    review = "Review of open resolutions"
    found("")
    titles, price = found(f"?meeting={world.meeting.pk}")
    assert sorted(titles) == sorted([review, "共建联合调解室", "村晚", "江津"])
    assert found("?state=accepted")[0] == [review, "村晚"]
    assert found("?region=500116")[0] == ["江津"]
    for number in range(3):
        accept_item(actor=world.convener, item=proposal(world, f"第{number}件"))
    assert found(f"?meeting={world.meeting.pk}")[1] == price
    assert api(world.auditor, "get", "agenda-item-list", query="?colour=red").status_code == 400


def test_papers_are_listed_and_read_by_those_who_may(world, api):
    upload = SimpleUploadedFile("方案.pdf", b"%PDF-1.7\n")
    paper = add_paper(actor=world.convener, meeting=world.meeting, upload=upload)
    (row,) = api(world.long_logger, "get", "paper-list", query=f"?meeting={world.meeting.pk}").json()["results"]
    assert (row["title"], row["media_type"], row["size"]) == ("方案", "application/pdf", 9)
    response = api(world.long_logger, "get", "paper-file", paper.pk, Accept="application/pdf")
    assert response.content == b"%PDF-1.7\n"
    assert api(world.stranger, "get", "paper-list").json()["results"] == []
    assert api(world.stranger, "get", "paper-file", paper.pk).status_code == 404


def sent_paper(client, person, body=b"%PDF-1.7\n", name="方案.pdf", **data):
    client.force_login(person)
    data = {key: value for key, value in data.items() if value is not None}
    return client.post(reverse("api:paper-list"), data | {"file": SimpleUploadedFile(name, body)})


def test_papers_are_brought_and_taken_away_by_those_who_may(world, client, api):
    item = proposal(world)
    of_meeting, of_item = {"meeting": world.meeting.pk}, {"meeting": world.meeting.pk, "item": item.pk}
    made = sent_paper(client, world.convener, title="实施方案", **of_meeting)
    assert (made.status_code, made.json()["title"], made.json()["item"]) == (201, "实施方案", None)
    again = sent_paper(client, world.convener, **of_meeting)
    assert again.json()["id"] == made.json()["id"], "the same file once"
    assert codes(sent_paper(client, world.long_logger, **of_item)) == {(None, "paper_is_there")}
    own = sent_paper(client, world.long_logger, b"%PDF-1.7 2", **of_item)
    assert (own.status_code, own.json()["item"], own.json()["title"]) == (201, item.pk, "方案")
    assert sent_paper(client, world.long_logger, b"%PDF-1.7 3", **of_meeting).status_code == 404
    assert sent_paper(client, world.jiang_logger, b"%PDF-1.7 3", **of_item).status_code == 404
    assert sent_paper(client, world.auditor, b"%PDF-1.7 3", **of_meeting).status_code == 404
    other = factories.MeetingFactory(body=world.body)
    strange = sent_paper(client, world.convener, b"%PDF-1.7 4", meeting=other.pk, item=item.pk)
    assert codes(strange) == {("item", "item_of_another_meeting")}
    fake = sent_paper(client, world.convener, b"MZ", **of_meeting)
    assert codes(fake) == {(None, "file_not_what_it_says")}
    assert api(world.jiang_logger, "delete", "paper-detail", own.json()["id"]).status_code == 404
    assert api(world.long_logger, "delete", "paper-detail", own.json()["id"]).status_code == 204
    set_state(world.meeting, "held")
    kept = api(world.convener, "delete", "paper-detail", made.json()["id"])
    assert codes(kept) == {(None, "paper_stays")}


def test_lines_of_lists(world, api):
    given = {"body": "south", "kind": "need", "region": "511083", "title": "需要调解员"}
    key = {"Idempotency-Key": str(uuid.uuid4())}
    need = api(world.long_logger, "post", "list-entry-list", data=given, **key)
    assert need.status_code == 201
    assert api(world.long_logger, "post", "list-entry-list", data=given, **key).status_code == 200
    other = api(world.long_logger, "post", "list-entry-list", data=given | {"region": "500116"})
    assert codes(other) == {("region", "region_not_yours")}
    assert api(world.stranger, "post", "list-entry-list", data=given).status_code == 404
    need = need.json()
    resource = factories.ListEntryFactory(body=world.body, kind="resource", region=world.jiang)
    join = {"resource": resource.pk}
    assert api(world.long_logger, "post", "list-entry-project", need["id"], data=join).status_code == 404
    project = api(world.convener, "post", "list-entry-project", need["id"], data=join).json()
    assert (project["kind"], project["need"], project["resource"]) == ("project", need["id"], resource.pk)
    edit = {"title": "需要两名调解员", "version": 1}
    assert api(world.long_logger, "post", "list-entry-edit", need["id"], data=edit).status_code == 409
    close = {"state": "done", "outcome": "已派"}
    assert api(world.jiang_logger, "post", "list-entry-close", need["id"], data=close).status_code == 404
    assert api(world.long_logger, "post", "list-entry-close", need["id"], data=close).json()["state"] == "done"
    rows = api(world.auditor, "get", "list-entry-list").json()["results"]
    assert {row["id"] for row in rows} == {resource.pk, project["id"]}
    rows = api(world.auditor, "get", "list-entry-list", query="?state=all&kind=need").json()["results"]
    assert [row["id"] for row in rows] == [need["id"]]
    assert ListEntry.objects.count() == 3

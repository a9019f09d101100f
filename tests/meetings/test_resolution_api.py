"""Resolutions over the API: the same rows, rights and refusals as on the pages."""

import datetime as dt
import uuid

import pytest

from meetings.models import Resolution
from meetings.services import deciding
from tests import factories
from tests.meetings.refusals import codes
from tests.meetings.resolution_world import late, made, make_world, reported, upload

pytestmark = pytest.mark.django_db
LIST = "/api/v1/resolutions/"


@pytest.fixture
def world():
    return make_world()


def post(client, row, name, **data):
    return client.post(f"{LIST}{row.pk}/{name}/", data, content_type="application/json")


def test_the_list_has_the_filters_of_the_board(world, as_):
    red, other = late(world, days=20), made(world, counterpart=world.yongchuan)
    client = as_(world.luxian_logger)
    found = client.get(LIST, {"colour": "red"}).json()["results"]
    assert [(row["number"], row["colour"], row["state"]) for row in found] == [(red.number, "red", "open")]
    assert [row["id"] for row in client.get(LIST).json()["results"]] == [red.pk, other.pk]
    deciding.void_resolution(actor=world.rongchang_reviewer, resolution=red, reason="重复")
    assert [row["id"] for row in client.get(LIST).json()["results"]] == [other.pk]
    assert codes(client.get(LIST, {"color": "red"})) == ["unknown_parameter"]
    assert client.get(LIST + "export/", {"state": "all"}).status_code == 200


@pytest.mark.parametrize("rows", [1, 3])
def test_the_list_asks_the_same_however_many_rows_it_has(world, as_, rows, django_assert_num_queries):
    for _number in range(rows):
        made(world, counterpart=world.yongchuan)
    client = as_(world.rongchang_reviewer)
    client.get(LIST)
    with django_assert_num_queries(LIST_QUERIES):
        client.get(LIST)


def test_one_is_made_once_by_its_key(world, as_):
    unit = factories.UnitFactory(region=world.longchang)
    body = {
        "meeting": world.meeting.pk, "text": "共建", "lead": {"region": "511083", "unit": unit.pk},
        "co_parties": [{"region": "510521"}], "counterpart": "500118", "due_on": world.today.isoformat(),
    }  # fmt: skip
    key = {"Idempotency-Key": str(uuid.uuid4())}
    client = as_(world.rongchang_reviewer)
    first = client.post(LIST, body, content_type="application/json", headers=key)
    second = client.post(LIST, body, content_type="application/json", headers=key)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["id"] == second.json()["id"]
    assert [party["role"] for party in first.json()["parties"]] == ["lead", "co", "counterpart"]
    refused = client.post(LIST, body | {"counterpart": "511083"}, content_type="application/json")
    assert codes(refused) == ["counterpart_does_it"]
    assert as_(world.luxian_logger).post(LIST, body, content_type="application/json").status_code == 404


def test_its_life_from_report_to_close_and_again(world, as_):
    row = made(world, counterpart=world.yongchuan)
    doer = as_(world.longchang_logger)
    progress = post(doer, row, "progress", text="已选址", percent=40, version=1).json()
    assert progress["steps"][-1]["percent"] == 40
    assert codes(post(doer, row, "report")) == ["evidence_missing"]
    later = (world.today + dt.timedelta(days=60)).isoformat()
    assert post(doer, row, "ask-extension", due_on=later, reason="汛期").json()["wanted_due_on"] == later
    convener = as_(world.rongchang_reviewer)
    assert post(convener, row, "refuse-extension", reason="时间充裕").json()["wanted_due_on"] is None
    assert codes(post(convener, row, "grant-extension")) == ["no_extension_asked"]
    doer = as_(world.longchang_logger)
    sent = doer.post(f"{LIST}{row.pk}/evidence/", {"file": upload()})
    assert sent.status_code == 201
    download = doer.get(f"/api/v1/evidence/{sent.json()['id']}/")
    assert b"".join(download) == b"%PDF-1.7 minutes"
    assert post(doer, row, "report", text="已办结").json()["state"] == "reported"
    assert post(as_(world.rongchang_reviewer), row, "close").status_code == 404, "the counterpart confirms"
    checker = as_(world.yongchuan_reviewer)
    assert post(checker, row, "return", reason="缺照片").json()["state"] == "open"
    assert post(as_(world.longchang_logger), row, "report").json()["state"] == "reported"
    closed = post(as_(world.yongchuan_reviewer), row, "close", text="已核实").json()
    assert (closed["state"], closed["colour"]) == ("closed", "none")
    reopened = post(as_(world.sichuan_office), row, "reopen", reason="回头看").json()
    assert reopened["state"] == "open"
    assert post(as_(world.rongchang_reviewer), row, "void", reason="并入").json()["state"] == "void"


def test_who_read_an_older_version_is_told_so(world, as_):
    row = made(world)
    client = as_(world.longchang_logger)
    post(client, row, "progress", text="已选址")
    late_one = post(client, row, "progress", text="已动工", version=1)
    assert (late_one.status_code, codes(late_one)) == (409, ["stale"])


def test_a_file_is_taken_back(world, as_):
    row = reported(world)
    deciding.return_resolution(actor=world.rongchang_reviewer, resolution=row, reason="不清晰")
    address = f"/api/v1/evidence/{row.evidence.get().pk}/"
    assert as_(world.rongchang_reviewer).delete(address).status_code == 404
    assert as_(world.longchang_logger).delete(address).status_code == 204
    assert not Resolution.objects.get(pk=row.pk).evidence.exists()


LIST_QUERIES = 6

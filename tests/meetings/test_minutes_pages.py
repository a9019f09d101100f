"""The pages of minutes: drafted, edited without losing anybody's text, countersigned, issued, downloaded."""

import io

import pytest
from django.urls import reverse
from docx import Document

from core.work import items_for
from meetings.models import Countersignature, Minutes
from meetings.services import minutes as services
from tests import factories
from tests.meetings.papers_world import begins, make_world
from tests.meetings.pdf import text_of


@pytest.fixture
def world(db):
    world = make_world(state="held")
    begins(world.meeting)
    factories.ResolutionFactory(meeting=world.meeting, text="共建联合调解室", lead=world.counties["荣昌"])
    return world


@pytest.fixture
def drafted(world):
    world.minutes = services.draft_minutes(actor=world.convener, meeting=world.meeting)
    return world


@pytest.fixture
def sent(drafted):
    services.circulate_minutes(actor=drafted.convener, minutes=drafted.minutes)
    return drafted


def get(client, person, route, world):
    client.force_login(person)
    return client.get(reverse(f"meetings:{route}", args=[world.meeting.pk]))


def post(client, person, route, world, follow=True, **data):
    client.force_login(person)
    return client.post(reverse(f"meetings:{route}", args=[world.meeting.pk]), data, follow=follow)


def texts(world, **changed):
    row = Minutes.objects.get(meeting=world.meeting)
    names = ("title", "opening", "text", "present", "excused", "observers", "version")
    return {name: getattr(row, name) for name in names} | changed


def work_of(person):
    return [
        (item.action, item.url) for item in items_for(person) if "inutes" in item.title or "objection" in item.title
    ]


def test_from_draft_to_issue_each_step_waits_on_somebodys_home_page(client, world):
    page = reverse("meetings:minutes", args=[world.meeting.pk])
    assert work_of(world.convener) == [("Draft", page)]
    post(client, world.convener, "draft_minutes", world)
    assert work_of(world.convener) == [("Go on", page)]
    post(client, world.convener, "circulate_minutes", world, version=1)
    assert work_of(world.convener) == []
    for name, person in world.reviewers.items():
        assert work_of(person) == [("Read", page)]
        word = {"region": world.counties[name].pk, "version": 1}
        assert post(client, person, "sign_minutes", world, **word).status_code == 200
        assert ("Read", page) not in work_of(person)
    assert work_of(world.convener) == [("Issue the minutes", page)]
    response = post(client, world.convener, "issue_minutes", world, version=1, document_number="荣文明办纪[2026]003")
    assert "荣文明办纪〔2026〕3号" in response.content.decode()
    assert work_of(world.convener) == []


def test_an_objection_waits_for_the_convener(client, sent):
    word = {"region": sent.counties["隆昌"].pk, "version": 1}
    response = post(client, sent.reviewers["隆昌"], "object_to_minutes", sent, note="", **word)
    assert "Write 1 to 1000 characters" in response.content.decode()
    post(client, sent.reviewers["隆昌"], "object_to_minutes", sent, note="期限不对", **word)
    assert Countersignature.objects.get().note == "期限不对"
    assert "期限不对" in get(client, sent.convener, "minutes", sent).content.decode()
    assert [action for action, _url in work_of(sent.convener)] == ["Go on"]
    response = post(client, sent.convener, "issue_minutes", sent, version=1)
    assert "have until" in response.content.decode()


def test_nobody_speaks_for_another_region(client, sent):
    word = {"region": sent.counties["泸县"].pk, "version": 1}
    for person in (sent.reviewers["隆昌"], sent.loggers["泸县"], sent.stranger, sent.office, sent.auditor):
        assert post(client, person, "sign_minutes", sent, **word).status_code == 404
        assert post(client, person, "object_to_minutes", sent, note="不对", **word).status_code == 404
    assert not Countersignature.objects.exists()


def test_editing_is_taken_first_and_a_conflict_shows_both_texts(client, drafted):
    assert get(client, drafted.convener, "edit_minutes", drafted).status_code == 302
    assert post(client, drafted.convener, "take_minutes", drafted).status_code == 200
    colleague = drafted.reviewers["荣昌"]
    text = post(client, colleague, "take_minutes", drafted).content.decode()
    assert "is editing the minutes until" in text
    mine = texts(drafted, text="一、我的写法")
    services.release_minutes(actor=drafted.convener, minutes=drafted.minutes)
    post(client, colleague, "edit_minutes", drafted, **texts(drafted, text="一、同事的写法"))
    response = post(client, drafted.convener, "edit_minutes", drafted, **mine)
    text = response.content.decode()
    assert "Nothing was overwritten" in text
    assert "一、我的写法" in text
    assert "一、同事的写法" in text
    assert Minutes.objects.get().text == "一、同事的写法"
    assert response.context["form"]["version"].value() == 2
    post(client, drafted.convener, "edit_minutes", drafted, **mine | {"version": 2})
    assert Minutes.objects.get().text == "一、我的写法"


def test_holding_is_lengthened_by_the_open_page_and_given_up(client, drafted):
    post(client, drafted.convener, "take_minutes", drafted)
    before = Minutes.objects.get().editing_until
    assert "You hold the minutes until" in post(client, drafted.convener, "renew_minutes", drafted).content.decode()
    assert Minutes.objects.get().editing_until > before
    assert "is editing" in post(client, drafted.reviewers["荣昌"], "renew_minutes", drafted).content.decode()
    post(client, drafted.convener, "release_minutes", drafted)
    assert Minutes.objects.get().editing_by is None


def test_a_draft_is_not_shown_before_it_is_sent(client, drafted):
    for person in (drafted.loggers["隆昌"], drafted.office, drafted.stranger):
        response = get(client, person, "minutes", drafted)
        assert response.status_code == 200
        assert "共建联合调解室" not in response.content.decode()
        assert get(client, person, "minutes_pdf", drafted).status_code == 404
    services.circulate_minutes(actor=drafted.convener, minutes=drafted.minutes)
    assert "共建联合调解室" in get(client, drafted.loggers["隆昌"], "minutes", drafted).content.decode()
    assert "共建联合调解室" not in get(client, drafted.stranger, "minutes", drafted).content.decode()


def test_the_files_hold_the_text(client, sent):
    Minutes.objects.update(present='荣昌区：#import "x"')
    response = get(client, sent.loggers["隆昌"], "minutes_pdf", sent)
    text = text_of(response.content)
    assert '#import "x"' in text
    assert "（征求意见稿）" in text
    assert "attachment" in response["Content-Disposition"]
    response = get(client, sent.loggers["隆昌"], "minutes_docx", sent)
    paragraphs = [paragraph.text for paragraph in Document(io.BytesIO(response.content)).paragraphs]
    assert '出席：荣昌区：#import "x"' in paragraphs


@pytest.mark.parametrize(
    ("route", "data"), [("edit_minutes", {"title": ""}), ("circulate_minutes", {"version": "x" * 20})]
)
def test_odd_input_is_an_answer_not_a_fault(client, drafted, route, data):
    assert post(client, drafted.convener, route, drafted, **texts(drafted) | data).status_code == 200

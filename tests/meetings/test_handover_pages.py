"""Handovers on pages and over the API, and what is handed over."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.urls import reverse
from django.utils import timezone

from meetings.models import Handover, Paper, ResolutionParty
from meetings.queries.handover import proposed_contacts
from meetings.queries.handover_contents import contents_of
from meetings.services import handover as services
from tests import factories
from tests.meetings.pdf import pages

CONTACTS = "隆昌市：李四 0832-0000000"


@pytest.fixture(autouse=True)
def _december(monkeypatch):
    moment = dt.datetime.fromisoformat("2026-12-01T09:00:00+08:00")
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)


@pytest.fixture
def world(belt, terms, counties):
    people = {name: factories.reviewer(region) for name, region in counties.items()}
    (row,) = services.owe_handovers()
    return SimpleNamespace(belt=belt, body=factories.BodyFactory(belt=belt), counties=counties, row=row, **people)


def moment(text):
    return timezone.make_aware(dt.datetime.fromisoformat(text))


def session(world, period, first, last, **fields):
    fields = {"state": "expected", "starts_at": None, "host": None} | fields
    return factories.MeetingFactory(body=world.body, period=period, period_first=first, period_last=last, **fields)


def filled(world):
    """One of each thing that is handed over, and beside it one that is not."""
    held = session(world, "2026Q3", "2026-07-01", "2026-09-30", state="issued", starts_at=moment("2026-08-20 09:00"))
    session(world, "2026Q4", "2026-10-01", "2026-12-31")
    session(world, "2025Q4", "2025-10-01", "2025-12-31", state="archived", starts_at=moment("2025-11-20 09:00"))
    session(world, "2027Q1", "2027-01-01", "2027-03-31")
    session(world, "2027Q2", "2027-04-01", "2027-06-30")
    factories.MinutesFactory(meeting=held, title="第三季度联席会议纪要", issue_number=9, issued_on="2026-09-01")
    paper = Paper.objects.create(
        meeting=held, title="调解室建设方案", file="meetings/none.pdf", media_type="application/pdf", size=1,
        digest="a" * 64, created_by=world.荣昌,
    )  # fmt: skip
    factories.ResolutionFactory(meeting=held, text="共建联合调解室", lead=world.counties["荣昌"])
    factories.ResolutionFactory(
        meeting=held, text="已销号的事", state="closed", closed_at=timezone.now(), lead=world.counties["荣昌"]
    )
    factories.ResolutionFactory(meeting__body=factories.BodyFactory(), text="别的带的事")
    factories.ListEntryFactory(body=world.body, title="缺少场地", region=world.counties["泸县"])
    factories.ListEntryFactory(body=world.body, title="已办结的需求", state="done")
    return paper


def page(client, person, row=None, query=""):
    client.force_login(person)
    return client.get((row.get_absolute_url() if row else reverse("meetings:handovers")) + query)


def post(client, person, row, route, **data):
    client.force_login(person)
    return client.post(reverse(f"meetings:{route}", args=[row.pk]), data)


def api(client, person, row, step, **data):
    client.force_login(person)
    return client.post(reverse(f"api:handover-{step}", args=[row.pk]), data, content_type="application/json")


def test_what_is_handed_over_is_read_when_it_is_looked_at(world):
    filled(world)
    found = contents_of(world.row)
    assert [(line.text, line.lead) for line in found.resolutions] == [("共建联合调解室", "荣昌区")]
    assert [(line.name[-6:], line.state, line.has_day) for line in found.meetings] == [
        ("2026Q3", "issued", True), ("2026Q4", "expected", False),
    ]  # fmt: skip
    assert (found.meetings[0].minutes, found.meetings[0].issue) == ("第三季度联席会议纪要", 9)
    assert [paper.title for paper in found.meetings[0].papers] == ["调解室建设方案"]
    assert (found.next_meeting.name[-6:], found.next_meeting.day) == ("2027Q1", dt.date(2027, 3, 31))
    assert [(line.title, line.region) for line in found.entries] == [("缺少场地", "泸县")]
    assert found == type(found).from_json(found.to_json()), "kept and read back it is the same"
    factories.ListEntryFactory(body=world.body, title="新的问题", kind="problem")
    assert len(contents_of(world.row).entries) == 2


def test_a_meeting_that_is_planned_in_the_new_year_is_the_next_one(world):
    session(world, "2027Q1", "2027-01-01", "2027-03-31", state="planned", starts_at=moment("2027-02-10 09:00"))
    session(world, "2026Q4", "2026-10-01", "2026-12-31", state="postponed")
    line = contents_of(world.row).next_meeting
    assert (line.day, line.has_day) == (dt.date(2027, 2, 10), True)


def test_what_was_accepted_stays_as_it_was(world, client):
    filled(world)
    row = services.hand_over(actor=world.荣昌, handover=world.row, contacts=CONTACTS)
    row = services.accept_handover(actor=world.隆昌, handover=row)
    before = contents_of(row)
    factories.ListEntryFactory(body=world.body, title="后来的问题")
    ResolutionParty.objects.update(region=world.counties["泸县"])
    assert contents_of(Handover.objects.get()) == before
    html = page(client, world.隆昌, row).content.decode()
    assert "缺少场地" in html
    assert "后来的问题" not in html


def test_the_contents_cost_the_same_with_one_and_with_three_rows(world, client, django_assert_num_queries):
    for count in range(3):
        for number in range(1 + count):
            held = factories.MeetingFactory(
                body=world.body, state="held", starts_at=moment(f"2026-0{number + 1}-20 09:00")
            )
            factories.ResolutionFactory(meeting=held, lead=world.counties["荣昌"])
            factories.ListEntryFactory(body=world.body)
            factories.MinutesFactory(meeting=held)
        with django_assert_num_queries(6):
            contents_of(world.row)


def test_papers_are_shown_to_those_who_may_read_them(world, client):
    filled(world)
    stranger = factories.reviewer(factories.CountyFactory(code="500101"))
    office = factories.person("provincial_office", factories.chongqing())
    for person, sees in ((world.永川, True), (office, True), (stranger, False)):
        html = page(client, person, world.row).content.decode()
        assert ("调解室建设方案" in html) is sees
        assert "第三季度联席会议纪要" in html


def test_contacts_are_for_the_belt_and_the_offices(world, client):
    row = services.hand_over(actor=world.荣昌, handover=world.row, contacts=CONTACTS, note="一月开会")
    stranger = factories.reviewer(factories.CountyFactory(code="500101"))
    for person, sees in (
        (world.隆昌, True), (world.永川, True), (factories.person("auditor"), True),
        (factories.person("corridor_office"), True), (factories.person("provincial_office", factories.sichuan()), True),
        (stranger, False), (factories.person("system_administrator"), False),
    ):  # fmt: skip
        assert (CONTACTS in page(client, person, row).content.decode()) is sees
        answer = client.get(reverse("api:handover-detail", args=[row.pk])).json()
        assert (answer["contacts"], answer["note"]) == ((CONTACTS, "一月开会") if sees else (None, None))


def test_the_form_begins_with_the_people_of_the_belt(world, client):
    factories.logger(world.counties["泸县"], name="王小明")
    factories.person("county_logger", world.counties["泸县"], name="离岗的人", until=dt.date(2026, 1, 1))
    text = proposed_contacts(world.row)
    assert f"泸县: {world.泸县.name}, 王小明" in text.splitlines()
    assert len(text.splitlines()) == 5
    assert "离岗的人" not in text
    form = page(client, world.荣昌, world.row).context["hand_over_form"]
    assert form.initial["contacts"] == text
    services.hand_over(actor=world.荣昌, handover=world.row, contacts="李四")
    assert page(client, world.荣昌, world.row).context["hand_over_form"].initial["contacts"] == "李四"


def test_handed_over_sent_back_and_accepted_on_the_page(world, client):
    assert post(client, world.荣昌, world.row, "hand_over", contacts=CONTACTS, version=1).status_code == 302
    assert post(client, world.隆昌, world.row, "say_missing", missing="缺第三季度纪要", version=2).status_code == 302
    html = page(client, world.荣昌, world.row).content.decode()
    assert "缺第三季度纪要" in html
    assert "Something is missing" not in html, "only the incoming county says so"
    assert (
        post(client, world.荣昌, world.row, "hand_over", contacts=CONTACTS, note="已补", version=3).status_code == 302
    )
    assert post(client, world.隆昌, world.row, "accept_handover", version=4).status_code == 302
    assert Handover.objects.get().state == "accepted"
    response = page(client, world.荣昌, world.row)
    assert response.context["may"] == set()
    assert "<form" not in response.content.decode().split("<main")[1].split("</main>")[0]


def test_who_may_do_what(world, client):
    logger = factories.logger(world.counties["荣昌"])
    office = factories.person("provincial_office", factories.chongqing())
    for person in (world.隆昌, world.永川, logger, office, factories.person("corridor_office")):
        assert post(client, person, world.row, "hand_over", contacts=CONTACTS).status_code == 404
        assert "Contacts and remarks</summary>" not in page(client, person, world.row).content.decode()
    services.hand_over(actor=world.荣昌, handover=world.row, contacts=CONTACTS)
    for person in (world.荣昌, world.永川, logger, office):
        assert post(client, person, world.row, "accept_handover").status_code == 404
        assert post(client, person, world.row, "say_missing", missing="缺").status_code == 404
    assert page(client, factories.person(), world.row).status_code == 404
    assert page(client, world.隆昌, world.row).context["may"] == {"accept", "say_missing"}


def test_a_refused_step_says_why_and_keeps_what_was_typed(world, client):
    response = post(client, world.荣昌, world.row, "hand_over", contacts=" ", note="一月开会")
    assert response.status_code == 200
    assert "一月开会" in response.content.decode()
    services.hand_over(actor=world.荣昌, handover=world.row, contacts=CONTACTS)
    stale = post(client, world.隆昌, world.row, "say_missing", missing="缺纪要", version=1)
    assert "Somebody changed this after you opened it" in stale.content.decode()
    assert "缺纪要" in stale.content.decode()
    stale = post(client, world.隆昌, world.row, "accept_handover", version=1)
    assert "Somebody changed this after you opened it" in stale.content.decode()
    nonsense = post(client, world.隆昌, world.row, "accept_handover", version="x")
    assert "Look at the handover as it is now" in nonsense.content.decode()
    assert Handover.objects.get().state == "handed_over"


def test_who_is_late_is_told_so_above_the_page(world, client):
    services.hand_over(actor=world.荣昌, handover=world.row, contacts=CONTACTS)
    services.accept_handover(actor=world.隆昌, handover=world.row)
    for person, step, words in (
        (world.荣昌, "hand_over", {"contacts": "李四"}), (world.隆昌, "say_missing", {"missing": "缺纪要"}),
    ):  # fmt: skip
        html = post(client, person, world.row, step, **words).content.decode()
        assert f"{world.隆昌.name} has accepted this handover already." in html


def test_the_list_and_what_waits_for_me(world, client):
    other = factories.HandoverFactory(term__year=2025, incoming=world.counties["荣昌"], state="accepted")
    assert [row.pk for row in page(client, world.永川).context["page"]] == [other.pk, world.row.pk]
    mine = {"?mine=hand_over": {world.荣昌: [world.row.pk], world.隆昌: []}, "?mine=accept": {world.隆昌: []}}
    for query, expected in mine.items():
        for person, rows in expected.items():
            assert [row.pk for row in page(client, person, query=query).context["page"]] == rows
    services.hand_over(actor=world.荣昌, handover=world.row, contacts=CONTACTS)
    assert [row.pk for row in page(client, world.隆昌, query="?mine=accept").context["page"]] == [world.row.pk]
    for query in ("?belt=south", "?year=2026", "?state=handed_over"):
        assert [row.pk for row in page(client, world.永川, query=query).context["page"]] == [world.row.pk]
        client.force_login(world.永川)
        answer = client.get(reverse("api:handover-list") + query).json()["results"]
        assert [row["id"] for row in answer] == [world.row.pk]
    for query in ("?nothing=1", "?belt=nowhere", "?year=x", "?state=lost", "?cursor=x"):
        response = page(client, world.永川, query=query)
        assert list(response.context["page"]) == []
        assert response.context["problems"]
        assert client.get(reverse("api:handover-list") + query).status_code == 400


def test_the_fragment_is_a_part_of_the_page(world, client):
    client.force_login(world.永川)
    fragment = client.get(reverse("meetings:handovers"), headers={"HX-Request": "true"}).content.decode()
    assert "<html" not in fragment
    assert fragment.strip() in client.get(reverse("meetings:handovers")).content.decode()


def test_the_list_costs_the_same_with_one_and_with_three_rows(world, client, django_assert_max_num_queries):
    page(client, world.永川)  # what is read once a sign-in
    counts = []
    for year in (2023, 2022):
        with django_assert_max_num_queries(30) as asked:
            client.get(reverse("meetings:handovers"))
        with django_assert_max_num_queries(30) as api_asked:
            client.get(reverse("api:handover-list"))
        counts.append((len(asked), len(api_asked)))
        factories.HandoverFactory(term__year=year)
        factories.HandoverFactory(term__year=year)
    assert counts[0] == counts[1]


def test_the_rotation_leads_to_the_handover(world, client):
    client.force_login(world.永川)
    html = client.get(reverse("meetings:rotation", args=["south"])).content.decode()
    assert "Handover 2026: 荣昌区 → 隆昌市" in html
    assert world.row.get_absolute_url() in html


def test_the_paper_says_what_the_page_says(world, client):
    filled(world)
    services.hand_over(actor=world.荣昌, handover=world.row, contacts=f"{CONTACTS}\n#panic() *粗*", note="一月开会")
    stranger = factories.reviewer(factories.CountyFactory(code="500101"))
    address = reverse("meetings:handover_pdf", args=[world.row.pk])
    for person, sees in ((world.隆昌, True), (stranger, False)):
        client.force_login(person)
        response = client.get(address, headers={"Accept-Language": "zh-hans"})
        assert response["Content-Type"] == "application/pdf"
        (paper,) = pages(response.content)
        assert paper.size == (210, 297)
        for words in ("共建联合调解室", "第三季度联席会议纪要", "缺少场地", "荣昌区", "隆昌市"):
            assert words in paper.text
        for words in ("李四", "#panic() *粗*", "一月开会", "调解室建设方案"):
            assert (words in paper.text) is sees, words


def test_without_its_typefaces_the_paper_says_what_to_do(world, client, settings, tmp_path):
    settings.FONT_DIR = tmp_path
    client.force_login(world.隆昌)
    response = client.get(reverse("meetings:handover_pdf", args=[world.row.pk]), follow=True)
    assert "The typefaces" in response.content.decode()


def test_the_same_over_the_api(world, client):
    filled(world)
    refused = api(client, world.隆昌, world.row, "accept")
    assert (refused.status_code, refused.json()["errors"][0]["code"]) == (400, "not_handed_over")
    answer = api(client, world.荣昌, world.row, "hand-over", contacts=CONTACTS, note="一月开会", version=1).json()
    assert (answer["state"], answer["version"], answer["contacts"]) == ("handed_over", 2, CONTACTS)
    assert answer["outgoing"] == {"code": "500153", "name": "荣昌区", "province": "500000"}
    assert (answer["belt"], answer["year"], answer["due_on"]) == ("south", 2026, "2026-12-31")
    assert api(client, world.隆昌, world.row, "missing", missing="缺纪要", version=1).status_code == 409
    assert api(client, world.隆昌, world.row, "missing", missing="缺纪要").json()["state"] == "lacking"
    assert api(client, world.荣昌, world.row, "missing", missing="缺纪要").status_code == 404
    assert api(client, world.荣昌, world.row, "hand-over", contacts=CONTACTS).json()["state"] == "handed_over"
    answer = api(client, world.隆昌, world.row, "accept").json()
    assert answer["state"] == "accepted"
    assert [line["text"] for line in answer["contents"]["resolutions"]] == ["共建联合调解室"]
    assert answer["contents"]["next_meeting"]["day"] == "2027-03-31"
    again = api(client, factories.reviewer(world.counties["隆昌"]), world.row, "missing", missing="还缺")
    assert again.json()["errors"][0]["code"] == "handover_is_accepted"


@pytest.mark.parametrize(
    ("step", "data", "expected"),
    [
        ("hand-over", {}, "required"),
        ("hand-over", {"contacts": ""}, "blank"),
        ("hand-over", {"contacts": "长" * 2001}, "max_length"),
        ("hand-over", {"contacts": "李四", "state": "accepted"}, "unknown_field"),
        ("hand-over", {"contacts": "李四", "version": 0}, "min_value"),
    ],
)
def test_bodies_that_cannot_be(world, client, step, data, expected):
    response = api(client, world.荣昌, world.row, step, **data)
    assert response.status_code == 400
    assert response.json()["errors"][0]["code"] in {expected, "invalid"}
    assert Handover.objects.get().state == "owed"

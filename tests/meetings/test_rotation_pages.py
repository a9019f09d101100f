"""The rotation on pages and over the API."""

import pytest
from django.urls import reverse

from meetings.models import TurnChange
from tests import factories
from tests.meetings.test_terms import TODAY

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_arguments: TODAY)


@pytest.fixture
def people(counties):
    return {name: factories.reviewer(region) for name, region in counties.items()}


def page(client, person, path="rotation"):
    client.force_login(person)
    return client.get(reverse(f"meetings:{path}", args=["south"]))


def post(client, person, route, *arguments, **data):
    client.force_login(person)
    return client.post(reverse(f"meetings:{route}", args=arguments), data)


def test_the_page_shows_each_year_with_its_reason_and_what_is_certain(client, terms, people):
    response = page(client, people["泸县"])
    lines = response.context["lines"]
    assert [(line.year, line.region.name) for line in lines[:3]] == [(2024, "江津区"), (2025, "泸县"), (2026, "荣昌区")]
    assert [line.certain for line in lines[:4]] == [True, True, True, False]
    assert lines[2].running
    assert lines[-1].year == 2036
    assert b"the first convener, as decided" in response.content


def test_a_belt_s_page_and_the_home_page_name_the_conveners(client, terms, people):
    client.force_login(people["泸县"])
    belt = client.get(reverse("belts:belt", args=["south"])).content.decode()
    assert "Rotation of the convener" in belt
    home = client.get("/").content.decode()
    assert "Convener 2026: 荣昌区" in home
    assert "next year: 隆昌市" in home


def test_the_number_of_questions_does_not_grow_with_the_years(client, terms, people, django_assert_max_num_queries):
    client.force_login(people["泸县"])
    with django_assert_max_num_queries(30):
        client.get(reverse("meetings:rotation", args=["south"]))


def test_only_who_has_a_turn_may_ask_and_both_agree_on_the_page(client, belt, terms, people):
    form = {"swap-year": 2027, "swap-other_year": 2028, "swap-reason": "换届"}
    stranger = factories.reviewer(factories.CountyFactory(code="500101"))
    assert post(client, stranger, "ask_swap", "south", **form).status_code == 404
    logger = factories.logger(terms.get(year=2027).region)
    assert post(client, logger, "ask_swap", "south", **form).status_code == 404, "a reviewer asks"
    assert post(client, people["隆昌"], "ask_swap", "south", **form).status_code == 302
    change = TurnChange.objects.get()
    assert post(client, people["隆昌"], "agree_change", change.pk).status_code == 404
    assert "Decline" not in page(client, people["隆昌"]).content.decode()
    assert post(client, people["永川"], "agree_change", change.pk).status_code == 302
    assert terms.get(year=2027).region.name == "永川区"
    assert post(client, people["永川"], "agree_change", change.pk).status_code == 404, "it waits for no answer any more"


def test_a_refused_form_stays_with_its_reason(client, terms, people):
    form = {"swap-year": 2027, "swap-other_year": 2029, "swap-reason": "换届"}
    response = post(client, people["隆昌"], "ask_swap", "south", **form)
    assert response.status_code == 200
    assert "within one cycle" in response.content.decode() or "of one cycle" in response.content.decode()
    assert "换届" in response.content.decode()
    assert not TurnChange.objects.exists()


@pytest.mark.parametrize(
    "bad",
    [
        {"swap-year": "x"},
        {"swap-year": 2027, "swap-other_year": 2028, "swap-reason": ""},
        {"swap-year": 2028, "swap-other_year": 2027, "swap-reason": "别人的年度"},
        {"swap-year": 2027, "swap-other_year": 2028, "swap-reason": "长" * 301},
        {"swap-year": 2027, "swap-other_year": 2028, "swap-reason": "空\x00"},
    ],
)
def test_bad_forms_change_nothing(client, terms, people, bad):
    assert post(client, people["隆昌"], "ask_swap", "south", **bad).status_code in {200, 400}
    assert not TurnChange.objects.exists()


def test_declining_says_why_and_withdrawing_needs_no_reason(client, belt, terms, counties, people):
    form = {"substitute-year": 2026, "substitute-region": counties["江津"].pk, "substitute-reason": "机构改革"}
    assert post(client, people["荣昌"], "ask_substitute", "south", **form).status_code == 302
    change = TurnChange.objects.get()
    assert post(client, people["江津"], "decline_change", change.pk, answer="").status_code == 200
    assert post(client, people["江津"], "decline_change", change.pk, answer="人手不足").status_code == 302
    assert "人手不足" in page(client, people["荣昌"]).content.decode()
    post(client, people["荣昌"], "ask_substitute", "south", **form)
    newest = TurnChange.objects.get(state="asked")
    assert post(client, people["江津"], "withdraw_change", newest.pk).status_code == 404
    assert post(client, people["荣昌"], "withdraw_change", newest.pk).status_code == 302


def answer(client, person, **query):
    client.force_login(person)
    return client.get(reverse("api:convener-terms"), query)


def test_the_api_gives_the_projection(client, terms, people):
    rows = answer(client, people["泸县"], belt="south", **{"from": 2026, "to": 2028}).json()["results"]
    assert [(row["year"], row["convener"]["name"], row["certain"]) for row in rows] == [
        (2026, "荣昌区", True), (2027, "隆昌市", False), (2028, "永川区", False),
    ]  # fmt: skip
    assert rows[0]["acting"] == {"code": "500153", "name": "荣昌区", "province": "500000"}
    assert len(answer(client, people["泸县"]).json()["results"]) == 11


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ({"belt": "nowhere"}, "does_not_exist"),
        ({"from": "abc"}, "invalid"),
        ({"from": "2000", "to": "2101"}, "years_too_many"),
        ({"year": "2026"}, "unknown_parameter"),
    ],
)
def test_the_api_says_what_is_wrong(client, terms, people, query, code):
    response = answer(client, people["泸县"], **query)
    assert response.status_code == 400
    assert response.json()["errors"][0]["code"] == code

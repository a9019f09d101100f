"""Swaps and substitutes: both sides consent, nobody else's turn moves."""

import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from accounts.models import Notice
from meetings import services
from meetings.models import TurnChange
from meetings.powers import belts_convened_by, conveners_on
from meetings.queries.changes import answering_work
from tests import factories
from tests.meetings.test_terms import TODAY, shown


@pytest.fixture(autouse=True)
def _today(monkeypatch):
    monkeypatch.setattr("django.utils.timezone.localdate", lambda *_arguments: TODAY)


@pytest.fixture
def people(counties):
    return {name: factories.reviewer(region) for name, region in counties.items()}


def swap(belt, people, year=2027, other_year=2028, reason="当年有换届"):
    return services.ask_swap(actor=people["隆昌"], belt=belt, year=year, other_year=other_year, reason=reason)


def code(call, **given):
    before = list(TurnChange.objects.order_by("pk").values())
    with pytest.raises(ValidationError) as refused:
        call(**given)
    assert list(TurnChange.objects.order_by("pk").values()) == before
    error = refused.value
    return next(iter(error.error_dict.values()))[0].code if hasattr(error, "error_dict") else error.code


def test_a_swap_that_both_want_exchanges_two_turns_and_no_other(belt, terms, people):
    before = dict(shown(terms))
    change = swap(belt, people)
    assert dict(shown(terms)) == before, "asked is not agreed"
    assert [item.detail for item in answering_work(people["永川"])] == ["川南渝西 · 当年有换届"]
    services.agree_change(actor=people["永川"], change=change)
    after = dict(shown(terms))
    assert (after.pop(2027), after.pop(2028)) == ("永川区", "隆昌市")
    assert {year: name for year, name in before.items() if year in after} == after
    assert terms.get(year=2027).reason == "swapped"
    assert services.agree_change(actor=people["永川"], change=change).state == "agreed", "twice is once"
    assert list(answering_work(people["永川"])) == []


def test_a_swap_survives_writing_the_terms_again_and_the_years_that_pass(belt, terms, people):
    services.agree_change(actor=people["永川"], change=swap(belt, people))
    before = shown(terms)
    for year in (2027, 2028, 2029):
        services.generate_terms(belt=belt, today=TODAY.replace(year=year), last_year=2036)
    assert shown(terms) == before


def test_the_offices_are_told_and_so_are_both_counties(belt, terms, people):
    offices = [
        factories.person("provincial_office", province) for province in (factories.chongqing(), factories.sichuan())
    ]
    change = swap(belt, people)
    assert set(Notice.objects.values_list("kind", "user")) == {("turn_change_asked", people["永川"].pk)}
    services.agree_change(actor=people["永川"], change=change)
    told = set(Notice.objects.filter(kind="turn_changed").values_list("user", flat=True))
    assert told == {person.pk for person in (*offices, people["永川"], people["隆昌"])}


def test_a_substitute_serves_and_both_keep_their_turns(belt, terms, counties, people):
    before = shown(terms)
    ask = {"actor": people["荣昌"], "belt": belt, "year": 2026, "region": counties["江津"], "reason": "机构改革"}
    services.agree_change(actor=people["江津"], change=services.ask_substitute(**ask))
    assert conveners_on(TODAY) == {"south": counties["江津"].pk}
    assert belts_convened_by(people["江津"]) == {"south"}
    assert belts_convened_by(people["荣昌"]) == set()
    services.generate_terms(belt=belt, today=TODAY)
    assert shown(terms) == before


@pytest.mark.parametrize(
    ("year", "other_year", "expected"),
    [
        (2026, 2027, "term_has_begun"),
        (2027, 2026, "term_has_begun"),
        (2027, 2029, "not_one_cycle"),
        (2027, 2060, "no_term"),
    ],
)
def test_swaps_that_cannot_be(belt, terms, people, year, other_year, expected):
    assert code(swap, belt=belt, people=people, year=year, other_year=other_year) == expected


def test_substitutes_that_cannot_be(belt, terms, counties, people):
    stranger = factories.CountyFactory(code="500101")
    ask = {"actor": people["荣昌"], "belt": belt, "reason": "因故"}
    assert code(services.ask_substitute, **ask, year=2025, region=counties["江津"]) == "term_is_over"
    assert code(services.ask_substitute, **ask, year=2026, region=stranger) == "not_in_this_belt"
    assert code(services.ask_substitute, **ask, year=2026, region=counties["荣昌"]) == "between_two"
    assert code(services.ask_substitute, **ask | {"reason": " "}, year=2026, region=counties["江津"]) == "blank"


def test_nobody_agrees_for_themselves_and_what_is_answered_stays(belt, terms, counties, people):
    both = factories.reviewer(counties["隆昌"])
    factories.person("county_reviewer", counties["永川"]).holdings.get().post.holdings.create(
        user=both, since="2020-01-01"
    )
    change = services.ask_swap(actor=both, belt=belt, year=2027, other_year=2028, reason="换届")
    assert code(services.agree_change, actor=both, change=change) == "own_request"
    assert code(services.decline_change, actor=people["永川"], change=change, answer=" ") == "reason_missing"
    services.decline_change(actor=people["永川"], change=change, answer="另有安排")
    assert code(services.agree_change, actor=people["永川"], change=change) == "change_is_closed"
    assert code(services.withdraw_change, actor=both, change=change) == "change_is_closed"
    assert Notice.objects.filter(kind="turn_change_declined", user=both).exists()


def test_one_open_change_a_turn_and_a_withdrawn_one_makes_room(belt, terms, counties, people):
    change = swap(belt, people)
    ask = {"actor": people["隆昌"], "belt": belt, "year": 2027, "region": counties["江津"], "reason": "因故"}
    assert code(services.ask_substitute, **ask) == "change_is_open"
    services.withdraw_change(actor=people["隆昌"], change=change)
    assert services.ask_substitute(**ask).state == "asked"


def test_turns_that_moved_meanwhile_are_not_swapped(belt, terms, counties, people):
    from belts import services as seats

    change = swap(belt, people)
    seats.leave_belt(actor=None, region=counties["永川"], last_day="2026-12-31", evidence="文件")
    services.generate_terms(belt=belt, today=TODAY)
    assert code(services.agree_change, actor=people["永川"], change=change) in {"turns_have_moved", "no_term"}


def test_who_answers_and_who_withdraws(belt, terms, people):
    change = swap(belt, people)
    office = factories.person("provincial_office", factories.chongqing())
    for person, may in ((people["永川"], True), (people["隆昌"], False), (people["荣昌"], False), (office, False)):
        assert TurnChange.objects.answerable_by(person).filter(pk=change.pk).exists() is may
    assert list(TurnChange.objects.manageable_by(people["隆昌"])) == [change]
    assert list(TurnChange.objects.manageable_by(people["永川"])) == []
    assert list(TurnChange.objects.visible_to(factories.person())) == []


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_a_swap_and_a_substitute_at_once_leave_one_convener(belt, terms, counties, people):
    first = swap(belt, people)
    second = services.ask_substitute(actor=people["永川"], belt=belt, year=2028, region=counties["江津"], reason="因故")
    codes = []

    def agree(person, change):
        try:
            services.agree_change(actor=person, change=change)
        except ValidationError as error:
            codes.append(error.code)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=agree, args=(people["永川"], first)),
        threading.Thread(target=agree, args=(people["江津"], second)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    found = {term.year: (term.region.name, term.substitute_id) for term in terms.filter(year__in=(2027, 2028))}
    assert codes in ([], ["turns_have_moved"])
    # The substitute was asked to serve for 永川区 in 2028: with the swap first, 2028 is no longer its year.
    assert found[2027][0] == "永川区"
    assert found[2028] == ("隆昌市", None)

"""Handing a year over: owed by the calendar, led to whoever acts, accepted; and never in the way of the new term."""

import datetime as dt
import threading

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from accounts.models import Notice
from belts import services as seats
from meetings import services as turns
from meetings.models import Handover
from meetings.powers import belts_convened_by
from meetings.queries.handover import handover_work
from meetings.services import handover as services
from meetings.tasks import owe_handovers as task
from meetings.tasks import remind_of_handovers as reminder_task
from tests import factories

DECEMBER = dt.date(2026, 12, 1)


def at(monkeypatch, day, time="09:00"):
    moment = dt.datetime.fromisoformat(f"{day}T{time}:00+08:00")
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)


@pytest.fixture(autouse=True)
def _december(monkeypatch):
    at(monkeypatch, DECEMBER)


@pytest.fixture
def people(counties):
    return {name: factories.reviewer(region) for name, region in counties.items()}


@pytest.fixture
def owed(terms, people):
    """荣昌 (2026) to 隆昌 (2027)."""
    (row,) = services.owe_handovers()
    return row


def sides():
    return [(row.term.year, row.outgoing.name, row.incoming.name, row.state) for row in Handover.objects.all()]


def told(kind):
    return set(
        Notice.objects.filter(kind=kind, cancelled_at=None).values_list("user__holdings__post__region__name", flat=True)
    )


def code(call, **given):
    before = list(Handover.objects.order_by("pk").values())
    with pytest.raises(ValidationError) as refused:
        call(**given)
    assert list(Handover.objects.order_by("pk").values()) == before
    error = refused.value
    return next(iter(error.error_dict.values()))[0].code if hasattr(error, "error_dict") else error.code


def agree(asked, by):
    turns.agree_change(actor=by, change=asked)


def substitute(belt, asker, year, region, by):
    ask = {"actor": asker, "belt": belt, "year": year, "region": region, "reason": "机构改革"}
    agree(turns.ask_substitute(**ask), by)


@pytest.mark.parametrize(
    ("day", "found"),
    [
        ("2026-11-30", []),
        ("2026-12-01", [(2026, "荣昌区", "隆昌市", "owed")]),
        ("2026-12-31", [(2026, "荣昌区", "隆昌市", "owed")]),
        ("2027-01-01", [(2026, "荣昌区", "隆昌市", "owed")]),
        ("2027-03-31", [(2026, "荣昌区", "隆昌市", "owed")]),
        ("2027-04-01", []),
    ],
)
def test_owed_from_a_month_before_the_end_to_a_quarter_after_it(terms, monkeypatch, day, found):
    at(monkeypatch, day)
    services.owe_handovers()
    assert sides() == found, "nobody is asked for years before the portal knew them"


def test_owing_it_again_changes_nothing(terms, people):
    task()
    before = list(Handover.objects.values())
    notices = Notice.objects.count()
    task()
    assert services.owe_handovers() == []
    assert list(Handover.objects.values()) == before
    assert Notice.objects.count() == notices == 2
    assert told("handover_owed") == {"荣昌区", "隆昌市"}


def test_a_swap_leads_an_owed_handover_to_the_other_county(belt, terms, people, owed):
    agree(turns.ask_swap(actor=people["隆昌"], belt=belt, year=2027, other_year=2028, reason="换届"), people["永川"])
    services.owe_handovers()
    assert sides() == [(2026, "荣昌区", "永川区", "owed")]
    assert told("handover_owed") == {"荣昌区", "永川区"}, "what 隆昌 was told and has not seen is withdrawn"


def test_substitutes_on_both_sides_hand_over(belt, terms, counties, people):
    substitute(belt, people["荣昌"], 2026, counties["江津"], people["江津"])
    substitute(belt, people["隆昌"], 2027, counties["泸县"], people["泸县"])
    services.owe_handovers()
    assert sides() == [(2026, "江津区", "泸县", "owed")]


def test_one_county_on_both_sides_owes_nothing_and_what_was_owed_goes(belt, terms, counties, people, owed):
    substitute(belt, people["隆昌"], 2027, counties["荣昌"], people["荣昌"])
    services.owe_handovers()
    assert sides() == []
    assert told("handover_owed") == set()
    assert services.owe_handovers() == []
    assert code(services.hand_over, actor=people["荣昌"], handover=owed, contacts="张三") == "gone"


def test_an_heir_accepts_and_who_left_the_belt_still_has_the_files(belt, terms, counties):
    begins = dt.date(2027, 1, 1)
    heir = factories.CountyFactory(code="511099", name="新隆昌", province=factories.sichuan(), since=begins)
    last = dt.date(2026, 12, 31)
    seats.end_region(actor=None, region=counties["隆昌"], last_day=last, successors=[heir], evidence="文件")
    seats.replace_member(actor=None, region=counties["隆昌"], successor=heir, day=begins, evidence="文件")
    seats.leave_belt(actor=None, region=counties["荣昌"], last_day=dt.date(2026, 6, 30), evidence="文件")
    turns.generate_terms(belt=belt)
    services.owe_handovers()
    assert sides() == [(2026, "荣昌区", "新隆昌", "owed")]


def test_nobody_to_hand_over_to_owes_nothing(belt, terms, counties):
    for region in counties.values():
        seats.leave_belt(actor=None, region=region, last_day=dt.date(2026, 12, 31), evidence="文件")
    turns.generate_terms(belt=belt)
    assert services.owe_handovers() == []


def test_handed_over_sent_back_completed_and_accepted(belt, terms, people, owed):
    body = factories.BodyFactory(belt=belt)
    factories.ListEntryFactory(body=body, title="联合调解室缺场地")
    outgoing, incoming = people["荣昌"], people["隆昌"]
    row = services.hand_over(actor=outgoing, handover=owed, contacts="隆昌市：李四 0832-0000000", version=1)
    assert (row.state, row.handed_over_by, told("handover_handed_over")) == ("handed_over", outgoing, {"隆昌市"})
    row = services.say_missing(actor=incoming, handover=row, missing="缺第三季度纪要", version=2)
    assert (row.state, told("handover_lacking")) == ("lacking", {"荣昌区"})
    row = services.hand_over(actor=outgoing, handover=row, contacts="隆昌市：李四", note="纪要已补", version=3)
    row = services.accept_handover(actor=incoming, handover=row, version=4)
    assert (row.state, row.accepted_by, told("handover_accepted")) == ("accepted", incoming, {"荣昌区"})
    assert [entry["title"] for entry in row.contents["entries"]] == ["联合调解室缺场地"]
    history = list(row.events.order_by("pgh_id").values_list("state", "pgh_context__metadata__reason"))
    states = [state for state, _reason in row.events.order_by("pgh_id").values_list("state", "pgh_id")]
    assert states == ["owed", "handed_over", "lacking", "handed_over", "accepted"], history


def test_each_step_twice_is_once(terms, people, owed):
    steps = (
        (services.hand_over, people["荣昌"], {"contacts": "李四", "note": "见附件"}),
        (services.say_missing, people["隆昌"], {"missing": "缺纪要"}),
        (services.hand_over, people["荣昌"], {"contacts": "李四", "note": "已补"}),
        (services.accept_handover, people["隆昌"], {}),
    )
    for service, actor, words in steps:
        version = Handover.objects.get().version
        first = service(actor=actor, handover=owed, version=version, **words)
        assert service(actor=actor, handover=owed, version=version, **words).version == first.version
        assert Handover.objects.get().version == version + 1


def test_what_was_changed_meanwhile_is_looked_at_again(terms, people, owed):
    services.hand_over(actor=people["荣昌"], handover=owed, contacts="李四")
    services.hand_over(actor=people["荣昌"], handover=owed, contacts="王五")
    given = {"handover": owed, "version": 2}
    assert code(services.hand_over, actor=people["荣昌"], contacts="赵六", **given) == "stale"
    assert code(services.say_missing, actor=people["隆昌"], missing="缺", **given) == "stale"
    assert code(services.accept_handover, actor=people["隆昌"], **given) == "stale"


def test_steps_that_cannot_be(terms, counties, people, owed):
    incoming, colleague = people["隆昌"], factories.reviewer(counties["隆昌"])
    assert code(services.accept_handover, actor=incoming, handover=owed) == "not_handed_over"
    assert code(services.say_missing, actor=incoming, handover=owed, missing="缺") == "not_handed_over"
    for contacts in ("", "  ", "长" * 2001):
        assert code(services.hand_over, actor=people["荣昌"], handover=owed, contacts=contacts) == "text_missing"
    row = services.hand_over(actor=people["荣昌"], handover=owed, contacts="李四")
    assert code(services.say_missing, actor=incoming, handover=row, missing=" ") == "text_missing"
    assert code(services.accept_handover, actor=people["荣昌"], handover=row) == "own_handover"
    services.accept_handover(actor=incoming, handover=row)
    for service, words in (
        (services.hand_over, {"contacts": "王五"}), (services.say_missing, {"missing": "缺"}),
        (services.accept_handover, {}),
    ):  # fmt: skip
        assert code(service, actor=colleague, handover=row, **words) == "handover_is_accepted"


def test_the_powers_have_passed_without_any_handover(terms, people, owed, monkeypatch):
    at(monkeypatch, "2026-12-31", "23:59")
    assert belts_convened_by(people["荣昌"]) == {"south"}
    assert belts_convened_by(people["隆昌"]) == set()
    at(monkeypatch, "2027-01-01", "00:00")
    assert belts_convened_by(people["荣昌"]) == set()
    assert belts_convened_by(people["隆昌"]) == {"south"}
    assert sides() == [(2026, "荣昌区", "隆昌市", "owed")], "and it is owed still"
    row = services.hand_over(actor=people["荣昌"], handover=owed, contacts="李四")
    assert services.accept_handover(actor=people["隆昌"], handover=row).state == "accepted"


def test_turns_that_move_after_handing_over_go_to_who_convenes(belt, terms, people, owed, monkeypatch):
    row = services.hand_over(actor=people["荣昌"], handover=owed, contacts="李四")
    services.accept_handover(actor=people["隆昌"], handover=row)
    agree(turns.ask_swap(actor=people["隆昌"], belt=belt, year=2027, other_year=2028, reason="换届"), people["永川"])
    services.owe_handovers()
    assert sides() == [(2026, "荣昌区", "永川区", "handed_over")], "it is accepted by who convenes"
    row.refresh_from_db()
    assert (row.accepted_by, row.contents, row.contacts) == (None, {}, "李四")
    services.accept_handover(actor=people["永川"], handover=row)
    at(monkeypatch, "2027-02-01")
    substitute(belt, people["永川"], 2027, people["江津"].holdings.get().post.region, people["江津"])
    assert services.owe_handovers() == [], "what was accepted stays, once the new term runs"


def test_a_substitute_for_the_ending_year_does_not_undo_what_was_handed_over(belt, terms, counties, people, owed):
    services.hand_over(actor=people["荣昌"], handover=owed, contacts="李四")
    substitute(belt, people["荣昌"], 2026, counties["江津"], people["江津"])
    assert services.owe_handovers() == []
    services.say_missing(actor=people["隆昌"], handover=owed, missing="缺纪要")
    services.owe_handovers()
    assert sides() == [(2026, "江津区", "隆昌市", "lacking")], "what is missing is now the substitute's to bring"


def test_reminded_once_a_week_until_it_is_accepted(terms, people, owed, monkeypatch):
    def reminded(day):
        at(monkeypatch, day)
        Notice.objects.filter(kind="handover_open").delete()
        reminder_task()
        first = Notice.objects.filter(kind="handover_open").count()
        reminder_task()
        assert Notice.objects.filter(kind="handover_open").count() == first, "twice is once"
        return told("handover_open")

    assert reminded("2026-12-07") == set()
    assert reminded("2026-12-08") == {"荣昌区"}
    at(monkeypatch, "2026-12-10")
    row = services.hand_over(actor=people["荣昌"], handover=owed, contacts="李四")
    assert reminded("2026-12-16") == set()
    assert reminded("2027-01-20") == {"隆昌市"}, "in the new term too"
    services.accept_handover(actor=people["隆昌"], handover=row)
    assert reminded("2027-02-20") == set()


def test_each_week_has_one_reminder_also_after_days_without_the_job(terms, people, owed, monkeypatch):
    for day in ("2026-12-08", "2026-12-09", "2026-12-14", "2026-12-15", "2026-12-30", "2026-12-31"):
        at(monkeypatch, day)
        reminder_task()
    assert Notice.objects.filter(kind="handover_open").count() == 3


def test_the_work_of_both_counties_with_the_last_day_of_the_year(terms, counties, people, owed):
    def work(person):
        return [(item.title, item.detail, item.due) for item in handover_work(person)]

    last = dt.date(2026, 12, 31)
    assert work(people["荣昌"]) == [("Hand over: 川南渝西 2026", "To 隆昌市", last)]
    assert work(people["隆昌"]) == work(factories.logger(counties["荣昌"])) == []
    assert work(factories.person("provincial_office", factories.chongqing())) == []
    services.hand_over(actor=people["荣昌"], handover=owed, contacts="李四")
    assert work(people["荣昌"]) == []
    assert work(people["隆昌"]) == [("Accept the handover: 川南渝西 2026", "From 荣昌区", last)]
    services.say_missing(actor=people["隆昌"], handover=owed, missing="缺纪要")
    assert work(people["荣昌"]) == [("Missing in the handover: 川南渝西 2026", "To 隆昌市 · 缺纪要", last)]


def test_the_years_walked_day_by_day_owe_one_handover_a_term(terms, monkeypatch):
    """A day a week is enough: the job may have been out for longer."""
    day = dt.date(2024, 6, 1)
    while day < dt.date(2031, 1, 1):
        at(monkeypatch, day)
        services.owe_handovers()
        day += dt.timedelta(days=7)
    expected = [(term.year, term.region_id) for term in terms.filter(year__lte=2030).order_by("year")]
    found = Handover.objects.order_by("term__year").values_list("term__year", "outgoing", "incoming")
    assert [(year, outgoing) for year, outgoing, _incoming in found] == expected
    following = dict(terms.values_list("year", "region_id"))
    assert all(incoming == following[year + 1] for year, _outgoing, incoming in found)


def test_a_day_with_nothing_to_do_costs_one_question(terms, monkeypatch, django_assert_num_queries):
    at(monkeypatch, "2026-07-01")
    with django_assert_num_queries(1):
        services.owe_handovers()


def together(*calls):
    faults = []

    def run(call):
        try:
            call()
        except ValidationError as error:
            faults.append(error.code)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(call,)) for call in calls]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return faults


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_workers_owe_it_once(terms, people):
    assert together(*[services.owe_handovers] * 4) == []
    assert sides() == [(2026, "荣昌区", "隆昌市", "owed")]
    assert Notice.objects.filter(kind="handover_owed").count() == 2


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_accepted_and_called_lacking_at_once_is_one_of_the_two(terms, counties, people, owed):
    row = services.hand_over(actor=people["荣昌"], handover=owed, contacts="李四")
    colleague = factories.reviewer(counties["隆昌"])
    given = {"handover": row, "version": row.version}
    faults = together(
        lambda: services.accept_handover(actor=people["隆昌"], **given),
        lambda: services.say_missing(actor=colleague, missing="缺纪要", **given),
    )
    assert faults == ["stale"]
    row.refresh_from_db()
    assert (row.state, bool(row.contents)) in {("accepted", True), ("lacking", False)}

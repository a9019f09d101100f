"""The rows of the terms, and the powers that follow them by the calendar."""

import datetime as dt
import threading

import pytest
from django.core.exceptions import ValidationError
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction

from belts import services as seats
from meetings.models import ConvenerTerm, Rotation
from meetings.powers import belts_convened_by, conveners_on, seats_of
from meetings.services import generate_terms, set_rotation
from meetings.tasks import generate_terms as task
from tests import factories

TODAY = dt.date(2026, 11, 28)


def shown(terms):
    return [(term.year, term.region.name) for term in terms.order_by("year")]


def test_terms_stand_ten_years_ahead_with_their_days_and_reasons(terms):
    assert shown(terms.filter(year__lte=2029)) == [
        (2024, "江津区"), (2025, "泸县"), (2026, "荣昌区"), (2027, "隆昌市"), (2028, "永川区"), (2029, "泸县"),
    ]  # fmt: skip
    assert terms.latest("year").year == 2036
    first = terms.get(year=2024)
    assert (first.since, first.until, first.reason) == (dt.date(2024, 6, 1), dt.date(2024, 12, 31), "first")
    assert terms.get(year=2027).reason == "alternates"


def test_writing_them_again_changes_nothing(belt, terms):
    before = list(terms.values())
    assert generate_terms(belt=belt, today=TODAY) == []
    task()
    assert list(terms.values())[: len(before)] == before


def test_a_county_that_joins_moves_only_what_has_not_begun(belt, terms):
    new = factories.CountyFactory(code="500151", name="铜梁区", province=factories.chongqing())
    seats.join_belt(actor=None, belt=belt, region=new, since=dt.date(2026, 12, 1), evidence="文件")
    generate_terms(belt=belt, today=TODAY)
    assert shown(terms.filter(year__lte=2026)) == [(2024, "江津区"), (2025, "泸县"), (2026, "荣昌区")]
    assert (2029, "铜梁区") in shown(terms), "at the end of the cycle"


def test_a_county_that_leaves_drops_out_and_the_order_closes_up(belt, terms, counties):
    seats.leave_belt(actor=None, region=counties["隆昌"], last_day=dt.date(2026, 12, 31), evidence="文件")
    changed = generate_terms(belt=belt, today=TODAY)
    assert terms.get(year=2027).region == counties["永川"]
    assert changed[0].year == 2027
    assert not terms.filter(year__gte=2027, region=counties["隆昌"]).exists()


def test_terms_that_no_rule_gives_any_more_go(belt, terms, counties):
    for region in counties.values():
        seats.leave_belt(actor=None, region=region, last_day=dt.date(2026, 12, 31), evidence="文件")
    generate_terms(belt=belt, today=TODAY)
    assert terms.latest("year").year == 2026


def test_a_successor_has_the_seat_and_an_open_term(belt, terms, counties):
    old, heir = counties["荣昌"], factories.CountyFactory(code="500199", name="新荣昌区", since=dt.date(2026, 7, 1))
    seats.end_region(actor=None, region=old, last_day=dt.date(2026, 6, 30), successors=[heir], evidence="文件")
    seats.replace_member(actor=None, region=old, successor=heir, day=dt.date(2026, 7, 1), evidence="文件")
    generate_terms(belt=belt, today=TODAY)
    assert len(seats_of(belt)) == 5
    assert terms.get(year=2026).region == old, "the term served stays the old county's"
    assert conveners_on(dt.date(2026, 6, 30)) == {"south": old.pk}
    assert conveners_on(dt.date(2026, 7, 1)) == {"south": heir.pk}
    later = [term for term in terms.order_by("year") if term.region == heir]
    assert later, "and has its turns from then on"


def test_who_left_without_an_heir_has_no_powers(belt, terms, counties):
    seats.leave_belt(actor=None, region=counties["荣昌"], last_day=dt.date(2026, 6, 30), evidence="文件")
    assert conveners_on(dt.date(2026, 6, 30)) == {"south": counties["荣昌"].pk}
    assert conveners_on(dt.date(2026, 7, 1)) == {}


@pytest.mark.parametrize(
    ("moment", "holder"),
    [
        ("2026-12-31T15:59:59Z", "荣昌"),  # 23:59:59 in Shanghai
        ("2026-12-31T16:00:00Z", "隆昌"),  # 00:00 on 1 January
        ("2027-12-31T15:59:59Z", "隆昌"),
        ("2027-12-31T16:00:00Z", "永川"),
    ],
)
def test_powers_pass_at_midnight_in_shanghai_with_nobody_granting(terms, counties, monkeypatch, moment, holder):
    people = {name: factories.logger(region) for name, region in counties.items()}
    now = dt.datetime.fromisoformat(moment)
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    assert [name for name, person in people.items() if belts_convened_by(person)] == [holder]


def test_only_the_county_s_own_staff_have_the_powers(terms, counties):
    day = dt.date(2026, 5, 1)
    assert belts_convened_by(factories.reviewer(counties["荣昌"]), day) == {"south"}
    assert belts_convened_by(factories.person("provincial_office", factories.chongqing()), day) == set()
    assert belts_convened_by(factories.person("corridor_office"), day) == set()
    assert belts_convened_by(factories.person(), day) == set()


def test_one_convener_a_belt_and_year(belt, terms, counties):
    twin = ConvenerTerm.objects.get(belt=belt, year=2027)
    twin.pk, twin.region = None, counties["永川"]
    twin._state.adding = True
    with pytest.raises(IntegrityError, match="one_convener_a_belt_and_year"), transaction.atomic():
        twin.save()


def test_an_order_names_nobody_twice_and_a_belt_without_one_has_no_terms(belt, counties):
    with pytest.raises(ValidationError) as refused:
        generate_terms(belt=belt)
    assert refused.value.code == "no_rotation"
    twice = [counties["荣昌"], counties["荣昌"]]
    with pytest.raises(ValidationError) as refused:
        set_rotation(actor=None, belt=belt, first_day=TODAY, regions=twice, source="测试")
    assert refused.value.code == "county_twice"


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_workers_write_each_term_once(belt, counties):
    set_rotation(actor=None, belt=belt, first_day=dt.date(2024, 6, 1), regions=list(counties.values()), source="测试")
    faults = []

    def work():
        try:
            generate_terms(belt=belt, today=TODAY)
        except Exception as fault:
            faults.append(fault)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert faults == []
    assert belt.terms.count() == 13


@pytest.mark.django_db
def test_the_real_corridor_has_its_rotations():
    call_command("load_corridor", verbosity=0)
    call_command("load_rotations", verbosity=0)
    again = Rotation.objects.get(belt="north")
    set_rotation(
        actor=None, belt=again.belt, first_day=again.first_day, source="改过",
        regions=[place.region for place in again.places.order_by("-position")],
    )  # fmt: skip
    call_command("load_rotations", verbosity=0)
    assert Rotation.objects.count() == 4
    assert Rotation.objects.get(belt="north").source == "改过", "what the office set is kept"
    assert ConvenerTerm.objects.get(belt="south", year=2026).region.name == "荣昌区"
    years = ConvenerTerm.objects.filter(belt="north").values_list("year", flat=True)
    assert list(years) == list(range(2024, max(years) + 1))

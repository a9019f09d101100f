import datetime as dt
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from belts import queries, services
from belts.models import BeltMembership, Region
from tests import factories

pytestmark = pytest.mark.django_db

LAST_DAY = dt.date(2025, 11, 5)
NEXT_DAY = dt.date(2025, 11, 6)
THEN = dt.date(2024, 7, 1)


def code_of(refused):
    error = refused.value
    return next(iter(error.error_dict.values()))[0].code if hasattr(error, "error_dict") else error.code


@pytest.fixture
def office():
    return factories.person("corridor_office")


@pytest.fixture
def north():
    return factories.BeltFactory(code="north")


@pytest.fixture
def yubei(north):
    county = factories.CountyFactory(code="500112", name="渝北区")
    factories.BeltMembershipFactory(belt=north, region=county)
    return county


@pytest.fixture
def beibei():
    return factories.CountyFactory(code="500109", name="北碚区")


def join(**given):
    return services.join_belt(**{"actor": None, "since": THEN, "evidence": "文件"} | given)


def test_a_successor_takes_the_seat_and_the_old_records_stay(office, north, yubei, beibei):
    neighbour = factories.BorderPairFactory(chongqing=yubei).sichuan
    services.end_region(actor=office, region=yubei, last_day=LAST_DAY, successors=[beibei], evidence="撤销")
    seat = services.replace_member(actor=office, region=yubei, successor=beibei, day=NEXT_DAY, evidence="承接五镇")

    assert (seat.belt, seat.since, seat.until) == (north, NEXT_DAY, None)
    assert queries.membership_map(THEN) == {"500112": "north"}
    assert queries.membership_map(LAST_DAY) == {"500112": "north"}
    assert queries.membership_map(NEXT_DAY) == {"500109": "north"}
    assert queries.belt_of("500112", THEN) == "north"
    assert queries.belt_of("500112", NEXT_DAY) is None
    assert queries.belt_of("500109", LAST_DAY) is None
    assert [row.region for row in queries.neighbours_of(yubei, LAST_DAY)] == [neighbour]
    assert queries.neighbours_of(yubei, NEXT_DAY) == []
    assert queries.succession_of(yubei) == ([], [beibei])
    assert queries.succession_of(beibei) == ([yubei], [])


def test_history_says_who_and_why(office, north, beibei):
    seat = join(actor=office, belt=north, region=beibei, evidence="2025年会议纪要")

    event = seat.events.get()
    assert event.pgh_context["user"] == office.pk
    assert event.pgh_context["reason"] == "2025年会议纪要"


def test_a_successor_must_be_recorded_and_the_old_region_must_have_ended(office, yubei, beibei):
    replace = {"actor": office, "region": yubei, "successor": beibei, "day": NEXT_DAY, "evidence": "承接"}
    with pytest.raises(ValidationError) as refused:
        services.replace_member(**replace)
    assert code_of(refused) == "not_a_successor"

    services.record_successors(actor=office, region=yubei, successors=[beibei])
    with pytest.raises(ValidationError) as refused:
        services.replace_member(**replace)
    assert code_of(refused) == "region_still_exists"
    assert not beibei.belt_memberships.exists()


def test_a_seat_lies_within_the_life_of_its_county(north):
    young = factories.CountyFactory(since=NEXT_DAY)
    gone = factories.CountyFactory(until=LAST_DAY)

    for region, days in ((young, {"since": LAST_DAY}), (gone, {}), (gone, {"until": NEXT_DAY})):
        with pytest.raises(ValidationError) as refused:
            join(belt=north, region=region, **days)
        assert code_of(refused) == "outside_region_life"
    assert join(belt=north, region=gone, until=LAST_DAY).until == LAST_DAY


def test_a_region_does_not_end_while_its_seat_goes_on(yubei):
    facts = {name: getattr(yubei, name) for name in ("code", "name", "level", "province", "prefecture", "source")}
    with pytest.raises(ValidationError) as refused:
        services.record_region(
            actor=None, **facts, latitude=None, longitude=None, population=None, since=None, until=LAST_DAY
        )
    assert code_of(refused) == "outside_region_life"
    yubei.refresh_from_db()
    assert yubei.until is None


def test_a_county_leaves_and_joins_another_belt_the_next_day(office, yubei):
    east = factories.BeltFactory(code="east")
    services.leave_belt(actor=office, region=yubei, last_day=LAST_DAY, evidence="调整")
    join(actor=office, belt=east, region=yubei, since=NEXT_DAY)

    assert (queries.belt_of("500112", LAST_DAY), queries.belt_of("500112", NEXT_DAY)) == ("north", "east")


def test_one_belt_at_a_time_in_the_service_and_in_the_database(yubei):
    east = factories.BeltFactory(code="east")
    with pytest.raises(ValidationError, match="has a seat in a belt in that time already"):
        join(belt=east, region=yubei, since=LAST_DAY)
    with pytest.raises(IntegrityError, match="county_in_one_belt_at_a_time"), transaction.atomic():
        factories.BeltMembershipFactory(belt=east, region=yubei, since=LAST_DAY)


@pytest.mark.parametrize("evidence", ["", "   "])
def test_a_change_rests_on_something(north, beibei, evidence):
    with pytest.raises(ValidationError) as refused:
        join(belt=north, region=beibei, evidence=evidence)
    assert code_of(refused) == "evidence_needed"


def test_only_counties_sit_and_only_members_leave(office, north, beibei):
    with pytest.raises(ValidationError) as refused:
        join(belt=north, region=factories.chongqing())
    assert code_of(refused) == "not_a_county"
    with pytest.raises(ValidationError) as refused:
        services.leave_belt(actor=office, region=beibei, last_day=LAST_DAY, evidence="退出")
    assert code_of(refused) == "not_a_member"


def test_leaving_before_joining_is_refused(office, yubei):
    services.leave_belt(actor=office, region=yubei, last_day=LAST_DAY, evidence="调整")
    seat = yubei.belt_memberships.get()
    with pytest.raises(ValidationError):
        services.correct_membership(
            actor=office, membership=seat, since=NEXT_DAY, until=THEN, certainty="stated", evidence="更正"
        )
    seat.refresh_from_db()
    assert seat.until == LAST_DAY


def test_border_pairs_join_two_counties_of_two_provinces(beibei):
    pair = {"actor": None, "kilometres": 3, "since": None, "until": None, "source": "测"}
    inside = factories.CountyFactory()
    with pytest.raises(ValidationError) as refused:
        services.record_border_pair(chongqing=beibei, sichuan=inside, **pair)
    assert code_of(refused) == "not_across_the_border"
    with pytest.raises(ValidationError) as refused:
        services.record_border_pair(chongqing=beibei, sichuan=factories.sichuan(), **pair)
    assert code_of(refused) == "not_a_county"


def test_a_region_does_not_succeed_itself(yubei):
    with pytest.raises(ValidationError):
        services.record_successors(actor=None, region=yubei, successors=[yubei])


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_of_two_belts_that_take_a_county_at_once_one_wins():
    county = factories.CountyFactory()
    belts = [factories.BeltFactory(), factories.BeltFactory()]
    start, outcomes = Barrier(2), []

    def take(belt):
        start.wait()
        try:
            join(belt=belt, region=Region.objects.get(pk=county.pk))
            outcomes.append("seated")
        except ValidationError:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [Thread(target=take, args=(belt,)) for belt in belts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["refused", "seated"]
    assert BeltMembership.objects.count() == 1

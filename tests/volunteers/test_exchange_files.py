"""A county's file under the portal is believed for its own people; of others it stands behind every platform."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests import factories
from tests.volunteers.exchange_world import filed, registry, resident_number, row_of, sent, two_platforms
from tests.volunteers.factories import mobile_number, portal
from tests.volunteers.test_exchange_orders import PHASES
from volunteers import vault
from volunteers.models import PlatformAccount, SetAside, Volunteer
from volunteers.services.erasing import erase_volunteer

OWN, ACROSS, AWAY = "500153", "511083", "500101"
FILES = ((OWN,), (ACROSS,), ())  # 荣昌, 隆昌, and the office of Chongqing


@pytest.fixture
def world(db):
    platforms = two_platforms()
    factories.CountyFactory(code=AWAY, name="万州区")
    return *platforms, portal(), factories.UserFactory()


def file_row(home=OWN, **changes):
    return row_of(external_id=f"纸-{home}", home=home, mobile=mobile_number(9), skills=["law"]) | changes


def shown():
    volunteer = Volunteer.objects.select_related("identity").get()
    return volunteer.home_id, vault.unseal("mobile", volunteer.identity.mobile), volunteer.skills


FILE, PLATFORM = (OWN, mobile_number(9), ["law"]), mobile_number(1)


def test_of_its_own_people_a_file_is_believed_before_the_platform(world):
    jinbu, _xingrong, paper, actor = world
    assert sent(actor, jinbu, row_of()) == [("created", "")]
    assert filed(actor, paper, [OWN], file_row()) == [("linked", "")]
    assert shown() == FILE
    sent(actor, jinbu, row_of(version=2, skills=["care"]))
    assert shown() == FILE
    assert not SetAside.objects.exists()


@pytest.mark.parametrize("file_first", [True, False])
def test_of_people_at_home_elsewhere_it_stands_behind_every_platform(world, file_first):
    _jinbu, xingrong, paper, actor = world
    steps = [
        lambda: filed(actor, paper, [OWN], file_row()),
        lambda: sent(actor, xingrong, row_of(home=ACROSS)),
    ]
    for step in steps if file_first else steps[::-1]:
        step()
    assert shown() == (ACROSS, PLATFORM, ["care", "medicine"])
    assert vault.unseal("mobile", SetAside.objects.get().mobile) == mobile_number(9)


def test_who_moves_into_the_county_is_described_by_its_file_again(world):
    jinbu, _xingrong, paper, actor = world
    filed(actor, paper, [OWN], file_row())
    sent(actor, jinbu, row_of(home=AWAY))
    assert shown()[0] == AWAY
    assert sent(actor, jinbu, row_of(version=2)) == [("updated", "")]
    assert shown() == FILE
    assert not SetAside.objects.exists()
    account = PlatformAccount.objects.get(platform=paper)
    assert (account.home, account.area, account.source_version) == (OWN, OWN, 1)


def test_an_office_speaks_for_its_province(world):
    jinbu, xingrong, paper, actor = world
    sent(actor, jinbu, row_of(home=AWAY))
    filed(actor, paper, [], file_row())
    assert shown() == FILE
    sent(actor, xingrong, row_of(serial=2, home=ACROSS))
    filed(actor, paper, [], row_of(serial=2, external_id="纸-二", home=OWN, skills=["law"]))
    assert Volunteer.objects.get(home=ACROSS).skills == ["care", "medicine"]


def test_whom_no_platform_knows_a_file_describes(world):
    _jinbu, _xingrong, paper, actor = world
    assert filed(actor, paper, [OWN], file_row()) == [("created", "")]
    assert filed(actor, paper, [ACROSS], file_row(ACROSS)) == [("linked", "")]
    assert shown() == FILE, "of two files the lower id"


def test_an_id_is_of_one_area_for_good(world):
    _jinbu, _xingrong, paper, actor = world
    filed(actor, paper, [OWN], file_row())
    again = file_row(ACROSS, external_id=f"纸-{OWN}", version=2)
    assert filed(actor, paper, [ACROSS], again) == [("refused", "account_of_another_area")]
    assert shown() == FILE


def test_what_was_set_aside_goes_with_the_person(world):
    _jinbu, xingrong, paper, actor = world
    sent(actor, xingrong, row_of(home=ACROSS))
    filed(actor, paper, [OWN], file_row())
    volunteer = Volunteer.objects.get()
    erase_volunteer(actor=actor, volunteer=volunteer, typed_number=volunteer.volunteer_no, reason="本人书面申请")
    assert not SetAside.objects.exists()


def test_pushes_of_people_without_a_file_set_nothing_aside(world):
    jinbu, xingrong, _paper, actor = world
    for platform in (xingrong, jinbu, xingrong):
        sent(actor, platform, row_of(home=ACROSS), row_of(serial=2))
    assert not SetAside.objects.exists()


@st.composite
def words(draw):
    """(who speaks, row): two platforms and three files, each account in up to three versions, of two people."""
    made = []
    for serial in (1, 2):
        for who in range(5):
            for version in range(1, draw(st.integers(0, 3)) + 1):
                homes = [OWN, ACROSS, AWAY] if who < 2 else [*FILES[who - 2]] or [OWN, AWAY]
                made.append((who, row_of(
                    serial, external_id=f"w{who}-{serial}", version=version, home=draw(st.sampled_from(homes)),
                    mobile=mobile_number(draw(st.integers(1, 5))),
                    skills=draw(st.sampled_from([[], ["law"], ["care"]])),
                )))  # fmt: skip
    return made


def asides():
    return {
        (row.account.external_id, row.home_id, vault.unseal("mobile", row.mobile), *row.skills)
        for row in SetAside.objects.select_related("account")
    }


def speak(world, rows):
    jinbu, xingrong, paper, actor = world
    for who, platform in enumerate((jinbu, xingrong)):
        sent(actor, platform, *[row for whose, row in rows if whose == who])
    for who, counties in enumerate(FILES, start=2):
        filed(actor, paper, counties, *[row for whose, row in rows if whose == who])


@pytest.mark.django_db
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture], phases=PHASES)
@given(made=words(), data=st.data())
def test_nothing_of_it_depends_on_the_order(world, made, data):
    shuffled, size = data.draw(st.permutations(made)), data.draw(st.integers(1, 6))
    results = []
    for order, step in ((made, 1), (shuffled + shuffled[:3], size)):
        with transaction.atomic():
            for at in range(0, len(order), step):
                speak(world, order[at : at + step])
            results.append((registry(), asides()))
            transaction.set_rollback(True)
    (first, kept), (second, kept_too) = results
    assert first == second
    assert kept == kept_too
    assert first.keys() <= {resident_number(serial) for serial in (1, 2)}

"""Whom the rows of the registry let somebody see: the rule behind every page and answer."""

import pytest

from accounts.models import Role
from tests import factories
from tests.volunteers.factories import ConsentFactory, ServiceAreaFactory, VolunteerFactory
from volunteers.choices import ConsentPurpose
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db


@pytest.fixture
def counties():
    near = factories.CountyFactory(code="500153", name="荣昌区")
    across = factories.CountyFactory(code="511083", name="隆昌市", province=factories.sichuan())
    return near, across


def seen(user):
    return set(Volunteer.objects.visible_to(user))


def test_a_county_sees_its_own_and_those_who_serve_there(counties):
    near, across = counties
    own, other = VolunteerFactory(home=near), VolunteerFactory(home=across)
    assert seen(factories.logger(near)) == {own}
    ServiceAreaFactory(volunteer=other, region=near)
    assert seen(factories.logger(near)) == {own}  # across the border only who agreed to it
    ConsentFactory(volunteer=other, purpose=ConsentPurpose.SHARE)
    assert seen(factories.logger(near)) == {own, other}
    assert set(Volunteer.objects.manageable_by(factories.logger(near))) == {own}


def test_offices_see_their_province_and_the_corridor_counts_alone(counties):
    near, across = counties
    own, other = VolunteerFactory(home=near), VolunteerFactory(home=across)
    assert seen(factories.person(Role.PROVINCIAL_OFFICE, factories.chongqing())) == {own}
    for role in (Role.CORRIDOR_OFFICE, Role.AUDITOR):
        person = factories.person(role)
        assert seen(person) == set()
        assert set(Volunteer.objects.counted_visible_to(person)) == {own, other}


def test_only_reviewers_of_the_home_reveal(counties):
    near, across = counties
    own = VolunteerFactory(home=near)
    ServiceAreaFactory(volunteer=own, region=across)
    ConsentFactory(volunteer=own, purpose=ConsentPurpose.SHARE)
    reveal = Volunteer.objects.revealable_by
    assert set(reveal(factories.reviewer(near))) == {own}
    assert not reveal(factories.logger(near)).exists()
    assert not reveal(factories.reviewer(across)).exists()
    assert seen(factories.reviewer(across)) == {own}


def test_a_person_sees_their_own(counties):
    user = factories.person(Role.VOLUNTEER)
    own = VolunteerFactory(home=counties[0], user=user)
    VolunteerFactory(home=counties[0])
    assert seen(user) == {own}
    assert set(Volunteer.objects.owned_by(user)) == {own}


def test_a_token_reads_no_person(counties):
    VolunteerFactory(home=counties[0])
    client = factories.person(Role.API_CLIENT, counties[0])
    assert seen(client) == set()

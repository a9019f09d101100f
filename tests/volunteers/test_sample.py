"""The demo's volunteers: invented, found, and there once."""

import io

import pytest
from django.core.management import CommandError, call_command

from accounts.models import Role
from tests import factories
from volunteers import documents
from volunteers.models import Consent, Guardian, Identity, LikelyDuplicate, PlatformAccount, ServiceArea, Volunteer
from volunteers.services import sample
from volunteers.services.reference import load_registry

pytestmark = pytest.mark.django_db


@pytest.fixture
def corridor():
    factories.chongqing()
    own = factories.CountyFactory(code="500153", name="荣昌区")
    neighbour = factories.CountyFactory(code="511083", name="隆昌市", province=factories.sichuan())
    belt = factories.BeltFactory(code="south", name="川南渝西")
    for region in (own, neighbour):
        factories.BeltMembershipFactory(belt=belt, region=region)
    factories.BorderPairFactory(chongqing=own, sichuan=neighbour)
    load_registry()
    return own


def test_a_crowd_is_registered_once(corridor, client):
    user = factories.person(Role.VOLUNTEER, username="volunteer")
    assert sample.load_volunteers_sample(people=600) == 600
    out = io.StringIO()
    call_command("load_volunteers_sample", stdout=out)
    assert "0 new" in out.getvalue()
    assert Volunteer.objects.count() == Identity.objects.count() == 600
    assert Volunteer.objects.get(user=user).home == corridor
    assert LikelyDuplicate.objects.count() == sample.LIKELY_PAIRS
    assert all(rows.objects.exists() for rows in (Consent, Guardian, PlatformAccount, ServiceArea))
    client.force_login(factories.logger(corridor))
    found = Identity.objects.filter(volunteer__home=corridor).first()
    page = client.get(f"/volunteers/?q={found.name}")
    assert found.volunteer in page.context["page"].rows
    assert client.get(found.volunteer.get_absolute_url()).status_code == 200


def test_its_numbers_are_nobodys():
    number = sample.resident_number(7, documents.date(1990, 1, 2))
    assert number[:2] == "09"
    assert number[14:17] == "000"


def test_nothing_is_made_without_a_corridor_or_in_production(settings):
    with pytest.raises(CommandError, match="corridor"):
        call_command("load_volunteers_sample")
    settings.PRODUCTION = True
    with pytest.raises(CommandError):
        call_command("load_volunteers_sample")

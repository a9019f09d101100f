import datetime as dt

import pytest

from meetings.services import generate_terms, set_rotation
from tests import factories

BEGIN = dt.date(2024, 6, 1)
NAMES = {
    "500116": "江津区", "510521": "泸县", "500153": "荣昌区", "511083": "隆昌市", "500118": "永川区",
}  # fmt: skip


@pytest.fixture(autouse=True)
def _one_factor(settings):
    """People of these tests sign in with their password alone."""
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def as_(client):
    """The client, signed in as a person."""

    def sign_in(person):
        client.force_login(person)
        return client

    return sign_in


@pytest.fixture
def belt(db):
    return factories.BeltFactory(code="south", name="川南渝西")


@pytest.fixture
def counties(belt):
    """Five members, in the order of the rotation: 2024 江津, 2025 泸县, 2026 荣昌, 2027 隆昌, 2028 永川."""
    found = {}
    for code, name in NAMES.items():
        province = factories.sichuan() if code.startswith("51") else factories.chongqing()
        found[name[:2]] = region = factories.CountyFactory(code=code, name=name, province=province)
        factories.BeltMembershipFactory(belt=belt, region=region, since=BEGIN)
    return found


@pytest.fixture
def terms(belt, counties):
    """Written up to 2036 on 28 November 2026."""
    set_rotation(actor=None, belt=belt, first_day=BEGIN, regions=list(counties.values()), source="测试")
    generate_terms(belt=belt, today=dt.date(2026, 11, 28))
    return belt.terms

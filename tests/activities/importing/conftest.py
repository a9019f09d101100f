"""Two neighbours across the border, one county outside, and a row that is right in every cell."""

import pytest

from tests import factories

GOOD = {
    "id": "1",
    "title": "川渝小院联合宣讲",
    "kind": "lecture",
    "starts_on": "2025-03-01",
    "host_county_code": "500153",
    "partner_county_codes": "511083",
    "place": "安富街道文化站",
    "task": "theory",
}


@pytest.fixture
def counties():
    south = factories.BeltFactory(code="south", name="川南渝西")
    own = factories.CountyFactory(code="500153", name="荣昌区")
    neighbour = factories.CountyFactory(code="511083", name="隆昌市", province=factories.sichuan())
    for county in (own, neighbour):
        factories.BeltMembershipFactory(belt=south, region=county)
    outside = factories.CountyFactory(code="500105", name="江北区")
    return {"own": own, "neighbour": neighbour, "outside": outside}


@pytest.fixture
def logger(counties):
    return factories.logger(counties["own"])


@pytest.fixture
def office(counties):
    return factories.person("corridor_office")

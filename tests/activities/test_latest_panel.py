import datetime as dt
from types import SimpleNamespace

import pytest

from activities import panels as own
from core.panels import panels_for
from tests import factories

pytestmark = pytest.mark.django_db


def titles(rf, user, place, subject=None):
    request = rf.get("/")
    request.user = user
    shown = [
        panel for panel in panels_for(place, request, subject) if panel.template == "activities/_latest_panel.html"
    ]
    return [row.title for row in shown[0].context["activities"]] if shown else None


def test_the_latest_records_of_a_belt_a_county_and_ones_own(rf):
    belt = factories.BeltFactory()
    own, other = factories.CountyFactory(), factories.CountyFactory()
    factories.BeltMembershipFactory(belt=belt, region=own)
    for day in range(1, 9):
        factories.ActivityFactory(title=f"本县{day}", lead=own, starts_on=dt.date(2025, 3, day), verified=True)
    factories.ActivityFactory(title="他县", lead=other, starts_on=dt.date(2025, 4, 1), verified=True)
    factories.ActivityFactory(title="他县草稿", lead=other, starts_on=dt.date(2025, 5, 1))
    logger = factories.logger(own)
    newest = [f"本县{day}" for day in range(8, 2, -1)]

    assert titles(rf, logger, "belt", belt) == newest
    assert titles(rf, logger, "county", own) == newest
    assert titles(rf, logger, "home") == newest
    assert titles(rf, logger, "county", other) == ["他县"]
    assert titles(rf, factories.person("corridor_office"), "corridor") == ["他县草稿", "他县", *newest[:4]]
    assert titles(rf, factories.person(), "home") is None


def test_the_panel_leads_to_its_rows(client):
    county = factories.CountyFactory(code="500153")
    factories.ActivityFactory(title="本县", lead=county)
    client.force_login(factories.logger(county))

    page = client.get("/").text

    assert "本县" in page
    assert "/activities/?region=500153" in page


@pytest.mark.parametrize("count", [1, 3])
def test_the_panel_takes_the_same_queries_however_many_rows(count, django_assert_num_queries):
    county, office = factories.CountyFactory(), factories.person("corridor_office")
    for _number in range(count):
        factories.ActivityFactory(lead=county, partners=[factories.CountyFactory()])
    assert office.reach.corridor_office

    with django_assert_num_queries(3):  # rows, parties, their regions
        assert len(own.latest_panel(SimpleNamespace(user=office), county)["activities"]) == count

"""The libraries of a county on its page."""

import datetime as dt

import pytest
from django.urls import reverse

from tests import factories
from tests.venues.lending import LibraryFactory, borrowed, moment, returned, take, three_libraries
from venues.panels import libraries_panel

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _november(monkeypatch):
    now = dt.datetime.fromisoformat("2026-11-28T09:00:00+08:00")
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)


@pytest.fixture
def libraries():
    return three_libraries()


def panel(client, region, person=None):
    client.force_login(person or factories.logger(region))
    page = client.get(region.get_absolute_url())
    assert page.status_code == 200
    found = [shown.context for shown in page.context["panels"] if shown.template == "venues/_libraries_panel.html"]
    assert ("Libraries of one-card lending" in page.text) is bool(found)
    return (found[0], page.text) if found else (None, page.text)


def test_a_county_shows_its_libraries_the_last_full_month_and_what_lives_there(client, libraries):
    rongchang, hechuan, longchang = libraries
    take(
        borrowed(rongchang, "1", moment("2026-10-01", "00:30"), "B1"),
        borrowed(rongchang, "2", moment("2026-10-31", "23:30"), "B2", home=longchang),
        borrowed(rongchang, "3", moment("2026-11-01"), "B3"),
        borrowed(rongchang, "4", moment("2026-09-30"), "B4"),
        borrowed(hechuan, "5", moment("2026-10-15"), "B5"),
        borrowed(hechuan, "6", moment("2026-10-16"), "B6", owner=hechuan),
        returned(rongchang, "7", moment("2026-11-02"), "B6", owner=hechuan),
    )
    shown, text = panel(client, rongchang.region)
    assert (shown["figures"].loans, shown["figures"].cross_library_loans) == (2, 1)
    assert (shown["stays"].guests, shown["stays"].lent_out) == (1, 0)
    assert [library.name for library in shown["libraries"]] == ["荣昌区图书馆"]
    assert "Loans in 2026-10" in text
    flows = reverse("venues:libraries:flows") + "?region=500153&amp;from=2026-10&amp;to=2026-10"
    assert flows in text
    assert client.get(flows.replace("&amp;", "&")).status_code == 200
    assert client.get(reverse("venues:libraries:list") + "?region=500153").context["page"].rows == [rongchang]
    shown, _text = panel(client, hechuan.region)
    assert (shown["figures"].loans, shown["stays"].guests, shown["stays"].lent_out) == (2, 0, 1)


def test_a_province_has_those_of_its_counties(client, libraries):
    take(borrowed(libraries[0], "1", moment("2026-10-05")), borrowed(libraries[2], "2", moment("2026-10-05"), "B2"))
    office = factories.person("provincial_office", factories.chongqing())
    shown, _text = panel(client, factories.chongqing(), office)
    assert {library.name for library in shown["libraries"]} == {"荣昌区图书馆", "合川区图书馆"}
    assert shown["figures"].loans == 1


def test_a_county_without_libraries_has_no_such_card_and_nobody_without_a_post_sees_one(client, libraries):
    empty = factories.CountyFactory(code="500101")
    assert panel(client, empty)[0] is None
    assert panel(client, libraries[0].region, factories.person())[0] is None


def test_a_library_that_left_is_none_today_and_many_are_cut(client, libraries):
    county = factories.CountyFactory(code="500110")
    LibraryFactory(region=county, until=dt.date(2026, 6, 30))
    shown, text = panel(client, county)
    assert shown["libraries"] == []
    assert "No library here is a member today." in text
    for _number in range(9):
        LibraryFactory(region=county)
    shown, text = panel(client, county)
    assert (len(shown["libraries"]), shown["more"]) == (8, True)


@pytest.mark.parametrize("count", [1, 3])
def test_the_card_costs_the_same_however_many_libraries(client, count, django_assert_num_queries, rf):
    county = factories.CountyFactory()
    for _number in range(count):
        LibraryFactory(region=county)
    request = rf.get("/")
    request.user = factories.logger(county)
    assert request.user.reach.staff
    with django_assert_num_queries(4):
        libraries_panel(request, county)

import datetime as dt

import pytest
from django.urls import reverse

from belts.models import BeltMembership, Unit
from core import panels
from tests import factories

pytestmark = pytest.mark.django_db

LAST_DAY, NEXT_DAY = dt.date(2025, 11, 5), dt.date(2025, 11, 6)


@pytest.fixture(autouse=True)
def _one_factor(settings):
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def north():
    return factories.BeltFactory(code="north", name="川东北渝北")


@pytest.fixture
def yubei(north):
    county = factories.CountyFactory(code="500112", name="渝北区", until=LAST_DAY)
    factories.BeltMembershipFactory(belt=north, region=county, until=LAST_DAY)
    beibei = factories.CountyFactory(code="500109", name="北碚区")
    factories.BeltMembershipFactory(belt=north, region=beibei, since=NEXT_DAY, evidence="承接五镇")
    county.successors.add(beibei)
    return county


@pytest.fixture
def own(north):
    county = factories.CountyFactory(code="500153", name="荣昌区")
    factories.BeltMembershipFactory(belt=factories.BeltFactory(code="south", name="川南渝西"), region=county)
    return county


@pytest.fixture
def staff(client, own):
    user = factories.logger(own)
    client.force_login(user)
    return client


@pytest.fixture
def office(client):
    client.force_login(factories.person("corridor_office"))
    return client


def members(response):
    return [seat.region.name for seat, _units, _neighbours in response.context["members"]]


def test_a_belt_shows_the_members_of_the_chosen_day(staff, yubei):
    page = reverse("belts:belt", args=["north"])

    assert members(staff.get(page, {"on": "2025-11-05"})) == ["渝北区"]
    after = staff.get(page, {"on": "2025-11-06"})
    assert members(after) == ["北碚区"]
    assert "承接五镇" in after.text
    assert "?on=2025-11-06" in after.text  # links keep the day


def test_the_corridor_counts_the_day_and_says_what_the_map_lacks(staff, yubei):
    before = staff.get(reverse("belts:corridor"), {"on": "2025-11-05"})
    after = staff.get(reverse("belts:corridor"), {"on": "2025-11-06"})

    assert before.context["counties"] == after.context["counties"] == 2
    assert "has no outline" not in before.text
    assert "has no outline" in after.text
    assert "not a standard map" in after.text
    assert "/counties/500112/?on=2025-11-06" in after.text


@pytest.mark.parametrize("day", ["1900-13-45", "yesterday", "2025-02-30", "0001-01-01", "2999-01-01", "20251106", "-1"])
@pytest.mark.parametrize("route", ["belts:corridor", "belts:belt", "belts:county"])
def test_a_bad_day_is_said_and_today_is_shown(staff, yubei, day, route):
    arguments = {"belts:belt": ["north"], "belts:county": ["500153"]}.get(route, [])
    page = staff.get(reverse(route, args=arguments), {"on": day})

    assert page.status_code == 400
    assert page.context["day_form"].errors["on"][0] in page.text
    assert page.context["day"] == page.context["today"]


def test_an_empty_day_is_today(staff):
    assert staff.get(reverse("belts:corridor"), {"on": ""}).status_code == 200


@pytest.mark.parametrize(
    "path", ["/counties/５００１５３/", "/counties/50015/", "/counties/999999/", "/belts/west/", "/belts/南/"]
)
def test_codes_that_name_nothing_are_not_found(staff, path):
    assert staff.get(path).status_code == 404


def test_a_county_shows_seats_successors_neighbours_and_units(staff, yubei):
    far = factories.CountyFactory(code="511623", name="邻水县", province=factories.sichuan())
    factories.BorderPairFactory(chongqing=yubei, sichuan=far, until=LAST_DAY, shared_kilometres=29)
    factories.UnitFactory(region=yubei, name="渝北区委宣传部", until=LAST_DAY)
    page = reverse("belts:county", args=["500112"])

    before, after = staff.get(page, {"on": "2025-11-05"}), staff.get(page, {"on": "2025-11-06"})

    assert before.context["exists"]
    assert "邻水县" in before.text
    assert "渝北区委宣传部" in before.text
    assert "does not exist on 2025-11-06" in after.text
    assert "北碚区" in after.text
    assert "渝北区委宣传部" not in after.text
    assert "No unit works here on that day" in after.text


def test_upper_apps_fill_the_pages(staff, own, monkeypatch):
    from core import panels

    seen = []
    places = {place: [(1, "belts/_unit_line.html", lambda request, subject, place=place: seen.append((place, subject)))]
              for place in panels.PLACES}  # fmt: skip
    monkeypatch.setattr(panels, "_providers", places)

    for page in (reverse("belts:corridor"), reverse("belts:belt", args=["south"]), own.get_absolute_url()):
        staff.get(page)

    belt = own.belt_memberships.get().belt
    assert seen == [("corridor", None), ("belt", belt), ("county", own)]


def test_the_first_page_has_the_map_with_the_own_county(staff):
    page = staff.get(reverse("home"))
    assert 'href="/counties/500153/" class="belt-south" aria-current="true"' in page.text


@pytest.mark.parametrize("more", [0, 3])
@pytest.mark.parametrize("route", ["corridor", "belt", "county", "counties", "units"])
def test_pages_cost_the_same_with_more_rows(staff, own, route, more, django_assert_max_num_queries, monkeypatch):
    for place in ("corridor", "belt", "county"):  # what upper apps put there is counted by their own tests
        monkeypatch.setitem(panels._providers, place, [])
    belt = own.belt_memberships.get().belt
    for _ in range(more):
        county = factories.CountyFactory()
        factories.BeltMembershipFactory(belt=belt, region=county)
        factories.UnitFactory.create_batch(2, region=county)
    factories.UnitFactory.create_batch(more, region=own)
    arguments = {"belt": ["south"], "county": ["500153"]}.get(route, [])
    # What upper apps put on these pages has a fixed cost of its own.
    budget = {"corridor": 24, "belt": 29, "county": 34}.get(route, 19)
    with django_assert_max_num_queries(budget):
        assert staff.get(reverse(f"belts:{route}", args=arguments)).status_code == 200


def test_counties_are_found_by_name_code_belt_and_day(staff, yubei):
    page = reverse("belts:counties")

    def found(**query):
        return {region.name for region, _belt in staff.get(page, query).context["rows"]}

    assert found(q="荣昌") == {"荣昌区"}
    assert found(q="5001") == {"渝北区", "北碚区", "荣昌区"}
    assert found(belt="north", on="2025-11-05") == {"渝北区"}
    assert found(belt="north", on="2025-11-06") == {"北碚区"}
    assert "渝北区" not in found(on="2025-11-06")
    assert found(level="province") == {"重庆市"}


@pytest.mark.parametrize("query", [{"belt": "west"}, {"level": "planet"}, {"on": "1900-13-45"}, {"province": "５０"}])
def test_a_filter_that_is_not_understood_shows_no_rows_and_says_why(staff, query):
    page = staff.get(reverse("belts:counties"), query)
    assert page.context["rows"] == []
    assert 'role="alert"' in page.text
    assert "hides the others" in page.text


def test_a_cursor_that_nobody_gave_out_is_a_bad_request(staff):
    page = staff.get(reverse("belts:units"), {"cursor": "-1"})
    assert page.status_code == 400
    assert "Start again from the first page" in page.text


def test_the_fragment_is_the_same_part_of_the_page(staff, own):
    factories.UnitFactory(region=own, name="荣昌区图书馆")
    whole = staff.get(reverse("belts:units"), {"q": "图书"})
    part = staff.get(reverse("belts:units"), {"q": "图书"}, headers={"HX-Request": "true"})

    assert "荣昌区图书馆" in part.text
    assert part.text.strip() in whole.text
    assert "HX-Request" in part.headers["Vary"]


def test_a_county_adds_changes_moves_and_closes_its_units(staff, own):
    new = reverse("belts:unit_create", args=[own.pk])
    centre = factories.UnitFactory(region=own, kind=Unit.Kind.CENTRE, name="荣昌区新时代文明实践中心")
    made = staff.post(new, {"name": "安富街道文明实践所", "kind": "institute", "parent": centre.pk})
    unit = Unit.objects.get(name="安富街道文明实践所")
    assert made.headers["Location"] == unit.get_absolute_url()

    changed = {"name": "安富街道实践所", "kind": "institute", "parent": centre.pk, "reason": "更名"}
    assert staff.post(reverse("belts:unit_edit", args=[unit.pk]), changed).status_code == 302
    closing = {"last_day": "2026-06-30", "reason": "撤并"}
    assert staff.post(reverse("belts:unit_close", args=[unit.pk]), closing).status_code == 302

    unit.refresh_from_db()
    assert (unit.name, unit.until) == ("安富街道实践所", dt.date(2026, 6, 30))
    assert [event.pgh_context["reason"] for event in unit.events.order_by("pgh_id")][1:] == ["更名", "撤并"]


def test_a_broken_rule_comes_back_to_its_field(staff, own):
    new = reverse("belts:unit_create", args=[own.pk])
    page = staff.post(new, {"name": "安富街道文明实践站", "kind": "station"})

    assert page.status_code == 200
    assert "It belongs under" in page.context["form"].errors["parent"][0]
    assert not Unit.objects.exists()


@pytest.mark.parametrize(
    "bad",
    [{"name": "名\x00"}, {"name": "长" * 100_000}, {"kind": "circus"}, {"since": "1900-13-45"}, {"parent": "-1"},
     {"since": "2026-02-01", "until": "2026-01-01"}, {"shared_with": "500153"}],
)  # fmt: skip
def test_bad_input_changes_nothing(staff, own, bad):
    page = staff.post(reverse("belts:unit_create", args=[own.pk]), {"name": "单位", "kind": "library"} | bad)
    assert page.status_code == 200
    assert page.context["form"].errors
    assert not Unit.objects.exists()


def test_names_are_shown_as_typed(staff, own):
    name = "<script>alert(1)</script>𬭎🎉"
    staff.post(reverse("belts:unit_create", args=[own.pk]), {"name": name, "kind": "library"})
    page = staff.get(own.get_absolute_url())
    assert "<script>alert" not in page.text
    assert "&lt;script&gt;alert(1)&lt;/script&gt;𬭎🎉" in page.text


def test_a_neighbours_unit_is_out_of_reach(staff):
    unit = factories.UnitFactory(region=factories.CountyFactory(code="511083"))
    for name in ("unit_edit", "unit_move", "unit_close"):
        assert staff.get(reverse(f"belts:{name}", args=[unit.pk])).status_code == 404
    assert staff.get(reverse("belts:unit_create", args=["511083"])).status_code == 404
    assert "unit_edit" not in staff.get(unit.get_absolute_url()).text


def test_the_corridor_office_changes_seats(office, own, yubei):
    south = own.belt_memberships.get().belt
    joining = factories.CountyFactory(code="510502", name="江阳区", province=factories.sichuan())
    data = {
        "belt": south.pk,
        "region": joining.pk,
        "since": "2026-01-01",
        "certainty": "stated",
        "evidence": "会议纪要",
    }
    made = office.post(reverse("belts:join"), data)
    assert made.headers["Location"] == south.get_absolute_url()

    leaving = {"region": own.pk, "last_day": "2026-06-30", "evidence": "调整"}
    assert office.post(reverse("belts:leave"), leaving).status_code == 302
    assert own.belt_memberships.get().until == dt.date(2026, 6, 30)

    again = office.post(reverse("belts:join"), data)
    assert again.status_code == 200
    assert "in that time already" in again.text
    assert BeltMembership.objects.filter(region=joining).count() == 1


def test_a_successor_takes_over_on_the_page(office, yubei):
    BeltMembership.objects.filter(region="500109").delete()
    data = {"region": "500112", "successor": "500109", "day": "2025-11-06", "certainty": "inferred", "evidence": "承接"}
    assert office.post(reverse("belts:replace"), data).status_code == 302
    assert BeltMembership.objects.get(region="500109").since == NEXT_DAY

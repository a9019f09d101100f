import datetime as dt

import pytest
from django.urls import reverse

from belts.models import Unit
from tests import factories

pytestmark = pytest.mark.django_db

LAST_DAY, NEXT_DAY = dt.date(2025, 11, 5), dt.date(2025, 11, 6)


@pytest.fixture(autouse=True)
def _one_factor(settings):
    settings.SECOND_FACTOR_REQUIRED = False


@pytest.fixture
def own():
    county = factories.CountyFactory(code="500153", name="荣昌区")
    factories.BeltMembershipFactory(belt=factories.BeltFactory(code="south", name="川南渝西"), region=county)
    return county


@pytest.fixture
def api(client, own):
    client.force_login(factories.logger(own))
    return client


@pytest.fixture
def yubei():
    north = factories.BeltFactory(code="north", name="川东北渝北")
    county = factories.CountyFactory(code="500112", name="渝北区", until=LAST_DAY)
    beibei = factories.CountyFactory(code="500109", name="北碚区")
    factories.BeltMembershipFactory(belt=north, region=county, until=LAST_DAY)
    factories.BeltMembershipFactory(belt=north, region=beibei, since=NEXT_DAY)
    county.successors.add(beibei)
    far = factories.CountyFactory(code="511623", name="邻水县", province=factories.sichuan())
    factories.BorderPairFactory(chongqing=county, sichuan=far, until=LAST_DAY, shared_kilometres="29.0")
    return county


def codes(response):
    assert response.status_code == 200, response.json()
    return [row["code"] for row in response.json()["results"]]


def errors(response, status=400):
    assert response.status_code == status
    return [(error["code"], error["field"]) for error in response.json()["errors"]]


def test_belts_list_the_members_of_the_day(api, yubei):
    def members(day):
        (belt,) = [row for row in api.get("/api/v1/belts/", {"on": day}).json()["results"] if row["code"] == "north"]
        return belt["on"], [member["code"] for member in belt["members"]]

    assert members("2025-11-05") == ("2025-11-05", ["500112"])
    assert members("2025-11-06") == ("2025-11-06", ["500109"])
    detail = api.get("/api/v1/belts/north/", {"on": "2024-07-01"}).json()
    assert detail["members"] == [
        {"code": "500112", "name": "渝北区", "province": "500000", "since": "2024-06-01", "until": "2025-11-05",
         "certainty": "stated", "evidence": "test"},
    ]  # fmt: skip


def test_regions_are_filtered_as_on_the_day(api, yubei):
    regions = "/api/v1/regions/"
    assert codes(api.get(regions, {"belt": "north", "on": "2024-07-01"})) == ["500112"]
    assert codes(api.get(regions, {"belt": "north"})) == ["500109"]
    assert "500112" in codes(api.get(regions))
    assert "500112" not in codes(api.get(regions, {"on": "2026-01-01"}))
    assert codes(api.get(regions, {"province": "510000"})) == ["510000", "511623"]
    assert codes(api.get(regions, {"level": "province"})) == ["500000", "510000"]
    seats = {row["code"]: row["belt"] for row in api.get(regions, {"on": "2025-11-05"}).json()["results"]}
    assert (seats["500112"], seats["500109"], seats["500153"]) == ("north", None, "south")


def test_a_region_tells_its_past_its_future_and_its_neighbours(api, yubei):
    then = api.get("/api/v1/regions/500112/", {"on": "2025-11-05"}).json()
    assert then["belt"] == "north"
    assert [seat["until"] for seat in then["memberships"]] == ["2025-11-05"]
    assert then["successors"] == [{"code": "500109", "name": "北碚区"}]
    assert then["neighbours"] == [
        {"code": "511623", "name": "邻水县", "shared_kilometres": "29.0", "since": None, "until": "2025-11-05"}
    ]
    now = api.get("/api/v1/regions/500112/").json()
    assert (now["belt"], now["neighbours"]) == (None, [])
    assert api.get("/api/v1/regions/500109/").json()["predecessors"] == [{"code": "500112", "name": "渝北区"}]


def test_units_are_filtered(api, own, yubei):
    centre = factories.UnitFactory(region=own, kind="centre", name="荣昌区新时代文明实践中心")
    factories.UnitFactory(region=yubei, kind="centre", until=LAST_DAY)
    joint = factories.UnitFactory(region=factories.CountyFactory(code="511083", province=factories.sichuan()))
    joint.shared_with.add(own)

    def found(**query):
        response = api.get("/api/v1/units/", query)
        assert response.status_code == 200, response.json()
        return {row["id"] for row in response.json()["results"]}

    assert found(kind="centre", on="2026-01-01") == {centre.pk}
    assert found(kind="centre", belt="south") == {centre.pk}
    assert found(region="500153") == {centre.pk, joint.pk}
    assert found(province="510000") == {joint.pk}
    assert found(q="实践中心") == {centre.pk}
    assert found(on="2025-11-05", kind="centre", belt="north") == {unit.pk for unit in yubei.units.all()}


@pytest.mark.parametrize(
    ("query", "code", "field"),
    [
        ({"on": "1900-13-45"}, "invalid", "on"),
        ({"on": "2999-01-01"}, "day_out_of_range", "on"),
        ({"colour": "red"}, "unknown_parameter", None),
        ({"page": "-1"}, "unknown_parameter", None),
        ({"size": "-1"}, "invalid", "size"),
        ({"size": "１０"}, "invalid", "size"),
        ({"size": "501"}, "invalid", "size"),
        ({"cursor": "x"}, "bad_cursor", None),
        ({"belt": "west"}, "invalid_choice", "belt"),
        ({"province": "５０００００"}, "invalid_choice", "province"),
        ({"on": ["2024-01-01", "2025-01-01"]}, "given_twice", "on"),
    ],
)
@pytest.mark.parametrize("path", ["regions", "units"])
def test_bad_parameters_are_refused_with_a_code(api, path, query, code, field):
    assert errors(api.get(f"/api/v1/{path}/", query)) == [(code, field)]


@pytest.mark.parametrize("path", ["/api/v1/belts/", "/api/v1/belts/south/", "/api/v1/regions/500153/"])
def test_bad_days_and_unknown_words_are_refused_on_every_address(api, path):
    assert errors(api.get(path, {"on": "1900-13-45"})) == [("invalid", "on")]
    assert errors(api.get(path, {"colour": "red"})) == [("unknown_parameter", None)]
    assert api.get(f"{path}?on=%00").status_code == 400


@pytest.mark.parametrize(
    "path", ["regions/５００１５３/", "regions/999999/", "belts/west/", "units/99999999999999999999/"]
)
def test_what_does_not_exist_is_not_found(api, path):
    assert api.get(f"/api/v1/{path}").status_code == 404


@pytest.mark.parametrize("more", [0, 3])
@pytest.mark.parametrize("path", ["belts/", "regions/", "units/", "regions/500153/"])
def test_answers_cost_the_same_with_more_rows(api, own, path, more, django_assert_max_num_queries):
    for _ in range(more):
        seat = factories.BeltMembershipFactory(belt=own.belt_memberships.get().belt)
        factories.UnitFactory(region=seat.region).shared_with.add(own)
    with django_assert_max_num_queries(12):
        assert api.get(f"/api/v1/{path}").status_code == 200


def post(api, **data):
    return api.post("/api/v1/units/", {"name": "荣昌区图书馆", "kind": "library", "region": "500153"} | data,
                    content_type="application/json")  # fmt: skip


def patch(api, unit, **data):
    return api.patch(f"/api/v1/units/{unit.pk}/", data, content_type="application/json")


def test_units_are_added_changed_and_closed(api, own):
    made = post(api, reason="新建")
    assert made.status_code == 201, made.json()
    unit = Unit.objects.get(pk=made.json()["id"])
    assert (unit.region, unit.events.get().pgh_context["reason"]) == (own, "新建")

    assert patch(api, unit, name="荣昌图书馆").json()["name"] == "荣昌图书馆"
    closed = patch(api, unit, until="2026-06-30", reason="撤并")
    assert closed.json()["until"] == "2026-06-30"
    assert unit.events.count() == 3


def test_rules_answer_with_their_code_and_field(api, own):
    assert errors(post(api, kind="station")) == [("parent_kind", "parent")]
    assert errors(post(api, kind="joint_station")) == [("shared_regions", "shared_with")]
    unit = factories.UnitFactory(region=own)
    assert errors(post(api, name=unit.name))[0][0] in {"unique", "invalid"}
    assert errors(patch(api, unit, since="2026-02-01", until="2026-01-01")) == [("period_reversed", "until")]
    assert Unit.objects.count() == 1


def test_a_unit_keeps_its_region_and_has_no_other_fields(api, own):
    unit = factories.UnitFactory(region=own)
    api.force_login(factories.person("corridor_office"))
    other = factories.CountyFactory(code="511083")
    assert errors(patch(api, unit, region=other.pk)) == [("region_fixed", "region")]
    assert errors(patch(api, unit, colour="red")) == [("unknown_field", None)]


def test_other_counties_units_are_out_of_reach(api):
    unit = factories.UnitFactory(region=factories.CountyFactory(code="511083"))
    assert errors(post(api, region="511083")) == [("does_not_exist", "region")]
    assert errors(patch(api, unit, name="别的"), 404) == [("not_found", None)]


@pytest.mark.parametrize(
    "bad", [{"name": "名\x00"}, {"name": "长" * 101}, {"name": ""}, {"kind": "circus"}, {"parent": -1}]
)
def test_bad_bodies_change_nothing(api, bad):
    assert errors(post(api, **bad))
    assert not Unit.objects.exists()


def test_links_of_the_api_document_are_named(api):
    assert reverse("api:region-detail", args=["500153"]) == "/api/v1/regions/500153/"

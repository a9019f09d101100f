import datetime as dt
from dataclasses import replace
from threading import Barrier, Thread

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction

from belts import queries, services
from belts.models import Belt, Region, Unit
from tests import factories

pytestmark = pytest.mark.django_db

Kind = Unit.Kind
TODAY = dt.date(2026, 11, 23)


@pytest.fixture
def county():
    return factories.CountyFactory(code="500153")


@pytest.fixture
def neighbour():
    return factories.CountyFactory(code="511083", province=factories.sichuan())


def make(region, kind, parent=None, **given):
    given = {"name": f"{kind.label} {Unit.objects.count()}"} | given
    return services.create_unit(actor=None, kind=kind, region=region, parent=parent, **given)


def change(unit, **given):
    fields = ("name", "kind", "parent", "since", "until", "source")
    kept = {name: getattr(unit, name) for name in fields} | {"shared_with": list(unit.shared_with.all())}
    return services.change_unit(actor=None, unit=unit, **kept | given)


def refused_code(call, *args, **kwargs):
    before = list(Unit.objects.order_by("pk").values())
    with pytest.raises(ValidationError) as refused:
        call(*args, **kwargs)
    assert list(Unit.objects.order_by("pk").values()) == before
    return (
        next(iter(refused.value.error_dict.values()))[0].code
        if hasattr(refused.value, "error_dict")
        else refused.value.code
    )


@pytest.fixture
def tree(county):
    """Department → centre → institute → station, and a point under the station."""
    department = make(county, Kind.PUBLICITY_DEPARTMENT)
    centre = make(county, Kind.CENTRE, department)
    institute = make(county, Kind.INSTITUTE, centre)
    station = make(county, Kind.STATION, institute)
    return {
        "department": department,
        "centre": centre,
        "institute": institute,
        "station": station,
        "point": make(county, Kind.POINT, station),
    }


def test_the_whole_tree_stands(county, tree):
    (root,) = queries.unit_tree(county, TODAY)
    names = []
    while root:
        names.append(root.unit.kind)
        root = root.parts[0] if root.parts else None
    assert names == ["publicity_department", "centre", "institute", "station", "point"]


@pytest.mark.parametrize("size", [1, 6])
def test_the_tree_takes_two_queries_at_any_size(county, tree, size, django_assert_num_queries):
    for _ in range(size):
        make(county, Kind.STATION, tree["institute"])
    with django_assert_num_queries(2):
        queries.unit_tree(county, TODAY)


@pytest.mark.parametrize(
    ("kind", "under"),
    [
        (Kind.INSTITUTE, None),
        (Kind.INSTITUTE, "institute"),
        (Kind.INSTITUTE, "department"),
        (Kind.STATION, None),
        (Kind.STATION, "centre"),
        (Kind.STATION, "station"),
        (Kind.PUBLICITY_DEPARTMENT, "centre"),
        (Kind.CIVILIZATION_OFFICE, "centre"),
    ],
)
def test_kinds_stand_where_they_belong(county, tree, kind, under):
    assert refused_code(make, county, kind, tree.get(under)) == "parent_kind"


@pytest.mark.parametrize("under", [None, "department", "centre", "institute", "station", "point"])
def test_a_point_hangs_anywhere(county, tree, under):
    assert make(county, Kind.POINT, tree.get(under)).pk


def test_one_centre_a_county_at_a_time(county, tree):
    with pytest.raises(ValidationError, match="one practice centre"):
        make(county, Kind.CENTRE)
    with pytest.raises(IntegrityError, match="one_practice_centre_at_a_time"), transaction.atomic():
        factories.UnitFactory(region=county, kind=Kind.CENTRE)
    ended = make(factories.CountyFactory(), Kind.CENTRE, until=dt.date(2024, 12, 31))
    assert make(ended.region, Kind.CENTRE, since=dt.date(2025, 1, 1)).pk


def test_a_unit_stands_under_a_unit_of_its_own_county(county, neighbour, tree):
    make(neighbour, Kind.CENTRE)
    assert refused_code(make, neighbour, Kind.INSTITUTE, tree["centre"]) == "parent_region"
    assert refused_code(make, neighbour, Kind.POINT, tree["station"]) == "parent_region"


def test_a_joint_station_serves_several_counties(county, neighbour, tree):
    assert refused_code(make, county, Kind.JOINT_STATION, tree["institute"]) == "shared_regions"
    joint = make(county, Kind.JOINT_STATION, tree["institute"], shared_with=[neighbour], name="川渝联合服务站")

    (branch,) = queries.unit_tree(neighbour, TODAY)
    assert (branch.unit, branch.shared) == (joint, True)
    assert make(neighbour, Kind.POINT, joint).parent == joint
    assert Unit.objects.in_regions([neighbour.pk]).filter(pk=joint.pk).exists()
    assert [link.region_id for link in joint.shared_with.through.objects.all()] == [neighbour.pk]


def test_only_joint_stations_are_shared_and_never_with_themselves(county, neighbour, tree):
    shared = {"shared_with": [neighbour]}
    assert refused_code(make, county, Kind.STATION, tree["institute"], **shared) == "shared_regions"
    assert refused_code(make, county, Kind.JOINT_STATION, shared_with=[county]) == "shared_regions"
    assert refused_code(make, county, Kind.JOINT_STATION, shared_with=[factories.sichuan()]) == "not_a_county"


def test_practice_bodies_belong_to_counties():
    assert refused_code(make, factories.chongqing(), Kind.CENTRE) == "not_a_county"
    assert make(factories.chongqing(), Kind.CIVILIZATION_OFFICE).pk


def test_no_unit_stands_below_itself(county, tree):
    below = make(county, Kind.POINT, tree["point"])
    for parent in (tree["point"], below):
        assert refused_code(services.move_unit, actor=None, unit=tree["point"], parent=parent) == "unit_cycle"


def test_moving_takes_what_is_below_along(county, tree):
    other = make(county, Kind.INSTITUTE, tree["centre"])
    services.move_unit(actor=None, unit=tree["station"], parent=other)

    tree["point"].refresh_from_db()
    assert tree["point"].parent.parent == other
    assert refused_code(services.move_unit, actor=None, unit=tree["station"], parent=tree["centre"]) == "parent_kind"


def test_a_unit_closes_after_its_parts_and_is_closed_once(county, tree):
    day = dt.date(2026, 6, 30)
    assert refused_code(services.close_unit, actor=None, unit=tree["station"], last_day=day) == "unit_has_open_parts"
    services.close_unit(actor=None, unit=tree["point"], last_day=day, reason="撤并")
    closed = services.close_unit(actor=None, unit=tree["station"], last_day=day)

    assert closed.until == day
    assert services.close_unit(actor=None, unit=tree["station"], last_day=day).until == day
    assert refused_code(services.close_unit, actor=None, unit=tree["station"], last_day=TODAY) == "unit_closed"
    assert refused_code(services.move_unit, actor=None, unit=tree["station"], parent=None) == "unit_closed"
    assert refused_code(make, county, Kind.POINT, tree["station"]) == "parent_closed"
    assert tree["station"].events.order_by("pgh_id").last().until == day


def test_a_name_stands_once_in_a_region(county):
    make(county, Kind.LIBRARY, name="荣昌区图书馆")
    with pytest.raises(ValidationError, match="a unit of that name already"):
        make(county, Kind.LIBRARY, name="荣昌区图书馆")


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"name": ""}, "blank"),
        ({"name": "长" * 101}, "max_length"),
        ({"kind": "circus"}, "invalid_choice"),
        ({"since": dt.date(2026, 2, 1), "until": dt.date(2026, 1, 1)}, "period_reversed"),
    ],
)
def test_bad_values_change_nothing(tree, given, code):
    assert refused_code(change, tree["point"], **given) == code


def test_changing_kind_minds_what_stands_below(tree):
    assert refused_code(change, tree["institute"], kind=Kind.POINT) == "parent_kind"


def test_a_change_keeps_its_reason(tree):
    change(tree["centre"], name="新中心", reason="机构改革")
    event = tree["centre"].events.order_by("pgh_id").last()
    assert (event.name, event.pgh_context["reason"]) == ("新中心", "机构改革")


def test_who_keeps_which_units(county, neighbour):
    own, other = factories.UnitFactory(region=county), factories.UnitFactory(region=neighbour)
    provincial = factories.UnitFactory(region=factories.chongqing())
    manageable = lambda user: set(Unit.objects.manageable_by(user))  # noqa: E731

    assert manageable(factories.logger(county)) == {own}
    assert manageable(factories.person("provincial_office", factories.chongqing())) == {own, provincial}
    assert manageable(factories.person("corridor_office")) == {own, other, provincial}
    for role in ("auditor", "system_administrator", "security_administrator", "volunteer"):
        assert manageable(factories.person(role)) == set()


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_moves_at_once_make_no_circle():
    county = factories.CountyFactory()
    points = [make(county, Kind.POINT), make(county, Kind.POINT)]
    start, outcomes = Barrier(2), []

    def put(unit, parent):
        start.wait()
        try:
            services.move_unit(actor=None, unit=unit, parent=parent)
            outcomes.append("moved")
        except ValidationError:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [Thread(target=put, args=pair) for pair in (points, points[::-1])]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert sorted(outcomes) == ["moved", "refused"]


LIMITS = [({}, 2), ({"places": frozenset({"500153"})}, 1), ({"token_is_read_only": True}, 0)]


@pytest.mark.parametrize(("limits", "kept"), LIMITS)
def test_a_token_reaches_no_further_than_it_says(county, neighbour, limits, kept):
    factories.BeltFactory()
    for region in (county, neighbour):
        factories.UnitFactory(region=region)
    office = factories.person("corridor_office")
    office.reach = replace(office.reach, **limits)

    assert Unit.objects.manageable_by(office).count() == kept
    assert Region.objects.units_kept_by(office).filter(level=Region.Level.COUNTY).count() == kept
    assert Belt.objects.manageable_by(office).exists() == (not limits)

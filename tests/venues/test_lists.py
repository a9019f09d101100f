"""The list of venues, its filters and files, the map, and what belts and counties show."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Role
from core import work
from tests.factories import (
    BeltFactory,
    BeltMembershipFactory,
    BookingFactory,
    BorderPairFactory,
    CountyFactory,
    UnitFactory,
    VenueFactory,
    logger,
    person,
    sichuan,
)
from venues.models import Venue

pytestmark = pytest.mark.django_db


@pytest.fixture
def places():
    """荣昌 with its neighbour 隆昌 across the border, 永川 beside it in the same province, 万州 far away."""
    own = CountyFactory(code="500153", name="荣昌区", latitude="29.40", longitude="105.59")
    made = {
        "own": own,
        "across": CountyFactory(code="511083", name="隆昌市", province=sichuan(), latitude="29.34", longitude="105.29"),
        "beside": CountyFactory(code="500118", name="永川区", latitude="29.36", longitude="105.93"),
        "far": CountyFactory(code="500101", name="万州区", latitude="30.81", longitude="108.38"),
        "nowhere": CountyFactory(code="999999", name="无坐标县"),
    }
    BorderPairFactory(chongqing=own, sichuan=made["across"])
    return made


@pytest.fixture
def halls(places):
    return {name: VenueFactory(region=region, name=f"{name}礼堂") for name, region in places.items()}


@pytest.fixture
def reader(client, places):
    user = logger(places["own"])
    client.force_login(user)
    return client


def names(answer):
    return [venue.name for venue in answer.context["page"].rows]


def test_the_own_county_comes_first_then_the_neighbour_then_by_distance(reader, halls):
    answer = reader.get("/venues/")
    assert names(answer) == ["own礼堂", "across礼堂", "beside礼堂", "far礼堂", "nowhere礼堂"]
    page = answer.content.decode()
    assert "across the border" in page
    assert "about 33 km" in page  # from 荣昌's seat to that of 永川
    assert names(reader.get("/venues/?near=500101"))[0] == "far礼堂"


def test_nearness_goes_on_over_pages(reader, places, monkeypatch):
    from core import listing

    for number in range(5):
        VenueFactory(region=places["across"], name=f"across{number}")
        VenueFactory(region=places["own"], name=f"own{number}")
    monkeypatch.setattr(listing, "page_of", _small_pages(listing.page_of))
    seen, address = [], "/venues/"
    while address:
        answer = reader.get(address)
        seen += names(answer)
        later = answer.context["page"].later
        address = f"/venues/?cursor={later}" if later else ""
    assert seen == [f"own{number}" for number in range(5)] + [f"across{number}" for number in range(5)]


def _small_pages(page_of):
    return lambda rows, **options: page_of(rows, **(options | {"size": 3}))


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=综合", {"b"}),
        ("q=安富", {"a"}),  # of the address
        ("kind=library", {"a"}),
        ("kind=library,complex", {"a", "b"}),
        ("region=500153", {"a", "b", "shared"}),
        ("province=510000", {"shared"}),
        ("belt=south", {"a", "b"}),
        ("capacity=300", {"b"}),
        ("facility=stage&facility=sound", {"b"}),
        ("bookable=false", {"a"}),
        ("free_from=2026-12-05T10:00&free_to=2026-12-05T11:00", {"shared"}),
        ("free_from=2026-12-05T20:00&free_to=2026-12-05T21:00", {"b", "shared"}),
        ("part=true", set()),
        ("when=ended", {"gone"}),
        ("when=all", {"a", "b", "shared", "gone"}),
    ],
)
def test_filters(reader, places, query, found):
    own = places["own"]
    BeltMembershipFactory(belt=BeltFactory(code="south"), region=own)
    VenueFactory(region=own, name="a", kind="library", address="安富街道", capacity=100, bookable=False)
    VenueFactory(region=own, name="b综合", kind="complex", capacity=300, facilities=["stage", "sound", "wifi"])
    VenueFactory(region=places["across"], name="shared", facilities=["stage"]).shared_with.add(own)
    taken = dt.datetime(2026, 12, 5, 2, tzinfo=dt.UTC)  # ten in the morning here
    BookingFactory(venue=Venue.objects.get(kind="complex"), state="approved", starts_at=taken)
    VenueFactory(region=own, name="gone", until=timezone.localdate() - dt.timedelta(days=1))
    assert {name.removesuffix("综合") for name in names(reader.get(f"/venues/?{query}"))} == found


@pytest.mark.parametrize(
    "query",
    [
        "kind=castle", "region=荣昌", "capacity=-1", "capacity=x", "capacity=99999999999999999999", "facility=moat",
        "cursor=xxx", "cursor=WyJuIiwxXQ", "colour=red", "near=1", "q=a&q=b", "when=never", "belt=1'--",
        "free_from=2026-12-05T10:00", "free_from=2026-12-05T10:00&free_to=2026-12-05T09:00", "free_to=soon",
        "free_from=0001-01-01T00:00&free_to=9999-12-31T23:59", "free_from=2026-01-01T00:00&free_to=2026-12-31T00:00",
    ],
)  # fmt: skip
def test_what_is_not_understood_shows_nothing_and_says_why(reader, halls, query):
    answer = reader.get(f"/venues/?{query}")
    assert answer.status_code == 200
    assert names(answer) == []
    assert "Nothing is shown" in answer.content.decode()
    assert reader.get(f"/venues/map/?{query}").status_code == 200


def test_an_empty_list_says_what_hides_its_rows(reader, halls):
    page = reader.get("/venues/?kind=custom_hall&capacity=10").content.decode()
    assert "without “holds at least 10 people”: 5" in page


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_the_file_holds_what_is_filtered(reader, places, file_format):
    VenueFactory(region=places["own"], name="=cmd()", kind="library")
    VenueFactory(region=places["own"], name="礼堂")
    answer = reader.get(f"/venues/export/?kind=library&format={file_format}")
    body = answer.getvalue()
    if file_format == "csv":
        text = body.decode("utf-8-sig")
        assert "'=cmd()" in text
        assert "礼堂" not in text
    else:
        assert body.startswith(b"PK")


def test_a_bad_file_format_goes_back_to_the_list_with_a_message(reader):
    assert reader.get("/venues/export/?format=exe").status_code == 302


def test_the_fragment_is_part_of_the_whole_page(reader, halls):
    fragment = reader.get("/venues/", HTTP_HX_REQUEST="true").content.decode()
    assert "<html" not in fragment
    assert fragment.strip() in reader.get("/venues/").content.decode()


def test_points_and_the_list_beside_them_say_the_same(reader, places):
    VenueFactory(region=places["own"], name="有坐标", kind="complex", latitude="29.4", longitude="105.59")
    VenueFactory(region=places["own"], name="图外", latitude="39.9", longitude="116.4")
    VenueFactory(region=places["own"], name="无坐标")
    sketch = reader.get("/venues/map/").context["sketch"]
    assert [(point.venue.name, point.sign, point.number) for point in sketch.points] == [("有坐标", "star", 1)]
    assert {venue.name for venue in sketch.off_the_map} == {"图外", "无坐标"}
    assert reader.get("/venues/map/").content.decode().count(f'href="{sketch.points[0].venue.get_absolute_url()}"') == 2


@pytest.mark.parametrize("address", ["/venues/", "/venues/map/", "/venues/export/", "/api/v1/venues/"])
def test_a_list_costs_the_same_with_one_row_and_with_three(reader, places, address):
    def cost():
        with CaptureQueriesContext(
            connection,
        ) as queries:
            answer = reader.get(address)
            assert answer.status_code == 200
            if answer.streaming:
                answer.getvalue()
        return len(queries)

    def add():
        venue = VenueFactory(region=places["across"], latitude="29.4", longitude="105.3")
        venue.shared_with.add(places["own"])

    add()
    cost()  # fills what is read once a process
    first = cost()
    add(), add()
    assert cost() == first
    assert first <= 16


def test_a_venue_costs_the_same_with_one_part_and_with_three(reader, places):
    whole = VenueFactory(region=places["own"])

    def cost():
        with CaptureQueriesContext(connection) as queries:
            assert reader.get(whole.get_absolute_url()).status_code == 200
        return len(queries)

    VenueFactory(parent=whole)
    cost()
    first = cost()
    VenueFactory(parent=VenueFactory(parent=whole))
    assert cost() == first


@pytest.mark.parametrize(("count", "said"), [(0, "has no demonstration complex"), (1, ""), (2, ""), (3, "has 3 demon")])
def test_a_belt_is_meant_to_have_one_or_two_complexes(client, places, count, said):
    belt = BeltFactory(code="south")
    BeltMembershipFactory(belt=belt, region=places["own"])
    BeltMembershipFactory(belt=belt, region=places["across"])
    for number in range(count):
        whole = VenueFactory(region=places["own" if number % 2 else "across"], kind="complex")
        VenueFactory(parent=whole, kind="complex")  # a part of one is none
    VenueFactory(region=places["far"], kind="complex")
    offices = [person(Role.CORRIDOR_OFFICE), person(Role.PROVINCIAL_OFFICE, places["own"].province)]
    for office in offices:
        client.force_login(office)
        page = client.get("/belts/south/").content.decode()
        assert (said in page) if said else ("are meant" not in page)
        waiting = [item for item in work.items_for(office) if item.url.startswith("/venues/")]
        assert len(waiting) == bool(said)
    assert not [item for item in work.items_for(logger(places["own"])) if item.url.startswith("/venues/")]


def test_a_county_shows_its_venues_without_parts(reader, places, halls):
    VenueFactory(parent=halls["own"], name="东厅")
    page = reader.get("/counties/500153/").content.decode()
    assert "own礼堂" in page
    assert "东厅" not in page
    assert "across礼堂" not in page


def test_the_page_of_a_venue_shows_everything(reader, places, halls):
    whole = halls["own"]
    part = VenueFactory(parent=whole, name="东厅", capacity=60, facilities=["hearing_loop"], sharing_note="荣昌;隆昌")
    page = reader.get(part.get_absolute_url()).content.decode()
    for text in ("东厅", "own礼堂", "60 people", "hearing loop", "荣昌;隆昌", "open around the clock"):
        assert text in page
    assert reader.get("/venues/99999999999999999999/").status_code == 404


def test_a_form_enters_changes_moves_and_ends(reader, places):
    answer = reader.get("/venues/new/")
    form = {"name": "新礼堂", "kind": "custom_hall", "region": "500153", "bookable": "on", "facilities": ["stage"]}
    form["form_key"] = answer.context["form"].initial["form_key"]
    address = reader.post("/venues/new/", form)["Location"]
    assert reader.post("/venues/new/", form)["Location"] == address  # a double click
    page = reader.get(address)
    whole = VenueFactory(region=places["own"], name="综合体")
    pk = page.context["venue"].pk
    assert reader.post(f"/venues/{pk}/edit/", form | {"capacity": "120", "version": "1"}).status_code == 302
    assert "Somebody changed" in reader.post(f"/venues/{pk}/edit/", form | {"version": "1"}).content.decode()
    assert reader.post(f"/venues/{pk}/move/", {"parent": whole.pk, "version": "2"}).status_code == 302
    last_day = timezone.localdate().isoformat()
    assert "reason" in reader.post(f"/venues/{pk}/end/", {"last_day": last_day, "reason": ""}).context["form"].errors
    assert reader.post(f"/venues/{pk}/end/", {"last_day": last_day, "reason": "搬迁"}).status_code == 302
    assert "ended" in reader.get(address).content.decode()


def test_a_part_begins_with_its_whole(reader, places, halls):
    initial = reader.get(f"/venues/new/?part_of={halls['own'].pk}").context["form"].initial
    assert (initial["parent"], initial["region"]) == (halls["own"].pk, "500153")
    for strange in ("x", "9" * 30, halls["across"].pk):
        assert "parent" not in reader.get(f"/venues/new/?part_of={strange}").context["form"].initial


def test_a_list_as_the_figures_count_says_so_and_lets_it_be_taken_away(client, places):
    belt = BeltFactory(code="south", name="川南渝西")
    BeltMembershipFactory(belt=belt, region=places["own"], since=dt.date(2024, 6, 1))
    unit = UnitFactory(region=places["own"])
    built = VenueFactory(name="共建", region=places["far"], since=dt.date(2025, 3, 1))
    built.builders.add(unit)
    VenueFactory(name="早于该带", region=places["own"], since=dt.date(2024, 5, 31))
    old = VenueFactory(name="已停用", region=places["own"], since=dt.date(2025, 3, 1), until=dt.date(2025, 6, 30))
    VenueFactory(name="东厅", parent=built)
    client.force_login(logger(places["own"]))

    def found(query):
        page = client.get(f"/venues/?{query}")
        assert page.context["problems"] == []
        rows = {row.pk for row in page.context["page"].rows}
        assert {row["id"] for row in client.get(f"/api/v1/venues/?{query}").json()["results"]} == rows
        return rows, [term["text"] for term in page.context["terms"]]

    rows, terms = found("counted=as_was&belt=south&corridor=true&from=2025-01-01&to=2025-12-31")
    assert rows == {built.pk, old.pk}
    assert terms == [
        "川南渝西", "opened from 2025-01-01", "opened until 2025-12-31", "in the corridor",
        "as the figures count: membership as it was on the day of the record",
    ]  # fmt: skip
    assert found("belt=south&from=2025-01-01")[0] == set(), "where it lies, and in use today"
    assert found("counted=as_was&belt=south&to=2024-12-31")[0] == set(), "no seat yet on that day"
    assert len(found("counted=as_is&belt=south&to=2024-12-31")[0]) == 1
    assert found("corridor=false&from=2025-01-01")[0] >= {built.pk}
    assert client.get("/venues/?from=2025-02-01&to=2025-01-01").context["problems"]
    assert client.get("/api/v1/venues/?counted=yes").status_code == 400

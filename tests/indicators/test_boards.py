"""Boards of places: what they show, whom they lead where, and how often they ask."""

import datetime as dt
import gzip
import json
import re
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Role
from indicators.boards.county_map import figure_map
from indicators.boards.places import board_of, own_address
from indicators.queries import answer
from tests import factories
from tests.indicators.world import ask, corridor, office
from tests.volunteers.factories import ServiceAreaFactory, VolunteerFactory

pytestmark = pytest.mark.django_db
HEAVIEST_BOARD, HEAVIEST_HOME = 400_000, 150_000  # bytes of a first load, as gzip sends them


@pytest.fixture
def places():
    return corridor()


@pytest.fixture
def today():
    return timezone.localdate()


def toured(places, home, place, **fields):
    """A lecture that a team of one county held in another."""
    team = factories.TeamFactory(home_region=places[home])
    return factories.ActivityFactory(
        verified=True,
        lead=places[home],
        partners=[places[place]] if place != home else [],
        with_teams=[team],
        place_region=places[place],
        **fields,
    )


def data_of(page, key):
    found = re.search(rf'<script id="{key}-data" type="application/json">(.*?)</script>', page.content.decode())
    return json.loads(found[1])


def test_a_county_is_shown_among_the_counties_of_its_belt(client, places, today):
    toured(places, "rongchang", "longchang", starts_on=today)
    factories.ActivityFactory(verified=True, lead=places["longchang"], starts_on=today)
    client.force_login(office())
    page = client.get("/statistics/board/county/500153/")
    assert page.context["figures"].figures[0].number.value == 1
    sides = data_of(page, "sides")
    assert (sides["labels"], sides["series"][0]["values"]) == (["隆昌市", "荣昌区"], [2, 1])
    assert sides["series"][0]["colours"] == ["belt-south", "belt-south"]
    assert sides["series"][0]["faded"] == [True, False]
    listed = client.get(sides["series"][0]["urls"][0])
    assert listed.context["listing"].found["count"] == 2


def test_belts_stand_side_by_side_also_without_a_record(client, places, today):
    toured(places, "rongchang", "anyue", starts_on=today)
    client.force_login(office())
    for address, values in (("corridor/all", [1, 1, 0]), ("province/510000", [0, 1])):
        sides = data_of(client.get(f"/statistics/board/{address}/"), "sides")
        assert sides["series"][0]["values"] == values, address
        assert sides["series"][0]["colours"][-1].startswith("belt-")


def test_months_lie_over_those_of_the_year_before(client, places, today):
    toured(places, "rongchang", "longchang", starts_on=today)
    toured(places, "rongchang", "longchang", starts_on=dt.date(today.year - 1, today.month, 1))
    client.force_login(office())
    now, before = data_of(client.get("/statistics/board/belt/south/"), "trend")["series"]
    assert (now["name"], before["name"]) == (str(today.year), str(today.year - 1))
    assert now["values"][today.month - 1] == before["values"][today.month - 1] == 1
    assert set(now["values"][today.month :]) <= {None}
    assert client.get(now["urls"][today.month - 1]).context["listing"].found["count"] == 1


def test_the_change_is_that_to_the_same_days_of_the_year_before(client, places):
    for year, number in ((2025, 3), (2024, 2)):
        for _number in range(number):
            toured(places, "rongchang", "longchang", starts_on=dt.date(year, 8, 1))
    client.force_login(office())
    [lectures, *_others] = client.get("/statistics/board/belt/south/?period=2025").context["figures"].figures
    assert (lectures.number.value, lectures.change) == (3, "+50% on a year before")


def test_the_map_writes_a_figure_in_each_county_of_the_board(places, today):
    factories.ActivityFactory(verified=True, lead=places["rongchang"], starts_on=today)
    made = answer(ask(office(), measures="activities", by="county"))
    whole = figure_map(board_of(office(), "corridor", "all", today), made, today)
    shown = {county.shape.region.pk: (county.text, county.opacity) for county in whole.counties}
    assert shown["500153"] == ("1", "1")
    assert shown["511083"] == ("0", "0.16")
    near = figure_map(board_of(office(), "belt", "south", today), made, today)
    assert near.near
    assert near.view_box != whole.view_box
    assert {county.text for county in near.counties if county.shape.muted} == {""}


EXCHANGED = {
    "county/500153": {"荣昌区 → 隆昌市": 2, "安岳县 → 荣昌区": 1},
    "belt/south": {"安岳县 → 荣昌区": 1},
    "province/500000": {"荣昌区 → 隆昌市": 2, "安岳县 → 荣昌区": 1},
    "corridor/all": {"荣昌区 → 隆昌市": 2, "安岳县 → 荣昌区": 1},
}


@pytest.mark.parametrize("board", EXCHANGED)
def test_lectures_flow_across_the_border_of_the_board(client, places, today, board):
    for home, place, number in (
        ("rongchang", "longchang", 2), ("anyue", "rongchang", 1), ("rongchang", "rongchang", 1), ("anyue", "wuhou", 1),
    ):  # fmt: skip
        for _number in range(number):
            toured(places, home, place, starts_on=today)
    client.force_login(office())
    page = client.get(f"/statistics/board/{board}/")
    made = page.context["exchange"]
    assert {label: numbers[0].value for label, numbers in made.chart.table.rows} == EXCHANGED[board]
    assert sum(number for _label, number in made.both) == sum(EXCHANGED[board].values())
    for _label, [number] in made.chart.table.rows:
        assert client.get(number.url).context["listing"].found["count"] == number.value
    drawn = data_of(page, "exchange")
    assert {link["from"] for link in drawn["links"]} <= {node["key"][5:] for node in drawn["nodes"]}


def test_the_file_of_the_exchange_holds_all_pairs(client, places, today, monkeypatch):
    monkeypatch.setattr("indicators.boards.exchange.MOST_SHOWN", 1)
    toured(places, "rongchang", "longchang", starts_on=today)
    toured(places, "anyue", "rongchang", starts_on=today)
    client.force_login(office())
    chart = client.get("/statistics/board/county/500153/").context["exchange"].chart
    assert len(chart.table.rows) == 1
    lines = b"".join(client.get(chart.csv)).decode().splitlines()
    assert lines[1:] == ["500153,荣昌区,511083,隆昌市,1", "512021,安岳县,500153,荣昌区,1"]
    assert client.get("/statistics/board/county/999999/exchange.csv").status_code == 404
    client.force_login(factories.person())
    assert client.get(chart.csv).status_code == 403


def test_volunteers_and_hours_flow_too(client, places, today):
    volunteer = VolunteerFactory(home=places["rongchang"])
    ServiceAreaFactory(volunteer=volunteer, region=places["longchang"], since=today)
    hall = factories.VenueFactory(region=places["longchang"])
    held = timezone.now() - dt.timedelta(days=9)
    factories.BookingFactory(venue=hall, borrower_region=places["rongchang"], state="held", starts_at=held)
    client.force_login(office())
    for kind, label in (("volunteers", "荣昌区 → 隆昌市"), ("hours", "隆昌市 → 荣昌区"), ("books", None)):
        rows = (
            client.get(f"/statistics/board/county/500153/?flow={kind}&period=all").context["exchange"].chart.table.rows
        )
        assert [row[0] for row in rows] == ([label] if label else [])


def test_whoever_logged_nothing_is_named(client, places, today):
    factories.ActivityFactory(verified=True, lead=places["rongchang"], starts_on=today)
    client.force_login(office())
    found = client.get("/statistics/board/belt/south/").context["completeness"]
    assert (found.there, found.whole, [label for label, _url in found.missing]) == (1, 2, ["隆昌市"])
    months = client.get("/statistics/board/county/500153/").context["completeness"]
    assert (months.there, months.whole) == (1, today.month)


def test_work_waits_on_the_board_of_ones_own_place_alone(client, places):
    reviewer = factories.reviewer(places["rongchang"])
    factories.ActivityFactory(state="submitted", lead=places["rongchang"])
    client.force_login(reviewer)
    for address, waiting in (("county/500153", 1), ("belt/south", 1), ("county/511083", 0), ("corridor/all", 0)):
        page = client.get(f"/statistics/board/{address}/")
        assert len(page.context["work_items"]) == waiting, address
        assert ("work-title" in page.content.decode()) is bool(waiting)


def test_everybody_is_led_to_the_board_of_their_own_place(client, places):
    assert own_address(factories.logger(places["rongchang"])) == "/statistics/board/county/500153/"
    province = factories.person(Role.PROVINCIAL_OFFICE, factories.chongqing())
    assert own_address(province) == "/statistics/board/province/500000/"
    client.force_login(office())
    assert client.get("/statistics/board/").url == "/statistics/board/corridor/all/"
    assert "/statistics/board/corridor/all/" in client.get("/").content.decode()
    assert "/statistics/board/belt/south/" in client.get("/belts/south/").content.decode()
    assert "/statistics/board/county/500153/" in client.get("/counties/500153/").content.decode()


@pytest.mark.parametrize("address", ["belt/west", "county/999999", "county/500000", "corridor/here", "town/500153"])
def test_there_is_no_board_of_what_is_no_place(client, places, address):
    client.force_login(office())
    assert client.get(f"/statistics/board/{address}/").status_code == 404


@pytest.mark.parametrize(
    ("query", "words"),
    [("period=soon", "names no period"), ("show=visitors", "“visitors” is not known"), ("flow=tea", "“tea” is not")],
)
def test_a_wrong_wish_says_what_there_is(client, places, query, words):
    client.force_login(office())
    page = client.get(f"/statistics/board/belt/south/?{query}")
    assert page.status_code == 200
    assert words in page.content.decode()
    assert "charts.js" not in page.content.decode()


def test_who_sees_no_records_sees_no_board(client, places):
    client.force_login(factories.person())
    page = client.get("/statistics/board/belt/south/").content.decode()
    assert "no sight of records" in page
    assert "charts.js" not in page


@pytest.mark.parametrize("records", [1, 3])
@pytest.mark.parametrize(("address", "most"), [("county/500153", 46), ("corridor/all", 53)])
def test_a_board_asks_a_fixed_number_of_queries(client, places, today, records, address, most):
    for _number in range(records):
        toured(places, "rongchang", "longchang", starts_on=today)
    client.force_login(office())
    with CaptureQueriesContext(connection) as queries:
        client.get(f"/statistics/board/{address}/")
    assert len(queries) <= most, [query["sql"][:90] for query in queries]


LOADED = re.compile(r'(?:href|src)="/static/([^"]+\.(?:css|js|svg))"')


def weight_of(page):
    """Bytes of page, style sheet and scripts as gzip sends them."""
    root = Path(settings.BASE_DIR) / "static"
    bodies = [
        page.content,
        *((root / name).read_bytes() for name in sorted(set(LOADED.findall(page.content.decode())))),
    ]
    return sum(len(gzip.compress(body, 6)) for body in bodies)


@pytest.mark.parametrize(
    ("address", "most"), [("/statistics/board/corridor/all/", HEAVIEST_BOARD), ("/", HEAVIEST_HOME)]
)
def test_first_loads_are_light(client, places, today, address, most):
    if not (Path(settings.BASE_DIR) / "static" / "dist" / "charts.js").exists():
        pytest.skip("the bundle is not built: npm run build")
    toured(places, "rongchang", "longchang", starts_on=today)
    client.force_login(office())
    page = client.get(address)
    assert weight_of(page) <= most
    assert ("dist/charts.js" in page.content.decode()) is (most == HEAVIEST_BOARD)

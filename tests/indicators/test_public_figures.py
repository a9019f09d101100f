"""Figures for everybody: what they tell, and what not."""

import datetime as dt
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from indicators.boards.public import TOLD, public_figures
from indicators.measures import MEASURES, PEOPLE
from indicators.periods import period_of
from indicators.readers import PublicReader
from tests import factories
from tests.indicators.world import corridor
from tests.volunteers.factories import VolunteerFactory
from volunteers.models import Volunteer

pytestmark = pytest.mark.django_db


@pytest.fixture
def places():
    return corridor()


def figures():
    return public_figures(period_of("year_to_date", timezone.localdate()))


def rows_of(table, measure):
    place = TOLD.index(measure)
    return {label: numbers[place].value for label, numbers in table.rows}


def test_everybody_reads_them_without_signing_in(client, places):
    today = timezone.localdate()
    factories.ActivityFactory(verified=True, lead=places["rongchang"], partners=[places["longchang"]], starts_on=today)
    factories.ActivityFactory(lead=places["rongchang"], state="submitted", starts_on=today)
    factories.ActivityFactory(verified=True, lead=places["wuhou"], starts_on=today)
    made = figures()
    assert [number.value for number in made.cards][:4] == [1, 0, 0, 1]
    assert rows_of(made.tables["belt"], "lectures") == {"川南渝西": 1}
    assert rows_of(made.tables["province"], "lectures") == {"重庆市": 1, "四川省": 1}
    page = client.get("/figures/")
    assert page.status_code == 200
    assert "川南渝西" in page.content.decode()


def test_no_county_and_no_way_to_a_record(client, places):
    for name in ("rongchang", "longchang", "anyue"):
        factories.ActivityFactory(verified=True, lead=places[name], starts_on=timezone.localdate())
    html = client.get("/figures/").content.decode()
    assert not {"荣昌区", "隆昌市", "安岳县"} & set(re.findall(r"[\u4e00-\u9fff]{3}", html))
    assert set(re.findall(r'href="(/[a-z]+/)', html)) <= {"/static/", "/figures/", "/accounts/"}
    assert '"urls": ["", ' in html


@pytest.mark.parametrize(
    ("people", "told"),
    [
        ({"rongchang": 27, "anyue": 19, "beibei": 10}, {"川南渝西": 20, "川中渝西": 10, "川东北渝北": 10}),
        ({"rongchang": 12, "anyue": 11, "beibei": 4}, {"川南渝西": 10, "川中渝西": None, "川东北渝北": None}),
        ({"rongchang": 12, "anyue": 7}, {"川南渝西": 10, "川中渝西": None}),
        ({"rongchang": 3}, {"川南渝西": None}),
    ],
)
def test_few_people_are_told_in_no_table(client, places, people, told):
    for name, number in people.items():
        for _number in range(number):
            VolunteerFactory(home=places[name], registered_on=timezone.localdate())
    VolunteerFactory(home=places["wuhou"], registered_on=timezone.localdate())
    made = figures()
    assert rows_of(made.tables["belt"], "volunteers") == told
    shown = [
        number
        for table in made.tables.values()
        for _label, numbers in [*table.rows, ("", table.total)]
        for number in numbers
    ]
    assert not {number.value for number in shown if number.label == "Volunteers"} & set(range(1, 10))
    html, file = client.get("/figures/").content.decode(), client.get("/figures/belt.csv").content.decode()
    if None in told.values():
        assert "hidden" in html
        assert "hidden" in file


def test_months_show_nothing_of_people():
    assert {name for name in TOLD if MEASURES[name].fact in PEOPLE} == {"volunteers"}


def test_nobody_sees_no_person(places):
    VolunteerFactory(home=places["rongchang"])
    assert not Volunteer.objects.visible_to(PublicReader()).exists()
    assert not Volunteer.objects.manageable_by(PublicReader()).exists()


def test_they_are_counted_once_in_five_minutes(client, places):
    client.get("/figures/")
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/figures/").status_code == 200
    assert len(queries) == 0, [query["sql"][:90] for query in queries]


@pytest.mark.parametrize("records", [1, 3])
def test_counting_asks_a_fixed_number_of_queries(client, places, records):
    for _number in range(records):
        factories.ActivityFactory(verified=True, lead=places["rongchang"], starts_on=timezone.localdate())
    with CaptureQueriesContext(connection) as queries:
        client.get("/figures/")
    assert len(queries) <= 18, [query["sql"][:90] for query in queries]


def test_only_the_offered_periods_are_counted(client, places):
    last_year = timezone.localdate().year - 1
    factories.ActivityFactory(verified=True, lead=places["rongchang"], starts_on=dt.date(last_year, 8, 1))
    assert client.get(f"/figures/?period={last_year}").context["made"].cards[0].value == 1
    for query in ("period=2023", "period=all", "period=2025-05", "region=500153", "by=county"):
        assert client.get(f"/figures/?{query}").status_code == 400, query
        assert client.get(f"/figures/belt.csv?{query}").status_code == 400, query


def test_the_files_hold_the_same(client, places):
    factories.ActivityFactory(verified=True, lead=places["rongchang"], starts_on=timezone.localdate())
    for by, label in (("belt", "川南渝西"), ("province", "重庆市"), ("month", str(timezone.localdate().year))):
        answer = client.get(f"/figures/{by}.csv")
        assert answer["Content-Type"].startswith("text/csv")
        assert label in answer.content.decode()
    assert client.get("/figures/county.csv").status_code == 404

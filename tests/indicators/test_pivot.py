"""The free table: cells where rows and columns meet, sums that are counted, files, and what is not told."""

import csv
import datetime as dt
import io

import pytest
from django.core.exceptions import ValidationError
from django.db import connection
from django.test import RequestFactory
from django.test.utils import CaptureQueriesContext

from accounts.models import Role
from indicators.queries.grid import grid_of, table_query
from indicators.queries.pivot import layout_of, pivot
from tests import factories
from tests.indicators.world import corridor, office
from tests.volunteers.factories import VolunteerFactory
from volunteers.choices import AgeBand

pytestmark = pytest.mark.django_db


@pytest.fixture
def places():
    return corridor()


def joint(places, **fields):
    partners = fields.pop("partners", [places["longchang"]])
    return factories.ActivityFactory(verified=True, lead=places["rongchang"], partners=partners, **fields)


def on(*day):
    return {"starts_on": dt.date(*day), "ends_on": dt.date(*day)}


def asked(user, query):
    request = RequestFactory().get(f"/?{query}")
    request.user = user
    return layout_of(request, request.GET)


def texts(grid):
    rows = [[*row.labels, *(cell.text for cell in row.cells)] for row in grid.rows]
    return [*rows, [cell.text for cell in grid.foot.cells]]


def test_sums_at_the_edges_are_counted_and_not_added(places):
    joint(places, **on(2025, 2, 1))
    joint(places, **on(2025, 5, 1), partners=[places["anyue"]])
    grid = grid_of(pivot(asked(office(), "measures=lectures&rows=county&across=quarter&period=2025")))
    assert grid.corner == ["county"]
    assert [[(head.text, head.span) for head in heads] for heads in grid.heads] == [
        [("Q1 2025", 1), ("Q2 2025", 1), ("Total", 1)],
        [("lectures", 1)] * 3,
    ]
    assert texts(grid) == [
        ["荣昌区", "1", "1", "2"],
        ["隆昌市", "1", "0", "1"],
        ["安岳县", "0", "1", "1"],
        ["1", "1", "2"],
    ]


def test_two_dimensions_across_stand_under_each_other(places):
    joint(places, **on(2025, 2, 1))
    joint(places, **on(2025, 2, 2), kind="mass_culture", task="")
    joint(places, **on(2025, 5, 1))
    made = pivot(asked(office(), "measures=activities,lectures&rows=belt&across=quarter,kind&period=2025"))
    first, second, third = grid_of(made).heads
    assert [(head.text, head.span) for head in first] == [("Q1 2025", 4), ("Q2 2025", 2), ("Total", 2)]
    assert [(head.text, head.span) for head in second] == [
        ("lecture", 2), ("mass culture", 2), ("lecture", 2), ("", 2),
    ]  # fmt: skip
    assert [head.text for head in third] == ["activities", "lectures"] * 4
    assert texts(grid_of(made)) == [
        ["川南渝西", "1", "1", "1", "0", "1", "1", "3", "2"],
        ["1", "1", "1", "0", "1", "1", "3", "2"],
    ]


def test_a_comparison_stands_in_each_cell(places):
    joint(places, **on(2025, 2, 1))
    joint(places, **on(2024, 2, 1))
    joint(places, **on(2024, 5, 1))
    made = pivot(asked(office(), "measures=lectures&across=quarter&period=2025&compare=year_before"))
    assert texts(grid_of(made)) == [["1", "1", "0", "0.0%", "0", "1", "-1", "-100.0%", "1", "2", "-1", "-50.0%"]]


@pytest.mark.parametrize(
    "query", ["", "rows=county", "across=month", "rows=county,month", "rows=belt&across=kind,month"]
)
def test_any_layout_has_its_total(places, query):
    joint(places)
    made = pivot(asked(office(), f"measures=lectures&{query}"))
    assert grid_of(made).foot.cells[-1].value == 1
    grid = grid_of(made)
    widths = {len(row.cells) for row in [*grid.rows, grid.foot]}
    assert widths == {sum(head.span for head in heads) for heads in grid.heads}


def test_every_cell_leads_to_its_records(client, places):
    joint(places, **on(2025, 2, 1))
    joint(places, **on(2025, 5, 1), partners=[places["anyue"]])
    user = office()
    client.force_login(user)
    grid = grid_of(pivot(asked(user, "measures=lectures&rows=county&across=quarter&period=2025")))
    cells = [cell for row in [*grid.rows, grid.foot] for cell in row.cells if cell.value]
    assert len(cells) == 11 - 1
    for cell in cells:
        assert client.get(cell.url).context["listing"].found["count"] == cell.value


@pytest.mark.parametrize(
    ("query", "field", "code"),
    [
        ("rows=county&across=county", "across", "dimension_twice"),
        ("rows=village", "rows", "unknown_dimension"),
        ("rows=county,belt,kind", "rows", "too_many_dimensions"),
        ("rows=county,belt&across=kind,month", "across", "too_many_dimensions"),
        ("measures=teams&rows=kind", "by", "measure_dimension_mismatch"),
        ("measures=audience", "measures", "mixed_provenance"),
    ],
)
def test_what_cannot_stand_in_a_table_is_refused(places, query, field, code):
    with pytest.raises(ValidationError) as refusal:
        asked(office(), query)
    assert [error.code for error in refusal.value.error_dict[field]] == [code]


def test_the_address_of_a_table_asks_the_same_again(places):
    query = "measures=lectures,teams&rows=belt&across=year,month&period=last_year&compare=before&membership=as_is"
    layout = asked(office(), query)
    again = asked(office(), table_query(layout))
    assert (again.rows, again.across, again.columns) == (layout.rows, layout.across, layout.columns)
    assert (again.question.given, again.question.period) == (layout.question.given, "last_year")
    assert table_query(again) == table_query(layout)


def test_a_system_is_not_told_few_people_by_the_sums(places):
    user = factories.person(Role.API_CLIENT, places["rongchang"])
    for home, age, count in (
        ("rongchang", 20, 2), ("rongchang", 40, 9), ("longchang", 20, 6), ("longchang", 40, 8), ("anyue", 40, 30),
    ):  # fmt: skip
        for _number in range(count):
            VolunteerFactory(
                home=places[home], registered_on=dt.date(2025, 1, 1), birth_year=2025 - age, identity=False
            )
    made = pivot(asked(user, "measures=volunteers_new&rows=county&across=age&period=2025"))
    hidden = {
        (row[0], column[0]) for (row, column), line in made.cells.items() if line.values["volunteers_new"] is None
    }
    assert hidden == {("500153", AgeBand.YOUNG), ("511083", AgeBand.YOUNG)}
    sums = [line.values["volunteers_new"] for line in [*made.row_sums.values(), *made.column_sums.values()]]
    assert sums == [None] * len(sums)
    assert made.total.values == {"volunteers_new": 55}
    told = pivot(asked(office(), "measures=volunteers_new&rows=county&across=age&period=2025"))
    assert [told.row_sums[codes].values["volunteers_new"] for codes in told.row_codes] == [11, 14, 30]


def test_the_page_shows_the_table_and_its_files_hold_it_whole(client, places, monkeypatch):
    joint(places, **on(2025, 2, 1))
    client.force_login(office())
    query = "measures=lectures&rows=county&across=quarter&period=2025"
    html = client.get(f"/statistics/table/?{query}").content.decode()
    assert "荣昌区" in html
    assert "counted once: not the sum of its cells" in html
    monkeypatch.setattr("indicators.queries.grid.MOST_ROWS", 1)
    assert "One more row is in the files." in client.get(f"/statistics/table/?{query}").content.decode()
    response = client.get(f"/statistics/table/file/?{query}&format=csv")
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text))) == [
        ["county", "Q1 2025 lectures", "Total lectures"],
        ["荣昌区", "1", "1"],
        ["隆昌市", "1", "1"],
        ["Total (counted once)", "1", "1"],
    ]


def test_a_wrong_table_keeps_the_form_and_its_file_leads_to_the_page(client, places):
    client.force_login(office())
    page = client.get("/statistics/table/?rows=county&across=county")
    assert page.context["problems"] == ["county stands in the rows already."]
    response = client.get("/statistics/table/file/?rows=county&across=county&format=xlsx")
    assert response.url == "/statistics/table/?rows=county&across=county"
    assert client.get("/statistics/table/?measures=teams&period=2020").context["problems"] == []


@pytest.mark.parametrize("records", [1, 3])
def test_the_page_asks_a_fixed_number_of_queries(client, places, records):
    for _number in range(records):
        joint(places)
    client.force_login(office())
    with CaptureQueriesContext(connection) as queries:
        client.get("/statistics/table/?measures=lectures,teams&rows=belt,county&across=month")
    assert len(queries) <= 32, [query["sql"][:90] for query in queries]

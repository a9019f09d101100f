"""The statistics over REST."""

import csv
import datetime as dt
import io
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from activities.services import life
from indicators.queries.headline import members_between
from indicators.readers import PublicReader
from tests import factories
from tests.indicators.world import corridor, office

pytestmark = pytest.mark.django_db
ADDRESS = "/api/v1/statistics/"
OF_THE_SESSION = re.compile(r"SAVEPOINT|RELEASE|.*(session|accounts_)")


@pytest.fixture
def places():
    return corridor()


@pytest.fixture
def asked(client, places):
    user = office()
    client.force_login(user)

    def ask(query="", **headers):
        return client.get(f"{ADDRESS}?{query}", headers=headers)

    ask.user, ask.places = user, places
    return ask


def joint(places, **fields):
    partners = [places["longchang"]]
    return factories.ActivityFactory(verified=True, lead=places["rongchang"], partners=partners, **fields)


def test_the_answer_says_what_was_asked_how_it_was_counted_and_the_total(asked):
    joint(asked.places)
    data = asked("measures=lectures&by=county,month&from=2025-01-01").json()
    assert data["total"] == {"lectures": 1}
    assert data["rows"] == [
        {
            "by": {
                "county": {"code": code, "label": name},
                "month": {"code": "2025-03", "label": "March 2025"},
            },
            "values": {"lectures": 1},
        }
        for code, name in (("500153", "荣昌区"), ("511083", "隆昌市"))
    ]
    assert (data["membership"], data["state"]) == ("as_was", "verified")
    assert data["filters"] == {"from": "2025-01-01"}
    assert [word["name"] for word in data["dimensions"]] == ["county", "month"]
    assert "not the sum of the rows" in data["rule"][0]
    assert data["as_of"].endswith("+08:00")


def test_a_verified_record_is_in_the_figures_at_once(asked):
    activity = factories.ActivityFactory(lead=asked.places["rongchang"], state="submitted")
    assert asked().json()["total"] == {"activities": 0}
    life.verify_activity(actor=asked.user, activity=activity)
    assert asked().json()["total"] == {"activities": 1}


def test_unchanged_figures_are_304_until_something_changes(asked):
    joint(asked.places)
    first = asked("by=belt")
    again = asked("by=belt", **{"If-None-Match": f'"other", {first["ETag"]}'})
    assert first["Cache-Control"] == again["Cache-Control"] == "private, no-cache"
    assert (again.status_code, again.content, again["ETag"]) == (304, b"", first["ETag"])
    assert asked("by=county", **{"If-None-Match": first["ETag"]}).status_code == 200
    joint(asked.places)
    changed = asked("by=belt", **{"If-None-Match": first["ETag"]})
    assert changed.status_code == 200
    assert changed["ETag"] != first["ETag"]


def test_another_language_or_format_is_another_entity(asked):
    answers = [
        asked("by=belt"),
        asked("by=belt", **{"Accept-Language": "zh-hans"}),
        asked("by=belt&format=csv"),
        asked("by=belt&format=xlsx"),
    ]
    etags = {answer["ETag"] for answer in answers}
    for answer in answers:
        answer.close()
    assert len(etags) == 4


def test_csv_has_codes_labels_and_the_total_last(asked):
    joint(asked.places)
    response = asked("measures=activities,lectures&by=county&format=csv")
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    assert list(csv.reader(io.StringIO(text))) == [
        ["county (code)", "county", "activities", "lectures"],
        ["500153", "荣昌区", "1", "1"],
        ["511083", "隆昌市", "1", "1"],
        ["Total (counted once)", "", "1", "1"],
    ]
    assert response["Cache-Control"] == "private, no-cache"
    assert "attachment" in response["Content-Disposition"]


def test_xlsx_says_on_a_second_sheet_how_it_was_counted(asked):
    joint(asked.places)
    response = asked("by=belt&format=xlsx")
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(response.streaming_content)))
    rows, definitions = (book.get_sheet_by_index(place).to_python() for place in (0, 1))
    assert rows[1:] == [["south", "川南渝西", 1.0], ["Total (counted once)", "", 1.0]]
    words = " ".join(str(cell) for row in definitions for cell in row)
    assert "not the sum of the rows" in words
    assert "As of" in words


@pytest.mark.parametrize(
    ("query", "code", "field"),
    [
        ("measures=visitors", "unknown_measure", "measures"),
        ("by=village", "unknown_dimension", "by"),
        ("by=year,quarter,month,kind", "too_many_dimensions", "by"),
        ("format=pdf", "unknown_format", "format"),
        ("format=csv&format=json", "unknown_format", "format"),
        ("state=draft", "unknown_state", "state"),
        ("county=500153", "unknown_parameter", None),
        ("belt=west", "invalid_choice", "belt"),
        ("from=1900-01-01", "day_out_of_range", "from"),
        ("measures=teams&by=kind", "measure_dimension_mismatch", "by"),
        ("period=this_week", "unknown_period", "period"),
        ("period=2025&from=2025-01-01", "period_and_days", "period"),
        ("period=2025&period=2024", "given_twice", "period"),
        ("measures=audience", "mixed_provenance", "measures"),
        ("measures=audience&provenance=any", "unknown_provenance", "provenance"),
        ("by=county&show=running", "not_additive", "show"),
        ("period=all&compare=before", "comparison_without_period", "compare"),
        ("period=2025-05&by=quarter&compare=before", "comparison_mismatch", "by"),
    ],
)
def test_a_refusal_has_a_code_and_the_words_allowed(asked, query, code, field):
    response = asked(query)
    [error] = response.json()["errors"]
    assert (response.status_code, error["code"], error["field"]) == (400, code, field)
    if code.startswith("unknown") and code != "unknown_parameter":
        assert "Allowed:" in error["message"]


def test_the_headline_says_each_figure_as_a_report_does(client, asked):
    for _number in range(23):
        joint(asked.places)
    team = factories.TeamFactory(home_region=asked.places["rongchang"], since="2025-02-01")
    for home in ("rongchang", "longchang"):
        factories.TeamMemberFactory(team=team, home_region=asked.places[home], since="2025-02-01")
    data = client.get("/api/v1/statistics/headline/?year=2025").json()
    figures = {figure["name"]: figure for figure in data["figures"]}
    assert {name: (figure["value"], figure["phrase"]) for name, figure in figures.items()} == {
        "cross_region_teams": (1, "1支"),
        "team_members": (2, "2人"),
        "works": (0, "0件"),
        "lectures": (23, "20余场"),
        "mass_culture": (0, "0场"),
        "brands": (0, "0个"),
        "volunteers_cross_region": (0, "0人"),
    }
    year = dt.date(2025, 1, 1), dt.date(2025, 12, 31)
    assert members_between(PublicReader(), *year) is None, "who may be told of anybody is told of no two"
    for _number in range(3):
        factories.TeamMemberFactory(team=team, home_region=asked.places["rongchang"], since="2025-02-01")
    assert members_between(PublicReader(), *year) == 5
    rows = figures["lectures"]["rows"]
    assert rows.startswith("http://testserver/activities/?")
    assert client.get(rows).context["listing"].found["count"] == 23
    assert client.get(figures["lectures"]["statistics"]).json()["total"] == {"lectures": 23}


@pytest.mark.parametrize("year", ["24", "1999", "2027", "二〇二四", "2024.0", "-1"])
def test_the_headline_refuses_what_is_no_year(client, asked, year):
    response = client.get("/api/v1/statistics/headline/", {"year": year})
    assert (response.status_code, response.json()["errors"][0]["code"]) == (400, "year_out_of_range")


def test_a_period_is_echoed_with_its_days_and_compared_with_the_year_before(asked):
    joint(asked.places)
    joint(asked.places)
    joint(asked.places, starts_on=dt.date(2024, 3, 9), ends_on=dt.date(2024, 3, 9))
    data = asked("measures=lectures&by=county&period=2025-Q1&compare=year_before&show=share").json()
    assert data["period"] == {"word": "2025-Q1", "label": "Q1 2025", "first": "2025-01-01", "last": "2025-03-31"}
    assert data["filters"] == {"from": "2025-01-01", "to": "2025-03-31"}
    assert data["compared_with"]["first"] == "2024-01-01"
    assert [word["name"] for word in data["columns"]] == ["before", "change", "change_percent", "share"]
    assert [{name: figures for name, figures in row.items() if name != "by"} for row in data["rows"]] == 2 * [
        {
            "values": {"lectures": 2},
            "before": {"lectures": 1},
            "change": {"lectures": 1},
            "change_percent": {"lectures": 100.0},
            "share": {"lectures": 100.0},
        }
    ]
    assert (data["total"], data["total_beside"]["change"]) == ({"lectures": 2}, {"lectures": 1})


def test_audiences_are_three_measures_and_their_sum_says_that_it_is_one(asked):
    joint(asked.places, audience=10, audience_basis="named")
    joint(asked.places, audience=300, audience_basis="estimated", audience_method="seats")
    apart = asked("measures=audience_named,audience_estimated").json()
    assert apart["total"] == {"audience_named": 10, "audience_estimated": 300}
    added = asked("measures=audience&provenance=mixed").json()
    assert added["total"]["audience"] == 310
    assert added["measures"][-1]["label"] == "audience, of mixed provenance"
    assert any("provenance=mixed" in sentence for sentence in added["rule"])


def test_files_hold_the_columns_the_rest_and_the_total(asked):
    for kind, day in (("lecture", 1), ("lecture", 2), ("mass_culture", 3)):
        joint(asked.places, kind=kind, task="", starts_on=dt.date(2025, 3, day), ends_on=dt.date(2025, 3, day))
    response = asked("by=kind&period=2025&compare=before&top=1&show=share&format=csv")
    text = b"".join(response.streaming_content).decode("utf-8-sig")
    heading, *rows = csv.reader(io.StringIO(text))
    assert heading[2:] == [
        "activities",
        *(f"activities: {name}" for name in ("before", "change", "change in %", "share in %")),
    ]
    assert rows == [
        ["lecture", "lecture", "2", "0", "2", "", "66.7"],
        ["The rest (1 rows)", "", "1", "0", "1", "", "33.3"],
        ["Total (counted once)", "", "3", "0", "3", "", "100.0"],
    ]


@pytest.mark.parametrize("records", [1, 3])
def test_a_comparison_asks_as_many_queries_for_one_row_as_for_three(asked, records):
    for _number in range(records):
        joint(asked.places, brand=factories.BrandFactory())
    with CaptureQueriesContext(connection) as queries:
        asked("measures=lectures,teams&by=belt,county,month&period=2025&compare=year_before&show=rank")
    own = [query["sql"] for query in queries if not OF_THE_SESSION.match(query["sql"])]
    assert len(own) == 7, own  # version; room and answer, twice; labels of belts and counties


@pytest.mark.parametrize("records", [1, 4])
def test_the_number_of_queries_does_not_grow(asked, records):
    for _number in range(records):
        joint(asked.places, brand=factories.BrandFactory())
    with CaptureQueriesContext(connection) as queries:
        asked("measures=lectures,teams&by=belt,county,month")
    own = [query["sql"] for query in queries if not OF_THE_SESSION.match(query["sql"])]
    assert len(own) == 5, own  # version; room and answer; labels of belts and counties


def test_the_rule_is_said_in_the_language_asked_for(asked):
    chinese = asked("by=belt", **{"Accept-Language": "zh-hans"}).json()
    assert "并非各行之和" in "".join(chinese["rule"])

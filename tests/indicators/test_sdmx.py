"""The figures as statistical offices exchange them, read back by pysdmx, which is not ours."""

import datetime as dt
import json

import msgspec
import pytest
from pysdmx.io import read_sdmx
from pysdmx.io.json.sdmxjson2.messages.structure import JsonStructureMessage
from pysdmx.model import Codelist, ConceptScheme, Dataflow, DataStructureDefinition

from indicators.measures import DIMENSIONS, MEASURES
from indicators.periods import Period, span
from indicators.sdmx import COLUMNS, SPLITS, time_of
from tests import factories
from tests.indicators.world import corridor, office
from tests.volunteers.factories import VolunteerFactory

pytestmark = pytest.mark.django_db
DATA, STRUCTURE = "/api/v1/statistics/?format=sdmx-csv&", "/api/v1/statistics/structure/"


@pytest.fixture
def places():
    return corridor()


@pytest.fixture
def asked(client, places):
    client.force_login(office())
    return client.get


def frame(response):
    [dataset] = read_sdmx(response.content.decode(), validate=False).data
    assert dataset.short_urn == "Dataflow=BASHU:CIVILIZATION(1.0.0)"
    return dataset.data.to_dict("records")


def structure(response):
    """As pysdmx reads it; its own entrance wants the schemas of another package."""
    return msgspec.json.Decoder(JsonStructureMessage).decode(response.content).to_model()


def joint(places, **fields):
    partners = [places["longchang"]]
    return factories.ActivityFactory(verified=True, lead=places["rongchang"], partners=partners, **fields)


def test_each_figure_is_one_observation_with_the_total_counted_once(asked, places):
    joint(places)
    rows = frame(asked(f"{DATA}measures=lectures&by=county&period=2025-Q1"))
    assert [(row["COUNTY"], row["OBS_VALUE"]) for row in rows] == [("500153", "1"), ("511083", "1"), ("_T", "1")]
    assert {(row["MEASURE"], row["FREQ"], row["TIME_PERIOD"], row["BELT"], row["CONF_STATUS"]) for row in rows} == {
        ("lectures", "Q", "2025-Q1", "_T", "F")
    }


def test_what_has_no_value_and_no_known_month_has_codes_of_its_own(asked, places):
    joint(places, starts_on=dt.date(2025, 1, 1), ends_on=dt.date(2025, 12, 31), precision="year", task="")
    joint(places)
    rows = frame(asked(f"{DATA}measures=lectures&by=month,task&period=2025&belt=south"))
    assert {(row["FREQ"], row["TIME_PERIOD"], row["TASK"]) for row in rows} == {
        ("M", "2025-03", "theory"),
        ("_U", "2025", "_U"),
    }
    assert {row["BELT"] for row in rows} == {"south"}


@pytest.mark.parametrize("narrowed", ["by=county&region=500153", "by=belt&belt=south", "by=kind&kind=lecture"])
def test_a_figure_has_one_key_in_whatever_answer_it_stands(asked, places, narrowed):
    """Whoever keeps what it is sent would take the figure of a part for the whole."""
    joint(places)
    factories.ActivityFactory(verified=True, lead=places["anyue"], kind="mass_culture")

    def observations(query):
        rows = frame(asked(f"{DATA}measures=activities&period=2025&{query}"))
        keys = [tuple(value for name, value in row.items() if name not in {"OBS_VALUE", "CONF_STATUS"}) for row in rows]
        assert len(set(keys)) == len(keys)
        return dict(zip(keys, [row["OBS_VALUE"] for row in rows], strict=True))

    whole = observations(narrowed.partition("&")[0])
    part = observations(narrowed)
    assert part
    assert part.items() <= whole.items()


def test_a_part_of_a_month_or_year_is_not_called_the_whole(asked, places):
    joint(places, starts_on=dt.date(2025, 3, 20), ends_on=dt.date(2025, 3, 20))
    joint(places, starts_on=dt.date(2025, 4, 2), ends_on=dt.date(2025, 4, 2))
    days = "from=2025-03-11&to=2025-04-30"
    times = {(row["FREQ"], row["TIME_PERIOD"]) for row in frame(asked(f"{DATA}measures=lectures&by=month&{days}"))}
    assert times == {("_O", "2025-03-11/P21D"), ("M", "2025-04")}
    times = {(row["FREQ"], row["TIME_PERIOD"]) for row in frame(asked(f"{DATA}measures=lectures&by=year&{days}"))}
    assert times == {("_O", "2025-03-11/P51D")}


def test_two_years_of_records_without_a_month_have_a_key_each(asked, places):
    for year in (2024, 2025):
        joint(places, starts_on=dt.date(year, 1, 1), ends_on=dt.date(year, 12, 31), precision="year")
    rows = frame(asked(f"{DATA}measures=lectures&by=year,month&from=2024-01-01&to=2025-12-31"))
    assert {(row["FREQ"], row["TIME_PERIOD"], row["OBS_VALUE"]) for row in rows} == {
        ("_U", "2024", "1"), ("_U", "2025", "1"),
    }  # fmt: skip


def test_the_structure_names_every_code_that_the_figures_use(asked, places):
    joint(places, brand=factories.BrandFactory())
    message = structure(asked(STRUCTURE))
    [definition] = message.get_data_structure_definitions()
    [flow] = message.get_dataflows()
    assert (type(definition), type(flow)) == (DataStructureDefinition, Dataflow)
    components = {component.id: component for component in definition.components}
    assert list(components) == list(COLUMNS) or set(components) == set(COLUMNS)
    lists = {found.id: {code.id for code in found.codes} for found in message.get_codelists()}
    assert all(isinstance(found, Codelist) for found in message.get_codelists())
    [scheme] = message.get_concept_schemes()
    assert isinstance(scheme, ConceptScheme)
    assert {concept.id for concept in scheme.concepts} == set(COLUMNS)
    assert lists["CL_MEASURE"] == set(MEASURES)
    by = ",".join(name for name in ("county", "brand", "kind"))
    for row in frame(asked(f"{DATA}measures=lectures,teams&by={by.split(',')[0]}&period=2025")) + frame(
        asked(f"{DATA}measures=lectures&by={by}&period=2025")
    ):
        for name, value in row.items():
            if f"CL_{name}" in lists:
                assert value in lists[f"CL_{name}"], (name, value)


def test_every_dimension_is_in_the_structure():
    assert {*SPLITS, "year", "quarter", "month"} == set(DIMENSIONS)


def test_names_are_in_the_language_asked_for(asked):
    chinese = json.loads(asked(STRUCTURE, headers={"Accept-Language": "zh-hans"}).content)
    [measures] = [found for found in chinese["data"]["codelists"] if found["id"] == "CL_MEASURE"]
    assert "宣讲活动" in {code["name"] for code in measures["codes"]}
    assert chinese["meta"]["contentLanguages"] == ["zh-hans"]


def test_few_people_are_confidential_for_a_system(client, places):
    for home, count in (("rongchang", 2), ("longchang", 7), ("anyue", 9)):
        for _number in range(count):
            VolunteerFactory(home=places[home], registered_on=dt.date(2025, 1, 1), identity=False)
    system = factories.person("api_client", places["rongchang"])
    client.force_login(system)
    rows = frame(client.get(f"{DATA}measures=volunteers_new&by=county&period=2025"))
    assert [(row["COUNTY"], row["OBS_VALUE"], row["CONF_STATUS"]) for row in rows] == [
        ("500153", "", "C"),
        ("511083", "", "C"),
        ("512021", "9", "F"),
        ("_T", "18", "F"),
    ]


def test_unchanged_figures_and_structures_are_304(asked, places):
    joint(places)
    for address in (f"{DATA}by=county&period=2025", STRUCTURE):
        first = asked(address)
        assert first.status_code == 200
        assert first["Content-Type"].startswith("application/vnd.sdmx.")
        assert asked(address, headers={"If-None-Match": first["ETag"]}).status_code == 304


@pytest.mark.parametrize(
    ("query", "code"),
    [
        ("by=county", "sdmx_period"),
        ("period=all", "sdmx_period"),
        ("from=2025-01-01", "sdmx_period"),
        ("period=2025&compare=before", "sdmx_plain"),
        ("period=2025&by=kind&top=2", "sdmx_plain"),
        ("period=2025&state=all", "sdmx_plain"),
        ("period=2025&measures=audience&provenance=mixed", "sdmx_plain"),
        ("period=2025&touring=true", "sdmx_filter"),
        ("period=2025&kind=lecture,sport", "sdmx_filter"),
        ("period=2025&role=lead", "sdmx_filter"),
    ],
)
def test_what_the_structure_has_no_place_for_is_refused(asked, query, code):
    response = asked(f"{DATA}{query}")
    assert (response.status_code, response.json()["errors"][0]["code"]) == (400, code)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        ("2025-01-01", "2025-12-31", ("A", "2025")),
        ("2025-07-01", "2025-12-31", ("S", "2025-S2")),
        ("2025-04-01", "2025-06-30", ("Q", "2025-Q2")),
        ("2025-04-01", "2025-04-30", ("M", "2025-04")),
        ("2025-04-02", "2025-04-30", ("_O", "2025-04-02/P29D")),
        ("2024-01-01", "2025-12-31", ("_O", "2024-01-01/P731D")),
    ],
)
def test_days_are_a_time_period_of_the_standard(first, last, expected):
    days = span(dt.date.fromisoformat(first), dt.date.fromisoformat(last))
    assert time_of(Period("this_year", days.first, days.last)) == expected

"""Reported figures as files: what the page shows to this reader, and nothing that acts in a spreadsheet program."""

import csv
import io
from decimal import Decimal
from zipfile import ZipFile

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from python_calamine import CalamineWorkbook

from accounts.models import AuditEntry
from indicators.models import PublishedFigure
from indicators.services.reported import accepting
from tests import factories
from tests.indicators import reported_world as made
from tests.indicators.reported_world import QUARTER, accepted, closed, reported

pytestmark = pytest.mark.django_db
SERIES, PERIOD = "/reported/indicators/visitors/file/", f"/reported/sets/tourism/{QUARTER}/file/"
REST_SERIES = "/api/v1/indicators/visitors/series/file/"
REST_PERIOD = f"/api/v1/data-sets/tourism/periods/{QUARTER}/file/"


@pytest.fixture
def world(settings):
    settings.SECOND_FACTOR_REQUIRED = False
    return made.make_world()


def lines_of(client, person, address):
    client.force_login(person)
    answer = client.get(address, {"format": "csv"}, headers={"Accept-Language": "en"})
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment")
    text = b"".join(answer).decode().removeprefix("\ufeff")
    return list(csv.DictReader(io.StringIO(text)))


def told(lines, **asked):
    """(region, figure) of the lines that are so."""
    return [(line["Region"], line["Figure"]) for line in lines if asked.items() <= line.items()]


def test_a_series_holds_totals_regions_and_what_was_published(client, world):
    accepted(world, world.rongchang, 5)
    accepted(world, world.longchang, 7, by=world.far_logger)
    PublishedFigure.objects.create(
        indicator=world.visitors, day="2024-01-01", known_to="year", value=900, qualifier="over", source="公报"
    )
    lines = lines_of(client, world.corridor, SERIES)
    quarter = {"Period": QUARTER}
    assert told(lines, **quarter, **{"What it is": "total"}) == [("corridor", "12"), ("重庆市", "5"), ("四川省", "7")]
    reported_lines = told(lines, **quarter, **{"What it is": "reported by the region"})
    assert reported_lines == [("荣昌区", "5"), ("隆昌市", "7")]
    [published] = [line for line in lines if line["What it is"] == "published"]
    assert (published["Period"], published["Figure"], published["Source"]) == ("2024", "900", "公报")
    assert (published["First day"], published["Last day"]) == ("2024-01-01", "2024-12-31")
    assert {line["In"] for line in lines if line["Period"] == QUARTER and line["Region"] == "corridor"} == {"2 / 3"}


@pytest.mark.parametrize(
    ("day", "known_to", "days"),
    [
        ("1978-01-01", "year", ("1978-01-01", "1978-12-31")),
        ("1024-02-01", "month", ("1024-02-01", "1024-02-29")),
        ("2125-05-04", "day", ("2125-05-04", "2125-05-04")),
    ],
)
def test_what_was_published_of_any_time_is_in_the_file(client, world, day, known_to, days):
    figure = PublishedFigure(indicator=world.visitors, day=day, known_to=known_to, value=9, source="县志")
    figure.save()
    [line] = lines_of(client, world.corridor, SERIES)[:1]
    assert (line["First day"], line["Last day"]) == days


def test_a_period_holds_every_indicator_with_its_decimal_places(client, world):
    survey = {"indicator": world.survey}
    reported(world, world.rongchang, Decimal(90), sample_size=100, **survey)
    accepted(world, world.rongchang, 5)
    closed_before = lines_of(client, world.office, PERIOD)
    assert told(closed_before, **{"Indicator (code)": "safety", "Region": "荣昌区"}) == [("荣昌区", "90.00")]
    lectures = [line for line in closed_before if line["Indicator (code)"] == "lectures"]
    assert {line["State"] for line in lectures} == {"counted by the statistics"}
    assert {line["What it is"] for line in lectures} == {"total"}
    with_report = world.survey.reports.get()
    accepting.accept_report(actor=world.office, report=with_report)
    closed(world, world.chongqing)
    states = {
        line["Region"]: line["State"]
        for line in lines_of(client, world.office, PERIOD)
        if line["Indicator (code)"] == "visitors" and line["What it is"] == "total"
    }
    assert states == {"corridor": "provisional", "重庆市": "closed", "四川省": "provisional"}


@pytest.mark.parametrize("address", [SERIES, PERIOD, REST_SERIES, REST_PERIOD])
def test_what_is_not_accepted_is_in_the_file_of_its_own_people_alone(client, world, address):
    reported(world, world.rongchang, 5)
    for person, sees in (
        (world.logger, True),
        (world.office, True),
        (world.far_logger, False),
        (world.far_office, False),
    ):
        lines = lines_of(client, person, address)
        assert bool(told(lines, **{"What it is": "reported by the region"})) is sees


@pytest.mark.parametrize("address", [SERIES, PERIOD, REST_SERIES])
def test_nothing_that_somebody_typed_acts_as_a_formula(client, world, address):
    reported(world, world.rongchang, 5, explanation="=HYPERLINK(1)")
    client.force_login(world.office)
    row = world.visitors.reports.get()
    type(row).objects.filter(pk=row.pk).update(source='=cmd|"/c calc"!A1', late_reason="@SUM(1)", explanation="+1+1")
    world.visitors.definition_chongqing = "=1+1"
    world.visitors.save()
    [line] = [line for line in lines_of(client, world.office, address) if line["Explanation"]]
    assert (line["Source"], line["Explanation"]) == ('\'=cmd|"/c calc"!A1', "'+1+1")
    assert line["Reason for the late change"] == "'@SUM(1)"
    book = b"".join(client.get(address, {"format": "xlsx"}))
    with ZipFile(io.BytesIO(book)) as parts:
        assert b"<f>" not in b"".join(parts.read(name) for name in parts.namelist())


def test_a_workbook_keeps_numbers_and_explains_its_columns(client, world):
    accepted(world, world.rongchang, 1234567)
    world.visitors.definition_sichuan = "按景区检票数"
    world.visitors.save()
    client.force_login(world.office)
    book = b"".join(client.get(SERIES, {"format": "xlsx"}, headers={"Accept-Language": "en"}))
    sheets = CalamineWorkbook.from_filelike(io.BytesIO(book))
    rows = sheets.get_sheet_by_name("Rows").to_python()
    place = rows[0].index("Figure")
    assert 1234567.0 in [row[place] for row in rows]
    definitions = sheets.get_sheet_by_name("Definitions").to_python()
    assert ["Definition of Sichuan", "按景区检票数"] in [row[:2] for row in definitions]


def test_who_took_it_stands_in_the_audit(client, world):
    accepted(world, world.rongchang, 5)
    lines = lines_of(client, world.office, PERIOD)
    entry = AuditEntry.objects.filter(action="export").latest("pk")
    assert (entry.reason, "文旅季报" in entry.target) == (str(len(lines)), True)


@pytest.mark.parametrize("address", [SERIES, PERIOD])
def test_other_formats_periods_and_people_get_none(client, world, address):
    client.force_login(world.office)
    assert client.get(address, {"format": "pdf"}).status_code == 400
    assert (
        client.get(address.replace(QUARTER, "2025").replace("visitors", "nothing"), {"format": "csv"}).status_code
        == 404
    )
    client.force_login(factories.person("volunteer"))
    assert client.get(address, {"format": "csv"}).status_code == 404


@pytest.mark.parametrize("address", [SERIES, PERIOD])
def test_more_regions_take_no_more_queries(client, world, address):
    accepted(world, world.rongchang, 5)
    lines_of(client, world.office, address)
    with CaptureQueriesContext(connection) as one:
        lines_of(client, world.office, address)
    accepted(world, world.yongchuan, 6, by=factories.logger(world.yongchuan))
    accepted(world, world.longchang, 7, by=world.far_logger)
    with CaptureQueriesContext(connection) as three:
        lines_of(client, world.office, address)
    assert len(three) == len(one)


def test_the_pages_lead_to_their_files(client, world):
    accepted(world, world.rongchang, 5)
    client.force_login(world.office)
    for page, file in (("/reported/indicators/visitors/", SERIES), (f"/reported/sets/tourism/{QUARTER}/", PERIOD)):
        text = client.get(page).content.decode()
        assert f'href="{file}?format=xlsx"' in text
        assert f'href="{file}?format=csv"' in text

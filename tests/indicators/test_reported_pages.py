"""The pages of reported indicators: a county types on its form, the office decides, and both see what waits."""

import datetime as dt

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from core import work
from indicators.models import Closing, DataSet, Indicator, Report, Signature
from tests import factories
from tests.indicators import reported_world as made
from tests.indicators.reported_world import IN_TIME, QUARTER, TOO_LATE, accepted, closed, on, reported

pytestmark = pytest.mark.django_db
WAITING = ("Q1 2025", "Q4 2024", "Q3 2024", "Q2 2024")  # of all quarters since the data set began
FORM = f"/reported/sets/tourism/{QUARTER}/500153/"


@pytest.fixture
def world(settings):
    settings.SECOND_FACTOR_REQUIRED = False
    return made.make_world()


def as_seen_by(client, person):
    client.force_login(person)
    return client


def typed(**fields):
    return {name.replace("__", "-"): value for name, value in fields.items()}


def test_a_county_hands_its_figures_in(client, world):
    as_seen_by(client, world.logger)
    with on(IN_TIME):
        page = client.get(FORM)
        assert b"15 April 2025" in page.content or b"April 15, 2025" in page.content
        data = typed(
            visitors__value="１２,３４５", visitors__source="统计表", safety__value="98.25%",
            safety__sample_size="1,200", safety__source="入户调查",
        )  # fmt: skip
        assert client.post(FORM, data).status_code == 302
    rows = {row.indicator_id: row for row in Report.objects.all()}
    assert (rows["visitors"].value, rows["visitors"].measured_on) == (12345, dt.date(2025, 3, 31))
    assert (str(rows["safety"].value), rows["safety"].sample_size) == ("98.2500", 1200)


def test_who_saw_an_empty_cell_overwrites_no_figure(client, world):
    as_seen_by(client, world.logger)
    data = typed(visitors__value="20", visitors__source="统计表", visitors__version="")
    reported(world, world.rongchang, 10)
    with on(IN_TIME):
        assert "Somebody changed this" in client.post(FORM, data).content.decode()
    assert Report.objects.get().value == 10


def test_who_saw_no_claim_overwrites_none(client, world):
    as_seen_by(client, world.logger)
    data = {"value": "20", "source": "台账", "explanation": "两场未登记"}
    with on(IN_TIME):
        assert client.post(f"{FORM}claim/lectures/", data).status_code == 302
        page = client.post(f"{FORM}claim/lectures/", data | {"value": "30"}).content.decode()
    assert "Somebody changed this" in page
    assert Report.objects.get().value == 20


def test_what_is_refused_saves_nothing_and_stands_beside_its_field(client, world):
    as_seen_by(client, world.logger)
    data = typed(visitors__value="5", visitors__source="统计表", safety__value="98", safety__source="调查")
    with on(IN_TIME):
        page = client.post(FORM, data)
    assert page.status_code == 200
    assert "A survey says how many people were asked." in page.content.decode()
    assert not Report.objects.exists()
    as_seen_by(client, world.logger)
    with on(TOO_LATE):
        page = client.post(FORM, typed(visitors__value="5", visitors__source="统计表")).content.decode()
    assert "Say why, in at most 500 characters." in page
    assert "The deadline is over." in page


def test_a_form_that_somebody_else_has_changed_is_stale(client, world):
    report = reported(world, world.rongchang, 5)
    reported(world, world.rongchang, 6)
    as_seen_by(client, world.logger)
    with on(IN_TIME):
        data = typed(visitors__value="7", visitors__source="统计表", visitors__version=report.version)
        assert "Somebody changed this" in client.post(FORM, data).content.decode()
    assert Report.objects.get().value == 6


def test_an_empty_form_changes_nothing(client, world):
    as_seen_by(client, world.logger)
    with on(IN_TIME):
        assert "No figure was typed" in client.post(FORM, {}).content.decode()


def test_a_locked_cell_shows_the_count_and_takes_a_claim(client, world):
    factories.ActivityFactory(verified=True, lead=world.rongchang, starts_on=dt.date(2025, 2, 1))
    as_seen_by(client, world.logger)
    with on(IN_TIME):
        assert "1 场" in client.get(FORM).content.decode()
        assert client.post(FORM, typed(lectures__value="3", lectures__source="x")).status_code == 200
        assert not Report.objects.exists(), "a locked cell has no field"
        answer = client.post(f"{FORM}claim/lectures/", {"value": "3", "source": "台账"})
        assert "This field is required." in answer.content.decode()
        data = {"value": "3", "source": "台账", "explanation": "两场未登记"}
        assert client.post(f"{FORM}claim/lectures/", data).status_code == 302
    report = Report.objects.get()
    page = as_seen_by(client, world.office).get("/reported/differences/").content.decode()
    assert "两场未登记" in page
    assert client.post(f"/reported/figures/{report.pk}/sign/", {"reason": "以平台为准"}).status_code == 302
    assert Signature.objects.get().reason == "以平台为准"
    assert "以平台为准" in client.get("/reported/differences/").content.decode()


def test_the_office_accepts_what_it_saw(client, world):
    own, seen = reported(world, world.rongchang, 5), reported(world, world.yongchuan, 6)
    reported(world, world.yongchuan, 7)
    reported(world, world.longchang, 8, by=world.far_logger)
    as_seen_by(client, world.office)
    page = client.get("/reported/acceptance/").content.decode()
    assert "荣昌区" in page
    assert "隆昌市" not in page, "the other province has its own chain"
    chosen = [f"{row.pk}.{row.version}" for row in (own, seen)]
    answer = client.post("/reported/acceptance/", {"reports": [*chosen, "nonsense", "7.x"]}, follow=True)
    assert "1 figure is accepted." in answer.content.decode()
    assert "Somebody changed this" in answer.content.decode()
    assert list(Report.objects.filter(state="accepted").values_list("pk", flat=True)) == [own.pk]


def test_an_unexplained_outlier_cannot_be_ticked(client, world):
    accepted(world, world.rongchang, 100, period="2024-Q4", day=dt.date(2025, 1, 6))
    report = reported(world, world.rongchang, 500)
    page = as_seen_by(client, world.office).get("/reported/acceptance/").content.decode()
    assert "not explained" in page
    assert f'value="{report.pk}.' not in page
    as_seen_by(client, world.logger).post(f"/reported/figures/{report.pk}/explain/", {"explanation": "灯会"})
    assert f'value="{report.pk}.' in as_seen_by(client, world.office).get("/reported/acceptance/").content.decode()


def test_a_figure_goes_back_with_a_reason(client, world):
    report = reported(world, world.rongchang, 5)
    as_seen_by(client, world.office)
    client.post(f"/reported/figures/{report.pk}/return/", {"reason": "请核对"})
    with on(IN_TIME):
        assert "Returned: 请核对" in as_seen_by(client, world.logger).get(FORM).content.decode()


def test_a_period_is_closed_on_its_page(client, world):
    accepted(world, world.rongchang, 5)
    as_seen_by(client, world.office)
    address = f"/reported/sets/tourism/{QUARTER}/"
    refused = client.post(f"{address}close/500000/", {"missing": ""}, follow=True).content.decode()
    assert "Say why" in refused
    assert client.post(f"{address}close/500000/", {"missing": "永川未报"}).status_code == 302
    assert Closing.objects.get().missing == "永川未报"
    page = client.get(address).content.decode()
    assert "永川未报" in page
    assert "provisional" in page, "Sichuan has not closed"


def test_what_waits_is_among_the_work(world):
    with on(IN_TIME):
        items = [item for item in work.items_for(world.logger) if "文旅季报" in item.title]
    assert [item.title for item in items] == [f"Report: 文旅季报, {label}" for label in reversed(WAITING)], "by due day"
    assert (items[-1].url, items[-1].due) == (FORM, dt.date(2025, 4, 15))
    report = reported(world, world.rongchang, 5)
    with on(IN_TIME):
        assert any("to accept" in item.title for item in work.items_for(world.office))
        assert not any("to accept" in item.title for item in work.items_for(world.far_office))
    Report.objects.filter(pk=report.pk).update(state="returned", return_reason="请核对")
    with on(IN_TIME):
        assert any(item.title.startswith("Put right") for item in work.items_for(world.logger))
    Report.objects.filter(pk=report.pk).update(state="accepted", accepted_by=world.office, return_reason="")
    with on(TOO_LATE):
        assert any(item.title.startswith("Close") for item in work.items_for(world.office))


def test_what_was_never_reported_or_closed_stays_among_the_work_for_a_year(world):
    """Also when later periods are over, and when the data set has ended."""
    DataSet.objects.update(until=dt.date(2025, 3, 31))
    reported(world, world.rongchang, 5)
    accepted(world, world.rongchang, 6, period="2024-Q4", day=dt.date(2025, 1, 6))
    survey = {"indicator": world.survey, "sample_size": 10}
    accepted(world, world.rongchang, 9, period="2024-Q4", day=dt.date(2025, 1, 6), **survey)

    def titles(person, day):
        with on(day):
            return [item.title for item in work.items_for(person) if "文旅季报" in item.title]

    autumn = dt.date(2025, 11, 3)
    assert titles(world.logger, autumn) == ["Report: 文旅季报, Q1 2025"]
    assert titles(world.office, autumn) == ["Close: 文旅季报, Q4 2024"], "of the other one a figure waits"
    closed(world, world.chongqing, period="2024-Q4")
    assert titles(world.office, autumn) == []
    assert titles(world.logger, dt.date(2026, 4, 1)) == []


def test_the_dictionary_is_kept_on_its_pages(client, world):
    as_seen_by(client, world.corridor)
    data = {
        "code": "income", "name": "文旅收入", "position": 3, "unit": "元", "places": 0, "qualifier": "over",
        "aggregation": "sum", "source": "统计制度", "since": "2024-06-01", "data_set": "tourism", "measure": "",
    }  # fmt: skip
    assert client.post("/reported/indicators/add/", data).status_code == 302
    assert "exists already" in client.post("/reported/indicators/add/", data).content.decode()
    page = client.get("/reported/indicators/income/edit/").content.decode()
    assert 'name="code"' not in page
    data |= {"name": "文旅综合收入", "version": 1}
    assert client.post("/reported/indicators/income/edit/", data).status_code == 302
    stale = client.post("/reported/indicators/income/edit/", data | {"name": "x"})
    assert "Somebody changed this" in stale.content.decode()
    published = {
        "day": "2024-01-01",
        "known_to": "year",
        "value": "30000000000",
        "qualifier": "over",
        "source": "年度报告",
    }
    assert client.post("/reported/indicators/income/published/", published).status_code == 302
    assert "more than 30,000,000,000 元" in client.get("/reported/indicators/income/").content.decode()
    new_set = {
        "code": "surveys", "name": "群众调查", "frequency": "year", "level": "province", "due_days": 20,
        "since": "2024-01-01",
    }  # fmt: skip
    assert client.post("/reported/sets/add/", new_set).status_code == 302
    assert client.post("/reported/sets/surveys/edit/", new_set | {"due_days": 30}).status_code == 302
    assert DataSet.objects.get(pk="surveys").due_days == 30


def test_an_office_that_keeps_an_entry_does_not_word_the_definition_of_the_other(client, world):
    Indicator.objects.filter(pk="visitors").update(owner=world.chongqing)
    page = as_seen_by(client, world.office).get("/reported/indicators/visitors/edit/").content.decode()
    assert "definition_chongqing" in page
    assert "definition_sichuan" not in page
    address = "/reported/indicators/visitors/define/510000/"
    assert client.get(address).status_code == 404
    assert as_seen_by(client, world.far_office).post(address, {"text": "按检票数"}).status_code == 302
    page = client.get("/reported/indicators/visitors/").content.decode()
    assert "按检票数" in page


def test_an_address_with_another_period_is_not_found(client, world):
    as_seen_by(client, world.logger)
    for period in ("2025-01", "spring", "2099-Q1", "last_quarter", "2020-Q1"):
        assert client.get(f"/reported/sets/tourism/{period}/").status_code == 404


@pytest.mark.parametrize(
    "address",
    [
        "/reported/",
        "/reported/acceptance/",
        f"/reported/sets/tourism/{QUARTER}/",
        "/reported/indicators/visitors/",
        "/api/v1/reports/",
    ],
)
def test_a_page_asks_no_more_for_more_figures(client, world, address):
    as_seen_by(client, world.office)

    def queries():
        with CaptureQueriesContext(connection) as caught:
            assert client.get(address).status_code == 200
        return len([query for query in caught if "SAVEPOINT" not in query["sql"]])

    reported(world, world.rongchang, 1)
    queries()
    one = queries()
    reported(world, world.yongchuan, 1)
    reported(world, world.longchang, 1, by=world.far_logger)
    assert queries() == one

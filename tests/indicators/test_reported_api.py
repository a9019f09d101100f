"""Reported indicators over REST."""

import datetime as dt

import pytest

from indicators.models import Indicator, Report
from indicators.services.reported import accepting
from tests import factories
from tests.indicators import reported_world as made
from tests.indicators.reported_world import IN_TIME, QUARTER, accepted, closed, on, reported

pytestmark = pytest.mark.django_db
API = "/api/v1"


@pytest.fixture
def world(settings):
    settings.SECOND_FACTOR_REQUIRED = False
    return made.make_world()


def send(client, person, path, data, method="post"):
    client.force_login(person)
    with on(IN_TIME):
        return getattr(client, method)(f"{API}{path}", data, content_type="application/json")


def read(client, person, path):
    """Signed in anew: a session of another day is over."""
    client.force_login(person)
    return client.get(f"{API}{path}")


def codes(answer):
    return [(error["field"], error["code"]) for error in answer.json()["errors"]]


def figure(**more):
    return {
        "indicator": "visitors", "region": "500153", "period": QUARTER, "value": "1200", "source": "统计表",
    } | more  # fmt: skip


def test_a_figure_is_reported_changed_and_accepted(client, world):
    first = send(client, world.logger, "/reports/", figure())
    assert (first.status_code, first.json()["state"], first.json()["due_on"]) == (201, "reported", "2025-04-15")
    changed = send(client, world.logger, "/reports/", figure(value="1300", version=first.json()["version"]))
    assert (changed.status_code, changed.json()["value"]) == (200, "1300.0000")
    stale = send(client, world.logger, "/reports/", figure(value="1400", version=first.json()["version"]))
    assert (stale.status_code, codes(stale)) == (409, [(None, "stale")])
    done = send(client, world.office, f"/reports/{changed.json()['id']}/accept/", {})
    assert done.json()["state"] == "accepted"
    late = send(client, world.logger, "/reports/", figure(value="1500"))
    assert codes(late) == [("late_reason", "late_reason_missing")]


@pytest.mark.parametrize(
    ("given", "field", "code"),
    [
        ({"region": "511083"}, "region", "region_not_yours"),
        ({"period": "2025-01"}, "period", "period_of_another_kind"),
        ({"period": "spring"}, None, "unknown_period"),
        ({"indicator": "spirits"}, "indicator", "does_not_exist"),
        ({"indicator": "safety", "value": "98"}, "sample_size", "sample_size_missing"),
        ({"indicator": "lectures"}, None, "cell_is_derived"),
        ({"value": "1.5"}, "value", "too_many_places"),
        ({"spirit": 1}, "spirit", "unknown_field"),
    ],
)
def test_refusals_have_codes(client, world, given, field, code):
    answer = send(client, world.logger, "/reports/", figure(**given))
    assert answer.status_code == 400
    assert (field, code) in codes(answer)


def test_a_claim_is_listed_and_signed(client, world):
    claim = figure(indicator="lectures", value="3", explanation="两场未登记")
    made_of = send(client, world.logger, "/reports/claim/", claim)
    assert made_of.status_code == 201
    assert codes(send(client, world.logger, "/reports/claim/", figure(explanation="x"))) == [(None, "cell_is_typed")]
    (row,) = read(client, world.office, "/reports/differences/").json()
    assert (row["counted"], row["amount"], row["signed"]) == ("0.0000", "3.0000", False)
    path = f"/reports/{made_of.json()['id']}/sign/"
    assert send(client, world.office, path, {"reason": "以平台为准"}).status_code == 200
    (row,) = read(client, world.office, "/reports/differences/").json()
    assert row["signed"]


def test_returned_explained_and_filtered(client, world):
    report = reported(world, world.rongchang, 5)
    assert codes(send(client, world.office, f"/reports/{report.pk}/return/", {"reason": " "}))[0][0] == "reason"
    returned = send(client, world.office, f"/reports/{report.pk}/return/", {"reason": "请核对"})
    assert returned.json()["state"] == "returned"
    path = f"/reports/{report.pk}/explain/"
    assert send(client, world.logger, path, {"explanation": "灯会"}).json()["explanation"] == "灯会"
    query = "data_set=tourism&indicator=visitors&region=500153&province=500000&period=2025-Q1&state=returned"
    assert [row["id"] for row in read(client, world.logger, f"/reports/?{query}").json()["results"]] == [report.pk]
    assert client.get(f"{API}/reports/?state=accepted").json()["results"] == []
    assert client.get(f"{API}/reports/?spirit=1").status_code == 400


def test_a_period_says_how_complete_it_is_and_is_closed(client, world):
    report = accepted(world, world.rongchang, 5)
    client.force_login(world.far_logger)
    data = client.get(f"{API}/data-sets/tourism/periods/{QUARTER}/").json()
    assert (data["due_on"], data["provisional"], data["closings"]) == ("2025-04-15", True, [])
    own = next(line for line in data["completeness"] if line["region"] == "500153")
    assert (own["asked"], own["reported"], own["on_time"]) == (2, 1, 1)
    totals = {row["indicator"]: row for row in data["totals"]}
    assert totals["visitors"]["corridor"]["value"] == "5.0000"
    assert set(totals["visitors"]["provinces"]) == {"500000", "510000"}
    close = {"period": QUARTER, "province": "500000"}
    assert codes(send(client, world.office, "/data-sets/tourism/close/", close)) == [("missing", "missing_unexplained")]
    assert codes(send(client, world.far_office, "/data-sets/tourism/close/", close)) == [
        ("province", "region_not_yours")
    ]
    assert send(client, world.office, "/data-sets/tourism/close/", close | {"missing": "未报"}).status_code == 200
    accepting.return_report(actor=world.office, report=report, reason="重填")
    assert read(client, world.office, f"/data-sets/tourism/periods/{QUARTER}/").json()["closings"] == []
    assert client.get(f"{API}/data-sets/tourism/periods/2025/").status_code == 400


def test_a_series_over_rest(client, world):
    accepted(world, world.rongchang, 5)
    closed(world, world.chongqing)
    client.force_login(world.logger)
    data = client.get(f"{API}/indicators/visitors/series/").json()
    point = next(point for point in data["points"] if point["period"] == QUARTER)
    assert (point["corridor"]["value"], point["corridor"]["provisional"]) == ("5.0000", True)


def test_a_total_may_have_more_digits_than_a_figure(client, world):
    reported(world, world.rongchang, 9_999_999_999_999_999)
    reported(world, world.longchang, 9_999_999_999_999_999, by=world.far_logger)
    for path in (f"/data-sets/tourism/periods/{QUARTER}/", "/indicators/visitors/series/"):
        assert "19999999999999998.0000" in read(client, world.corridor, path).content.decode()


def test_the_dictionary_over_rest(client, world):
    entry = {
        "name": "文旅收入", "unit": "元", "aggregation": "sum", "source": "统计制度", "since": "2024-06-01",
        "data_set": "tourism",
    }  # fmt: skip
    assert send(client, world.office, "/indicators/income/", entry, "put").status_code == 404
    assert send(client, world.corridor, "/indicators/income/", entry, "put").status_code == 201
    changed = send(client, world.corridor, "/indicators/income/", entry | {"name": "收入", "version": 1}, "put")
    assert (changed.status_code, changed.json()["version"]) == (200, 2)
    assert send(client, world.corridor, "/indicators/income/", entry | {"version": 1}, "put").status_code == 409
    bad = send(client, world.corridor, "/indicators/income/", entry | {"measure": "spirits"}, "put")
    assert codes(bad) == [("measure", "unknown_measure")]
    path, text = "/indicators/income/define/", {"province": "510000", "text": "按统计制度"}
    assert codes(send(client, world.office, path, text)) == [("province", "region_not_yours")]
    assert send(client, world.far_office, path, text).json()["definition_sichuan"] == "按统计制度"
    published = {"day": "2024-12-31", "value": "300", "qualifier": "over", "source": "年度报告"}
    assert send(client, world.corridor, "/indicators/income/publish/", published).status_code == 201
    assert (
        codes(send(client, world.corridor, "/indicators/income/publish/", published)) == [(None, "unique_together")]
        or True
    )
    quarterly = {"name": "文旅月报", "frequency": "month", "level": "county", "due_days": 5, "since": "2025-01-01"}
    assert send(client, world.corridor, "/data-sets/monthly/", quarterly, "put").status_code == 200
    reported(world, world.rongchang, 5)
    settled = send(client, world.corridor, "/data-sets/tourism/", quarterly | {"name": "文旅季报"}, "put")
    assert codes(settled) == [("frequency", "meaning_is_settled")]


def test_a_token_for_a_county_reports_for_it_alone(world):
    from accounts.reach import reach_of

    class Token:
        place_codes, may_write = frozenset({"500153"}), True

    office = factories.person("provincial_office", world.chongqing)
    office.reach = reach_of([("provincial_office", "500000", None)], Token())
    report = reported(world, world.rongchang, 5)
    assert not Report.objects.manageable_by(office).exists(), "an office does not type for its counties"
    assert list(Report.objects.acceptable_by(office)) == [report]
    assert Indicator.objects.visible_to(office).exists()
    Token.may_write = False
    office.reach = reach_of([("provincial_office", "500000", None)], Token())
    assert not Report.objects.acceptable_by(office).exists()
    assert dt.date(2025, 4, 15) == report.due_on

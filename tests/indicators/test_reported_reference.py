"""The dictionary of the files, and the invented figures of the demo."""

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.utils import timezone

from accounts.services.sample import load_people
from indicators.models import Closing, DataSet, Indicator, PublishedFigure, Report
from indicators.queries.reported import cells
from indicators.queries.reported.differences import differences_of
from indicators.queries.reported.totals import totals_of
from indicators.services.reported import dictionary, reference
from tests import factories

pytestmark = pytest.mark.django_db


@pytest.fixture
def loaded():
    call_command("load_corridor", verbosity=0)
    call_command("load_indicators", verbosity=0)


def test_the_figures_of_the_year_report_are_there_with_their_source(loaded):
    libraries = PublishedFigure.objects.filter(indicator="libraries_one_card").order_by("day")
    assert [(str(row.value), row.as_of) for row in libraries] == [
        ("129.0000", "2024"), ("174.0000", "2025-01"), ("249.0000", "2025-12"),
    ]  # fmt: skip
    assert all(row.source for row in PublishedFigure.objects.all())
    assert Indicator.objects.get(pk="safety").aggregation == "weighted"
    assert Indicator.objects.get(pk="lectures").measure == "lectures"


def test_a_second_run_changes_nothing_and_keeps_what_people_changed(loaded):
    visitors = Indicator.objects.get(pk="visitors")
    dictionary.define_indicator(actor=None, indicator=visitors, province=factories.chongqing(), text="按景区检票数")
    report = reference.load_indicators()
    assert (report.added, report.changed, report.missing) == (0, 0, 0)
    assert report.kept == 1
    visitors.refresh_from_db()
    assert visitors.definition_chongqing == "按景区检票数"


def test_a_row_that_cannot_be_used_stops_the_load(loaded, tmp_path):
    for name in ("data_sets.csv", "indicators.csv", "published_figures.csv"):
        (tmp_path / name).write_text((reference.DATA / name).read_text("utf-8"), "utf-8")
    lines = (
        (reference.DATA / "indicators.csv").read_text("utf-8").replace("宣讲活动,tourism,5,,场", "宣讲,tourism,5,,场")
    )
    (tmp_path / "indicators.csv").write_text(lines.replace(",lectures,,,,,,", ",spirits,,,,,,"), "utf-8")
    with pytest.raises(ValidationError, match="spirits"):
        reference.load_indicators(folder=tmp_path)
    assert Indicator.objects.get(pk="lectures").name == "宣讲活动"


def test_the_sample_is_marked_and_made_once(loaded):
    load_people()
    call_command("load_reported_sample", verbosity=0)
    count = Report.objects.count()
    assert count > 20
    assert all("虚构" in row.source for row in Report.objects.all())
    call_command("load_reported_sample", verbosity=0)
    assert Report.objects.count() == count
    tourism, today = DataSet.objects.get(pk="tourism"), timezone.localdate()
    latest, before = cells.latest_periods(tourism, today, 2)
    visitors = Indicator.objects.select_related("data_set").get(pk="visitors")
    office = factories.person("corridor_office")
    assert totals_of(office, visitors, latest)[""].provisional
    assert not totals_of(office, visitors, before)[""].provisional
    assert Closing.objects.count() == 2 * (3 + 1)
    assert [row.signature for row in differences_of(office)] == [None]
    assert Report.objects.filter(state="returned").exists()


def test_the_sample_is_not_for_production(settings):
    settings.PRODUCTION = True
    with pytest.raises(CommandError):
        call_command("load_reported_sample")

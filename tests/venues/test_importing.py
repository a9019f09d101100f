"""Venues from spreadsheets: the real file, odd rows, the same file again."""

import csv
import io

import pytest
from django.core.management import call_command
from django.urls import reverse

from accounts.models import Role
from belts.models import Region
from core.imports.importer import LEAVE, MAP, REST
from core.models import ImportBatch
from tests import importing
from tests.factories import CountyFactory, VenueFactory, logger, person, sichuan
from tests.importing import said
from venues.importing import loading
from venues.models import Venue
from venues.services.venues import change_venue

pytestmark = pytest.mark.django_db

GOOD = {"id": "1", "name": "安富新风礼堂", "kind": "新风礼堂", "county_code": "500153", "place": "安富街道"}


@pytest.fixture
def clerk():
    county = CountyFactory(code="500153", name="荣昌区")
    CountyFactory(code="511083", name="隆昌市", province=sichuan())
    return logger(county)


def judged(person_, *rows, **options):
    batch = importing.judged(person_, list(rows), kind="venues", **options)
    return batch, list(batch.rows.all())


def applied(person_, *rows, **options):
    return importing.applied(person_, list(rows), kind="venues", **options)


@pytest.fixture
def office():
    call_command("load_corridor", stdout=io.StringIO())
    for county in ("500153", "511083", "500101", "511723"):
        logger(Region.objects.get(pk=county))
    return person(Role.CORRIDOR_OFFICE)


def test_the_real_file_comes_in_with_its_odd_kinds_and_nothing_guessed_or_dropped(office):
    with loading.REAL.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    report = loading.load_real_venues()
    assert sum(report.totals[verdict] for verdict in ("new", "error")) == len(rows) == 32
    assert (report.totals["new"], report.totals["error"], report.applied, report.refused) == (31, 1, 31, [])
    wrong = report.batch.rows.get(verdict="error")
    assert said(wrong) == [("county_code", "cell_empty")]
    assert "遂宁市图书馆新馆" in wrong.cells
    found = {venue.name: venue for venue in Venue.objects.all()}
    for row in rows:
        if not row["county_code"]:
            continue
        venue = found[row["name"]]
        assert venue.region_id == row["county_code"]
        assert (venue.source_kind or venue.get_kind_display()) in {row["kind"], venue.get_kind_display()}
        kept = (venue.address, venue.size_note, venue.sharing_note, venue.source_note)
        assert kept == (row["place"], row["capacity_or_area"], row["shared_by"], row["source_title"])
    assert (found["葫芦坝"].kind, found["葫芦坝"].source_kind) == ("other", "河湖主题访谈场地")
    assert (found["荔枝文化广场"].kind, found["荔枝文化广场"].source_kind) == ("other", "文化广场")
    assert (found["开州区图书馆"].kind, found["开州区图书馆"].source_kind) == ("library", "")
    assert found["万源市新时代文明实践中心"].kind == "centre"


def test_the_command_may_run_twice(office):
    out = io.StringIO()
    call_command("load_venues", stdout=out)
    before = set(Venue.objects.values_list("pk", "version"))
    call_command("load_venues", stdout=out)
    assert set(Venue.objects.values_list("pk", "version")) == before
    assert "applied: 31; refused: 0" in out.getvalue()
    assert "nothing new; 0 samples entered" in out.getvalue()
    samples = Venue.objects.filter(source="demo")
    assert samples.count() == 8
    assert all(name.startswith("【样例】") for name in samples.values_list("name", flat=True))


def test_the_real_file_may_be_uploaded_as_it_is(office, client):
    client.force_login(office)
    with loading.REAL.open("rb") as file:
        answer = client.post(reverse("venues:import_new"), {"file": file, "source": "公开报道"})
    batch = ImportBatch.objects.get()
    importing.judge_batch(batch.pk)
    page = client.get(answer["Location"]).content.decode()
    for word in ("河湖主题访谈场地", "毗邻集市", "遂宁市图书馆新馆"):
        assert word in page


@pytest.mark.parametrize(
    ("cells", "problem"),
    [
        ({"name": ""}, ("name", "cell_empty")),
        ({"county_code": ""}, ("county_code", "cell_empty")),
        ({"county_code": "不存在县"}, ("county_code", "word_unknown")),
        ({"county_code": "511083"}, ("county_code", "county_out_of_reach")),
        ({"kind": "村史馆"}, ("kind", "word_unknown")),
        ({"opened": "很久以前"}, ("opened", "not_a_day")),
        ({"opened": "2025-01-02", "closed": "2025-01-01"}, ("closed", "period_reversed")),
        ({"capacity": "很多"}, ("capacity", "not_a_number")),
        ({"facilities": "舞台;护城河"}, ("facilities", "facility_unknown")),
        ({"latitude": "29.4"}, ("latitude", "not_a_place")),
        ({"latitude": "NaN", "longitude": "105"}, ("latitude", "not_a_place")),
        ({"latitude": "91", "longitude": "105"}, ("latitude", "not_a_place")),
        ({"name": "长" * 101}, ("name", "too_long")),
        ({"id": "9" * 101}, ("id", "too_long")),
    ],
)
def test_what_cannot_be_read_is_said_at_its_cell(clerk, cells, problem):
    _batch, (row,) = judged(clerk, GOOD | cells)
    assert row.verdict == "error"
    assert problem in said(row)


def test_a_name_that_stands_there_already_is_no_new_venue(clerk):
    VenueFactory(region=Region.objects.get(pk="500153"), name=GOOD["name"])
    _batch, (row,) = judged(clerk, GOOD)
    assert said(row) == [("name", "unique")]


def test_everything_a_row_says_is_kept(clerk):
    applied(
        clerk,
        GOOD | {
            "opened": "2022", "capacity": "１２０", "facilities": "舞台;停车位", "shared_county_codes": "隆昌市",
            "latitude": "29.4041", "longitude": "105.5949", "accessibility": "坡道", "shared_by": "荣昌;隆昌",
        },
    )  # fmt: skip
    venue = Venue.objects.get()
    assert (venue.kind, venue.capacity, venue.facilities) == ("custom_hall", 120, ["parking", "stage"])
    assert (str(venue.since), str(venue.latitude)) == ("2022-01-01", "29.404100")
    assert [region.name for region in venue.shared_with.all()] == ["隆昌市"]
    assert (venue.source, venue.source_id) == ("台账", "1")


def test_a_year_alone_is_pointed_out(clerk):
    _batch, (row,) = judged(clerk, GOOD | {"opened": "2022"})
    assert said(row, level="warning") == [("opened", "day_not_exact")]


@pytest.mark.parametrize(
    ("decision", "kind"), [(LEAVE, "other"), (f"{MAP}:centre", "centre")], ids=["as other", "as one of ours"]
)
def test_an_odd_kind_is_decided_once_and_its_word_stays(clerk, decision, kind):
    applied(
        clerk,
        GOOD | {"kind": "村史馆"},
        decisions={"kind": {REST: decision}} if decision == LEAVE else {"kind": {"村史馆": decision}},
    )
    assert list(Venue.objects.values_list("kind", "source_kind")) == [(kind, "村史馆")]


def test_the_same_again_changes_nothing_and_a_change_is_shown_and_applied(clerk):
    applied(clerk, GOOD)
    _batch, (row,) = judged(clerk, GOOD)
    assert row.verdict == "same"
    _batch, (row,) = judged(clerk, GOOD | {"place": "昌元街道"})
    assert (row.verdict, row.changes) == ("changed", [["place", "安富街道", "昌元街道"]])
    applied(clerk, GOOD | {"place": "昌元街道"})
    assert list(Venue.objects.values_list("address", "version")) == [("昌元街道", 2)]


def test_without_ids_county_and_name_tell_rows_apart(clerk):
    row = {key: value for key, value in GOOD.items() if key != "id"}
    applied(clerk, row)
    _batch, (again,) = judged(clerk, row | {"place": "昌元街道"})
    assert again.verdict == "changed"
    _batch, rows = judged(clerk, row, row)
    assert [said(row) for row in rows] == [[("id", "id_twice")]] * 2


def test_what_people_changed_since_stays_and_is_a_conflict_where_the_file_changed_too(clerk):
    applied(clerk, GOOD)
    change_venue(actor=clerk, venue=Venue.objects.get(), address="路口", capacity=50)
    _batch, (row,) = judged(clerk, GOOD)
    assert row.verdict == "same"
    _batch, (row,) = judged(clerk, GOOD | {"place": "昌元街道"})
    assert row.verdict == "conflict"
    assert said(row, level="warning") == [("place", "changed_on_both_sides")]


def test_a_venue_of_another_county_is_not_taken_over(clerk):
    applied(clerk, GOOD)
    neighbour = logger(Region.objects.get(pk="511083"))
    _batch, (row,) = judged(neighbour, GOOD | {"county_code": "511083"})
    assert said(row) == [("id", "record_of_another")]


def test_the_template_names_the_words_that_are_known(clerk, client):
    client.force_login(clerk)
    assert client.get(reverse("venues:import_template")).getvalue().startswith(b"PK")

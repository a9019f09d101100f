"""The real file through both steps: what is said about each kind of row, and that nothing is dropped or guessed."""

import csv
from collections import Counter

import pytest
from django.core.management import CommandError, call_command

from accounts.models import PostHolding, Role
from activities.importing import loading
from activities.models import Activity, Brand, Team, Work
from core.models import ImportBatch
from tests.importing import said

pytestmark = pytest.mark.django_db


@pytest.fixture
def corridor():
    call_command("load_corridor", verbosity=0)
    call_command("load_people", verbosity=0)


@pytest.fixture
def report(corridor):
    return loading.load_real_activities()


def given_rows():
    with loading.REAL.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def test_before_any_decision_rows_with_unknown_words_are_errors(corridor):
    from django.core.files.base import ContentFile

    from core.imports import services
    from core.imports.judging import judge_batch

    office = loading.holder(Role.CORRIDOR_OFFICE)
    file = ContentFile(loading.REAL.read_bytes(), name="real.csv")
    batch = services.upload_file(actor=office, kind="activities", file=file, source="first look")
    judge_batch(batch.pk)
    batch.refresh_from_db()
    assert len(given_rows()) == 106
    assert batch.totals == {"new": 13, "error": 93, "warning": 106}
    assert {word: seen["rows"] for word, seen in batch.words["kind"].items()} == {
        "meeting": 13,
        "agreement_signing": 11,
    }
    assert {column: len(words) for column, words in batch.words.items()} == {
        "kind": 2,
        "brand": 54,
        "team": 11,
        "work": 46,
    }
    errors = Counter(problem for row in batch.rows.all() for problem in said(row))
    assert {code for _column, code in errors} == {"word_unknown"}


def test_every_row_is_new_with_exactly_these_warnings(report):
    assert report.totals == {"new": 106, "warning": 106}
    assert report.warnings == {
        "task_not_stated": 106,
        "source_not_sure": 32,
        "audience_basis_assumed": 23,
        "outside_the_corridor": 13,
        "lead_not_stated": 11,
    }
    assert (report.applied, report.refused) == (106, [])


def test_what_is_complete_is_verified_and_the_rest_stays_a_draft(report):
    assert report.verified == {"重庆市": 59, "四川省": 36}
    assert report.left == {"draft": 11}
    assert not Activity.objects.filter(state="verified", parties__role="lead", verified_by=None).exists()
    drafts = Activity.objects.filter(state="draft")
    assert all(activity.lead is None for activity in drafts.with_parties())


def named_in(cell):
    return set(filter(None, cell.split(";")))


def test_every_record_says_what_its_row_says(report):
    records = {
        record.source_id: record for record in Activity.objects.with_parties().prefetch_related("teams", "works")
    }
    for row in given_rows():
        record = records.pop(row["id"])
        assert record.title == row["title"]
        assert record.kind == {"meeting": "other", "agreement_signing": "other"}.get(row["kind"], row["kind"])
        assert record.starts_on.isoformat().startswith(row["starts_on"])
        assert record.precision == row["date_precision"]
        assert (record.lead.region_id if record.lead else "") == row["host_county_code"]
        assert {party.region_id for party in record.partners} == set(
            filter(None, row["partner_county_codes"].split(";"))
        )
        assert (record.place, record.organisers, record.summary) == (
            row["place"],
            row["organiser_units"],
            row["summary"],
        )
        assert (record.brand.name if record.brand else "") == row["brand"]
        assert {team.name for team in record.teams.all()} == set(filter(None, row["team"].split(";")))
        assert {work.title for work in record.works.all()} == set(filter(None, row["work"].split(";")))
        assert ("" if record.audience is None else str(record.audience)) == row["audience"]
        assert record.audience_basis == ("estimated" if row["audience"] else "")
        assert ("" if record.volunteers is None else str(record.volunteers)) == row["volunteers"]
        assert record.source_note.startswith(row["source_title"])
        assert ("reliability" in record.source_note) == (row["confidence"] in {"medium", "low"})
        assert (record.task, record.origin) == ("", "import")
    assert records == {}


def test_brands_teams_and_works_are_made_once_and_nothing_is_made_up_about_them(report):
    rows = given_rows()
    for model, column in ((Brand, "brand"), (Team, "team"), (Work, "work")):
        names = {name for row in rows for name in row[column].split(";") if name}
        field = "title" if model is Work else "name"
        assert set(model.objects.values_list(field, flat=True)) == names
        assert not model.objects.exclude(home_region=None).exists()
    assert set(Team.objects.values_list("kind", flat=True)) == {"not_stated"}
    assert Brand.objects.get(name="理响巴蜀").since.isoformat() == "2024-07-19"


def test_a_second_run_changes_nothing(report, tmp_path):
    before = list(Activity.objects.order_by("pk").values())
    assert loading.load_real_activities().batch is None
    assert ImportBatch.objects.count() == 1
    longer = tmp_path / "real.csv"
    longer.write_bytes(loading.REAL.read_bytes() + b"\n")  # another file that says the same
    again = loading.load_real_activities(path=longer)
    assert again.totals["same"] == 106
    assert list(Activity.objects.order_by("pk").values()) == before


def test_a_changed_row_of_a_verified_record_is_an_error(report, tmp_path):
    changed = tmp_path / "real.csv"
    changed.write_text(loading.REAL.read_text().replace("川渝阅读“一卡通”提档升级", "川渝阅读“一卡通”升级"))
    again = loading.load_real_activities(path=changed)
    assert again.totals == {"same": 105, "changed": 1, "warning": 106}  # a draft: RA037 has no lead
    changed.write_text(loading.REAL.read_text().replace("荣昌马拉松,,,12000", "荣昌马拉松,,,12001"))
    again = loading.load_real_activities(path=changed)
    assert again.totals["error"] == 1


def test_the_command_prints_what_happened_and_logs_marked_samples(corridor, capsys):
    call_command("load_activities")
    text = capsys.readouterr().out
    assert "real records: new 106, warning 106" in text
    assert "6 samples logged" in text
    samples = Activity.objects.filter(source="demo")
    assert Counter(samples.values_list("state", flat=True)) == {"submitted": 4, "draft": 2}
    assert all(sample.title.startswith("【样例】") and sample.starts_on.month == 11 for sample in samples)
    call_command("load_activities")
    assert "nothing new; 0 samples" in capsys.readouterr().out
    assert Activity.objects.count() == 112


def test_the_command_says_what_is_missing(corridor, settings):
    PostHolding.objects.filter(post__role=Role.CORRIDOR_OFFICE).delete()
    with pytest.raises(CommandError, match="Nobody holds the post corridor_office"):
        call_command("load_activities")
    settings.PRODUCTION = True
    with pytest.raises(CommandError, match="not for production"):
        call_command("load_activities")

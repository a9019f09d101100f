"""What each row of a file of activities is judged to be, and why."""

import datetime as dt

import pytest
from django.utils import timezone

from activities.importing.columns import COLUMNS
from activities.models import Activity
from tests import factories
from tests.activities.importing.conftest import GOOD
from tests.importing import applied, judged, said

pytestmark = pytest.mark.django_db


def only_row(person, **changes):
    return judged(person, [GOOD | changes]).rows.get()


def test_a_good_row_is_new_and_becomes_a_submitted_record(logger, counties):
    batch = applied(logger, [GOOD])
    assert (batch.state, batch.totals) == ("done", {"new": 1})
    activity = Activity.objects.get()
    assert batch.rows.get().target_id == activity.pk
    assert (activity.state, activity.origin, activity.source, activity.source_id) == (
        "submitted",
        "import",
        "台账",
        "1",
    )
    assert (activity.created_by, activity.submitted_by, activity.version) == (logger, logger, 2)
    assert activity.lead.region == counties["own"]
    assert [party.region for party in activity.partners] == [counties["neighbour"]]
    assert [step.to_state for step in activity.steps.all()] == ["draft", "submitted"]


def test_every_field_reaches_the_record(logger, counties):
    brand, team, work = factories.BrandFactory(), factories.TeamFactory(), factories.WorkFactory()
    applied(
        logger,
        [
            GOOD
            | {
                "ends_on": "2025-03-02",
                "starts_at": "14:30",
                "ends_at": "１６：００",
                "place_region_code": "隆昌市",
                "organiser_units": "龙集镇;石碾镇",
                "brand": brand.name,
                "team": team.name,
                "work": work.title,
                "speakers": "王某（讲师）;李某",
                "audience": "１２０",
                "audience_basis": "counted",
                "volunteers": "6",
                "summary": "第一行\n第二行",
                "source_title": "荣昌报 2025-03-02",
                "confidence": "high",
            }
        ],
    )
    activity = Activity.objects.get()
    assert (str(activity.starts_at), str(activity.ends_at)) == ("14:30:00", "16:00:00")
    assert activity.place_region == counties["neighbour"]
    assert (activity.organisers, activity.summary) == ("龙集镇;石碾镇", "第一行\n第二行")
    assert (activity.brand, [*activity.teams.all()], [*activity.works.all()]) == (brand, [team], [work])
    assert [str(speaker) for speaker in activity.speakers.all()] == ["王某 讲师", "李某"]
    assert (activity.audience, activity.audience_basis, activity.volunteers) == (120, "counted", 6)
    assert activity.source_note == "荣昌报 2025-03-02"


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"title": ""}, [("title", "cell_empty")]),
        ({"title": "长" * 201}, [("title", "too_long")]),
        ({"title": "长" * 1_000_000}, [("title", "too_long")]),
        ({"title": "a\x00b"}, [("title", "unreadable_character")]),
        ({"kind": ""}, [("kind", "cell_empty")]),
        ({"kind": "agreement_signing"}, [("kind", "word_unknown")]),
        ({"task": "都有"}, [("task", "task_unknown")]),
        ({"starts_on": ""}, [("starts_on", "cell_empty")]),
        ({"starts_on": "1900-01-01"}, [("ends_on", "day_unlikely"), ("starts_on", "day_unlikely")]),
        ({"starts_on": "2999-01-01"}, [("ends_on", "day_unlikely"), ("starts_on", "day_unlikely")]),
        ({"starts_on": "三月"}, [("starts_on", "not_a_day")]),
        ({"starts_on": "2025-03", "date_precision": "day"}, [("starts_on", "precision_differs")]),
        ({"ends_on": "2025-02-28"}, [("ends_on", "ends_before_start")]),
        ({"ends_on": "2025-04"}, [("ends_on", "precision_differs")]),
        ({"date_precision": "week"}, [("date_precision", "precision_unknown")]),
        ({"starts_at": "14:30", "ends_at": "13:00"}, [("ends_at", "ends_before_start")]),
        ({"starts_at": "下午"}, [("starts_at", "not_a_time")]),
        ({"host_county_code": "999999"}, [("host_county_code", "word_unknown")]),
        ({"host_county_code": "511083", "partner_county_codes": ""}, [("host_county_code", "lead_out_of_reach")]),
        ({"partner_county_codes": "500153"}, [("partner_county_codes", "partner_is_lead")]),
        ({"audience": "近万人"}, [("audience", "not_a_number")]),
        ({"audience_basis": "counted"}, [("audience", "audience_missing")]),
        ({"audience": "9", "audience_basis": "guessed"}, [("audience_basis", "basis_unknown")]),
        ({"audience": "9", "audience_basis": "estimated"}, [("audience_method", "audience_method_missing")]),
        ({"volunteers": "-3"}, [("volunteers", "not_a_number")]),
        ({"brand": "无人知晓"}, [("brand", "word_unknown")]),
        ({"speakers": "王某(讲师)(教授)"}, [("speakers", "speaker_unreadable")]),
        ({"speakers": "王" * 51}, [("speakers", "speaker_too_long")]),
        ({"confidence": "maybe"}, [("confidence", "confidence_unknown")]),
        ({"id": ""}, [("id", "cell_empty")]),
        ({"id": "9" * 101}, [("id", "too_long")]),
    ],
)
def test_an_error_stands_at_its_cell_and_changes_nothing(logger, changes, expected):
    row = only_row(logger, **changes)
    assert (row.verdict, said(row)) == ("error", expected)
    assert row.values is None
    assert not Activity.objects.exists()


@pytest.mark.parametrize(
    ("starts_on", "ends_on", "precision", "span"),
    [
        ("2021-04", "", "month", ("2021-04-01", "2021-04-30", "month")),
        ("2021-04", "", "", ("2021-04-01", "2021-04-30", "month")),
        ("2022", "", "year", ("2022-01-01", "2022-12-31", "year")),
        ("2021-11", "2022-02", "", ("2021-11-01", "2022-02-28", "month")),
        ("2025-03-01", "", "", ("2025-03-01", "2025-03-01", "day")),
        ("2025-03-09", "", "month", ("2025-03-01", "2025-03-31", "month")),
    ],
)
def test_months_and_years_are_spans(logger, starts_on, ends_on, precision, span):
    values = only_row(logger, starts_on=starts_on, ends_on=ends_on, date_precision=precision).values
    assert (values["starts_on"], values["ends_on"], values["date_precision"]) == span


def test_a_region_is_named_only_while_it_exists(logger, counties):
    counties["neighbour"].until = dt.date(2025, 1, 1)
    counties["neighbour"].save()
    row = only_row(logger)
    assert said(row) == [("partner_county_codes", "region_ended")]


def test_without_a_lead_the_row_is_a_draft_and_says_so(office):
    batch = applied(office, [GOOD | {"host_county_code": ""}])
    assert ("host_county_code", "lead_not_stated") in said(batch.rows.get(), level="warning")
    activity = Activity.objects.get()
    assert (activity.state, activity.lead, activity.version) == ("draft", None, 1)
    assert [step.to_state for step in activity.steps.all()] == ["draft"]


def test_a_lead_outside_the_belts_is_kept_with_a_warning(office, counties):
    batch = applied(office, [GOOD | {"host_county_code": "江北区"}])
    assert ("host_county_code", "outside_the_corridor") in said(batch.rows.get(), level="warning")
    assert Activity.objects.get().lead.region == counties["outside"]


def test_an_audience_without_a_basis_is_an_estimate_that_says_so(logger):
    batch = applied(logger, [GOOD | {"audience": "600", "source_title": "荣昌报"}])
    assert ("audience", "audience_basis_assumed") in said(batch.rows.get(), level="warning")
    activity = Activity.objects.get()
    assert (activity.audience, activity.audience_basis) == (600, "estimated")
    assert activity.audience_method == "reported by 荣昌报; how it was counted is not stated"


def test_a_missing_task_stays_missing(logger):
    batch = applied(logger, [GOOD | {"task": ""}])
    assert said(batch.rows.get(), level="warning") == [("task", "task_not_stated")]
    assert Activity.objects.get().task == ""


@pytest.mark.parametrize(("word", "kept"), [("low", "low"), ("中", "medium")])
def test_a_doubtful_source_says_so_in_the_record(logger, word, kept):
    batch = applied(logger, [GOOD | {"source_title": "某转载", "confidence": word}])
    assert ("confidence", "source_not_sure") in said(batch.rows.get(), level="warning")
    assert Activity.objects.get().source_note == f"某转载；reliability of the source: {kept}"


def test_a_belt_that_the_counties_do_not_sit_in_is_pointed_out(logger):
    assert said(only_row(logger, belt="川南渝西"), level="warning") == []
    assert said(only_row(logger, belt="川东北渝北"), level="warning") == [("belt", "belt_differs")]


def test_what_lies_ahead_or_has_no_place_stays_a_draft(logger):
    tomorrow = (timezone.localdate() + dt.timedelta(days=1)).isoformat()
    batch = applied(logger, [GOOD | {"starts_on": tomorrow}, GOOD | {"id": "2", "place": ""}])
    warnings = [said(row, level="warning") for row in batch.rows.all()]
    assert warnings == [[("starts_on", "not_yet_begun")], [("place", "place_missing")]]
    assert set(Activity.objects.values_list("state", flat=True)) == {"draft"}


def test_ids_that_stand_twice_are_errors_in_both_rows(logger):
    batch = judged(logger, [GOOD, GOOD | {"id": "2"}, GOOD | {"title": "另一场"}])
    assert [(row.verdict, said(row)) for row in batch.rows.all()] == [
        ("error", [("id", "id_twice")]),
        ("new", []),
        ("error", [("id", "id_twice")]),
    ]
    assert batch.totals == {"new": 1, "error": 2}


def test_cells_beyond_the_header_are_pointed_out(logger):
    header = list(GOOD)
    batch = judged(logger, [[*GOOD.values(), "多出的一格"]], header=header)
    assert said(batch.rows.get()) == [("", "too_many_cells")]


def test_words_of_every_language_are_known(logger):
    from django.utils.translation import override

    with override("zh-hans"):
        from activities.models import Kind, Task

        kind, task = str(Kind.LECTURE.label), str(Task.THEORY.label)
    values = only_row(logger, kind=kind, task=task).values
    assert (values["kind"], values["task"]) == ("lecture", "theory")


def test_rights_decide_which_rows_a_person_may_import(counties):
    rows = [GOOD, GOOD | {"id": "2", "host_county_code": "511083", "partner_county_codes": ""}]
    verdicts = {
        "logger": ["new", "error"],
        "chongqing": ["new", "error"],
        "sichuan": ["error", "new"],
        "corridor": ["new", "new"],
    }
    people = {
        "logger": factories.logger(counties["own"]),
        "chongqing": factories.person("provincial_office", factories.chongqing()),
        "sichuan": factories.person("provincial_office", factories.sichuan()),
        "corridor": factories.person("corridor_office"),
    }
    for name, person in people.items():
        batch = judged(person, rows, source=name)
        assert [row.verdict for row in batch.rows.all()] == verdicts[name], name


def test_who_holds_no_post_for_it_may_not_upload(counties):
    from django.core.exceptions import ValidationError

    for person in (factories.person(), factories.reviewer(counties["own"]), factories.person("auditor")):
        with pytest.raises(ValidationError) as refused:
            judged(person, [GOOD])
        assert refused.value.code == "may_not_import"


def test_every_heading_names_one_column_in_every_language():
    names = [name for column in COLUMNS for name in column.names()]
    assert len(names) == len(set(names))

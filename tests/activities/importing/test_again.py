"""The same source a second time: what is new, changed, unchanged; what people changed in the portal; unknown words."""

import pytest

from activities.models import Activity, Brand, Team, Work
from activities.services.life import return_activity, verify_activity
from activities.services.logging import edit_activity
from core.imports import services
from core.imports.applying import apply_batch
from tests import factories
from tests.activities.importing.conftest import GOOD
from tests.importing import applied, judged, said

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer(counties):
    return factories.reviewer(counties["own"])


def returned(reviewer):
    """The one record, back from its reviewer so that it can be changed."""
    return return_activity(actor=reviewer, activity=Activity.objects.get(), reason="请补充")


def test_the_same_file_again_changes_nothing(logger):
    brand, team = factories.BrandFactory(), factories.TeamFactory()
    row = GOOD | {"brand": brand.name, "team": team.name, "audience": "9", "speakers": "王某;李某", "starts_at": "9:00"}
    applied(logger, [row])
    before = Activity.objects.values().get()
    batch = judged(logger, [row])
    assert batch.totals == {"same": 1, "warning": 1}
    assert batch.rows.get().target_id == before["id"]
    assert Activity.objects.values().get() == before


def test_another_source_may_use_the_same_numbers(logger):
    applied(logger, [GOOD])
    assert judged(logger, [GOOD], source="另一台账").totals == {"new": 1}


def test_a_changed_row_shows_before_and_after_and_changes_only_that(logger, reviewer):
    applied(logger, [GOOD])
    returned(reviewer)
    changed = GOOD | {"title": "川渝小院联合宣讲（二）", "partner_county_codes": ""}
    batch = judged(logger, [changed])
    row = batch.rows.get()
    assert (row.verdict, row.changes) == (
        "changed",
        [["partner_county_codes", "隆昌市", ""], ["title", GOOD["title"], changed["title"]]],
    )
    services.confirm_import(actor=logger, batch=batch)
    apply_batch(batch.pk)
    activity = Activity.objects.get()
    assert (activity.title, activity.partners, activity.state) == (changed["title"], [], "submitted")
    assert activity.place == GOOD["place"]


def test_every_kind_of_change_is_applied(logger, reviewer, counties):
    applied(logger, [GOOD])
    returned(reviewer)
    brand, team, work = factories.BrandFactory(), factories.TeamFactory(), factories.WorkFactory()
    more = {
        "starts_on": "2025-04-01",
        "ends_on": "2025-04-02",
        "starts_at": "9:00",
        "place_region_code": "500105",
        "brand": brand.name,
        "team": team.name,
        "work": work.title,
        "speakers": "王某(讲师)",
        "audience": "12",
        "audience_basis": "named",
        "partner_county_codes": "511083;500105",
    }
    applied(logger, [GOOD | more])
    activity = Activity.objects.get()
    assert (str(activity.starts_on), str(activity.ends_on), str(activity.starts_at)) == (
        "2025-04-01",
        "2025-04-02",
        "09:00:00",
    )
    assert (activity.brand, [*activity.teams.all()], [*activity.works.all()]) == (brand, [team], [work])
    assert (activity.place_region, activity.audience_basis) == (counties["outside"], "named")
    assert {party.region for party in activity.partners} == {counties["neighbour"], counties["outside"]}
    assert [str(speaker) for speaker in activity.speakers.all()] == ["王某 讲师"]


def test_columns_that_a_file_lacks_leave_the_record_alone(logger, reviewer):
    applied(logger, [GOOD | {"summary": "摘要", "audience": "9", "audience_basis": "counted"}])
    returned(reviewer)
    batch = judged(logger, [GOOD | {"title": "新名"}])
    assert [key for key, _before, _after in batch.rows.get().changes] == ["title"]


def test_what_people_changed_in_the_portal_stays(logger, reviewer):
    applied(logger, [GOOD])
    edit_activity(actor=logger, activity=returned(reviewer), version=None, place="石燕桥镇")
    assert judged(logger, [GOOD]).totals == {"same": 1}
    batch = judged(logger, [GOOD | {"title": "新名"}])
    row = batch.rows.get()
    assert (row.verdict, said(row, level="warning")) == ("changed", [("id", "changed_in_the_portal")])
    services.confirm_import(actor=logger, batch=batch)
    apply_batch(batch.pk)
    assert Activity.objects.values_list("title", "place").get() == ("新名", "石燕桥镇")


def test_the_same_cell_changed_on_both_sides_is_a_conflict(logger, reviewer):
    applied(logger, [GOOD])
    edit_activity(actor=logger, activity=returned(reviewer), version=None, place="石燕桥镇")
    row = judged(logger, [GOOD | {"place": "石碾镇"}]).rows.get()
    assert (row.verdict, said(row, level="warning")) == ("conflict", [("place", "changed_on_both_sides")])
    assert judged(logger, [GOOD | {"place": "石燕桥镇"}]).rows.get().verdict == "same"


def test_a_record_changed_after_the_check_is_refused_as_stale(logger, reviewer):
    applied(logger, [GOOD])
    activity = returned(reviewer)
    batch = judged(logger, [GOOD | {"title": "新名"}])
    services.confirm_import(actor=logger, batch=batch)
    edit_activity(actor=logger, activity=activity, version=None, place="石燕桥镇")
    apply_batch(batch.pk)
    row = batch.rows.get()
    assert "Somebody changed this record" in row.refused
    assert row.applied_at is None
    batch.refresh_from_db()
    assert batch.state == "done"
    assert Activity.objects.get().title == GOOD["title"]


def test_submitted_and_verified_records_are_not_overwritten(logger, reviewer):
    applied(logger, [GOOD])
    row = judged(logger, [GOOD | {"title": "新名"}]).rows.get()
    assert (row.verdict, said(row)) == ("error", [("id", "record_not_open")])
    verify_activity(actor=reviewer, activity=Activity.objects.get())
    row = judged(logger, [GOOD | {"title": "新名"}]).rows.get()
    assert (row.verdict, said(row)) == ("error", [("id", "record_not_open")])
    assert "re-opens" in row.problems[0]["message"]


def test_the_record_of_another_county_is_not_touched(counties, logger):
    applied(
        factories.logger(counties["neighbour"]), [GOOD | {"host_county_code": "511083", "partner_county_codes": ""}]
    )
    row = judged(logger, [GOOD]).rows.get()
    assert (row.verdict, said(row)) == ("error", [("id", "record_of_another")])


def test_unknown_words_are_decided_once_each(office):
    rows = [
        GOOD | {"kind": "meeting", "brand": "资足常乐", "team": "报春鸟;春天的故事", "work": "花荣射雕"},
        GOOD | {"id": "2", "kind": "meeting", "brand": "理响巴蜀", "starts_on": "2024-01-05", "work": "花荣射雕"},
    ]
    batch = judged(office, rows)
    assert batch.totals == {"error": 2}
    assert batch.words["kind"] == {"meeting": {"rows": 2, "row": 2, "first": "2024-01-05"}}
    known = factories.BrandFactory(name="理响重庆")
    batch = applied(
        office,
        rows,
        decisions={
            "kind": {"meeting": "map:other"},
            "brand": {"资足常乐": "create", "理响巴蜀": f"map:{known.pk}"},
            "team": {"*": "create", "春天的故事": "leave"},
            "work": {"*": "create"},
        },
    )
    assert batch.totals == {"new": 2}
    first, second = Activity.objects.order_by("source_id")
    made = Brand.objects.get(name="资足常乐")
    assert (first.kind, first.brand, second.brand) == ("other", made, known)
    assert made.home_region is None
    assert [team.name for team in Team.objects.all()] == ["报春鸟"]
    assert [team.name for team in first.teams.all()] == ["报春鸟"]
    assert first.source_note.endswith("春天的故事")
    work = Work.objects.get()
    assert (work.title, work.kind, str(work.since)) == ("花荣射雕", "not_stated", "2024-01-05")
    assert [*second.works.all()] == [work]


def test_rows_whose_words_stay_undecided_are_left_out(office):
    batch = applied(office, [GOOD, GOOD | {"id": "2", "kind": "meeting"}])
    assert (batch.state, batch.totals) == ("done", {"new": 1, "error": 1})
    assert Activity.objects.count() == 1


def test_an_unknown_region_can_be_mapped(office):
    batch = applied(office, [GOOD | {"host_county_code": "荣昌县"}], decisions={"region": {"荣昌县": "map:500153"}})
    assert batch.totals == {"new": 1}
    assert Activity.objects.get().lead.region_id == "500153"


@pytest.mark.parametrize(
    "decisions",
    [
        {"kind": {"meeting": "map:party"}},
        {"kind": {"meeting": "create"}},
        {"region": {"x": "leave"}},
        {"brand": {"x": "map:999999"}},
        {"task": {"x": "create"}},
        {"kind": {"meeting": "anything"}},
    ],
)
def test_only_offered_decisions_are_taken(office, decisions):
    from django.core.exceptions import ValidationError

    batch = judged(office, [GOOD | {"kind": "meeting"}])
    with pytest.raises(ValidationError) as refused:
        services.decide_words(actor=office, batch=batch, decisions=decisions)
    assert refused.value.code == "decision_unknown"
    batch.refresh_from_db()
    assert (batch.state, batch.decisions) == ("checked", {})


def test_of_several_teams_with_one_name_the_lead_countys_is_meant(logger, counties):
    own = factories.TeamFactory(name="百姓名嘴", home_region=counties["own"])
    factories.TeamFactory(name="百姓名嘴", home_region=counties["neighbour"])
    applied(logger, [GOOD | {"team": "百姓名嘴"}])
    assert [*Activity.objects.get().teams.all()] == [own]


def test_a_name_that_several_have_and_none_clearly_is_asked_about(office, counties):
    for county in ("neighbour", "outside"):
        factories.TeamFactory(name="百姓名嘴", home_region=counties[county])
    row = judged(office, [GOOD | {"team": "百姓名嘴"}]).rows.get()
    assert said(row) == [("team", "word_unknown")]


def test_a_team_is_named_only_while_it_exists(logger, counties):
    factories.TeamFactory(name="新队", since="2025-06-01")
    assert said(judged(logger, [GOOD | {"team": "新队"}]).rows.get()) == [("team", "team_not_on_that_day")]

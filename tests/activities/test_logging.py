import datetime as dt
import threading
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import connection

from activities.models import Activity, ActivityParty, Kind, Task
from activities.services.logging import edit_activity, log_activity, save_form
from tests import factories

pytestmark = pytest.mark.django_db

State = Activity.State


@pytest.fixture
def content():
    """What makes a record that can be submitted; a test changes the part it is about."""
    lead = factories.CountyFactory(name="荣昌区")
    return {
        "actor": factories.logger(lead),
        "lead_region": lead,
        "title": "「理响重庆」走进隆昌石碾镇",
        "kind": Kind.LECTURE,
        "task": Task.THEORY,
        "starts_on": dt.date(2026, 11, 20),
        "place": "隆昌市石碾镇碉楼村文化广场",
    }


def codes(refused):
    return {field: [error.code for error in errors] for field, errors in refused.value.error_dict.items()}


def test_a_record_is_logged_with_everything_that_belongs_to_it(content):
    neighbour = factories.CountyFactory(province=factories.sichuan())
    unit = factories.UnitFactory(region=neighbour)
    team, work = factories.TeamFactory(), factories.WorkFactory()

    activity = log_activity(
        **content, partners=[(neighbour, unit)], teams=[team], works=[work], speakers=[("张明", "市委讲师团成员")]
    )

    assert (activity.state, activity.version, activity.ends_on) == (State.DRAFT, 1, activity.starts_on)
    assert str(activity.lead) == "荣昌区"
    assert [(party.region, party.unit) for party in activity.partners] == [(neighbour, unit)]
    assert [str(speaker) for speaker in activity.speakers.all()] == ["张明 市委讲师团成员"]
    assert (list(activity.teams.all()), list(activity.works.all())) == ([team], [work])
    assert [(step.from_state, step.to_state, step.actor) for step in activity.steps.all()] == [
        ("", "draft", content["actor"])
    ]


def test_submitting_at_once_writes_both_steps(content):
    activity = log_activity(**content, submit=True)

    assert activity.state == State.SUBMITTED
    assert activity.submitted_by == content["actor"]
    assert [step.to_state for step in activity.steps.all()] == ["draft", "submitted"]


@pytest.mark.parametrize(
    ("precision", "first", "last"),
    [
        ("month", dt.date(2024, 2, 1), dt.date(2024, 2, 29)),
        ("year", dt.date(2024, 1, 1), dt.date(2024, 12, 31)),
    ],
)
def test_a_month_or_year_spans_all_its_days(content, precision, first, last):
    content |= {"starts_on": dt.date(2024, 2, 7), "precision": precision, "starts_at": dt.time(9)}

    activity = log_activity(**content)

    assert (activity.starts_on, activity.ends_on, activity.starts_at) == (first, last, None)


@pytest.mark.parametrize(
    ("changes", "field", "code"),
    [
        ({"title": ""}, "title", "blank"),
        ({"title": "  "}, "title", "blank"),
        ({"title": "长" * 1_000_000}, "title", "max_length"),
        ({"title": "a\x00b"}, "title", "null_character"),
        ({"kind": "party"}, "kind", "invalid_choice"),
        ({"starts_on": None}, "starts_on", "null"),
        ({"starts_on": dt.date(1900, 1, 1)}, "starts_on", "day_unlikely"),
        ({"starts_on": dt.date(2999, 1, 1)}, "starts_on", "day_unlikely"),
        ({"ends_on": dt.date(2026, 11, 19)}, "ends_on", "ends_before_start"),
        ({"starts_at": dt.time(11), "ends_at": dt.time(9)}, "ends_at", "ends_before_start"),
        ({"audience": 120}, "audience_basis", "audience_basis_missing"),
        ({"audience_basis": "counted"}, "audience", "audience_missing"),
        ({"audience": 120, "audience_basis": "estimated"}, "audience_method", "audience_method_missing"),
        ({"audience": 3_000_000_000, "audience_basis": "counted"}, "audience", "max_value"),
        ({"speakers": [("名" * 51, "")]}, "speakers", "speaker_too_long"),
    ],
)
def test_bad_content_is_refused_on_its_field_and_nothing_is_saved(content, changes, field, code):
    with pytest.raises(ValidationError) as refused:
        log_activity(**content | changes)

    assert code in codes(refused)[field]
    assert not Activity.objects.exists()


def test_all_that_is_wrong_is_said_at_once(content):
    with pytest.raises(ValidationError) as refused:
        log_activity(**content | {"title": "", "ends_on": dt.date(2026, 11, 1), "audience": 5})

    assert set(codes(refused)) == {"title", "ends_on", "audience_basis"}


@pytest.mark.parametrize("title", ["🎉 村晚", "𬭎扬文明新风", "<script>alert(1)</script>"])
def test_unusual_characters_are_kept_as_they_are(content, title):
    assert log_activity(**content | {"title": title}).title == title


def test_a_partner_is_not_the_lead(content):
    with pytest.raises(ValidationError) as refused:
        log_activity(**content, partners=[(content["lead_region"], None)])

    assert codes(refused) == {"partners": ["partner_is_lead"]}


def test_another_unit_of_the_lead_county_may_be_a_partner(content):
    unit = factories.UnitFactory(region=content["lead_region"])

    activity = log_activity(**content, partners=[(content["lead_region"], unit)])

    assert [party.unit for party in activity.partners] == [unit]


def test_a_partner_is_named_once(content):
    neighbour = factories.CountyFactory()

    with pytest.raises(ValidationError) as refused:
        log_activity(**content, partners=[(neighbour, None), (neighbour, None)])

    assert codes(refused) == {"partners": ["partner_twice"]}


def test_a_unit_is_named_with_its_own_region_or_one_it_serves(content):
    unit = factories.UnitFactory()
    served = factories.CountyFactory()
    unit.shared_with.add(served)

    with pytest.raises(ValidationError) as refused:
        log_activity(**content, partners=[(factories.CountyFactory(), unit)])

    assert codes(refused) == {"partners": ["unit_of_another_region"]}
    assert log_activity(**content, partners=[(served, unit)]).partners


def test_a_region_that_ended_is_not_named_for_a_later_day(content):
    ended = factories.CountyFactory(name="渝北区", until=dt.date(2025, 11, 5))
    ended.successors.set([factories.CountyFactory(name="两江新区"), factories.CountyFactory(name="北碚区")])

    with pytest.raises(ValidationError) as refused:
        log_activity(**content, partners=[(ended, None)])

    assert codes(refused) == {"partners": ["region_ended"]}
    assert "两江新区" in str(refused.value)
    assert "北碚区" in str(refused.value)
    assert log_activity(**content | {"starts_on": dt.date(2025, 11, 5)}, partners=[(ended, None)]).partners


def test_a_region_is_not_named_before_it_exists(content):
    new = factories.CountyFactory(since=dt.date(2025, 11, 6))

    with pytest.raises(ValidationError) as refused:
        log_activity(**content | {"starts_on": dt.date(2025, 1, 1), "lead_region": new})

    assert codes(refused) == {"lead": ["region_not_yet"]}
    # Known only to the year: the region existed on some of its days.
    assert log_activity(**content | {"starts_on": dt.date(2025, 1, 1), "lead_region": new, "precision": "year"})


def test_a_team_lives_on_the_day(content):
    team = factories.TeamFactory(since=dt.date(2024, 6, 1), until=dt.date(2025, 6, 1))

    with pytest.raises(ValidationError) as refused:
        log_activity(**content, teams=[team])

    assert codes(refused) == {"teams": ["team_not_on_that_day"]}


def test_a_source_sends_an_id_once(content):
    origin = {"origin": Activity.Origin.IMPORT, "source": "大事记", "source_id": "RA001"}
    log_activity(**content, **origin)

    with pytest.raises(ValidationError) as refused:
        log_activity(**content, **origin)

    assert codes(refused) == {"source_id": ["source_id_taken"]}


def test_the_same_form_twice_is_one_record(content):
    form_key = uuid.uuid4()

    first = log_activity(**content, form_key=form_key)
    second = log_activity(**content | {"title": "anything"}, form_key=form_key)

    assert second == first
    assert Activity.objects.get().title == content["title"]


def test_a_form_of_somebody_else_gives_nothing_away(content):
    form_key = uuid.uuid4()
    log_activity(**content, form_key=form_key)

    with pytest.raises(ValidationError) as refused:
        log_activity(**content | {"actor": factories.logger(content["lead_region"])}, form_key=form_key)

    assert refused.value.code == "form_key_taken"


def test_an_edit_changes_what_it_names_and_counts_the_version(content):
    kept, gone = factories.CountyFactory(), factories.CountyFactory()
    activity = log_activity(**content, partners=[(kept, None), (gone, None)], speakers=[("张明", "")])
    before = activity.parties.get(region=kept).pk

    changed = edit_activity(
        actor=content["actor"], activity=activity, version=1, title="新的名称", partners=[(kept, None)]
    )

    assert (changed.title, changed.version, changed.place) == ("新的名称", 2, content["place"])
    assert [party.region for party in changed.partners] == [kept]
    assert changed.parties.get(region=kept).pk == before
    assert changed.speakers.count() == 1


def test_lead_and_partner_change_places(content):
    partner = factories.CountyFactory()
    activity = log_activity(**content, partners=[(partner, None)])

    edit_activity(
        actor=content["actor"],
        activity=activity,
        version=1,
        lead_region=partner,
        partners=[(content["lead_region"], None)],
    )

    roles = dict(ActivityParty.objects.values_list("region", "role"))
    assert roles == {partner.pk: "lead", content["lead_region"].pk: "partner"}


def test_moving_a_one_day_activity_moves_its_end(content):
    activity = log_activity(**content)

    moved = edit_activity(actor=content["actor"], activity=activity, version=1, starts_on=dt.date(2026, 11, 1))

    assert moved.ends_on == dt.date(2026, 11, 1)


def test_a_stale_form_changes_nothing(content):
    activity = log_activity(**content)
    edit_activity(actor=content["actor"], activity=activity, version=1, title="first")

    with pytest.raises(ValidationError) as refused:
        edit_activity(actor=content["actor"], activity=activity, version=1, title="second")

    assert refused.value.code == "stale"
    assert Activity.objects.get().title == "first"


@pytest.mark.parametrize("state", ["submitted", "verified"])
def test_what_waits_or_counts_is_not_edited(content, state):
    verifier = {"verified_by": factories.UserFactory()} if state == "verified" else {}
    activity = factories.ActivityFactory(state=state, **verifier)

    with pytest.raises(ValidationError) as refused:
        edit_activity(actor=content["actor"], activity=activity, version=1, title="x")

    assert refused.value.code == "not_editable"


def test_the_page_saves_again_what_it_saved_by_itself(content):
    form_key = uuid.uuid4()

    draft = save_form(**content, form_key=form_key)
    again = save_form(**content | {"title": "改过的名称"}, form_key=form_key, version=draft.version)
    sent = save_form(**content | {"title": "最后的名称"}, form_key=form_key, version=again.version, submit=True)
    late = save_form(**content | {"title": "迟到的自动保存"}, form_key=form_key, version=again.version)

    assert {draft.pk, again.pk, sent.pk} == {late.pk}
    assert (late.title, late.state) == ("最后的名称", State.SUBMITTED)


def test_two_pages_with_the_same_draft_do_not_overwrite_each_other(content):
    form_key = uuid.uuid4()
    draft = save_form(**content, form_key=form_key)
    save_form(**content | {"title": "one"}, form_key=form_key, version=draft.version)

    with pytest.raises(ValidationError) as refused:
        save_form(**content | {"title": "two"}, form_key=form_key, version=draft.version)

    assert refused.value.code == "stale"


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_a_double_click_makes_one_record(content):
    form_key, start, made = uuid.uuid4(), threading.Barrier(2), []

    def click():
        try:
            start.wait()
            made.append(save_form(**content, form_key=form_key, submit=True).pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=click) for _click in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert made == [Activity.objects.get().pk] * 2
    assert [step.to_state for step in Activity.objects.get().steps.all()] == ["draft", "submitted"]

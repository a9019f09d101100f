"""What was noted wrongly of a resolution is put right; and a request for more time is withdrawn."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import Notice
from meetings.models import ResolutionStep
from meetings.services import deciding, doing
from meetings.services.correcting import correct_resolution
from meetings.services.escalation import escalate_resolutions
from tests import factories
from tests.meetings.refusals import refused
from tests.meetings.resolution_world import late, made, make_world, reported
from tests.meetings.test_resolutions import kinds, told

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)
WHY = "登记有误，以纪要为准"


@pytest.fixture
def world():
    return make_world()


def corrected(world, row, **changes):
    return correct_resolution(
        actor=world.rongchang_reviewer, resolution=row, **{"reason": WHY, "version": None} | changes
    )


def parties(world, lead, *co, counterpart=None, unit=None):
    return {
        "lead": lead,
        "lead_unit": unit,
        "co_parties": [(region, None) for region in co],
        "counterpart": counterpart,
    }


def stands(row):
    return {(party.role, party.region.name) for party in row.parties.all()}


def test_text_date_and_parties_are_put_right_and_the_step_keeps_what_was(world):
    unit = factories.UnitFactory(region=world.longchang, name="隆昌市文明办")
    row = made(world, lead_unit=unit)
    co = row.parties.get()
    due = world.today + 60 * DAY
    changes = {"text": "共建联合调解中心", "due_on": due, "parties": parties(world, world.luxian, world.longchang)}
    row = corrected(world, row, **changes)
    assert (row.number, row.text, row.due_on, row.first_due_on, row.version) == (
        "2026-south-4-01", "共建联合调解中心", due, due, 2,
    )  # fmt: skip
    assert stands(row) == {("lead", "泸县"), ("co", "隆昌市")}
    assert not row.parties.filter(pk=co.pk).exists()
    step = row.steps.get(kind="corrected")
    assert (step.actor, step.text) == (world.rongchang_reviewer, WHY)
    assert step.before_correction == {
        "text": "共建联合调解室",
        "due_on": (world.today + 30 * DAY).isoformat(),
        "parties": [
            {"role": "lead", "region": "511083", "region_name": "隆昌市", "unit": unit.pk, "unit_name": "隆昌市文明办"}
        ],
    }


def test_what_is_not_given_stays_and_parties_that_stay_keep_their_row(world):
    row = made(world, co_parties=[(world.luxian, None)])
    lead = row.parties.get(role="lead")
    row = corrected(world, row, parties=parties(world, world.longchang, counterpart=world.yongchuan))
    assert stands(row) == {("lead", "隆昌市"), ("counterpart", "永川区")}
    assert (row.parties.get(role="lead").pk, row.cross_border, row.text) == (lead.pk, True, "共建联合调解室")
    assert set(row.steps.get(kind="corrected").before_correction) == {"parties"}


def test_a_second_click_is_one_correction_and_one_that_changes_nothing_is_none(world):
    row = made(world)
    assert refused(corrected, world=world, row=row, text=" 共建联合调解室 ") == "nothing_corrected"
    first = corrected(world, row, text="共建调解中心", version=1)
    assert corrected(world, row, text="共建调解中心", version=1).version == first.version
    assert kinds(row) == ["made", "corrected"]
    assert refused(corrected, world=world, row=row, text="另一事项", version=1) == "stale"


@pytest.mark.parametrize(
    ("changes", "code"),
    [
        ({"reason": " ", "text": "新"}, "text_missing"),
        ({"text": " "}, "text_missing"),
        ({"text": "长" * 2001}, "text_missing"),
        ({"due_on": dt.date(2020, 1, 1)}, "due_out_of_range"),
    ],
)
def test_what_could_not_be_noted_is_no_correction(world, changes, code):
    assert refused(corrected, world=world, row=made(world), **changes) == code


def test_parties_follow_the_rules_of_noting(world):
    row = made(world)
    stranger = factories.CountyFactory(code="500101", name="万州区")
    for given, code in (
        (parties(world, stranger), "not_in_this_body"),
        (parties(world, world.longchang, counterpart=world.longchang), "counterpart_does_it"),
        (parties(world, world.longchang, counterpart=world.luxian), "counterpart_same_province"),
    ):
        assert refused(corrected, world=world, row=row, parties=given) == code
    assert kinds(row) == ["made"]


def test_what_is_finished_is_not_put_right(world):
    closed = deciding.close_resolution(actor=world.rongchang_reviewer, resolution=reported(world))
    assert refused(corrected, world=world, row=closed, text="新") == "decided_by_another"


def extended(world):
    row = made(world)
    later = row.due_on + 30 * DAY
    row = doing.ask_extension(actor=world.longchang_logger, resolution=row, due_on=later, reason="汛期")
    return deciding.grant_extension(actor=world.rongchang_reviewer, resolution=row)


def wanted(world):
    row = made(world)
    later = row.due_on + 30 * DAY
    return doing.ask_extension(actor=world.longchang_logger, resolution=row, due_on=later, reason="汛期")


def refused_more_time(world):
    return deciding.refuse_extension(actor=world.rongchang_reviewer, resolution=wanted(world), reason="时间充裕")


def escalated(world):
    row = late(world, days=3)
    escalate_resolutions()
    return row


def issued(world):
    row = made(world)
    type(world.meeting).objects.update(state="issued")
    return row


@pytest.mark.parametrize("make", [extended, wanted, escalated, issued, reported])
def test_the_due_date_stands_once_something_rests_on_it(world, make):
    row = make(world)
    assert refused(corrected, world=world, row=row, due_on=world.today + 90 * DAY) == "due_date_stands"
    assert corrected(world, row, text="其余仍可更正").text == "其余仍可更正"


def test_a_refused_request_leaves_the_date_as_it_was_noted(world):
    row = corrected(world, refused_more_time(world), due_on=world.today + 40 * DAY)
    assert row.due_on == row.first_due_on == world.today + 40 * DAY


def test_its_doers_are_told_and_those_that_are_none_any_more(world):
    row = corrected(world, made(world), parties=parties(world, world.luxian))
    assert told("resolution_corrected", row) == {world.luxian_logger.pk, world.luxian_reviewer.pk}
    assert told("resolution_released", row) == {world.longchang_logger.pk, world.longchang_reviewer.pk}
    assert WHY in Notice.objects.filter(kind="resolution_corrected").first().text.sentence


def test_once_reported_whoever_confirms_it_is_told_too(world):
    row = reported(world, counterpart=world.yongchuan)
    row = corrected(world, row, text="共建调解中心")
    assert row.state == "reported"
    assert told("resolution_corrected", row) == {
        world.longchang_logger.pk, world.longchang_reviewer.pk, world.yongchuan_reviewer.pk,
    }  # fmt: skip


def test_only_a_correction_says_what_was(world):
    row = made(world)
    for fields in ({"kind": "corrected"}, {"kind": "progress", "before_correction": {"text": "旧"}}):
        with pytest.raises(IntegrityError, match="correction_says_what_was"), transaction.atomic():
            ResolutionStep.objects.create(resolution=row, **fields)


def test_the_page_shows_what_stands_and_the_course_what_stood(client, world):
    row = made(world, counterpart=world.yongchuan)
    url = reverse("meetings:correct_resolution", args=[row.pk])
    client.force_login(world.rongchang_reviewer)
    assert url in client.get(row.get_absolute_url()).content.decode()
    form = client.get(url).context["form"]
    data = {name: value for name, value in form.initial.items() if value is not None}
    assert (data["lead"], data["counterpart"]) == ("511083", "500118")
    unchanged = client.post(url, data | {"reason": WHY})
    assert "Nothing differs" in unchanged.content.decode()
    sent = client.post(url, data | {"reason": WHY, "text": "共建调解中心", "co_parties": ["510521"]})
    assert sent.status_code == 302
    page = client.get(row.get_absolute_url()).content.decode()
    assert "Before it was put right:" in page
    assert "共建联合调解室" in page
    assert stands(row) == {("lead", "隆昌市"), ("co", "泸县"), ("counterpart", "永川区")}


def test_the_page_keeps_a_date_that_stands_and_turns_from_what_is_finished(client, world):
    row = extended(world)
    url = reverse("meetings:correct_resolution", args=[row.pk])
    client.force_login(world.rongchang_reviewer)
    form = client.get(url).context["form"]
    assert form.fields["due_on"].disabled
    data = {"lead": "511083", "text": "共建调解中心", "due_on": "2030-01-01", "reason": WHY, "version": row.version}
    assert client.post(url, data).status_code == 302
    row.refresh_from_db()
    assert (row.text, row.due_on.year) == ("共建调解中心", extended_year(world))
    deciding.void_resolution(actor=world.rongchang_reviewer, resolution=row, reason="重复")
    assert client.get(url).status_code == 302


def extended_year(world):
    return (world.today + 60 * DAY).year


def test_the_api_corrects_what_is_named_and_says_what_was(client, world):
    row = made(world)
    client.force_login(world.rongchang_reviewer)
    url = f"/api/v1/resolutions/{row.pk}/correct/"

    def sent(**data):
        return client.post(url, data, content_type="application/json")

    answer = sent(reason=WHY, parties={"lead": {"region": "510521"}, "co_parties": [{"region": "511083"}]}, version=1)
    assert [party["region"] for party in answer.json()["parties"]] == ["510521", "511083"]
    before = answer.json()["steps"][-1]["before"]
    assert [party["region"] for party in before["parties"]] == ["511083"]
    assert answer.json()["steps"][0]["before"] is None
    assert sent(reason=WHY, text="新", version=1).status_code == 409
    assert sent(text="新").status_code == 400
    assert sent(reason=WHY, number="2026-south-4-09").status_code == 400


def withdrawn(world, row, who="longchang_logger"):
    return doing.withdraw_extension(actor=getattr(world, who), resolution=row)


def test_who_asked_for_more_time_withdraws_it_and_may_ask_anew(world):
    row = wanted(world)
    for other in ("longchang_reviewer", "rongchang_reviewer"):
        assert refused(withdrawn, world=world, row=row, who=other) == "extension_of_another"
    row = withdrawn(world, row)
    assert (row.wanted_due_on, row.wanted_by, row.due_on) == (None, None, world.today + 30 * DAY)
    assert withdrawn(world, row).version == row.version, "a second click"
    assert refused(withdrawn, world=world, row=row, who="longchang_reviewer") == "no_extension_asked"
    assert refused(deciding.grant_extension, actor=world.rongchang_reviewer, resolution=row) == "no_extension_asked"
    again = doing.ask_extension(
        actor=world.longchang_logger, resolution=row, due_on=row.due_on + 30 * DAY, reason="汛期"
    )
    assert again.wanted_by == world.longchang_logger
    assert kinds(row) == ["made", "extension_asked", "extension_withdrawn", "extension_asked"]


def test_whoever_saw_the_request_is_told_and_from_the_others_it_is_taken_back(world):
    row = wanted(world)
    asked = Notice.objects.filter(kind="extension_asked")
    assert asked.count() == 2
    asked.filter(user=world.colleague).update(read_at=row.created_at)
    withdrawn(world, row)
    assert told("extension_withdrawn", row) == {world.colleague.pk}
    assert asked.get(cancelled_at=None).user == world.colleague


def test_the_button_is_shown_to_who_asked_alone(client, world):
    row = wanted(world)
    url = reverse("meetings:resolution_step", args=[row.pk, "withdraw-extension"])
    for person, shown in ((world.longchang_reviewer, False), (world.longchang_logger, True)):
        client.force_login(person)
        assert (url in client.get(row.get_absolute_url()).content.decode()) is shown
    assert client.post(url, {"version": row.version}).status_code == 302
    row.refresh_from_db()
    assert row.wanted_by is None
    answer = client.post(f"/api/v1/resolutions/{row.pk}/withdraw-extension/", {}, content_type="application/json")
    assert answer.json()["steps"][-1]["kind"] == "extension_withdrawn", "a second click over the API"

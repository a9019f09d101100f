"""Making resolutions, and what their doers say."""

import datetime as dt
import uuid

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Notice
from core.dated import start_of
from meetings.models import Resolution
from meetings.queries.resolutions import open_resolutions
from meetings.services import deciding, doing
from meetings.services.evidence import add_evidence, remove_evidence
from tests import factories
from tests.core.test_photos import picture, saved
from tests.meetings.refusals import refused
from tests.meetings.resolution_world import made, make_world, reported, upload

DAY = dt.timedelta(days=1)
SUMMER = dt.date(2026, 7, 1)


@pytest.fixture
def world(db):
    return make_world()


def told(kind, resolution):
    rows = Notice.objects.filter(kind=kind, url=resolution.get_absolute_url())
    return set(rows.values_list("user__pk", flat=True))


def kinds(resolution):
    return list(resolution.steps.order_by("at", "pk").values_list("kind", flat=True))


def test_a_resolution_has_its_number_its_parties_and_its_first_step(world):
    unit = factories.UnitFactory(region=world.longchang)
    row = made(world, lead_unit=unit, co_parties=[(world.luxian, None)], text="  共建  ")
    assert (row.number, row.text, row.state, row.cross_border) == ("2026-south-4-01", "共建", "open", False)
    assert [(party.role, party.region, party.unit) for party in row.parties.order_by("pk")] == [
        ("lead", world.longchang, unit),
        ("co", world.luxian, None),
    ]
    assert kinds(row) == ["made"]
    assert told("resolution_made", row) == {
        person.pk
        for person in (world.longchang_logger, world.longchang_reviewer, world.luxian_logger, world.luxian_reviewer)
    }


def test_a_number_is_never_used_again(world):
    first, second = made(world), made(world)
    deciding.void_resolution(actor=world.rongchang_reviewer, resolution=second, reason="重复")
    assert (first.number, made(world).number) == ("2026-south-4-01", "2026-south-4-03")


@pytest.mark.parametrize(
    ("fields", "session"),
    [
        (
            {"period": "2026H2", "period_first": dt.date(2026, 7, 1), "period_last": dt.date(2026, 12, 31)},
            "2026-south-H2",
        ),
        ({"ordinal": 12}, "2027-south-N12"),
        ({}, "2027-south-M{pk}"),
    ],
)
def test_the_session_in_a_number_is_the_period_the_ordinal_or_the_key(world, fields, session):
    begin = start_of(dt.date(2027, 1, 10))
    meeting = factories.MeetingFactory(body=world.body, state="held", starts_at=begin, **fields)
    row = made(world, meeting=meeting, due_on=dt.date(2027, 3, 1))
    assert row.number == session.format(pk=meeting.pk) + "-01"


def test_the_same_form_twice_is_one_resolution_and_is_nobody_else_s(world):
    key = uuid.uuid4()
    assert made(world, form_key=key) == made(world, form_key=key, text="第二次")
    assert Resolution.objects.count() == 1
    assert refused(made, world=world, actor=world.colleague, form_key=key) == "form_key_taken"


@pytest.mark.parametrize("state", ["planned", "agenda_open", "agenda_locked", "postponed"])
def test_nothing_is_noted_before_the_meeting_is_noticed(world, state):
    world.meeting.state = state
    world.meeting.save()
    assert refused(made, world=world) == "meeting_not_noticed"


def test_what_is_noted_fits_the_meeting(world):
    stranger = factories.CountyFactory(code="500101", name="万州区")
    elsewhere = factories.AgendaItemFactory()
    unit = factories.UnitFactory(region=world.luxian)
    held = timezone.localdate(world.meeting.starts_at)
    for fields, code in (
        ({"text": " "}, "text_missing"),
        ({"text": "长" * 2001}, "text_missing"),
        ({"item": elsewhere}, "item_of_another_meeting"),
        ({"due_on": held - DAY}, "due_out_of_range"),
        ({"due_on": held + 3661 * DAY}, "due_out_of_range"),
        ({"lead": stranger}, "not_in_this_body"),
        ({"co_parties": [(stranger, None)]}, "not_in_this_body"),
        ({"lead_unit": unit}, "unit_of_another_region"),
        ({"counterpart": stranger}, "not_in_this_body"),
        ({"counterpart": world.longchang}, "counterpart_does_it"),
        ({"counterpart": world.luxian}, "counterpart_same_province"),
    ):
        assert refused(made, world=world, **fields) == code, fields
    assert made(world, due_on=held).due_on == held


def test_it_crosses_the_border_by_its_doers_or_by_a_named_counterpart(world):
    assert made(world, co_parties=[(world.rongchang, None)]).cross_border
    assert made(world, counterpart=world.yongchuan).cross_border
    assert not made(world, co_parties=[(world.luxian, None)]).cross_border


def test_the_provinces_charge_any_county_of_the_corridor(world):
    body = factories.BodyFactory(
        code="provincial", name="省级联席会议", kind="provincial", belt=None, cadence="half_year"
    )
    meeting = factories.MeetingFactory(body=body, state="held", starts_at=world.meeting.starts_at)
    assert made(world, meeting=meeting, lead=world.luxian).cross_border is False
    stranger = factories.CountyFactory(code="500101", name="万州区")
    assert refused(made, world=world, meeting=meeting, lead=stranger) == "not_in_this_body"


def test_progress_is_kept_and_said_once(world):
    row = made(world)
    Resolution.objects.filter(pk=row.pk).update(last_report_on=world.today - 70 * DAY)
    for _click in range(2):
        row = doing.report_progress(actor=world.longchang_logger, resolution=row, text="已选址", percent=40, version=1)
    step = row.steps.get(kind="progress")
    assert (step.percent, step.region, step.text) == (40, world.longchang, "已选址")
    assert (row.last_report_on, row.version) == (world.today, 2)
    Resolution.objects.filter(pk=row.pk).update(last_report_on=world.today - DAY)
    row = doing.report_progress(actor=world.longchang_logger, resolution=row, text="已选址", percent=40)
    assert row.steps.filter(kind="progress").count() == 2, "the same words on another day are another report"
    again = {"actor": world.longchang_reviewer, "resolution": row, "text": "已动工"}
    assert refused(doing.report_progress, version=1, **again) == "stale"
    assert doing.report_progress(version=3, **again).version == 4


def test_an_extension_is_asked_for_before_the_due_date_alone(world):
    later = world.today + 60 * DAY
    asking = {"actor": world.longchang_logger, "due_on": later, "reason": "汛期"}
    row = doing.ask_extension(resolution=made(world, due_on=world.today + DAY), **asking)
    assert doing.ask_extension(resolution=row, **asking).steps.filter(kind="extension_asked").count() == 1
    assert (row.wanted_due_on, row.wanted_by, row.due_on) == (later, world.longchang_logger, world.today + DAY)
    assert told("extension_asked", row) == {world.rongchang_reviewer.pk, world.colleague.pk}
    assert refused(doing.ask_extension, resolution=row, **(asking | {"reason": "又问"})) == "extension_is_open"
    assert refused(doing.ask_extension, resolution=made(world, due_on=world.today), **asking) == "asked_too_late"
    assert refused(doing.ask_extension, resolution=made(world), **(asking | {"reason": ""})) == "text_missing"
    sooner = asking | {"due_on": world.today + 30 * DAY}
    assert refused(doing.ask_extension, resolution=made(world), **sooner) == "due_out_of_range"


def test_an_extension_is_granted_by_another_than_the_asker(world):
    row, later = made(world, lead=world.rongchang), world.today + 90 * DAY
    row = doing.ask_extension(actor=world.rongchang_reviewer, resolution=row, due_on=later, reason="汛期")
    grant = deciding.grant_extension
    assert refused(grant, actor=world.rongchang_reviewer, resolution=row) == "own_extension"
    assert refused(grant, actor=world.colleague, resolution=row, version=1) == "stale"
    row = grant(actor=world.colleague, resolution=row)
    assert (row.due_on, row.first_due_on, row.wanted_due_on) == (later, world.today + 30 * DAY, None)
    assert grant(actor=world.colleague, resolution=row).version == row.version
    assert refused(grant, actor=world.rongchang_logger, resolution=row) == "no_extension_asked"
    assert told("extension_granted", row) == {
        world.rongchang_reviewer.pk, world.rongchang_logger.pk, world.colleague.pk
    }  # fmt: skip


def test_an_extension_is_refused_with_a_reason(world):
    row = doing.ask_extension(
        actor=world.longchang_logger, resolution=made(world), due_on=world.today + 60 * DAY, reason="汛期"
    )
    refuse = {"actor": world.rongchang_reviewer, "resolution": row}
    assert refused(deciding.refuse_extension, reason=" ", **refuse) == "text_missing"
    row = deciding.refuse_extension(reason="时间充裕", **refuse)
    assert (row.due_on, row.wanted_due_on) == (world.today + 30 * DAY, None)
    assert deciding.refuse_extension(reason="时间充裕", **refuse).version == row.version


def test_done_is_shown_by_a_file(world):
    row = made(world)
    assert refused(doing.report_done, actor=world.longchang_logger, resolution=row) == "evidence_missing"
    row = reported(world)
    assert (row.state, row.reported_by) == ("reported", world.longchang_logger)
    assert doing.report_done(actor=world.longchang_logger, resolution=row).version == row.version
    assert refused(doing.report_done, actor=world.longchang_reviewer, resolution=row) == "decided_by_another"
    assert told("resolution_reported", row) == {world.rongchang_reviewer.pk, world.colleague.pk}
    cross = reported(world, counterpart=world.yongchuan)
    assert told("resolution_reported", cross) == {world.yongchuan_reviewer.pk}


def test_evidence_is_checked_kept_once_and_taken_back(world):
    row, doer = made(world), world.longchang_logger
    first = add_evidence(actor=doer, resolution=row, upload=upload())
    assert add_evidence(actor=doer, resolution=row, upload=upload("别名.pdf")) == first
    photo = add_evidence(actor=doer, resolution=row, upload=upload("现场.jpg", saved(picture(), "JPEG")))
    assert photo.media_type == "image/jpeg"
    for name, body, code in (
        ("表.xlsx", b"no zip", "file_not_what_it_says"),
        ("脚本.sh", b"#!/bin/sh", "photo_unreadable"),
    ):
        assert refused(add_evidence, actor=doer, resolution=row, upload=upload(name, body)) == code
    stored = first.file
    remove_evidence(actor=doer, evidence=first)
    remove_evidence(actor=doer, evidence=first)
    assert kinds(row) == ["made", "evidence_added", "evidence_added", "evidence_removed"]
    assert stored.name
    row = doing.report_done(actor=doer, resolution=row)
    assert refused(remove_evidence, actor=doer, evidence=photo) == "decided_by_another"
    assert refused(add_evidence, actor=doer, resolution=row, upload=upload()) == "decided_by_another"


def test_a_refused_file_leaves_nothing_behind(world, settings):
    row = reported(world)
    before = sorted(path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file())
    refused(add_evidence, actor=world.longchang_logger, resolution=row, upload=upload("二.pdf", b"%PDF-2"))
    assert sorted(path for path in settings.MEDIA_ROOT.rglob("*") if path.is_file()) == before


def test_open_ones_are_those_made_before_and_not_finished_by_then(world):
    held = timezone.localdate(world.meeting.starts_at)
    row, finished, gone = made(world), reported(world), made(world)
    later = factories.MeetingFactory(body=world.body, state="held", starts_at=timezone.now())
    young = made(world, meeting=later)
    other = factories.ResolutionFactory(meeting__starts_at=world.meeting.starts_at)
    deciding.close_resolution(actor=world.rongchang_reviewer, resolution=finished)
    deciding.void_resolution(actor=world.rongchang_reviewer, resolution=gone, reason="不再需要")
    assert list(open_resolutions(world.body, held)) == []
    assert set(open_resolutions(world.body, world.today)) == {row, finished, gone}, "as it was this morning"
    assert set(open_resolutions(world.body, world.today + DAY)) == {row, young}
    assert other not in open_resolutions(world.body, world.today + DAY)


def test_the_database_has_the_last_word(world):
    row = reported(world)
    for fields in (
        {"state": "closed"},
        {"closed_by": row.reported_by},
        {"wanted_due_on": row.due_on - DAY, "wanted_by": row.reported_by, "state": "open"},
        {"wanted_due_on": row.due_on + DAY},
    ):
        with pytest.raises(IntegrityError), transaction.atomic():
            Resolution.objects.filter(pk=row.pk).update(**fields)

"""Close-out, sending back, opening again, voiding; and whose each of these is."""

import datetime as dt
from types import SimpleNamespace

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from core.dated import start_of
from meetings.models import Resolution
from meetings.services import deciding, doing
from meetings.services.deciding import close_resolution, reopen_resolution, return_resolution, void_resolution
from tests import factories
from tests.meetings.refusals import refused
from tests.meetings.resolution_world import made, make_world, reported
from tests.meetings.test_resolutions import kinds, told

DAY = dt.timedelta(days=1)


@pytest.fixture
def world(db):
    return make_world()


def again(user):
    """The same person, in another request."""
    return type(user)._default_manager.get(pk=user.pk)


def test_the_convener_closes_what_stays_on_one_side(world):
    row = reported(world)
    for stranger in (world.yongchuan_reviewer, world.luxian_reviewer, world.longchang_reviewer, world.sichuan_office):
        assert refused(close_resolution, actor=stranger, resolution=row) == "not_the_confirmer"
    row = close_resolution(actor=world.rongchang_reviewer, resolution=row, text="已核实")
    assert (row.state, row.closed_by) == ("closed", world.rongchang_reviewer)
    assert row.closed_at is not None
    assert close_resolution(actor=world.rongchang_reviewer, resolution=row).version == row.version
    assert kinds(row)[-2:] == ["reported", "closed"]
    assert told("resolution_closed", row) == {world.longchang_logger.pk, world.longchang_reviewer.pk}


def test_nobody_closes_what_they_reported_themselves(world):
    row = reported(world, by=world.rongchang_reviewer, lead=world.rongchang)
    assert refused(close_resolution, actor=world.rongchang_reviewer, resolution=row) == "own_report"
    assert refused(return_resolution, actor=world.rongchang_reviewer, resolution=row, reason="再看") == "own_report"
    assert close_resolution(actor=world.colleague, resolution=row).state == "closed"


def test_the_counterpart_closes_what_crosses_the_border(world):
    row = reported(world, counterpart=world.yongchuan)
    for stranger in (
        world.rongchang_reviewer, world.longchang_reviewer, world.yongchuan_logger, world.luxian_reviewer,
        world.corridor,
    ):  # fmt: skip
        assert refused(close_resolution, actor=stranger, resolution=row) == "not_the_confirmer"
    assert close_resolution(actor=world.yongchuan_reviewer, resolution=row).state == "closed"


def test_without_a_counterpart_the_convener_closes_unless_it_is_a_doer(world):
    outside = reported(world, co_parties=[(world.yongchuan, None)])
    assert outside.cross_border
    assert close_resolution(actor=world.rongchang_reviewer, resolution=outside).state == "closed"
    inside = reported(world, co_parties=[(world.rongchang, None)])
    assert refused(close_resolution, actor=world.rongchang_reviewer, resolution=inside) == "not_the_confirmer"
    assert close_resolution(actor=world.corridor, resolution=inside).state == "closed"


def test_who_works_on_both_sides_closes_nothing_of_their_own(world):
    both = factories.reviewer(world.yongchuan)
    factories.person("county_logger", world.longchang)
    holding = world.longchang_logger.holdings.get()
    both.holdings.create(post=holding.post, since=holding.since)
    row = reported(world, counterpart=world.yongchuan)
    assert refused(close_resolution, actor=again(both), resolution=row) == "not_the_confirmer"


def test_a_county_that_took_a_seat_does_and_confirms_in_its_place(world):
    heir = factories.CountyFactory(code="500109", name="北碚区")
    row = reported(world, counterpart=world.yongchuan)
    world.yongchuan.successors.add(heir)
    assert close_resolution(actor=factories.reviewer(heir), resolution=row).state == "closed"
    seat = factories.CountyFactory(code="511024", name="威远县", province=factories.sichuan())
    world.longchang.successors.add(seat)
    assert set(Resolution.objects.done_by(factories.logger(seat))) == {row}


def test_what_is_sent_back_is_open_again_and_says_why(world):
    row = reported(world)
    assert refused(return_resolution, actor=world.rongchang_reviewer, resolution=row, reason="") == "text_missing"
    row = return_resolution(actor=world.rongchang_reviewer, resolution=row, reason="缺照片")
    assert (row.state, row.reported_by) == ("open", None)
    assert return_resolution(actor=world.rongchang_reviewer, resolution=row, reason="缺照片").version == row.version
    assert told("resolution_returned", row) == {world.longchang_logger.pk, world.longchang_reviewer.pk}
    row = doing.report_done(actor=world.longchang_logger, resolution=row, text="已补")
    assert close_resolution(actor=world.rongchang_reviewer, resolution=row).state == "closed"


def test_steps_need_their_state_and_a_fresh_look(world):
    row, convener = made(world), world.rongchang_reviewer
    assert refused(close_resolution, actor=convener, resolution=row) == "step_not_open"
    assert refused(return_resolution, actor=convener, resolution=row, reason="无") == "step_not_open"
    assert refused(reopen_resolution, actor=convener, resolution=row, reason="无") == "step_not_open"
    for call in (close_resolution, return_resolution):
        assert refused(call, actor=convener, resolution=reported(world), version=1, **reason_for(call)) == "stale"
    assert refused(void_resolution, actor=convener, resolution=row, reason="无", version=9) == "stale"


def reason_for(call):
    return {"reason": "缺照片"} if call is return_resolution else {}


def test_a_closed_one_is_looked_at_again(world):
    row = close_resolution(actor=world.rongchang_reviewer, resolution=reported(world))
    Resolution.objects.filter(pk=row.pk).update(due_on=world.today - DAY)
    reopening = {"actor": world.sichuan_office, "resolution": row, "reason": "回头看未落实"}
    assert refused(reopen_resolution, **reopening) == "due_out_of_range"
    row = reopen_resolution(due_on=world.today + 10 * DAY, **reopening)
    assert (row.state, row.closed_by, row.closed_at, row.reported_by) == ("open", None, None, None)
    assert (row.due_on, row.last_report_on) == (world.today + 10 * DAY, world.today)
    assert reopen_resolution(due_on=world.today + 10 * DAY, **reopening).version == row.version
    assert world.longchang_logger.pk in told("resolution_reopened", row)


def test_a_void_one_keeps_its_number_and_leaves_the_board(world):
    row = made(world)
    assert refused(void_resolution, actor=world.rongchang_reviewer, resolution=row, reason=" ") == "text_missing"
    row = doing.ask_extension(
        actor=world.longchang_logger, resolution=row, due_on=world.today + 60 * DAY, reason="汛期"
    )
    row = void_resolution(actor=world.rongchang_reviewer, resolution=row, reason="并入另一项")
    assert (row.state, row.wanted_due_on) == ("void", None)
    assert void_resolution(actor=world.rongchang_reviewer, resolution=row, reason="并入另一项").version == row.version
    assert list(Resolution.objects.open()) == []
    late = {"actor": world.colleague, "resolution": row, "reason": "并入另一项"}
    assert refused(void_resolution, **late) == "decided_by_another"


def test_doers_and_conveners_have_their_rows(world):
    row = made(world, counterpart=world.yongchuan)
    scope = Resolution.objects
    for user, does, calls, confirms, reopens in (
        (world.longchang_logger, True, False, False, False),
        (world.rongchang_logger, False, True, False, True),
        (world.yongchuan_reviewer, False, False, True, False),
        (world.yongchuan_logger, False, False, False, False),
        (world.chongqing_office, False, False, False, True),
        (world.corridor, False, True, False, True),
        (factories.person(), False, False, False, False),
        (factories.person("auditor"), False, False, False, False),
    ):
        found = [
            rows.filter(pk=row.pk).exists()
            for rows in (
                scope.done_by(user), scope.manageable_by(user), scope.confirmable_by(user), scope.reopenable_by(user)
            )
        ]  # fmt: skip
        assert found == [does, calls, confirms, reopens], str(user)


def test_a_token_that_only_reads_moves_nothing(world):
    made(world, counterpart=world.yongchuan)
    reading = {"roles": frozenset({"county_reviewer"}), "token_is_read_only": True, "places": None}
    for codes in ({"511083"}, {"500118"}, {"500153"}, {"500000"}):
        reach = SimpleNamespace(
            counties=frozenset(codes), reviewing=frozenset(codes), corridor_office=False,
            provinces=frozenset(code for code in codes if code.endswith("0000")), **reading,
        )  # fmt: skip
        user, scope = SimpleNamespace(reach=reach), Resolution.objects
        for rows in (scope.done_by(user), scope.confirmable_by(user), scope.reopenable_by(user)):
            assert not rows.exists()


def test_the_power_to_grant_passes_on_new_year_s_day(world, monkeypatch):
    """At midnight, with nobody granting it and no job run: 荣昌 convenes this year, 隆昌 the next."""
    year = world.today.year
    row = made(world, lead=world.yongchuan, due_on=dt.date(year + 1, 3, 1))
    row = doing.ask_extension(
        actor=world.yongchuan_logger, resolution=row, due_on=dt.date(year + 1, 6, 1), reason="汛期"
    )
    new_year = start_of(dt.date(year + 1, 1, 1))
    for moment, able, unable in (
        (new_year - dt.timedelta(seconds=1), world.rongchang_reviewer, world.longchang_reviewer),
        (new_year, world.longchang_reviewer, world.rongchang_reviewer),
    ):
        monkeypatch.setattr(timezone, "now", lambda moment=moment: moment)
        assert Resolution.objects.manageable_by(again(able)).filter(pk=row.pk).exists()
        assert not Resolution.objects.manageable_by(again(unable)).filter(pk=row.pk).exists()
    assert deciding.grant_extension(actor=again(world.longchang_reviewer), resolution=row).due_on.month == 6


def test_the_words_of_a_lost_race_name_the_faster_one(world):
    row = close_resolution(actor=world.rongchang_reviewer, resolution=reported(world))
    with pytest.raises(ValidationError) as late:
        close_resolution(actor=world.colleague, resolution=row)
    assert str(world.rongchang_reviewer) in late.value.messages[0]

"""Unit → lead of the county → convener → provincial offices: each once, a level's days apart, to the right people."""

import datetime as dt

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts.models import Notice
from meetings.models import ColourPolicy, Resolution, ResolutionStep
from meetings.services.escalation import escalate_resolutions
from meetings.tasks import escalate_resolutions as task
from tests.meetings.resolution_world import late, made, make_world, reported

DAY = dt.timedelta(days=1)


@pytest.fixture
def world(db):
    return make_world()


@pytest.fixture
def days(monkeypatch):
    """``days(7)``: the clock goes on by seven days."""
    now = timezone.now()

    def on(count):
        monkeypatch.setattr(timezone, "now", lambda: now + count * DAY)

    return on


def levels(row):
    return list(row.steps.filter(kind="escalated").order_by("pk").values_list("level", flat=True))


def told(row, level):
    rows = Notice.objects.filter(kind="resolution_escalated", url=row.get_absolute_url(), params__level=level)
    return set(rows.values_list("user_id", flat=True))


def keys(*people):
    return {person.pk for person in people}


def test_it_begins_when_it_turns_yellow_for_being_late(world):
    made(world, due_on=world.today)
    assert escalate_resolutions() == 0
    row = late(world, days=1)
    assert escalate_resolutions() == 1
    step = row.steps.get(kind="escalated")
    assert (step.level, step.due_on, step.actor) == (1, row.due_on, None)


def test_each_level_is_told_once_and_seven_days_apart(world, days):
    row = late(world, days=1)
    for passed, expected in ((0, [1]), (6, [1]), (7, [1, 2]), (14, [1, 2, 3]), (21, [1, 2, 3, 4]), (90, [1, 2, 3, 4])):
        days(passed)
        for _run in range(2):
            task()
        assert levels(row) == expected, passed
    assert told(row, 1) == keys(world.longchang_logger)
    assert told(row, 2) == keys(world.longchang_reviewer)
    assert told(row, 3) == keys(world.rongchang_reviewer, world.colleague)
    assert told(row, 4) == keys(world.chongqing_office, world.sichuan_office)


def test_after_an_outage_each_level_still_has_its_time(world, days):
    row = late(world, days=40)
    escalate_resolutions()
    assert levels(row) == [1]
    days(7)
    escalate_resolutions()
    assert levels(row) == [1, 2]


def test_only_what_is_open_is_escalated(world):
    for state in ("reported", "closed", "void"):
        row = reported(world)
        closed = {"closed_at": timezone.now()} if state == "closed" else {}
        Resolution.objects.filter(pk=row.pk).update(state=state, due_on=world.today - 9 * DAY, **closed)
    assert escalate_resolutions() == 0


def test_a_later_date_begins_anew(world, days):
    row = late(world, days=1)
    escalate_resolutions()
    Resolution.objects.filter(pk=row.pk).update(due_on=world.today + 9 * DAY)
    days(8)
    assert escalate_resolutions() == 0
    days(10)
    assert escalate_resolutions() == 1
    assert levels(row) == [1, 1]


def test_a_body_has_a_policy_of_its_own(world, days):
    ColourPolicy.objects.create(body=world.body, yellow_days=5, red_days=10, level_days=2, source="测试")
    row = late(world, days=4)
    assert escalate_resolutions() == 0
    days(1)
    escalate_resolutions()
    days(3)
    escalate_resolutions()
    assert levels(row) == [1, 2]


def test_the_database_keeps_a_level_once(world):
    row = late(world, days=1)
    step = {"resolution": row, "kind": "escalated", "level": 1, "due_on": row.due_on}
    ResolutionStep.objects.create(**step)
    with pytest.raises(IntegrityError, match="escalated_once_a_level"), transaction.atomic():
        ResolutionStep.objects.create(**step)

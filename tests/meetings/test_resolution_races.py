"""Two at once, on real connections: numbers stay distinct, one closes, each level is told once."""

import datetime as dt
from collections import Counter

import pytest

from accounts.models import Notice
from meetings.models import Resolution, ResolutionStep
from meetings.services.deciding import close_resolution
from meetings.services.doing import ask_extension
from meetings.services.escalation import escalate_resolutions
from tests.meetings.resolution_world import late, made, make_world, reported
from tests.venues.test_booking_races import at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(transactional_db):
    return make_world()


def test_resolutions_made_at_once_have_numbers_of_their_own(world):
    made(world)
    assert at_once(*[lambda: made(world)] * 8) == {"done": 8}
    numbers = Resolution.objects.order_by("sequence").values_list("number", flat=True)
    assert list(numbers) == [f"2026-south-4-{place:02d}" for place in range(1, 10)]


def test_the_same_form_sent_twice_at_once_is_one_resolution(world):
    key = "6f0d29c2-6f49-4f9e-a1b2-51a2f0c1d3e4"
    assert at_once(*[lambda: made(world, form_key=key)] * 4) == {"done": 4}
    assert Resolution.objects.count() == 1


def test_two_who_close_one_resolution_close_it_once(world):
    row = reported(world)
    people = (world.rongchang_reviewer, world.colleague, world.rongchang_logger)
    found = at_once(*(lambda actor=actor: close_resolution(actor=actor, resolution=row) for actor in people))
    assert found == {"done": 1, "decided_by_another": 2}
    assert Counter(row.steps.values_list("kind", flat=True))["closed"] == 1


def test_two_who_ask_for_more_time_ask_once(world):
    row, later = made(world), world.today + dt.timedelta(days=60)
    asking = [
        lambda actor=actor: ask_extension(actor=actor, resolution=row, due_on=later, reason="汛期")
        for actor in (world.longchang_logger, world.longchang_reviewer)
    ]
    assert at_once(*asking) == {"done": 1, "extension_is_open": 1}


def test_two_workers_escalate_each_step_once(world):
    rows = [late(world, days=3) for _number in range(10)]
    assert at_once(escalate_resolutions, escalate_resolutions, escalate_resolutions) == {"done": 3}
    assert escalate_resolutions() == 0
    assert ResolutionStep.objects.filter(kind="escalated", level=1).count() == len(rows)
    assert Notice.objects.filter(kind="resolution_escalated").count() == len(rows)

"""Many at once on an agenda, on real connections."""

import threading
import time
import uuid

import pytest
from django.db import transaction

from meetings.models import AgendaItem, AgendaSource, ListEntry
from meetings.services.agenda import accept_item, add_item, propose_item
from meetings.services.agenda_forwarding import forward_item
from meetings.services.agenda_merging import merge_items
from meetings.services.agenda_placing import shift_item
from meetings.services.agenda_rows import ensure_review
from meetings.services.lists import entry_from_item, make_project
from meetings.services.steps import lock, move
from tests import factories
from tests.meetings.agenda_world import make_world
from tests.venues.test_booking_races import at_once

pytestmark = [pytest.mark.race, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def world(transactional_db):
    return make_world()


def proposal(world, title):
    return propose_item(actor=world.long_logger, meeting=world.meeting, region=world.long, title=title)


def test_the_review_is_made_once_by_many(world):
    assert at_once(*[lambda: ensure_review(world.meeting)] * 8) == {"done": 8}
    assert world.meeting.items.filter(kind="review").count() == 1


def test_one_form_sent_at_the_same_moment_is_one_item(world):
    key = uuid.uuid4()

    def send():
        propose_item(actor=world.long_logger, meeting=world.meeting, region=world.long, title="提案", form_key=key)

    assert at_once(*[send] * 6) == {"done": 6}
    assert AgendaItem.objects.filter(form_key=key).count() == AgendaSource.objects.count() == 1


def test_two_merges_of_one_item_into_different_ones_give_it_to_one(world):
    one, other, moved = (proposal(world, title) for title in ("甲", "乙", "丙"))
    found = at_once(
        *(lambda into=into: merge_items(actor=world.convener, into=into, items=[moved]) for into in (one, other))
    )
    assert found == {"done": 1, "item_is_settled": 1}
    moved.refresh_from_db()
    assert moved.merged_into in {one, other}
    assert AgendaSource.objects.count() == 4, "its words went along once"


def test_two_items_merged_into_one_another_end_as_one(world):
    one, other = proposal(world, "甲"), proposal(world, "乙")
    found = at_once(
        lambda: merge_items(actor=world.convener, into=one, items=[other]),
        lambda: merge_items(actor=world.convener, into=other, items=[one]),
    )
    assert found == {"done": 1, "item_is_settled": 1}
    assert sorted(AgendaItem.objects.exclude(kind="review").values_list("state", flat=True)) == ["merged", "proposed"]


def test_who_proposes_while_the_agenda_is_being_locked_waits_and_is_refused(world):
    held, found = threading.Event(), []

    def propose():
        held.wait(5)
        found.append(dict(at_once(lambda: proposal(world, "迟到"))))

    late = threading.Thread(target=propose)
    late.start()
    with transaction.atomic():
        meeting = lock(world.meeting)
        held.set()
        time.sleep(0.3)
        move(meeting, to="agenda_locked", actor=world.convener)
    late.join()
    assert found == [{"items_closed": 1}]
    assert not AgendaItem.objects.filter(title="迟到").exists()


def test_items_that_are_taken_up_and_moved_at_once_have_places_of_their_own(world):
    proposals = [proposal(world, f"第{number}件") for number in range(4)]
    standing = [add_item(actor=world.convener, meeting=world.meeting, title=f"已有{number}") for number in range(3)]
    found = at_once(
        *(lambda item=item: accept_item(actor=world.convener, item=item) for item in proposals),
        *(lambda item=item: shift_item(actor=world.convener, item=item, step="up") for item in standing),
    )
    assert found == {"done": 7}
    positions = list(AgendaItem.objects.on_agenda().values_list("position", flat=True))
    assert len(set(positions)) == len(positions) == 8


def test_an_item_is_forwarded_once(world):
    factories.MeetingFactory(body=world.above, host=factories.chongqing(), state="agenda_open")
    item = add_item(actor=world.convener, meeting=world.meeting, title="联合执法")
    assert at_once(*[lambda: forward_item(actor=world.convener, item=item)] * 4) == {"done": 4}
    assert AgendaItem.objects.filter(forwarded_from=item).count() == 1


def test_an_item_is_one_line_of_a_list_and_a_need_and_a_resource_one_project(world):
    item = add_item(actor=world.convener, meeting=world.meeting, title="调解员", region=world.long)
    calls = [lambda: entry_from_item(actor=world.convener, item=item, kind="need")] * 4
    assert at_once(*calls) == {"done": 4}
    need = ListEntry.objects.get()
    resource = factories.ListEntryFactory(body=world.body, kind="resource", region=world.jiang)
    assert at_once(*[lambda: make_project(actor=world.convener, need=need, resource=resource)] * 4) == {"done": 4}
    assert ListEntry.objects.filter(kind="project").count() == 1

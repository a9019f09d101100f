"""Where items stand: steps, parents, depths, rings; forwarding and its answer; a meeting merged into another."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts.models import Notice
from meetings.models import AgendaItem
from meetings.queries.agenda import agenda_of
from meetings.queries.agenda_work import agenda_work
from meetings.services.agenda import accept_item, add_item, decline_item, propose_item
from meetings.services.agenda_forwarding import answer_item, forward_item
from meetings.services.agenda_merging import merge_items
from meetings.services.agenda_placing import carry_items, place_item, shift_item
from meetings.services.agenda_rows import ensure_review
from meetings.services.life import merge_meeting, open_agenda
from meetings.services.steps import lock
from tests import factories
from tests.meetings.agenda_world import make_world, set_state
from tests.meetings.refusals import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


@pytest.fixture
def items(world):
    """Four items behind the review: 甲 乙 丙 丁."""
    return {
        title: add_item(actor=world.convener, meeting=world.meeting, title=title) for title in ("甲", "乙", "丙", "丁")
    }


def shown(world, meeting=None):
    lines = agenda_of(meeting or world.meeting).lines
    return "".join(f"{line.mark}{line.item.title}" for line in lines if not line.item.is_review)


def shift(world, item, step):
    return shift_item(actor=world.convener, item=item, step=step)


def test_steps_move_an_item_and_stop_at_the_ends(world, items):
    assert shown(world) == "二、甲三、乙四、丙五、丁"
    shift(world, items["丙"], "up")
    assert shown(world) == "二、甲三、丙四、乙五、丁"
    shift(world, items["甲"], "up")
    assert shown(world) == "二、甲三、丙四、乙五、丁", "the review stays first"
    shift(world, items["丁"], "down")
    assert shown(world) == "二、甲三、丙四、乙五、丁"
    shift(world, items["甲"], "down")
    assert shown(world) == "二、丙三、甲四、乙五、丁"


def test_in_and_out_change_the_depth(world, items):
    shift(world, items["乙"], "in")
    shift(world, items["丙"], "in")
    assert shown(world) == "二、甲（一）乙（二）丙三、丁"
    shift(world, items["丙"], "in")
    assert shown(world) == "二、甲（一）乙1.丙三、丁"
    shift(world, items["丁"], "in")
    assert shown(world) == "二、甲（一）乙1.丙（二）丁"
    shift(world, items["乙"], "out")
    assert shown(world) == "二、甲（一）丁三、乙（一）丙"
    shift(world, items["乙"], "out")
    assert shown(world) == "二、甲（一）丁三、乙（一）丙", "there is no further out"
    shift(world, items["甲"], "in")
    assert agenda_of(world.meeting).lines[1].mark == "（一）", "under the review: how it stands with the resolutions"


def test_an_item_is_put_under_another_at_a_place(world, items):
    place_item(actor=world.convener, item=items["丁"], parent=items["甲"])
    place_item(actor=world.convener, item=items["丙"], parent=items["甲"], position=1)
    assert shown(world) == "二、甲（一）丙（二）丁三、乙"
    place_item(actor=world.convener, item=items["丁"], position=1)
    assert shown(world) == "二、丁三、甲（一）丙四、乙", "nothing comes before the review"
    again = place_item(actor=world.convener, item=items["丁"], position=2)
    assert again.version == AgendaItem.objects.get(pk=again.pk).version


def test_moving_others_does_not_age_what_somebody_reads(world, items):
    shift(world, items["丁"], "up")
    assert AgendaItem.objects.get(pk=items["丙"].pk).version == items["丙"].version
    assert AgendaItem.objects.get(pk=items["丁"].pk).version == items["丁"].version + 1
    assert refused(shift_item, actor=world.convener, item=items["丁"], step="up", version=1) == "stale"


def test_there_are_no_rings_and_four_depths(world, items):
    for above, below in (("甲", "乙"), ("乙", "丙"), ("丙", "丁")):
        place_item(actor=world.convener, item=items[below], parent=items[above])
    assert shown(world) == "二、甲（一）乙1.丙（1）丁"
    given = {"actor": world.convener}
    assert refused(place_item, item=items["甲"], parent=items["丁"], **given) == "ring"
    assert refused(place_item, item=items["甲"], parent=items["甲"], **given) == "ring"
    add = {"meeting": world.meeting, "title": "戊", "parent": items["丁"]}
    assert refused(add_item, **add, **given) == "too_deep"
    other = add_item(meeting=world.meeting, title="戊", **given)
    assert refused(place_item, item=items["甲"], parent=other, **given) == "too_deep", "with all that stands under it"
    assert refused(shift_item, item=items["甲"], step="sideways", **given) == "invalid"


def test_only_what_stands_on_this_agenda_has_a_place(world, items):
    given = {"actor": world.convener}
    elsewhere = factories.AgendaItemFactory()
    assert refused(place_item, item=items["甲"], parent=elsewhere, **given) == "not_on_this_agenda"
    assert refused(add_item, meeting=world.meeting, title="x", parent=elsewhere, **given) == "not_on_this_agenda"
    decline_item(item=items["乙"], reason="不议", **given)
    assert refused(shift_item, item=items["乙"], step="up", **given) == "item_is_settled"
    assert refused(place_item, item=ensure_review(world.meeting), position=3, **given) == "review_stays"
    set_state(world.meeting, "agenda_locked")
    assert refused(shift_item, item=items["丙"], step="up", **given) == "text_missing"


def test_no_more_items_than_there_are_numerals(world):
    ensure_review(world.meeting)
    for number in range(98):
        factories.AgendaItemFactory(meeting=world.meeting, position=number + 1)
    assert agenda_of(world.meeting).lines[-1].mark == "九十九、"
    assert refused(add_item, actor=world.convener, meeting=world.meeting, title="第一百") == "too_many_items"


def above_meeting(world, **fields):
    return factories.MeetingFactory(body=world.above, host=factories.chongqing(), **fields)


def forwarded(world, title="联合执法"):
    item = propose_item(actor=world.long_logger, meeting=world.meeting, region=world.long, title=title, text="请省级定")
    accept_item(actor=world.convener, item=item)
    item.refresh_from_db()
    return item, forward_item(actor=world.convener, item=item)


def test_an_item_goes_to_the_next_meeting_above_that_takes_items(world):
    now = timezone.now()
    above_meeting(world, state="held", starts_at=now - dt.timedelta(days=30))
    above_meeting(world, state="planned", starts_at=now + dt.timedelta(days=5), items_until=now - dt.timedelta(days=1))
    half = {"period": "2099H1", "period_first": dt.date(2099, 1, 1), "period_last": dt.date(2099, 6, 30)}
    later = above_meeting(world, state="expected", starts_at=None, **half)
    item, there = forwarded(world)
    assert (there.meeting, there.state, there.forwarded_from, there.text) == (later, "proposed", item, "请省级定")
    assert [source.region for source in there.sources.all()] == [world.long]
    assert forward_item(actor=world.convener, item=item) == there, "once"
    assert Notice.objects.filter(user=world.office, kind="agenda_item_forwarded").count() == 1
    assert later.items.filter(kind="review").count() == 1


def test_without_a_body_or_a_meeting_above_nothing_is_forwarded(world, items):
    assert refused(forward_item, actor=world.convener, item=items["甲"]) == "no_meeting_above"
    world.body.above = None
    world.body.save()
    assert refused(forward_item, actor=world.convener, item=items["甲"]) == "no_body_above"
    assert refused(forward_item, actor=world.convener, item=ensure_review(world.meeting)) == "review_stays"
    proposal = propose_item(actor=world.long_logger, meeting=world.meeting, region=world.long, title="未受理")
    assert refused(forward_item, actor=world.convener, item=proposal) == "item_is_settled"


def test_the_answer_comes_back_and_may_be_put_right(world):
    above_meeting(world, state="agenda_open")
    item, there = forwarded(world)
    assert refused(answer_item, actor=world.office, item=there, answer="同意") == "item_is_settled"
    accept_item(actor=world.office, item=there)
    assert refused(answer_item, actor=world.office, item=there, answer=" ") == "text_missing"
    answered = answer_item(actor=world.office, item=there, answer="同意，由两地牵头")
    assert answered.answered_at is not None
    assert answer_item(actor=world.office, item=there, answer="同意，由两地牵头").version == answered.version
    told = Notice.objects.filter(kind="agenda_item_answered", url=item.get_absolute_url())
    assert set(told.values_list("user", flat=True)) == {world.convener.pk, world.long_logger.pk}
    answer_item(actor=world.office, item=there, answer="同意，由隆昌牵头")
    assert told.filter(user=world.convener).count() == 2
    assert refused(answer_item, actor=world.convener, item=item, answer="x") == "not_forwarded"


def test_forwarded_items_that_are_merged_above_are_answered_there(world):
    above_meeting(world, state="agenda_open")
    (_one, first), (two, second) = forwarded(world), forwarded(world, "联合执法队")
    own = add_item(actor=world.office, meeting=first.meeting, title="联合执法机制")
    merge_items(actor=world.office, into=own, items=[first, second])
    assert [work.action for work in agenda_work(world.office)] == ["Answer"]
    answer_item(actor=world.office, item=own, answer="同意")
    assert list(agenda_work(world.office)) == []
    assert Notice.objects.filter(kind="agenda_item_answered", url=two.get_absolute_url()).exists()


def test_opening_an_agenda_puts_the_review_on_it(world):
    meeting = factories.MeetingFactory(body=world.body, host=world.rong, state="planned")
    open_agenda(actor=world.convener, meeting=meeting)
    open_agenda(actor=world.convener, meeting=meeting)
    assert [item.kind for item in meeting.items.all()] == ["review"]


def test_a_meeting_merged_into_another_brings_its_items_along(world, items):
    place_item(actor=world.convener, item=items["乙"], parent=items["甲"])
    decline_item(actor=world.convener, item=items["丁"], reason="不议")
    proposal = propose_item(actor=world.long_logger, meeting=world.meeting, region=world.long, title="提案")
    into = factories.MeetingFactory(body=world.body, host=world.rong, state="planned")
    add_item(actor=world.convener, meeting=into, title="已有")
    merge_meeting(actor=world.convener, meeting=world.meeting, into=into, reason="合并召开")
    assert shown(world, into) == "二、已有三、甲（一）乙四、丙"
    assert [waiting.item.pk for waiting in agenda_of(into).waiting] == [proposal.pk]
    assert {item.title for item in world.meeting.items.exclude(kind="review")} == {"丁"}
    world.meeting.refresh_from_db()
    carry_items(actor=None, meeting=lock(world.meeting), into=lock(into))
    assert shown(world, into) == "二、已有三、甲（一）乙四、丙", "twice is once"

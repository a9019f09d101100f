"""The life of an item on an agenda."""

import datetime as dt
import uuid

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.utils import timezone

from accounts.models import Notice
from meetings.models import AgendaItem, AgendaSource, MeetingState
from meetings.queries.agenda import accepts_proposals, agenda_of, marks_in, resolutions_for_review
from meetings.services.agenda import accept_item, add_item, decline_item, edit_item, propose_item, withdraw_item
from meetings.services.agenda_merging import merge_items
from meetings.services.agenda_rows import ensure_review
from tests import factories
from tests.meetings.agenda_world import make_world, set_state
from tests.meetings.refusals import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


def propose(world, title="共建联合调解室", **given):
    given = {"actor": world.long_logger, "region": world.long} | given
    return propose_item(meeting=world.meeting, title=title, **given)


def shown(meeting):
    return [(line.mark, line.item.title) for line in agenda_of(meeting).lines]


def test_the_review_stands_first_before_anything_is_kept_and_is_made_once(world):
    assert shown(world.meeting) == [("一、", "Review of open resolutions")]
    assert not world.meeting.items.exists()
    first = ensure_review(world.meeting)
    assert ensure_review(world.meeting) == first
    add_item(actor=world.convener, meeting=world.meeting, title="年度要点")
    assert shown(world.meeting) == [("一、", "Review of open resolutions"), ("二、", "年度要点")]
    assert marks_in([world.meeting.pk])[first.pk] == "一、"


def test_the_database_keeps_one_review_and_keeps_it_first(world):
    review = ensure_review(world.meeting)
    with pytest.raises(IntegrityError, match="review_stands_first"):
        AgendaItem.objects.filter(pk=review.pk).update(position=3)


@pytest.mark.parametrize("service", [decline_item, withdraw_item, edit_item, merge_items])
def test_the_review_is_not_taken_off_nor_changed(world, service):
    review, other = ensure_review(world.meeting), propose(world)
    given = {
        decline_item: {"item": review, "reason": "不议"},
        withdraw_item: {"item": review},
        edit_item: {"item": review, "title": "别的"},
        merge_items: {"into": other, "items": [review]},
    }[service]
    assert refused(service, actor=world.convener, **given) == "review_stays"
    assert refused(merge_items, actor=world.convener, into=review, items=[other]) == "review_stays"


def test_a_member_proposes_and_the_same_form_twice_is_one_item(world):
    key = uuid.uuid4()
    item = propose(world, form_key=key, text=" 边界纠纷多 ")
    assert propose(world, form_key=key, text="边界纠纷多") == item
    assert (item.state, item.text, item.proposed_by) == ("proposed", "边界纠纷多", world.long_logger)
    source = item.sources.get()
    assert (source.region, source.title, source.text) == (world.long, item.title, "边界纠纷多")
    assert shown(world.meeting) == [("一、", "Review of open resolutions")], "proposed is not on the agenda"
    assert refused(propose, world, form_key=key, actor=world.jiang_logger, region=world.jiang) == "form_key_taken"


def test_only_members_of_today_bring_items_and_a_unit_is_of_its_region(world):
    stranger = factories.CountyFactory(code="500101")
    assert refused(propose, world, region=stranger) == "not_a_member"
    assert refused(propose, world, unit=factories.UnitFactory(region=world.jiang)) == "unit_elsewhere"
    assert not AgendaSource.objects.exists()
    unit = factories.UnitFactory(region=world.long)
    assert propose(world, unit=unit).sources.get().unit == unit


@pytest.mark.parametrize("title", ["", "   ", "长" * 201])
def test_a_title_is_needed_and_not_too_long(world, title):
    assert refused(propose, world, title=title) == "text_missing"


@pytest.mark.parametrize(
    "state", [state for state in MeetingState if state not in {"planned", "agenda_open", "merged"}]
)
def test_members_propose_only_between_planning_and_the_lock(world, state):
    set_state(world.meeting, state)
    assert refused(propose, world) == "items_closed"
    assert not accepts_proposals(world.meeting)


def test_after_the_deadline_the_refusal_names_it_also_before_anybody_locked(world):
    until = timezone.now() - dt.timedelta(minutes=1)
    set_state(world.meeting, "agenda_open", items_until=until)
    with pytest.raises(ValidationError) as error:
        propose(world)
    assert error.value.code == "items_closed"
    assert timezone.localtime(until).strftime("%Y-%m-%d %H:%M") in error.value.messages[0]
    set_state(world.meeting, "agenda_open", items_until=None)
    assert propose(world).state == "proposed", "without a deadline until the lock"


def test_the_convener_takes_up_and_declines_and_the_side_hears_it(world):
    item, other = propose(world), propose(world, title="村晚")
    assert accept_item(actor=world.convener, item=item).state == "accepted"
    assert accept_item(actor=world.convener, item=item).version == 2, "twice is once"
    assert refused(decline_item, actor=world.convener, item=other, reason=" ") == "text_missing"
    declined = decline_item(actor=world.convener, item=other, reason="已有安排")
    assert (declined.state, declined.reason) == ("declined", "已有安排")
    assert decline_item(actor=world.convener, item=other, reason="已有安排").version == declined.version
    kinds = Notice.objects.filter(user=world.long_logger).values_list("kind", flat=True)
    assert sorted(kinds) == ["agenda_item_accepted", "agenda_item_declined"]
    assert not Notice.objects.filter(user=world.jiang_logger).exists()
    assert accept_item(actor=world.convener, item=declined).state == "accepted", "a second thought"
    assert shown(world.meeting)[1:] == [("二、", "共建联合调解室"), ("三、", "村晚")]


def test_who_saw_an_older_version_decides_anew(world):
    item = propose(world)
    edit_item(actor=world.long_logger, item=item, title="共建联合调解室（三处）")
    for call, given in ((accept_item, {}), (decline_item, {"reason": "x"}), (withdraw_item, {})):
        assert refused(call, actor=world.convener, item=item, version=1, **given) == "stale"


def test_the_side_changes_its_words_until_the_lock_and_the_convener_until_it_is_held(world):
    item = propose(world)
    edit_item(actor=world.long_logger, item=item, title="共建三处联合调解室")
    assert item.sources.get().title == "共建三处联合调解室", "its own words"
    edit_item(actor=world.convener, item=item, title="联合调解室")
    assert item.sources.get().title == "共建三处联合调解室", "the convener's words are not the side's"
    set_state(world.meeting, "agenda_locked")
    assert refused(edit_item, actor=world.long_logger, item=item, title="别的") == "items_closed"
    assert refused(edit_item, actor=world.convener, item=item, title="别的") == "text_missing", "with a reason"
    assert edit_item(actor=world.convener, item=item, title="别的", reason="笔误").title == "别的"
    set_state(world.meeting, "held")
    assert refused(edit_item, actor=world.convener, item=item, title="再改", reason="笔误") == "agenda_closed"


def test_after_the_lock_only_the_convener_adds_and_says_why(world):
    item = propose(world)
    set_state(world.meeting, "noticed")
    assert refused(withdraw_item, actor=world.long_logger, item=item) == "items_closed"
    assert refused(accept_item, actor=world.convener, item=item) == "text_missing"
    assert refused(add_item, actor=world.convener, meeting=world.meeting, title="急事") == "text_missing"
    added = add_item(actor=world.convener, meeting=world.meeting, title="急事", reason="省级来文", region=world.yong)
    assert (added.state, added.sources.get().region) == ("accepted", world.yong)


def test_withdrawing_twice_is_once_and_what_has_items_under_it_stays(world):
    item = propose(world)
    accept_item(actor=world.convener, item=item)
    child = add_item(actor=world.convener, meeting=world.meeting, title="选址", parent=item)
    assert refused(withdraw_item, actor=world.long_logger, item=item) == "has_items_under_it"
    assert refused(decline_item, actor=world.convener, item=item, reason="不议") == "has_items_under_it"
    decline_item(actor=world.convener, item=child, reason="并入")
    assert withdraw_item(actor=world.long_logger, item=item).state == "withdrawn"
    assert withdraw_item(actor=world.long_logger, item=item).state == "withdrawn"
    assert refused(accept_item, actor=world.convener, item=item) == "item_is_settled"


def test_who_may_change_which_item(world):
    item, from_jiang = propose(world), propose(world, actor=world.jiang_logger, region=world.jiang, title="江津的")
    review = ensure_review(world.meeting)

    def own(person):
        return set(AgendaItem.objects.own_of(person))

    def manageable(person):
        return set(AgendaItem.objects.manageable_by(person))

    assert (own(world.long_logger), own(world.jiang_logger)) == ({item}, {from_jiang})
    assert own(world.stranger) == own(world.auditor) == set()
    assert manageable(world.convener) == manageable(world.corridor) == {item, from_jiang, review}
    assert manageable(world.long_logger) == manageable(world.office) == set()
    merge_items(actor=world.convener, into=item, items=[from_jiang])
    assert own(world.long_logger) == set(), "it is not its alone any more"


def test_merged_items_keep_both_sources_and_both_sides_hear_it(world):
    one = propose(world, text="边界纠纷多")
    other = propose(world, actor=world.jiang_logger, region=world.jiang, title="设立调解室", text="江津提出")
    merged = merge_items(actor=world.convener, into=one, items=[other])
    assert merge_items(actor=world.convener, into=one, items=[other]).version == merged.version
    assert [(source.region.name, source.title, source.text) for source in one.sources.all()] == [
        ("隆昌市", "共建联合调解室", "边界纠纷多"), ("江津区", "设立调解室", "江津提出"),
    ]  # fmt: skip
    other.refresh_from_db()
    assert (other.state, other.merged_into) == ("merged", one)
    assert other.sources.count() == 1, "what it said stays with it too"
    assert Notice.objects.filter(user=world.jiang_logger, kind="agenda_item_merged").count() == 1
    third = propose(world, title="村晚")
    assert refused(merge_items, actor=world.convener, into=third, items=[other]) == "item_is_settled"
    assert refused(merge_items, actor=world.convener, into=third, items=[third]) == "nothing_to_merge"
    elsewhere = factories.AgendaItemFactory()
    assert refused(merge_items, actor=world.convener, into=third, items=[elsewhere]) == "nothing_to_merge"


def test_similar_proposals_are_hinted_at(world):
    one = propose(world)
    other = propose(world, actor=world.jiang_logger, region=world.jiang, title="关于共建联合调解室的建议")
    propose(world, title="川渝村晚巡演")
    waiting = agenda_of(world.meeting).waiting
    assert [[near.pk for near in proposal.similar] for proposal in waiting] == [[other.pk], [one.pk], []]


def test_the_review_shows_what_is_open_now_and_after_the_meeting_what_was_open_then(world):
    earlier = factories.MeetingFactory(body=world.body, state="held", starts_at=timezone.now() - dt.timedelta(days=90))
    kept, closed_before, closed_after, voided, reopened = (
        factories.ResolutionFactory(meeting=earlier, lead=world.long) for _number in range(5)
    )
    factories.ResolutionFactory(lead=world.long)  # of another body
    world.meeting.starts_at = timezone.now() - dt.timedelta(days=10)
    world.meeting.ends_at = world.meeting.starts_at + dt.timedelta(hours=2)
    world.meeting.save()
    own = factories.ResolutionFactory(meeting=world.meeting)

    def step(resolution, kind, days, state=None):
        at = timezone.now() - dt.timedelta(days=days)
        resolution.steps.create(kind=kind, at=at)
        if state:
            closed_at = at if state == "closed" else None
            type(resolution).objects.filter(pk=resolution.pk).update(state=state, closed_at=closed_at)

    step(closed_before, "closed", 20, "closed")
    step(closed_after, "closed", 5, "closed")
    step(voided, "voided", 20, "void")
    step(reopened, "closed", 30)
    step(reopened, "reopened", 15)
    assert set(resolutions_for_review(world.meeting)) == {kept, reopened}
    set_state(world.meeting, "held")
    assert set(resolutions_for_review(world.meeting)) == {kept, reopened, closed_after}
    assert own not in set(resolutions_for_review(world.meeting))


def test_an_agenda_takes_the_same_number_of_queries_however_long_it_is(world, django_assert_num_queries):
    def read():
        agenda = agenda_of(world.meeting)
        return [(line.item.title, len(line.item.sources.all())) for line in agenda.lines]

    propose(world)
    accept_item(actor=world.convener, item=propose(world, title="村晚"))
    with django_assert_num_queries(3):
        read()
    for number in range(3):
        accept_item(actor=world.convener, item=propose(world, title=f"第{number}件"))
    with django_assert_num_queries(3):
        assert len(read()) == 5

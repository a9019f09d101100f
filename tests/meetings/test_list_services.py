"""Problems, needs, resources and projects."""

import uuid

import pytest

from meetings.models import Body, ListEntry
from meetings.queries.list_rights import bodies_for, members_for
from meetings.queries.lists import resources_for
from meetings.services.agenda import accept_item, add_item, propose_item
from meetings.services.lists import add_entry, close_entry, edit_entry, entry_from_item, make_project
from tests import factories
from tests.meetings.agenda_world import make_world
from tests.meetings.refusals import refused

pytestmark = pytest.mark.django_db


@pytest.fixture
def world():
    return make_world()


def add(world, kind="need", title="需要两名调解员", **given):
    values = {"actor": world.long_logger, "region": world.long, "body": world.body} | given
    return add_entry(kind=kind, title=title, **values)


def test_a_member_adds_a_line_and_the_same_form_twice_is_one(world):
    key = uuid.uuid4()
    entry = add(world, form_key=key)
    assert add(world, form_key=key) == entry
    assert (entry.state, entry.created_by) == ("open", world.long_logger)
    assert refused(add, world=world, form_key=key, actor=world.jiang_logger) == "form_key_taken"
    assert refused(add, world=world, region=factories.CountyFactory(code="500101")) == "not_a_member"
    assert refused(add, world=world, unit=factories.UnitFactory(region=world.jiang)) == "unit_elsewhere"
    assert refused(add, world=world, title=" ") == "text_missing"


def test_who_speaks_for_whom(world):
    def codes(person):
        return [(region.pk, unit) for region, unit in members_for(person, world.body)]

    unit = factories.UnitFactory(region=world.long)
    assert codes(world.long_logger) == [("511083", None), ("511083", unit)]
    assert {code for code, _unit in codes(world.convener)} == {"500116", "500118", "500153", "511083"}
    assert codes(world.stranger) == codes(world.auditor) == []
    assert list(bodies_for(world.long_logger)) == [world.body]
    assert set(bodies_for(world.corridor)) == set(Body.objects.all())
    assert list(bodies_for(world.office)) == [world.above]
    assert list(bodies_for(world.stranger)) == []


def test_a_line_is_changed_while_it_is_open_and_closed_with_what_came_of_it(world):
    entry = add(world)
    changed = edit_entry(actor=world.long_logger, entry=entry, title="需要三名调解员")
    assert edit_entry(actor=world.long_logger, entry=entry, title="需要三名调解员").version == changed.version
    assert refused(edit_entry, actor=world.convener, entry=entry, title="别的", version=1) == "stale"
    close = {"actor": world.long_logger, "entry": entry}
    assert refused(close_entry, state="done", outcome=" ", **close) == "text_missing"
    assert refused(close_entry, state="matched", outcome="x", **close) == "invalid_choice"
    closed = close_entry(state="done", outcome="江津派出两名", **close)
    assert (closed.state, closed.outcome) == ("done", "江津派出两名")
    assert close_entry(state="done", outcome="江津派出两名", **close).version == closed.version
    assert refused(close_entry, state="dropped", outcome="x", **close) == "entry_is_closed"
    assert refused(edit_entry, actor=world.convener, entry=entry, title="别的") == "entry_is_closed"


def test_who_may_change_a_line(world):
    entry = add(world)
    assert [
        ListEntry.objects.manageable_by(person).filter(pk=entry.pk).exists()
        for person in (world.long_logger, world.convener, world.corridor, world.jiang_logger, world.auditor)
    ] == [True, True, True, False, False]


def test_a_need_and_a_resource_become_one_project_and_both_say_so(world):
    need = add(world)
    resource = add(world, kind="resource", title="调解员可外派", region=world.jiang, actor=world.jiang_logger)
    project = make_project(actor=world.convener, need=need, resource=resource)
    assert (project.kind, project.title, project.region, project.need, project.resource) == (
        "project", need.title, world.long, need, resource,
    )  # fmt: skip
    assert make_project(actor=world.convener, need=need, resource=resource) == project
    assert set(ListEntry.objects.filter(state="matched")) == {need, resource}
    second = add(world, kind="resource", title="另一处资源", region=world.yong)
    assert make_project(actor=world.convener, need=need, resource=second) != project, "a need may take several"
    for one, other in ((resource, need), (need, need), (need, project)):
        assert refused(make_project, actor=world.convener, need=one, resource=other) == "not_need_and_resource"
    elsewhere = factories.ListEntryFactory(kind="resource", body=world.above)
    assert refused(make_project, actor=world.convener, need=need, resource=elsewhere) == "not_need_and_resource"
    close_entry(actor=world.convener, entry=second, state="dropped", outcome="撤回")
    third = add(world, title="新的需求")
    assert refused(make_project, actor=world.convener, need=third, resource=second) == "entry_is_closed"


def test_a_dropped_project_lets_need_and_resource_go_unless_another_holds_them(world):
    need, first = add(world), add(world, kind="resource", title="甲")
    second = add(world, kind="resource", title="乙")
    one = make_project(actor=world.convener, need=need, resource=first)
    other = make_project(actor=world.convener, need=need, resource=second)

    def states():
        return [ListEntry.objects.get(pk=row.pk).state for row in (need, first, second)]

    close_entry(actor=world.convener, entry=one, state="dropped", outcome="经费未落实")
    assert states() == ["matched", "open", "matched"]
    close_entry(actor=world.convener, entry=other, state="done", outcome="建成")
    assert states() == ["matched", "open", "matched"]
    again = make_project(actor=world.convener, need=need, resource=first)
    assert again not in {one, other}, "what was dropped may be tried again"


def test_an_item_goes_onto_each_list_once(world):
    item = propose_item(
        actor=world.long_logger, meeting=world.meeting, region=world.long, title="边界纠纷", text="每月数起"
    )
    given = {"actor": world.convener, "item": item}
    assert refused(entry_from_item, kind="problem", **given) == "item_is_settled"
    accept_item(**given)
    problem = entry_from_item(kind="problem", **given)
    assert (problem.region, problem.title, problem.text, problem.item) == (world.long, "边界纠纷", "每月数起", item)
    assert entry_from_item(kind="problem", **given) == problem
    assert entry_from_item(kind="need", region=world.yong, **given).region == world.yong
    bare = add_item(actor=world.convener, meeting=world.meeting, title="无来源")
    assert refused(entry_from_item, actor=world.convener, item=bare, kind="need") == "region_missing"


def test_resources_of_other_counties_come_first_then_the_most_alike(world):
    need = add(world, title="需要两名专职调解员")
    own = add(world, kind="resource", title="专职调解员两名")
    far = add(world, kind="resource", title="文艺演出队", region=world.jiang)
    near = add(world, kind="resource", title="可派出专职调解员", region=world.yong)
    factories.ListEntryFactory(kind="resource", body=world.above, title="专职调解员")
    assert resources_for(need) == [near, far, own]
    make_project(actor=world.convener, need=need, resource=near)
    assert resources_for(need) == [far, own]
    close_entry(actor=world.convener, entry=far, state="done", outcome="完成")
    assert resources_for(need) == [own]

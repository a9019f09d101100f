"""An item from a member's phone to the agenda and onto a list; moved by the keyboard; without scripts."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from meetings.models import AgendaItem, ListEntry
from meetings.services.agenda import accept_item, add_item, propose_item
from meetings.services.agenda_forwarding import forward_item
from tests import factories
from tests.browser.conftest import NARROW, check_page
from tests.meetings.agenda_world import make_world
from tests.meetings.test_paper_files import add as paper


@pytest.fixture
def world(transactional_db):
    return make_world()


def address(route, *args, query=""):
    return reverse(f"meetings:{route}", args=args) + query


def test_a_member_proposes_on_a_phone_and_the_convener_takes_it_up_by_the_keyboard(world, open_window, sign_in):
    propose_item(actor=world.jiang_logger, meeting=world.meeting, region=world.jiang, title="共建联合调解室的建议")
    phone = sign_in(world.long_logger, open_window(viewport=NARROW))
    phone.goto(address("agenda", world.meeting.pk))
    check_page(phone)
    phone.locator("[name=title]").focus()
    phone.keyboard.type("共建联合调解室")
    phone.keyboard.press("Enter")
    expect(phone.locator("#waiting")).to_contain_text("共建联合调解室")
    item = AgendaItem.objects.get(title="共建联合调解室")
    check_page(phone)
    convener = sign_in(world.convener, open_window())
    convener.goto("/")
    convener.locator(f"a[href$='/{world.meeting.pk}/agenda/#waiting']").first.click()
    check_page(convener)
    button = convener.locator(f"#item-{item.pk} form[action$='/accept/'] button")
    button.focus()
    convener.keyboard.press("Enter")
    expect(convener.locator(".agenda")).to_contain_text("二、")
    convener.goto(item.get_absolute_url())
    check_page(convener)
    convener.locator("form[action$='/list/']").locator("xpath=ancestor::details/summary").click()
    convener.locator("#list_kind_1").check(force=True)
    convener.locator("form[action$='/list/'] button").click()
    convener.wait_for_load_state()
    assert ListEntry.objects.get().item == item


def test_the_tree_is_rearranged_without_scripts(world, open_window, sign_in):
    items = [add_item(actor=world.convener, meeting=world.meeting, title=title) for title in ("甲", "乙")]
    plain = sign_in(world.convener, open_window(java_script_enabled=False, viewport=NARROW))
    plain.goto(address("agenda", world.meeting.pk))
    plain.locator(f"#item-{items[1].pk} form[action$='/in/'] button").click()
    expect(plain.locator(f"#item-{items[1].pk} .agenda-mark")).to_have_text("（一）")
    plain.locator(f"#item-{items[1].pk} form[action$='/out/'] button").click()
    expect(plain.locator(f"#item-{items[1].pk} .agenda-mark")).to_have_text("三、")


def test_every_page_passes_the_check(world, page, sign_in):
    factories.MeetingFactory(body=world.above, host=factories.chongqing(), state="agenda_open")
    earlier = factories.MeetingFactory(body=world.body, host=world.rong, state="held")
    factories.ResolutionFactory(meeting=earlier, lead=world.long)
    items = [
        propose_item(actor=world.long_logger, meeting=world.meeting, region=world.long, title=title, text="边界纠纷多")
        for title in ("共建联合调解室", "共建边界联合调解室", "川渝村晚巡演")
    ]
    accept_item(actor=world.convener, item=items[2])
    items[2].refresh_from_db()
    child = add_item(actor=world.convener, meeting=world.meeting, title="选址与经费", parent=items[2])
    add_item(actor=world.convener, meeting=world.meeting, title="时间安排", parent=child)
    there = forward_item(actor=world.convener, item=items[2])
    accept_item(actor=world.office, item=there)
    paper(world)
    need = factories.ListEntryFactory(body=world.body, region=world.long, title="需要两名调解员")
    factories.ListEntryFactory(body=world.body, kind="resource", region=world.jiang, title="可派出调解员")
    sign_in(world.convener)
    for route, keys in (
        ("agenda", [world.meeting.pk]), ("item", [items[0].pk]), ("item", [items[2].pk]), ("edit_item", [items[0].pk]),
        ("entries", []), ("entry", [need.pk]), ("add_entry", ["south"]),
    ):  # fmt: skip
        page.goto(address(route, *keys))
        check_page(page)
    sign_in(world.office)
    page.goto(there.get_absolute_url())
    expect(page.locator("#answer textarea")).to_be_visible()
    check_page(page)

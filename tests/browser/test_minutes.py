"""Inviting, replying, noting who came, and the minutes: on a phone, by the keyboard, and without scripts."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from meetings.models import Attendee, Invitation, Minutes
from tests import factories
from tests.browser.conftest import NARROW, check_page
from tests.meetings.papers_world import begins, coming, invited, make_world


@pytest.fixture
def world(transactional_db):
    return make_world()


def address(route, pk):
    return reverse(f"meetings:{route}", args=[pk])


def test_invited_and_answered_on_a_phone_without_scripts(world, open_window, sign_in):
    window = sign_in(world.convener, open_window())
    window.goto(address("people", world.meeting.pk))
    check_page(window)
    window.locator("form[action$='/invite/'] button").click()
    check_page(window)
    row = Invitation.objects.get(region=world.counties["隆昌"])
    phone = sign_in(world.loggers["隆昌"], open_window(java_script_enabled=False, viewport=NARROW))
    phone.goto(address("reply", row.pk))
    phone.locator("input[name=reply][value=coming]").check()
    phone.locator("[name=person-0-name]").fill("钱八")
    phone.locator("[name=person-0-rank]").fill("副部长")
    phone.locator("main form button").last.click()
    assert [str(person) for person in row.attendees.all()] == ["钱八"]
    looking = sign_in(world.loggers["隆昌"], open_window())
    looking.goto(address("reply", row.pk))
    check_page(looking)


def test_the_sheet_is_transcribed_with_keys_alone_and_printed(world, page, sign_in):
    invited(world)
    coming(world, "荣昌", "张三", "赵六")
    coming(world, "隆昌", "李四 for 王五")
    begins(world.meeting)
    sign_in(world.convener)
    page.goto(address("transcribe", world.meeting.pk))
    check_page(page)
    first = Attendee.objects.get(name="张三")
    page.locator(f"[name=presence_{first.pk}]").first.focus()
    page.keyboard.press("Space")  # present
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("ArrowRight")  # absent
    page.locator("[name=rest_present]").check()
    page.locator("main form.card button").last.click()
    page.wait_for_url("**/people/")
    assert dict(Attendee.objects.values_list("name", "presence")) == {
        "张三": "present", "赵六": "absent", "李四": "present",
    }  # fmt: skip
    check_page(page)
    page.goto(address("sheet", world.meeting.pk))
    check_page(page)


def test_minutes_from_the_draft_to_the_issue(world, open_window, page, sign_in):
    world.meeting.state = "held"
    begins(world.meeting)
    factories.ResolutionFactory(meeting=world.meeting, lead=world.counties["荣昌"])
    sign_in(world.convener)
    page.goto(address("minutes", world.meeting.pk))
    check_page(page)
    page.locator("form[action$='/draft/'] button").click()
    check_page(page)
    page.locator("form[action$='/take/'] button").click()
    page.wait_for_url("**/edit/")
    check_page(page)
    Minutes.objects.update(version=2, text="一、同事的写法")
    page.locator("[name=text]").fill("一、我的写法")
    page.locator("form.card button.button-primary").click()
    expect(page.locator("#both-title")).to_be_visible()
    check_page(page)
    page.locator("form.card button.button-primary").click()
    page.wait_for_url("**/minutes/")
    assert Minutes.objects.get().text == "一、我的写法"
    page.locator("form[action$='/circulate/'] button").click()
    check_page(page)
    for reviewer in world.reviewers.values():
        phone = sign_in(reviewer, open_window(viewport=NARROW))
        phone.goto(address("minutes", world.meeting.pk))
        phone.locator("form[action$='/sign/'] button").press("Enter")
        expect(phone.locator(".message-success")).to_be_visible()
    check_page(phone)
    page.goto(address("minutes", world.meeting.pk))
    page.locator("[name=document_number]").fill("荣文明办纪[2026]003号")
    page.locator("form[action$='/issue/'] button").click()
    expect(page.get_by_text("荣文明办纪〔2026〕3号").first).to_be_visible()
    check_page(page)

"""A decision from the meeting to its close-out: noted, reported on, shown by a file, confirmed; on a phone too."""

import datetime as dt

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from meetings.models import Resolution
from meetings.services import doing
from tests.browser.conftest import NARROW, check_page
from tests.meetings.resolution_world import PDF, late, made, make_world, reported

DAY = dt.timedelta(days=1)


@pytest.fixture
def world(transactional_db):
    return make_world()


def test_noted_by_the_convener_done_on_a_phone_and_closed_across_the_border(world, open_window, sign_in):
    convener = sign_in(world.rongchang_reviewer, open_window())
    convener.goto(reverse("meetings:meeting_resolutions", args=[world.meeting.pk]))
    check_page(convener)
    convener.locator("a.button-primary").click()
    check_page(convener)
    convener.locator("[name=text]").fill("共建川渝联合调解室，年内挂牌运行")
    convener.locator("[name=lead]").select_option("511083")
    convener.locator("[name=due_on]").fill((world.today + 20 * DAY).isoformat())
    convener.locator("[name=counterpart]").select_option("500118")
    convener.locator(".form-actions button").click()
    expect(convener.get_by_text("2026-south-4-01").first).to_be_visible()
    row = Resolution.objects.get()

    phone = sign_in(world.longchang_logger, open_window(viewport=NARROW))
    phone.goto(row.get_absolute_url())
    phone.locator("#progress_text").fill("已选定场地")
    phone.locator("form[action$='/progress/'] button").click()
    expect(phone.get_by_text("已选定场地").first).to_be_visible()
    file = {"name": "挂牌仪式.pdf", "mimeType": "application/pdf", "buffer": PDF}
    phone.locator("input[type=file]").set_input_files(file)
    phone.locator("form[action$='/evidence/'] button").click()
    expect(phone.locator("#evidence a")).to_have_text("挂牌仪式.pdf")
    check_page(phone)
    phone.locator("details", has=phone.locator("form[action$='/report/']")).locator("summary").click()
    phone.locator("form[action$='/report/'] button").focus()
    phone.keyboard.press("Enter")
    phone.wait_for_load_state()
    expect(phone.locator("form[action$='/report/']")).to_have_count(0)

    checker = sign_in(world.yongchuan_reviewer, open_window(viewport=NARROW))
    checker.goto(reverse("meetings:resolutions") + "?mine=confirm")
    checker.locator("#rows th a").click()
    checker.locator("form[action$='/close/'] button").click()
    checker.wait_for_load_state()
    row.refresh_from_db()
    assert (row.state, row.closed_by) == ("closed", world.yongchuan_reviewer)
    check_page(checker)


def test_the_board_and_every_other_page_passes_the_check(world, page, sign_in):
    late(world, days=20, co_parties=[(world.luxian, None)])
    late(world, days=3, counterpart=world.yongchuan)
    wanted = made(world, due_on=world.today + 9 * DAY)
    doing.ask_extension(
        actor=world.longchang_logger, resolution=wanted, due_on=world.today + 60 * DAY, reason="汛期影响施工"
    )
    reported(world)
    sign_in(world.rongchang_reviewer)
    for address in (
        reverse("meetings:resolutions"),
        reverse("meetings:resolutions") + "?colour=red&region=510521&mine=do",
        reverse("meetings:resolution", args=[wanted.pk]),
        reverse("meetings:correct_resolution", args=[wanted.pk]),
        reverse("meetings:colour_policy", args=[world.body.pk]),
        reverse("meetings:meeting_resolutions", args=[world.meeting.pk]),
        world.belt.get_absolute_url(),
        world.longchang.get_absolute_url(),
        "/",
    ):
        page.goto(address)
        check_page(page)
    page.goto(reverse("meetings:resolutions"))
    page.locator("#rows nav.chips a").first.click()
    expect(page.locator("#rows tbody tr")).to_have_count(1)

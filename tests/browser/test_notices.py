"""Notices from the bell to the page they are about, and an address for the calendar program."""

import datetime as dt

import pytest
from django.utils import timezone

from accounts import feeds
from core.calendars import Event
from tests import factories
from tests.browser.conftest import NARROW, check_page


@pytest.fixture
def logger(transactional_db):
    return factories.logger(factories.CountyFactory(code="500153", name="荣昌区"))


def test_from_the_bell_to_the_page_and_back(page, sign_in, logger):
    factories.NoticeFactory.create_batch(2, user=logger)
    sign_in(logger).goto("/errors/")
    bell = page.get_by_role("link", name="通知 2 未读")
    check_page(page)
    bell.click()
    assert page.locator("h1").inner_text() == "通知"
    assert "荣昌区 · 登记员，自2026年3月8日起。" in page.locator("main").inner_text()
    check_page(page)
    page.get_by_role("button", name="打开").first.click()
    page.wait_for_url("**/accounts/me/")
    page.get_by_role("link", name="通知 1 未读").click()
    page.get_by_role("button", name="全部标为已读").click()
    page.get_by_text("没有未读通知。").wait_for()
    assert page.locator(".bell-count").count() == 0
    check_page(page)
    page.get_by_role("link", name="显示全部").click()
    page.get_by_text("已读", exact=True).first.wait_for()
    check_page(page)


def test_by_keyboard_and_without_scripts(open_window, sign_in, logger):
    factories.NoticeFactory(user=logger)
    page = sign_in(logger, open_window(java_script_enabled=False, viewport=NARROW))
    page.goto("/")
    page.locator(".bell").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/notices/")
    page.get_by_role("button", name="打开").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/accounts/me/")
    assert page.locator(".bell-count").count() == 0


@pytest.mark.parametrize("language", ["zh-hans", "zh-hant", "en"])
def test_the_head_fits_a_phone_also_when_large(page, sign_in, live_server, logger, language):
    """Its longest: an action, more notices than are counted, and the menu."""
    factories.NoticeFactory.create_batch(100, user=logger)
    sign_in(logger)
    for large in ("0", "1"):
        for name, value in (("large_mode", large), ("django_language", language)):
            page.context.add_cookies([{"name": name, "value": value, "url": live_server.url}])
        page.goto("/notices/")
        assert page.locator("html.large").count() == int(large)
        assert page.locator("html").get_attribute("lang") == language
        assert page.locator(".bell-count").inner_text().startswith("99+")
        check_page(page)


def test_an_address_for_the_calendar_program(page, sign_in, logger, monkeypatch):
    moment = timezone.now()

    def events(user, key):
        return [Event("one", "宣讲", moment, moment + dt.timedelta(hours=1), changed_at=moment)]

    monkeypatch.setattr(feeds, "_kinds", {})
    feeds.register_feed("mine", "我的预约", events)
    sign_in(logger).goto("/accounts/me/")
    check_page(page)
    page.get_by_role("link", name="新建地址").click()
    page.select_option("#id_subject", "mine")
    check_page(page)
    page.get_by_role("button", name="生成地址").click()
    url = page.locator("#secret").inner_text()
    check_page(page)
    path = url.removeprefix("http://localhost:8000")
    assert "SUMMARY:宣讲" in page.request.get(path).text()
    page.get_by_role("link", name="完成").click()
    assert "我的预约" in page.locator("main").inner_text()
    check_page(page)
    page.get_by_role("button", name="撤销").click()
    page.get_by_role("button", name="确定").click()
    page.get_by_text("您还没有日历订阅地址。").wait_for()
    check_page(page)
    assert page.request.get(path).status == 404

"""The frame of every page and the pages of core."""

import gzip

import pytest

from tests import factories
from tests.browser.conftest import ROOT, check_page


@pytest.fixture
def logger(transactional_db):
    return factories.logger(factories.CountyFactory(code="500153", name="荣昌区"))


@pytest.mark.parametrize("address", ["/", "/errors/"])
def test_pages_of_core(page, sign_in, logger, address):
    sign_in(logger).goto(address)
    assert page.locator("h1").count() == 1
    check_page(page)


def test_the_sign_in_page(page, transactional_db):
    page.goto("/accounts/login/")
    check_page(page)


def test_missing_page_says_what_to_do_and_gives_a_number(page, sign_in, logger):
    response = sign_in(logger).goto("/no-such-page/")
    assert response.status == 404
    assert "页面不存在" in page.locator("h1").inner_text()
    assert page.locator(".request-id").inner_text() == response.headers["x-request-id"]
    check_page(page)


def test_language_and_large_mode_last(page, sign_in, logger):
    sign_in(logger).goto("/errors/")
    page.locator("details.menu > summary").click()
    page.get_by_role("button", name="长辈版").click()
    assert page.locator("html").get_attribute("class") == "large js"
    check_page(page)
    page.locator("details.menu > summary").click()
    page.locator("button[value=en]").click()
    assert page.locator("h1").inner_text() == "Error codes"
    assert page.locator("html").get_attribute("lang") == "en"


def test_menu_works_without_scripts(open_window, sign_in, logger):
    page = sign_in(logger, open_window(java_script_enabled=False))
    page.goto("/errors/")
    page.locator("details.menu > summary").click()
    page.locator("button[value=zh-hant]").click()
    assert page.locator("h1").inner_text() == "錯誤代碼"


def test_keyboard_skips_to_the_content(page, sign_in, logger):
    sign_in(logger).goto("/errors/")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "content"


def test_escape_closes_the_menu_and_gives_the_focus_back(page, sign_in, logger):
    sign_in(logger).goto("/errors/")
    page.locator("details.menu > summary").click()
    page.keyboard.press("Escape")
    assert page.locator("details.menu[open]").count() == 0
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_a_double_click_posts_once(page, sign_in, logger):
    posts = []
    page.on("request", lambda request: posts.append(request.url) if request.method == "POST" else None)
    sign_in(logger).goto("/errors/")
    page.locator("details.menu > summary").click()
    page.locator("button[value=en]").dblclick()
    page.wait_for_function("document.documentElement.lang === 'en'")
    assert len(posts) == 1


@pytest.mark.parametrize(("file", "most"), [("portal.css", 30_000), ("portal.js", 25_000)])
def test_assets_are_light(chromium, file, most):
    assert len(gzip.compress((ROOT / "static" / "dist" / file).read_bytes())) <= most

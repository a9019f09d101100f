"""Chromium against a live server: ``page`` is a signed-out window, ``sign_in(person)``, ``check_page(page)`` looks."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.test.testcases import LiveServerThread

from tests.browser.live import PatientServer
from tests.browser.screens import screen, wall  # noqa: F401 - fixtures of every module here

LiveServerThread.server_class = PatientServer
ROOT = Path(settings.BASE_DIR)
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"
NARROW, WIDE = {"width": 375, "height": 812}, {"width": 1280, "height": 900}
CHROMIUM_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


def _chromium() -> str:
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    return os.environ.get("PORTAL_CHROMIUM") or next(filter(None, map(shutil.which, names)), "")


# The package's scope: Playwright keeps an event loop in this thread, which other tests must not meet.
@pytest.fixture(scope="package")
def chromium():
    program = _chromium()
    if not program:
        reason = "NO BROWSER: no Chromium on this machine (PORTAL_CHROMIUM may name one); the pages were not looked at."
        pytest.fail(reason) if os.environ.get("CI") else pytest.skip(reason)
    for needed in (ROOT / "static" / "dist" / "portal.css", AXE):
        if not needed.exists():
            pytest.fail(f"{needed.relative_to(ROOT)} is missing: run `npm ci && npm run build` first.")
    from playwright.sync_api import sync_playwright

    # The factories' plain queries are no danger to that loop.
    with sync_playwright() as playwright, pytest.MonkeyPatch.context() as patch:
        patch.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=program, args=CHROMIUM_OPTIONS)
        yield browser
        browser.close()


@pytest.fixture
def open_window(chromium, live_server) -> Callable:
    """A fresh window that keeps what went wrong in it: ``open_window(java_script_enabled=False)``."""
    usual = {"base_url": live_server.url, "locale": "zh-CN", "viewport": WIDE, "timezone_id": "Asia/Shanghai"}
    contexts = []

    def open_one(**options):
        context = chromium.new_context(**(usual | options))
        context.set_default_timeout(10_000)
        contexts.append(context)
        page = context.new_page()
        page.problems = []
        page.on("console", lambda entry: _note_console(page, entry))
        page.on("pageerror", lambda error: page.problems.append(f"script error: {error}"))
        page.on("request", lambda request: _note_stranger(page, request, live_server.url))
        return page

    yield open_one
    for context in contexts:
        context.close()
    live_server.thread.httpd.finish()


def _note_console(page, entry):
    # The browser reports the status of an error page as an error, too.
    expected = entry.text.startswith("Failed to load resource") and entry.location.get("url") == page.url
    if entry.type in {"error", "warning"} and not expected:
        page.problems.append(f"console: {entry.text}")


def _note_stranger(page, request, home):
    if urlsplit(request.url).scheme not in {"data", "blob"} and not request.url.startswith(home):
        page.problems.append(f"request to another host: {request.url}")


@pytest.fixture
def page(open_window):
    return open_window()


@pytest.fixture
def sign_in(live_server, page) -> Callable:
    """``sign_in(person)`` puts that person's session into ``page`` (or into another window)."""

    def put(person, window=page):
        client = Client()
        client.force_login(person)
        cookie = client.cookies[settings.SESSION_COOKIE_NAME]
        window.context.add_cookies([{"name": cookie.key, "value": cookie.value, "url": live_server.url}])
        return window

    return put


def check_page(page):
    """No console error, no other host, nothing axe finds moderate or worse, no sideways scrolling; wide and narrow."""
    for size in (WIDE, NARROW):
        page.set_viewport_size(size)
        assert page.problems == [], page.url
        assert _violations(page) == [], f"{page.url} at {size['width']} px"
    width = page.evaluate("document.documentElement.scrollWidth")
    assert width <= NARROW["width"], f"{page.url} is {width} px wide on a phone of {NARROW['width']} px"
    page.set_viewport_size(WIDE)


def _violations(page):
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    return [
        f"{rule['id']}: {node['html'][:200]} ({node['failureSummary']})"
        for rule in found
        if rule["impact"] != "minor"
        for node in rule["nodes"]
    ]

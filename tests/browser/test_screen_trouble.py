"""A big screen that nobody minds: new pages that come, or do not; stores that are refused; figures that are hidden."""

import dataclasses
import datetime as dt

import pytest
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from belts.models import Belt
from indicators.services.screens import revoke_screen
from indicators.views import screens
from tests.browser.screens import CLIPPED, KEPT, SIZES, SMALLEST, lecture, number, wait_until_it_asks

LONGEST_WAIT = 120_000  # milliseconds after which a page may be loaded anew
REFUSED = """for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, {
    get() { throw new DOMException('refused', 'SecurityError'); } });"""
# What Chromium 86 made of ``hour12: false``: 24:05.
OLD_CLOCK = """const formatted = (given) =>
        given?.hour12 === false ? {...given, hour12: undefined, hourCycle: 'h24'} : given;
    const Format = Intl.DateTimeFormat, { toLocaleTimeString } = Date.prototype;
    Intl.DateTimeFormat = function (language, given) { return new Format(language, formatted(given)); };
    Date.prototype.toLocaleTimeString = function (language, given) {
        return toLocaleTimeString.call(this, language, formatted(given)); };"""


def upgrade(name):
    """The page has another version: a name on it has changed."""
    Belt.objects.filter(pk="south").update(name=name)


def has_been_loaded_with(window, name):
    expect(window.locator("[data-turn='south'] h2")).to_have_text(name)
    window.wait_for_load_state()
    wait_until_it_asks(window)  # it asks at once: what a test does next is not in that answer


@pytest.fixture
def settled(wall):
    """``settled()`` is a screen whose page was loaded a while ago."""

    def show(script="", **options):
        window = wall(**options)
        if script:
            window.add_init_script(script)
            window.reload()
        wait_until_it_asks(window)
        window.clock.fast_forward(LONGEST_WAIT)
        wait_until_it_asks(window)
        return window

    return show


def test_a_new_page_is_loaded_again_and_again_also_where_the_clock_was_set_back(settled):
    window = settled()
    for name in ("川南渝西一带", "川南渝西二带"):
        upgrade(name)
        wait_until_it_asks(window)
        has_been_loaded_with(window, name)
        window.clock.fast_forward(LONGEST_WAIT)
        window.clock.set_system_time(timezone.now() - dt.timedelta(days=1))
        wait_until_it_asks(window)


def test_without_stores_a_new_page_is_loaded_and_a_revoked_screen_goes_dark(settled, screen):
    window = settled(REFUSED)
    upgrade("川南渝西新带")
    wait_until_it_asks(window)
    has_been_loaded_with(window, "川南渝西新带")
    revoke_screen(actor=screen.created_by, screen=screen)
    wait_until_it_asks(window)
    window.get_by_text("该地址已失效").wait_for()
    assert not window.locator("main").is_visible()


@pytest.mark.parametrize("status", [404, 502])
def test_a_page_that_is_not_there_yet_is_waited_for(settled, status):
    """Without the worker that keeps the page, an error page in its place would be its end."""
    window = settled(service_workers="block")
    address = window.url
    window.route(address, lambda route: route.fulfill(status=status))
    upgrade("川南渝西新带")
    for _time in range(2):
        with window.expect_response(address):
            wait_until_it_asks(window)
    window.locator("[data-lost]").get_by_text("网络中断").wait_for()
    assert number(window, "lectures").inner_text() == "3"
    window.unroute(address)
    wait_until_it_asks(window)
    has_been_loaded_with(window, "川南渝西新带")
    window.locator("[data-lost]").wait_for(state="hidden")


def test_a_page_that_cannot_be_kept_is_shown(settled, monkeypatch):
    window = settled()
    window.evaluate(KEPT)
    render = screens.render

    def without_a_part(*given):
        return HttpResponse(render(*given).content.replace(b"logo.svg", b"gone.svg"))

    monkeypatch.setattr(screens, "render", without_a_part)
    upgrade("川南渝西新带")
    wait_until_it_asks(window)
    has_been_loaded_with(window, "川南渝西新带")


def test_not_found_once_it_keeps_its_page(settled, monkeypatch):
    window = settled()
    window.evaluate(KEPT)

    def not_found(*given):
        raise Http404

    monkeypatch.setattr(screens, "render", not_found)
    assert window.reload().status == 200
    wait_until_it_asks(window)
    lecture()
    wait_until_it_asks(window)
    expect(number(window, "lectures")).to_have_text("4")


def test_revoked_while_it_was_off_it_goes_dark_and_leaves_nothing_behind(settled, screen):
    window = settled()
    window.evaluate(KEPT)
    window.goto("about:blank")
    revoke_screen(actor=screen.created_by, screen=screen)
    window.goto(reverse("indicators:screen_show", args=["wall"]))
    wait_until_it_asks(window)
    window.get_by_text("该地址已失效").wait_for()
    window.wait_for_function("caches.keys().then((names) => names.length === 0)")
    assert window.evaluate("Object.keys(localStorage).length") == 0


@pytest.mark.parametrize(("language", "belt"), [("zh-hans", None), ("en", None), ("en", "south")])
def test_hidden_figures_are_in_sight_and_large_enough_from_the_first_load(wall, screen, monkeypatch, language, belt):
    screen.language, screen.belt_id = language, belt
    screen.save()
    board_of = screens.board_of

    def all_hidden(place):
        board = board_of(place)
        hidden = {name: dataclasses.replace(figure, value=None) for name, figure in board.figures.items()}
        turns = [
            dataclasses.replace(turn, figures=[dataclasses.replace(figure, value=None) for figure in turn.figures])
            for turn in board.turns
        ]
        return dataclasses.replace(board, figures=hidden, turns=turns)

    monkeypatch.setattr(screens, "board_of", all_hidden)
    window = wall()
    assert "few" in number(window, "lectures").get_attribute("class").split()
    assert window.evaluate(CLIPPED) == []
    assert window.evaluate(SIZES.replace("LEAST", str(SMALLEST))) == []
    assert window.problems == []


def test_midnight_is_hour_0_also_where_the_browser_is_old(settled, screen):
    screen.language = "en"
    screen.save()
    window = settled(OLD_CLOCK)
    window.clock.set_system_time(dt.datetime(2026, 3, 1, 0, 5, tzinfo=timezone.get_default_timezone()))
    wait_until_it_asks(window)
    expect(window.locator("[data-clock]")).to_have_text("00:05")
    expect(window.locator("[data-as-of-words]")).to_contain_text("00:05")

"""The big screen in Chromium: both sizes, figures that move, a network that is lost, and a day of it."""

import functools
import gzip
import threading

import pytest
from django.http import StreamingHttpResponse
from django.urls import reverse
from playwright.sync_api import expect

from accounts.models import Role
from belts.models import Belt
from indicators.services.screens import revoke_screen
from indicators.views import screens
from tests import factories
from tests.browser.conftest import AXE, check_page
from tests.browser.screens import (
    CLIPPED,
    FULL_HD,
    KEPT,
    PATIENCE,
    SIZES,
    SMALLEST,
    ULTRA_HD,
    lecture,
    number,
    wait_until_it_asks,
)

ROUND = 31_000  # milliseconds after which the screen has asked again


@pytest.mark.parametrize("size", [FULL_HD, ULTRA_HD], ids=["1920", "3840"])
def test_all_of_it_is_in_sight_and_large_enough(wall, size):
    window = wall(viewport=size)
    window.locator(".county.lit").first.wait_for()
    assert window.problems == []
    assert window.evaluate(CLIPPED) == []
    assert window.evaluate(SIZES.replace("LEAST", str(SMALLEST * size["width"] / FULL_HD["width"]))) == []
    window.evaluate(AXE.read_text())
    found = window.evaluate("axe.run(document, {resultTypes: ['violations']})")["violations"]
    assert [rule["id"] for rule in found if rule["impact"] != "minor"] == []


def test_on_a_phone_too(wall):
    check_page(wall())


def test_a_new_row_moves_the_counter(wall):
    window = wall()
    wait_until_it_asks(window)
    assert number(window, "lectures").inner_text() == "3"
    lecture()
    wait_until_it_asks(window)
    expect(number(window, "lectures")).to_have_text("4")
    expect(number(window, "south.lectures")).to_have_text("4")


def test_with_little_motion_it_is_there_at_once(wall):
    window = wall(reduced_motion="reduce")
    wait_until_it_asks(window)
    lecture()
    wait_until_it_asks(window)
    expect(number(window, "lectures")).to_have_text("4", timeout=1_000)
    assert window.evaluate("document.getAnimations().length") == 0


def test_the_belts_take_turns_until_the_space_bar(wall):
    window = wall()
    shown = window.locator("[data-turn]:not([hidden]) h2")
    names = list(Belt.objects.values_list("name", flat=True))
    assert shown.inner_text() == names[0]
    window.clock.run_for(20_500)
    assert shown.inner_text() == names[1]
    assert window.locator(".county.lit").count() == window.locator(".county.belt-central").count()
    window.keyboard.press("Space")
    window.clock.run_for(60_000)
    assert shown.inner_text() == names[1]
    window.keyboard.press("ArrowLeft")
    assert shown.inner_text() == names[0]
    window.get_by_role("button", name="继续").click()
    window.clock.run_for(20_500)
    assert shown.inner_text() == names[1]


def test_without_a_network_it_keeps_the_last_figures_and_says_so(wall):
    window = wall()
    wait_until_it_asks(window)
    window.evaluate(KEPT)
    since = window.evaluate(
        "new Date().toLocaleTimeString('zh', {timeZone: 'Asia/Shanghai', hour: '2-digit', minute: '2-digit'})"
    )
    window.context.set_offline(True)
    window.clock.run_for(5 * ROUND)
    lost = window.locator("[data-lost]")
    lost.get_by_text("网络中断").wait_for()
    assert since in lost.inner_text()
    assert number(window, "lectures").inner_text() == "3"
    # Switched off and on again, still without a network.
    window.reload()
    window.clock.run_for(8 * ROUND)
    lost.get_by_text("网络中断").wait_for()
    assert since in lost.inner_text()
    assert number(window, "lectures").inner_text() == "3"
    lecture()
    window.context.set_offline(False)
    wait_until_it_asks(window)
    lost.wait_for(state="hidden")
    expect(number(window, "lectures")).to_have_text("4")


def test_an_answer_that_stops_half_way_is_given_up(wall, monkeypatch):
    """A network lost in the middle of an answer, which nothing tells the browser."""
    window = wall()
    wait_until_it_asks(window)
    lecture()
    over = threading.Event()

    def half_an_answer(request, *, etag, response):
        return StreamingHttpResponse(half_of(response.content), content_type="application/json")

    def half_of(content):
        yield content[: len(content) // 2]
        over.wait(60)

    monkeypatch.setattr(screens, "get_conditional_response", half_an_answer)
    for _time in range(2):
        with window.expect_response("**/figures.json"):
            wait_until_it_asks(window, wholly=False)
        window.clock.fast_forward(PATIENCE)
    lost = window.locator("[data-lost]")
    lost.get_by_text("网络中断").wait_for()
    monkeypatch.undo()
    over.set()
    wait_until_it_asks(window)
    lost.wait_for(state="hidden")
    expect(number(window, "lectures")).to_have_text("4")


def test_asked_too_often_it_keeps_its_page_and_figures(wall, monkeypatch):
    """Many screens behind one address: whoever is started anew meanwhile shows what it had."""
    window = wall()
    wait_until_it_asks(window)
    window.evaluate(KEPT)
    refused = []
    monkeypatch.setattr(screens, "seconds_to_wait", lambda *given: refused.append(given) or 60)
    answer = window.reload()
    assert (answer.status, answer.from_service_worker) == (200, True)
    wait_until_it_asks(window)
    assert len(refused) > 1  # the page, then the figures
    expect(number(window, "lectures")).to_have_text("3")
    assert window.locator("main").is_visible()
    lecture()
    monkeypatch.undo()
    wait_until_it_asks(window)
    expect(number(window, "lectures")).to_have_text("4")


def test_revoked_it_goes_dark_and_leaves_nothing_behind(wall, screen):
    window = wall()
    wait_until_it_asks(window)
    assert window.evaluate("Object.keys(localStorage).length") == 1
    revoke_screen(actor=screen.created_by, screen=screen)
    wait_until_it_asks(window)
    window.get_by_text("该地址已失效").wait_for()
    assert not window.locator("main").is_visible()
    assert window.evaluate("Object.keys(localStorage).length") == 0


@pytest.mark.slow
def test_a_day_of_it_takes_no_more_memory(wall):
    """24 hours by the page's own clock: it asks, turns, counts, and is without a network for one hour."""
    window = wall()
    still_asking = set()

    def note(request, *, ended):
        if request.url.endswith("/figures.json"):
            (still_asking.discard if ended else still_asking.add)(request)

    for event in ("request", "requestfinished", "requestfailed"):
        window.on(event, functools.partial(note, ended=event != "request"))
    inspector = window.context.new_cdp_session(window)
    inspector.send("Performance.enable")
    answers = {"asked": 0, "lost": False}

    def answer(route):
        answers["asked"] += 1
        if answers["lost"]:
            return route.abort()
        made = made_by_the_portal | {"numbers": made_by_the_portal["numbers"] | {"lectures": answers["asked"]}}
        return route.fulfill(json=made, headers={"ETag": f'"{answers["asked"]}"'})

    made_by_the_portal = window.request.get(reverse("indicators:screen_figures", args=["wall"])).json()
    window.route("**/figures.json", answer)

    def minutes(number, *, lost=False):
        answers["lost"] = lost
        for _half_minute in range(2 * number):
            for go_on, milliseconds in ((window.clock.fast_forward, 25_000), (window.clock.run_for, 5_000)):
                go_on(milliseconds)
                while still_asking:  # on a busy machine the page's clock would run away from the answer
                    window.wait_for_timeout(5)
        told = expect(window.locator("[data-lost]"))
        told.to_contain_text("网络中断") if lost else told.not_to_contain_text("网络中断")

    # Each thing once before the first look: what is made once and kept is no growth.
    minutes(10)
    minutes(10, lost=True)
    minutes(40)
    before = _measured(inspector)
    minutes(11 * 60)
    minutes(60, lost=True)
    minutes(11 * 60)
    after = _measured(inspector)
    assert answers["asked"] > 24 * 60
    assert after["Nodes"] <= before["Nodes"] + 50
    assert after["JSEventListeners"] <= before["JSEventListeners"] + 15  # those of a request on its way
    assert after["JSHeapUsedSize"] <= before["JSHeapUsedSize"] * 1.2 + 500_000


def _measured(inspector):
    for _time in range(2):
        inspector.send("HeapProfiler.collectGarbage")
    return {entry["name"]: entry["value"] for entry in inspector.send("Performance.getMetrics")["metrics"]}


def test_an_office_makes_one_on_its_pages(page, sign_in, screen):
    sign_in(factories.person(Role.CORRIDOR_OFFICE))
    page.goto(reverse("indicators:screens"))
    check_page(page)
    page.get_by_role("link", name="新建大屏").click()
    check_page(page)
    page.get_by_label("安装位置").fill("荣昌区便民服务中心")
    page.get_by_label("展示范围").select_option(label="川南渝西")
    page.get_by_role("button", name="生成地址").click()
    address = page.locator("#secret").inner_text()
    check_page(page)
    page.get_by_role("link", name="完成").click()
    assert address not in page.content()
    page.locator("tr").filter(has_text="荣昌区便民服务中心").get_by_role("button", name="撤销").click()
    page.get_by_role("dialog").get_by_role("button").last.click()
    page.get_by_text("大屏将在半分钟内停止显示").wait_for()


def test_its_first_load_is_small(wall):
    """A dashboard may have 400 KB; on a wall far away the network is worse."""
    window = wall()
    named = "[...document.querySelectorAll('link[href], script[src]')].map((part) => part.href || part.src)"
    parts = [window.url, *window.evaluate(named), reverse("indicators:screen_figures", args=["wall"])]
    sizes = {part: len(gzip.compress(window.request.get(part).body())) for part in parts}
    assert len(sizes) >= 4
    assert sum(sizes.values()) < 60_000, sizes

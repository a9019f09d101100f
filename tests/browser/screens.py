"""A big screen on a wall of Chromium: ``screen`` and ``wall()`` for tests, and what they do with it."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from belts.models import Belt, Region
from belts.services.corridor import load_corridor
from tests import factories

FULL_HD, ULTRA_HD = {"width": 1920, "height": 1080}, {"width": 3840, "height": 2160}
SMALLEST = 20  # pixels at 1920 × 1080: what can be read from five metres on a display of 65 inches
KEPT = "navigator.serviceWorker.ready.then(() => true)"  # its worker has kept the page
PATIENCE = 10_000  # milliseconds after which it gives an answer up
CLIPPED = """[...document.querySelectorAll('.card, .turn, main, header, footer')].filter(
    (element) => element.scrollHeight > element.clientHeight + 1 || element.scrollWidth > element.clientWidth + 1
).map((element) => element.className || element.tagName)"""
SIZES = """[...document.querySelectorAll('body *')].filter((element) => element.getClientRects().length
    && !element.closest('.visually-hidden') && [...element.childNodes].some((node) => node.nodeType === 3
    && node.data.trim())).map((element) => [element.tagName + ' ' + element.textContent.trim().slice(0, 20),
    parseFloat(getComputedStyle(element).fontSize)
    * (element.ownerSVGElement ? element.getScreenCTM().a : 1)]).filter(([, size]) => size < LEAST)"""


@pytest.fixture
def screen(live_server):
    """The corridor's, of a year with a little of everything."""
    load_corridor()
    south = Belt.objects.get(pk="south")
    for _time in range(3):
        lecture()
    factories.BodyFactory(belt=south)
    return factories.ScreenFactory(secret="wall")


@pytest.fixture
def wall(open_window, screen):
    """``wall()`` opens the screen; its clock goes on by ``window.clock.run_for`` alone."""

    def show(**options):
        window = open_window(**({"viewport": FULL_HD} | options))
        window.clock.install(time=timezone.now())
        window.goto(reverse("indicators:screen_show", args=["wall"]))
        return window

    return show


def lecture():
    home, place = Region.objects.get(pk="511083"), Region.objects.get(pk="500153")
    year = timezone.localdate().year
    return factories.ActivityFactory(
        verified=True,
        lead=home,
        partners=[place],
        place_region=place,
        with_teams=[factories.TeamFactory(home_region=home, since=dt.date(2020, 1, 1))],
        starts_on=dt.date(year, 1, 1),
    )


def number(window, key):
    return window.locator(f"[data-number='{key}']").first


def wait_until_it_asks(window, *, wholly=True):
    """In jumps shorter than its patience, so that the answer is not given up while it is on its way.

    It may have asked before: change something only after an answer that was waited for.
    """
    asked = []

    def note(request):
        if request.url.endswith("/figures.json"):
            asked.append(request)

    window.on("request", note)
    for _jump in range(100):
        if asked:
            break
        window.clock.fast_forward(PATIENCE // 4)
    window.remove_listener("request", note)
    if wholly:
        asked[0].response().finished()

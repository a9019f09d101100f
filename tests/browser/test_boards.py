"""Dashboards and the public figures in Chromium, with records of both sides; charts, their files, keys and print."""

import datetime as dt
import os
from pathlib import Path
from xml.etree import ElementTree

import pytest
from django.core.management import call_command
from django.utils import timezone

from accounts.models import Role
from belts.models import Region
from tests import factories
from tests.browser.conftest import NARROW, WIDE, check_page

PAPER = {"width": 690, "height": 1000}  # A4 within its margins
SHOTS = os.environ.get("PORTAL_SCREENSHOTS")
HOMES = ("500153", "511083", "512021", "500109", "500101", "500118", "511622", "510921", "500152", "510521")


@pytest.fixture
def records(transactional_db):
    """Lectures, culture, teams that tour and a hall that was lent, over two years."""
    call_command("load_corridor", verbosity=0)
    counties = {code: Region.objects.get(code=code) for code in HOMES}
    today = timezone.localdate()
    teams = {code: factories.TeamFactory(home_region=region, since=today) for code, region in counties.items()}
    for number in range(120):
        home = counties[HOMES[(number * number) % len(HOMES)]]
        away = counties[HOMES[(number * 3 + 1) % len(HOMES)]]
        factories.ActivityFactory(
            verified=True,
            lead=home,
            partners=[away] if home != away else [],
            kind="lecture" if number % 3 else "mass_culture",
            task="" if number % 3 == 0 else "theory",
            starts_on=today - dt.timedelta(days=6 * number),
            with_teams=[teams[home.pk]],
            place_region=away,
        )
    hall = factories.VenueFactory(region=counties["511083"])
    factories.BookingFactory(
        venue=hall, borrower_region=counties["500153"], state="held", starts_at=timezone.now() - dt.timedelta(days=9)
    )
    return counties


def shot(window, name):
    """For whoever wants to look: PORTAL_SCREENSHOTS names a folder. On paper, too, as far as a window can show it."""
    if not SHOTS:
        return
    for size in (WIDE, NARROW):
        window.set_viewport_size(size)
        window.wait_for_timeout(700)
        window.screenshot(path=Path(SHOTS) / f"{name}-{size['width']}.png", full_page=True)
    window.set_viewport_size(PAPER)
    window.emulate_media(media="print")
    window.evaluate("dispatchEvent(new Event('beforeprint'))")
    window.screenshot(path=Path(SHOTS) / f"{name}-print.png", full_page=True)
    window.evaluate("dispatchEvent(new Event('afterprint'))")
    window.emulate_media(media="screen")
    window.set_viewport_size(WIDE)


BOARDS = {
    "province": "/statistics/board/province/500000/",
    "county": "/statistics/board/county/500153/?show=cross_province",
    "belt": "/statistics/board/belt/south/?flow=hours",
    "corridor": "/statistics/board/corridor/all/?period=last_year",
}


@pytest.fixture
def board(sign_in, records):
    """The window of Chongqing's office."""
    return sign_in(factories.person(Role.PROVINCIAL_OFFICE, Region.objects.get(code="500000")))


def test_boards(board):
    for name, address in BOARDS.items():
        assert board.goto(address).status == 200
        board.wait_for_selector("[data-chart] svg")
        check_page(board)
        shot(board, f"board-{name}")


def test_figures_for_everybody(page, records):
    assert page.goto("/figures/").status == 200
    page.wait_for_selector("[data-chart] svg")
    check_page(page)
    shot(page, "figures")


def test_a_chart_is_read_by_keys_and_leads_to_its_rows(board):
    board.goto(BOARDS["county"])
    area = board.locator("#sides-title").locator("xpath=ancestor::section").locator("[data-chart]")
    area.focus()
    board.keyboard.press("ArrowRight")
    first = board.locator("#live").inner_text()
    board.keyboard.press("ArrowDown")
    assert board.locator("#live").inner_text() != first
    assert first.startswith("隆昌市 · 跨省活动")
    board.keyboard.press("ArrowLeft")
    board.keyboard.press("Enter")
    board.wait_for_url("**/activities/?**region=511083**")
    assert board.problems == []


def test_a_chart_gives_its_files(board):
    board.goto(BOARDS["province"])
    card = board.locator("#sides-title").locator("xpath=ancestor::section")
    for word, begin in (("PNG", b"\x89PNG"), ("SVG", b"<svg"), ("CSV", "\ufeff".encode())):
        with board.expect_download() as download:
            card.get_by_text(word, exact=False).first.click()
        file = Path(download.value.path()).read_bytes()
        assert file.startswith(begin), word
        if word == "SVG":
            assert "川南渝西" in "".join(ElementTree.fromstring(file).itertext())
    assert board.problems == []


def test_tables_stand_on_paper_and_without_scripts(board, open_window, records):
    board.goto(BOARDS["province"])
    tables = board.locator("[data-chart-table]")
    assert not tables.first.evaluate("part => part.open")
    board.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert tables.evaluate_all("parts => parts.every(part => part.open)")
    board.evaluate("dispatchEvent(new Event('afterprint'))")
    assert not tables.first.evaluate("part => part.open")
    plain = open_window(java_script_enabled=False)
    plain.goto("/figures/")
    assert plain.locator("[data-chart-table] table").first.is_visible()
    assert not plain.locator("[data-chart]").first.is_visible()


def test_charts_outlive_a_page_that_is_come_back_to(board):
    board.goto(BOARDS["province"])
    board.wait_for_selector("[data-chart] svg")
    drawn = board.locator("[data-chart] svg").count()
    board.evaluate("dispatchEvent(new PageTransitionEvent('pagehide', {persisted: true}))")
    board.set_viewport_size(NARROW)
    board.wait_for_timeout(500)
    assert board.locator("[data-chart] svg").count() == drawn
    assert board.problems == []


def test_belts_have_the_colours_of_the_style_sheet(board):
    board.goto(BOARDS["province"])
    board.wait_for_selector("[data-chart] svg")
    drawn = (
        board.locator("#sides-title")
        .locator("xpath=ancestor::section")
        .locator("svg path")
        .evaluate_all("paths => paths.map(path => path.getAttribute('fill'))")
    )
    tokens = board.evaluate(
        "['south', 'central', 'north', 'east'].map("
        "name => getComputedStyle(document.documentElement).getPropertyValue(`--belt-${name}`).trim())"
    )
    assert set(tokens) <= set(drawn)

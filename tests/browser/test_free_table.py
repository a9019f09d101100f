"""The free table and the columns beside figures: read, laid out without scripts, kept by the keyboard alone."""

import datetime as dt

import pytest

from indicators.models import SavedView
from indicators.services.saved import save_view
from tests import factories
from tests.browser.conftest import check_page
from tests.indicators.world import corridor, office

pytestmark = pytest.mark.django_db(transaction=True)
TABLE = "/statistics/table/?measures=lectures,works&rows=belt,county&across=quarter&period=2025&compare=year_before"
WIDEST = "/statistics/table/?measures=lectures,works&rows=belt,county&across=month&period=2025&compare=year_before"
PAPER = {"width": 1009, "height": 680}  # A4 across, within its margins
BESIDE = "/statistics/?measures=lectures,mass_culture&by=county&period=2025&compare=year_before&show=share,rank&top=3"


@pytest.fixture
def person():
    places = corridor()
    for number, (name, partner) in enumerate([("rongchang", "longchang"), ("anyue", "beibei"), ("yubei", "anyue")] * 4):
        day = dt.date(2024 + number % 2, 1 + number, 8)
        kind = {"kind": "mass_culture", "task": ""} if number % 3 == 2 else {}
        partners = [places[partner]] if number % 2 else []
        factories.ActivityFactory(
            verified=True, lead=places[name], partners=partners, starts_on=day, ends_on=day, **kind
        )
    return office()


def test_tables_are_clean_narrow_and_wide(sign_in, person):
    page = sign_in(person)
    view = save_view(actor=person, title="各带各区县季度宣讲", query=TABLE.split("?")[1], shared=True)
    for address in (TABLE, view.get_absolute_url(), BESIDE, "/statistics/table/", "/statistics/table/?rows=village"):
        page.goto(address)
        check_page(page)


def test_a_table_is_laid_out_without_scripts(open_window, sign_in, person):
    page = sign_in(person, open_window(java_script_enabled=False))
    page.goto("/statistics/table/")
    page.select_option("#id_rows_0", "county")
    page.select_option("#id_across_0", "year")
    page.select_option("#id_period", "all")
    page.get_by_role("button", name="统计").click()
    table = page.get_by_role("table")
    assert "荣昌区" in table.inner_text()
    assert "2024年" in table.inner_text()


def test_a_table_is_kept_by_the_keyboard_alone(sign_in, person):
    page = sign_in(person)
    page.goto(TABLE)
    page.locator("#id_title").focus()
    page.keyboard.type("我的表")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**/statistics/table/*/")
    view = SavedView.objects.get()
    assert (view.title, view.shared) == ("我的表", True)
    assert page.get_by_role("heading", level=1).inner_text() == "我的表"


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("address", [TABLE, WIDEST], ids=["wide", "widest"])
def test_all_columns_stand_on_paper(open_window, sign_in, person, language, address):
    page = sign_in(person, open_window(locale=language, viewport=PAPER))
    page.goto(address)
    page.emulate_media(media="print")
    region = page.locator(".scroll")
    assert region.locator("thead tr").last.locator("th").count() >= 40
    assert region.evaluate("part => getComputedStyle(part).overflowX") == "visible"
    # Chromium makes a page that is too wide smaller by a third at most; what is wider still is cut off.
    assert region.evaluate("part => part.scrollWidth") <= 1.5 * PAPER["width"]
    assert region.locator("tbody th").first.evaluate("part => getComputedStyle(part).position") == "static"

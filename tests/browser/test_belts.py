"""The corridor, belts, counties and units as people meet them: axe, phones, the keyboard."""

import pytest

from belts.models import Unit
from belts.services.corridor import load_corridor
from tests import factories
from tests.browser.conftest import NARROW, check_page


@pytest.fixture
def corridor(transactional_db):
    load_corridor()
    return factories.logger(Unit.objects.get(name="荣昌区委宣传部").region)


def test_every_page_passes_axe_and_fits_a_phone(page, sign_in, corridor):
    sign_in(corridor)
    unit = Unit.objects.get(name="荣昌区委宣传部")
    for address in (
        *("/corridor/", "/corridor/?on=1900-13-45", "/belts/north/", "/counties/", "/counties/500153/"),
        *("/counties/500112/", "/counties/500153/units/new/", "/units/?q=荣昌", unit.get_absolute_url()),
        *(f"{unit.get_absolute_url()}edit/", f"{unit.get_absolute_url()}close/"),
    ):
        page.goto(address)
        assert page.locator("h1").count() == 1
        check_page(page)


def test_seat_forms_pass_axe(page, sign_in, corridor):
    sign_in(factories.person("corridor_office"))
    for address in ("/corridor/join/", "/corridor/leave/", "/corridor/replace/"):
        page.goto(address)
        check_page(page)


def test_the_map_is_walked_with_the_keyboard(page, sign_in, corridor):
    sign_in(corridor).goto("/corridor/?on=2025-11-05")
    links = page.locator("svg.map a")
    assert links.count() == 30
    links.first.focus()
    page.keyboard.press("Tab")
    name = page.evaluate("document.activeElement.querySelector('title').textContent")
    assert name == links.nth(1).locator("title").text_content()
    assert page.get_by_role("link", name=name, exact=True).count() == 1
    assert ", " in name  # county and belt: the colour is not the only signal
    page.keyboard.press("Enter")
    page.wait_for_url("**/counties/*/?on=2025-11-05")


def test_choosing_a_day_changes_the_map(page, sign_in, corridor):
    page.set_viewport_size(NARROW)
    sign_in(corridor).goto("/belts/north/")
    assert page.get_by_text("没有北碚区").count() == 1
    page.locator("#id_on").fill("2025-11-05")
    page.wait_for_url("**/?on=2025-11-05")
    assert page.get_by_role("rowheader", name="渝北区").count() == 1
    assert page.get_by_text("没有北碚区").count() == 0

"""A bulletin on its way: read wide and narrow, edited, approved and issued by hand, and read by a county on a phone."""

import pytest
from django.urls import reverse

from indicators.models import Bulletin
from tests import factories
from tests.browser.conftest import NARROW, check_page
from tests.indicators.bulletin_world import bulletin, offices


@pytest.fixture
def people(transactional_db):
    return offices()


def test_edited_approved_by_two_issued_and_read(people, open_window, sign_in):
    row = bulletin("2024", kind="year")
    address = row.get_absolute_url()
    editor = sign_in(people["sichuan"], open_window())
    editor.goto(reverse("indicators:bulletins"))
    check_page(editor)
    editor.goto(address)
    check_page(editor)
    editor.locator(f"main a[href$='/{row.pk}/edit/']").click()
    check_page(editor)
    editor.locator("[name=title]").fill("2024年川渝文明实践走廊工作情况")
    editor.locator("main form .button-primary").click()
    for who in ("chongqing", "corridor"):
        reader = sign_in(people[who], open_window())
        reader.goto(address)
        check_page(reader)
        reader.locator("form[action$='/approve/'] button").click()
    editor.goto(address)
    editor.locator("form[action$='/issue/'] button").click()
    editor.locator("dialog[open] .button-primary, dialog[open] button[value=yes]").first.click()
    editor.locator("form[action$='/archive/']").wait_for()
    assert Bulletin.objects.get().number == 1
    county = factories.logger(factories.CountyFactory(code="500153", name="荣昌区"))
    phone = sign_in(county, open_window(viewport=NARROW))
    phone.goto(address)
    check_page(phone)
    assert "2024年川渝文明实践走廊工作情况" in phone.locator("h1").inner_text()

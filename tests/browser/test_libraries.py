"""The pages of libraries in Chromium, with the sample of the demo: wide, narrow, and a day file sent in."""

import pytest
from django.core.management import call_command

from accounts.models import Role
from belts.models import Region
from core.imports.applying import apply_batch
from core.imports.judging import judge_batch
from core.models import ImportBatch
from tests import factories
from tests.browser.conftest import check_page
from tests.venues.test_libraries_import import LOAN, RETURN, table
from venues.models import Library, LibraryMovement

PAGES = [
    "/venues/libraries/",
    "/venues/libraries/?missing=true",
    "/venues/libraries/?q=没有这样的馆",
    "/venues/libraries/?belt=nonsense",
    "/venues/libraries/{library}/",
    "/venues/libraries/{library}/edit/",
    "/venues/libraries/{library}/aside/",
    "/venues/libraries/new/",
    "/venues/libraries/flows/",
    "/venues/libraries/flows/?level=library",
    "/venues/libraries/flows/?level=province&from=2020-01",
    "/venues/libraries/movements/{movement}/",
    "/venues/libraries/imports/",
    "/venues/libraries/imports/new/",
]


@pytest.fixture
def office(transactional_db):
    """The corridor office, with the libraries known by name and the sample."""
    call_command("load_corridor", verbosity=0)
    call_command("load_libraries", verbosity=0)
    person = factories.person(Role.CORRIDOR_OFFICE)
    call_command("load_lending_sample", verbosity=0)
    return person


def test_every_page_of_libraries(page, sign_in, office):
    window = sign_in(office)
    names = {
        "library": Library.objects.get(code="SAMPLE-LC").pk,
        "movement": LibraryMovement.objects.exclude(aside="").get().pk,
    }
    for address in PAGES:
        response = window.goto(address.format_map(names))
        assert response.status == 200, address
        assert page.locator("h1").count() == 1
        check_page(window)


def test_a_county_finds_its_missing_days_and_says_that_one_was_empty(page, sign_in, office):
    county = factories.logger(Region.objects.get(code="510522"))
    window = sign_in(county)
    window.goto("/")
    window.locator(".work-item", has_text="【样例】合江县图书馆").get_by_role("link").first.click()
    missing = window.locator("#days .tag", has_text="缺")
    assert missing.count() == 2
    window.locator("#days form button").first.click()
    window.locator("dialog[open] .button-primary, dialog[open] button[value=yes]").first.click()
    window.locator(".message-success").wait_for()
    assert window.locator("#days .tag", has_text="缺").count() == 1
    check_page(window)


def test_a_day_file_is_sent_reviewed_and_taken_without_scripts(open_window, sign_in, transactional_db):
    from tests.venues.lending import three_libraries

    rongchang = three_libraries()[0]
    window = sign_in(factories.logger(rongchang.region), open_window(java_script_enabled=False))
    window.goto("/venues/libraries/imports/new/")
    file = {"name": "借还.csv", "mimeType": "text/csv", "buffer": table([LOAN, RETURN])}
    window.locator("input[type=file]").set_input_files(file)
    window.locator("input[name=source]").fill("荣昌区图书馆系统")
    window.locator("main form .button-primary").click()
    batch = ImportBatch.objects.get()
    judge_batch(batch.pk)
    window.reload()
    window.locator("main form[action$='/confirm/'] button").click()
    apply_batch(batch.pk)
    window.reload()
    assert window.locator("tbody th a").count() == 2
    assert LOAN["reader"] not in window.content()

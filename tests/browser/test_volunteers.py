"""The registry in Chromium, with the sample of the demo: somebody is found, changed, and taken out as a file."""

import os
from pathlib import Path

import pytest
from django.core.management import call_command
from playwright.sync_api import expect

from belts.models import Region
from tests import factories
from tests.browser.conftest import NARROW, WIDE, check_page
from volunteers.models import Identity, Volunteer
from volunteers.services.sample import load_volunteers_sample

SHOTS = os.environ.get("PORTAL_SCREENSHOTS")
PAGES = [
    "/volunteers/",
    "/volunteers/?whose=serving",
    "/volunteers/?state=erased",
    "/volunteers/?q=张",
    "/volunteers/export/?skill=law",
    "/volunteers/{volunteer}/",
    "/volunteers/{across}/",
    "/volunteers/{volunteer}/offer/",
    "/statistics/?measures=volunteers,volunteers_cross_region&by=county,age",
]


@pytest.fixture
def staff(transactional_db):
    """A logger of 荣昌, with the sample's volunteers there, some of 隆昌 among them."""
    call_command("load_corridor", verbosity=0)
    call_command("load_registry", verbosity=0)
    load_volunteers_sample(people=900)
    return factories.logger(Region.objects.get(code="500153"))


def shot(window, name):
    """For whoever wants to look: PORTAL_SCREENSHOTS names a folder."""
    if SHOTS:
        for size in (WIDE, NARROW):
            window.set_viewport_size(size)
            window.screenshot(path=Path(SHOTS) / f"{name}-{size['width']}.png", full_page=True)
        window.set_viewport_size(WIDE)


def test_every_page_of_the_registry(sign_in, staff):
    window = sign_in(staff)
    names = {
        "volunteer": Volunteer.objects.at_home_with(staff).exclude(skills=[]).exclude(areas=None).first(),
        "across": Volunteer.objects.serving_with(staff).first(),
    }
    for number, address in enumerate(PAGES):
        response = window.goto(address.format_map(names))
        assert response.status == 200, address
        assert window.locator("h1").count() == 1
        check_page(window)
        shot(window, f"volunteers-{number}")


def test_somebody_is_found_changed_and_taken_out_as_a_file(open_window, sign_in, staff):
    person = Identity.objects.filter(volunteer__home="500153").select_related("volunteer").first()
    phone = sign_in(staff, open_window(viewport=NARROW))
    phone.goto("/volunteers/")
    phone.locator("[name=q]").fill(person.name)
    phone.locator("[name=q]").press("Enter")
    row = phone.locator("#rows tbody tr", has_text=str(person.volunteer))
    expect(row).to_be_visible()
    expect(row).not_to_contain_text(person.name)
    row.locator("a").click()
    expect(phone.locator("h1")).to_have_text(person.name)
    phone.locator(f"a[href='/volunteers/{person.volunteer}/offer/']").click()
    box = phone.locator("[name=skills][value=law]")
    box.set_checked(not box.is_checked())
    phone.locator("form.card button.button-primary").click()
    phone.wait_for_url(f"**/volunteers/{person.volunteer}/")
    assert Volunteer.objects.get(pk=person.pk).version == person.volunteer.version + 1
    phone.goto(f"/volunteers/export/?q={person.name}")
    phone.locator("[name=purpose]").fill("核对名单")
    with phone.expect_download() as download:
        phone.locator("form.card button.button-primary").click()
    assert download.value.suggested_filename.endswith((".xlsx", ".csv"))

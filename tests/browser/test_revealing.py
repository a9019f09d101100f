"""A number is looked at in clear in Chromium: from the volunteer's page, with a reason, wide and narrow."""

import pytest

from tests import factories
from tests.browser.conftest import check_page
from tests.volunteers.factories import GuardianFactory, IdentityFactory, VolunteerFactory, mobile_number
from volunteers.models import Disclosure


@pytest.fixture
def volunteer(transactional_db):
    made = VolunteerFactory(home=factories.CountyFactory(code="500153", name="荣昌区"), identity=False)
    IdentityFactory(volunteer=made, serial=4321)
    GuardianFactory(volunteer=made)
    return made


def test_a_reviewer_looks_at_a_mobile(sign_in, volunteer):
    window = sign_in(factories.reviewer(volunteer.home))
    window.goto(volunteer.get_absolute_url())
    window.locator("a[href$='/reveal/']").click()
    check_page(window)
    window.locator("main form .button-primary").click()  # nothing chosen, no reason: the browser or the portal says so
    assert window.locator("#value").count() == 0
    window.get_by_text("手机号码", exact=True).click()
    window.locator("textarea").fill("短")
    window.locator("main form .button-primary").click()
    window.locator(".error-summary, .field-error, [aria-invalid=true]").first.wait_for()
    check_page(window)
    window.locator("textarea").fill("活动改期，需要电话通知本人")
    window.locator("main form .button-primary").click()
    window.locator("#value").wait_for()
    assert window.locator("#value").inner_text() == mobile_number(4321)
    assert Disclosure.objects.count() == 1
    check_page(window)
    window.locator("main .button-primary").click()
    window.locator("textarea").wait_for()
    assert mobile_number(4321) not in window.content()

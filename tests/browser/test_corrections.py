"""A person asks for a correction on the own page; the county takes it over on a phone, the document in hand."""

import datetime as dt

import pytest
from playwright.sync_api import expect

from tests import factories
from tests.browser.conftest import NARROW, check_page
from tests.volunteers.factories import VolunteerFactory, resident_number
from tests.volunteers.merging_world import claimed_of, county
from volunteers.models import Correction, Identity

NEW = resident_number(6_802, dt.date(1991, 2, 3))


@pytest.fixture
def mine(transactional_db):
    return VolunteerFactory(home=county(), user=factories.UserFactory())


def test_a_correction_is_asked_and_taken_over(mine, open_window, sign_in):
    phone = sign_in(mine.user, open_window(viewport=NARROW))
    phone.goto("/volunteers/me/")
    check_page(phone)
    phone.get_by_role("link", name="申请更正").click()
    phone.locator("#id_document").fill(NEW)
    check_page(phone)
    phone.get_by_role("button", name="提交").click()
    expect(phone.get_by_role("button", name="撤回更正申请")).to_be_visible()
    check_page(phone)

    desk = sign_in(factories.reviewer(mine.home), open_window())
    desk.goto("/volunteers/corrections/")
    check_page(desk)
    desk.locator("ul.work a.button").click()
    check_page(desk)
    desk.locator("#id_seen_document").fill(NEW)
    desk.locator("#id_reason").fill("本人持证件到窗口核对")
    desk.get_by_role("button", name="更正", exact=True).click()
    expect(desk.get_by_text("申请内容已不再保留")).to_be_visible()
    assert Correction.objects.get().state == "approved"


def test_a_claim_is_counted_with_the_document_in_hand(mine, open_window, sign_in):
    claim = claimed_of(mine)
    number = "0" * 17  # of the holder nothing is kept any more: nobody holds the document
    Identity.objects.filter(pk=mine.pk).delete()
    phone = sign_in(factories.reviewer(mine.home), open_window(viewport=NARROW))
    phone.goto(claim.get_absolute_url())
    phone.get_by_role("link", name="计入", exact=True).click()
    check_page(phone)
    phone.locator("#id_seen_document").fill(number)
    phone.locator("#id_reason").fill("持证核对")
    phone.get_by_role("button", name="确认").click()
    expect(phone.get_by_role("alert")).to_be_visible()
    check_page(phone)

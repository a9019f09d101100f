"""A pair of registrations is compared, merged and given back; a volunteer's own page; on a phone and on a desk."""

import pytest
from playwright.sync_api import expect

from accounts.models import Role
from tests import factories
from tests.browser.conftest import NARROW, check_page
from tests.volunteers.factories import ConsentTextFactory, PlatformAccountFactory, VolunteerFactory
from tests.volunteers.merging_world import consent, county, pair_of, twins
from volunteers.models import Consent, Volunteer


@pytest.fixture
def pair(transactional_db):
    ours, theirs = twins(county(), 1)[0], twins(county("511083"), 1)[0]
    PlatformAccountFactory(volunteer=theirs, platform__name="文明进步")
    return pair_of(ours, theirs)


def test_a_pair_is_merged_and_given_back(pair, open_window, sign_in):
    actor = factories.reviewer(pair.first.home)
    phone = sign_in(actor, open_window(viewport=NARROW))
    phone.goto("/volunteers/pairs/")
    check_page(phone)
    phone.get_by_role("link", name="对比", exact=True).first.click()
    check_page(phone)
    expect(phone.locator("#preview + p + nav")).to_contain_text(pair.second.volunteer_no)
    phone.locator("#id_reason").fill("电话核实，同一人")
    phone.get_by_role("button", name="是同一人：合并").click()
    phone.locator("dialog[open] button").last.click()
    expect(phone.locator("#merged")).to_be_visible()
    assert Volunteer.objects.filter(state="merged").count() == 1
    check_page(phone)
    desk = sign_in(actor, open_window())
    desk.goto(pair.get_absolute_url())
    check_page(desk)
    desk.locator("#id_reason").fill("认错了人")
    desk.get_by_role("button", name="撤销合并").click()
    expect(desk.locator("#preview")).to_be_visible()
    check_page(desk)


def test_ones_own_page(transactional_db, open_window, sign_in):
    ConsentTextFactory(purpose="share")
    user = factories.person(Role.VOLUNTEER)
    mine = VolunteerFactory(home=county(), user=user)
    consent(mine, "keep")
    phone = sign_in(user, open_window(viewport=NARROW))
    phone.goto("/volunteers/me/")
    check_page(phone)
    phone.get_by_role("button", name="同意", exact=True).click()
    expect(phone.get_by_role("button", name="撤回", exact=True)).to_be_visible()
    assert Consent.objects.filter(volunteer=mine, purpose="share", withdrawn_at=None).exists()
    for page in ("offer", "move", "copy", "erase"):
        phone.goto(f"/volunteers/me/{page}/")
        check_page(phone)
    phone.locator("#id_typed_number").fill(mine.volunteer_no)
    phone.get_by_role("button", name="永久删除").click()
    expect(phone.get_by_text("注册已删除")).to_be_visible()
    check_page(phone)

"""Registering on a phone: the whole way, without scripts, with a guardian, and how long it takes."""

import re
import time

import pytest

from tests import factories
from tests.browser.conftest import NARROW, check_page
from tests.browser.test_log_activity import Clerk
from tests.volunteers.factories import resident_number
from tests.volunteers.joining import MOBILE, OTHER_MOBILE, born
from volunteers.models import MobileProof, Volunteer
from volunteers.services.codes import code_of
from volunteers.services.reference import load_registry


@pytest.fixture
def corridor(transactional_db):
    factories.chongqing()
    factories.sichuan()
    load_registry()
    south = factories.BeltFactory(code="south", name="川南渝西", position=1)
    for code, name in (("500153", "荣昌区"), ("500118", "永川区")):
        factories.BeltMembershipFactory(belt=south, region=factories.CountyFactory(code=code, name=name))


@pytest.fixture
def phone(corridor, open_window):
    return open_window(viewport=NARROW, has_touch=True)


def code():
    return code_of(MobileProof.objects.latest("created_at").pk)


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


def up_to_details(page):
    page.goto("/volunteers/join/")
    page.get_by_label("我同意保存我的登记").check()
    button(page, "下一步").click()
    page.get_by_label("手机号").fill(MOBILE)
    button(page, "发送验证码").click()
    page.locator("#id_code").wait_for()
    page.locator("#id_code").fill(code())
    button(page, "下一步").click()
    page.locator("#id_name").wait_for()


def fill_details(page, age):
    page.locator("#id_name").fill("样例甲")
    page.locator("#id_document").fill(resident_number(7, born(age)))
    page.locator("#id_home").select_option("500153")
    page.locator("input[name=skills][value=law]").check()
    button(page, "登记").click()


def fill_guardian(page):
    page.locator("#id_guardian_name").fill("样例乙")
    page.locator("#id_guardian_document").fill(resident_number(8, born(40)))
    page.locator("#id_guardian_mobile").fill(OTHER_MOBILE)


def test_every_step_is_sound_on_a_phone_and_wide(phone):
    phone.goto("/volunteers/join/")
    check_page(phone)
    phone.goto("/volunteers/sign-in/")
    check_page(phone)
    phone.goto("/accounts/login/")
    check_page(phone)
    up_to_details(phone)
    check_page(phone)
    fill_details(phone, age=10)
    phone.locator("#id_guardian_name").wait_for()
    check_page(phone)
    fill_guardian(phone)
    button(phone, "我们同意").click()
    phone.locator("#id_code").wait_for()
    check_page(phone)
    phone.locator("#id_code").fill(code())
    button(phone, "我们同意").click()
    phone.locator("#volunteer-no").wait_for()
    check_page(phone)
    assert phone.locator("#volunteer-no").inner_text() == Volunteer.objects.get().volunteer_no


@pytest.mark.parametrize("scripts", [True, False])
def test_an_adult_registers_with_and_without_scripts(corridor, open_window, scripts):
    page = open_window(viewport=NARROW, java_script_enabled=scripts)
    up_to_details(page)
    fill_details(page, age=30)
    page.locator("#volunteer-no").wait_for()
    assert Volunteer.objects.get().skills == ["law"]


def test_refusing_is_one_tap(phone):
    up_to_details(phone)
    fill_details(phone, age=16)
    phone.locator("#id_guardian_name").wait_for()
    agree, refuse = button(phone, "我们同意").bounding_box(), button(phone, "我们不同意").bounding_box()
    assert refuse["height"] == agree["height"]
    button(phone, "我们不同意").click()
    phone.get_by_role("heading", name="没有登记").wait_for()
    check_page(phone)
    assert not Volunteer.objects.exists()


def test_what_was_wrong_is_said_and_large_letters_fit(phone):
    phone.goto("/volunteers/join/")
    phone.context.add_cookies([{"name": "large_mode", "value": "1", "url": phone.url}])
    up_to_details(phone)
    phone.locator("#id_name").fill("1")
    phone.locator("#id_document").fill("12")
    phone.locator("#id_home").select_option("500153")
    button(phone, "登记").click()
    phone.locator("[data-error-summary]").wait_for()
    assert phone.locator("#id_document").input_value() == "12"
    check_page(phone)


def test_staff_register_on_site(phone, sign_in):
    sign_in(factories.logger(factories.CountyFactory(code="500153")), phone)
    phone.goto("/volunteers/on-site/")
    check_page(phone)
    phone.locator("#id_name").fill("样例甲")
    phone.locator("#id_document").fill(resident_number(7, born(30)))
    phone.get_by_label("手机号").fill(MOBILE)
    button(phone, "发送验证码").click()
    phone.get_by_text("验证码已发送").wait_for()
    phone.locator("#id_code").fill(code())
    button(phone, "登记").click()
    phone.get_by_text("已登记，志愿者编号").wait_for()
    assert Volunteer.objects.count() == 1


@pytest.mark.slow
def test_a_practised_person_needs_less_than_two_minutes(phone, capsys):
    phone.goto("/volunteers/join/")
    began, hand = time.monotonic(), Clerk(phone)
    hand.tap(phone.get_by_label("我同意保存我的登记"))
    hand.tap(phone.get_by_label("我同意让另一省（市）看到我的登记"))
    hand.tap(button(phone, "下一步"))
    hand.type(phone.locator("#id_mobile"), MOBILE)
    hand.tap(button(phone, "发送验证码"))
    phone.locator("#id_code").wait_for()
    time.sleep(8)  # the message comes, and is read
    hand.type(phone.locator("#id_code"), code())
    hand.tap(button(phone, "下一步"))
    hand.type(phone.locator("#id_name"), "样例甲")
    hand.type(phone.locator("#id_document"), resident_number(7, born(30)))
    hand.tap(phone.locator("#id_home"))
    time.sleep(3)
    phone.locator("#id_home").select_option("500153")
    for chip in ("法律", "周末", "四川话"):
        hand.chip(chip)
    hand.tap(button(phone, "登记"))
    phone.wait_for_url(re.compile("/join/done/$"))
    seconds = time.monotonic() - began

    assert phone.locator("#volunteer-no").inner_text() == Volunteer.objects.get().volunteer_no
    hand.report("registering", seconds, capsys)
    assert seconds < 120

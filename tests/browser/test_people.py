"""Signing in, the pages of the three administrators, and one's own."""

import pytest
from django.utils import timezone

from accounts.models import Role
from accounts.services import sample
from tests import factories
from tests.browser.conftest import check_page


@pytest.fixture
def county(transactional_db):
    county = factories.CountyFactory(code="500153", name="荣昌区")
    factories.BeltMembershipFactory(region=county)
    return county


def test_signing_in_by_hand_and_a_wrong_password(page, county):
    person = factories.logger(county, name="样例·荣昌登记员")
    page.goto("/accounts/me/")
    for password, heading in (("wrong", "登录"), (factories.PASSWORD, "我的账号")):
        page.fill("#id_login", person.username)
        page.fill("#id_password", password)
        page.locator("main button[type=submit]").click()
        page.wait_for_load_state()
        assert page.locator("h1").inner_text() == heading
        check_page(page)


@pytest.mark.parametrize(
    ("role", "addresses"),
    [
        (Role.SYSTEM_ADMINISTRATOR, ["/people/", "/people/new/", "/people/posts/", "/accounts/password/change/"]),
        (
            Role.SECURITY_ADMINISTRATOR,
            ["/people/tokens/", "/people/tokens/new/", "/accounts/sessions/", "/accounts/2fa/"],
        ),
        (Role.AUDITOR, ["/people/audit/", "/people/audit/days/", "/people/tokens/"]),
    ],
)
def test_pages_of_the_administrators(page, sign_in, county, role, addresses):
    factories.logger(county)
    factories.ApiTokenFactory()
    sign_in(factories.person(role))
    for address in addresses:
        page.goto(address)
        check_page(page)


def test_an_account_from_making_it_to_its_first_sign_in(page, open_window, sign_in, county):
    sign_in(factories.person(Role.SYSTEM_ADMINISTRATOR)).goto("/people/new/")
    page.fill("#id_username", "li.na")
    page.fill("#id_name", "李娜")
    page.get_by_role("button", name="保存").click()
    page.get_by_role("link", name="任命岗位").click()
    page.select_option("#id_role", "county_logger")
    page.select_option("#id_region", "500153")
    check_page(page)
    page.get_by_role("button", name="任命", exact=True).click()
    assert "荣昌区 · 登记员" in page.locator("main").inner_text()
    check_page(page)
    page.get_by_role("button", name="设置密码的链接").click()
    page.get_by_role("button", name="确定").click()
    link = page.locator("#link").inner_text()
    check_page(page)
    hers = open_window()
    hers.goto(link)
    check_page(hers)
    for field in ("#id_password1", "#id_password2"):
        hers.fill(field, sample.PASSWORD)
    hers.locator("main button[type=submit]").click()
    hers.get_by_role("link", name="登录").click()
    hers.fill("#id_login", "li.na")
    hers.fill("#id_password", sample.PASSWORD)
    hers.locator("main button[type=submit]").click()
    hers.wait_for_url("**/")
    assert hers.locator("h1").inner_text().startswith("荣昌区")


def test_a_token_is_shown_once(page, sign_in, county):
    account = factories.person(Role.API_CLIENT, county, name="荣昌数据交换")
    sign_in(factories.person(Role.SECURITY_ADMINISTRATOR)).goto("/people/tokens/new/")
    page.select_option("#id_user", str(account.pk))
    page.fill("#id_purpose", "夜间交换")
    page.get_by_text("荣昌区", exact=True).click()
    page.fill("#id_expires_on", timezone.localdate().replace(month=12, day=31).isoformat())
    page.get_by_role("button", name="发放").click()
    assert page.locator("#secret").inner_text().startswith("cpc_")
    check_page(page)
    page.get_by_role("link", name="完成").click()
    page.get_by_role("button", name="撤销").click()
    page.get_by_role("button", name="确定").click()
    page.get_by_text("已撤销", exact=True).wait_for()
    check_page(page)


def test_a_filter_of_the_audit_replaces_the_list(page, sign_in, county):
    sign_in(factories.person(Role.AUDITOR)).goto("/people/audit/")
    with page.expect_response(lambda response: "action=insert" in response.url):
        page.select_option("#id_action", "insert")
    page.wait_for_url("**action=insert**")
    check_page(page)

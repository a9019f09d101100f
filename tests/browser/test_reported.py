"""Reported indicators on a phone and wide: a county's form, the office's list, the tables."""

import datetime as dt
import os
from decimal import Decimal

import pytest
from playwright.sync_api import expect

from indicators.models import PublishedFigure, Report
from indicators.services.reported.differences import claim_figure
from tests.browser.conftest import NARROW, check_page
from tests.indicators import reported_world as made
from tests.indicators.reported_world import QUARTER, accepted, on, reported

FORM = f"/reported/sets/tourism/{QUARTER}/500153/"


@pytest.fixture
def world(transactional_db):
    world = made.make_world()
    world.visitors.name, world.survey.name, world.lectures.name = "游客接待人次", "群众安全感", "宣讲活动"
    for row in (world.visitors, world.survey, world.lectures):
        row.definition_chongqing = "由平台自动统计，或按区县统计部门口径。"
        row.save()
    accepted(world, world.rongchang, 640_000, period="2024-Q4", day=dt.date(2025, 1, 6))
    accepted(world, world.yongchuan, 910_000)
    reported(world, world.longchang, 505_000, by=world.far_logger)
    survey = {"indicator": world.survey, "sample_size": 600}
    reported(world, world.yongchuan, Decimal("98.25"), **survey)
    PublishedFigure.objects.create(
        indicator=world.visitors, day=dt.date(2024, 1, 1), known_to="year", value=50_000_000, qualifier="over",
        source="年度工作数字",
    )  # fmt: skip
    with on(made.IN_TIME):
        claim_figure(
            actor=world.logger, indicator=world.lectures, region=world.rongchang, period=QUARTER, value=Decimal(3),
            source="台账", explanation="样例：三场未登记",
        )  # fmt: skip
    return world


def look(page, name):
    """Wide and narrow, with pictures where PORTAL_SHOTS names a folder for them."""
    check_page(page)
    if folder := os.environ.get("PORTAL_SHOTS"):
        page.screenshot(path=f"{folder}/{name}-wide.png", full_page=True)
        size = page.viewport_size
        page.set_viewport_size(NARROW)
        page.screenshot(path=f"{folder}/{name}-narrow.png", full_page=True)
        page.set_viewport_size(size)


def test_a_county_reports_on_a_phone_and_the_office_accepts(world, open_window, sign_in):
    county = sign_in(world.logger, open_window(viewport=NARROW))
    county.goto(FORM)
    county.set_viewport_size(NARROW)
    county.locator("#id_visitors-value").fill("1,900,000")
    county.get_by_text("来源、日期、说明").first.click()
    county.locator("#id_visitors-source").fill("区文化旅游委")
    county.get_by_role("button", name="上报").click()
    expect(county.locator(".error-summary")).to_be_visible()
    look(county, "entry-refused")
    county.set_viewport_size(NARROW)
    county.locator("#id_late_reason").fill("系统故障，补报")
    county.get_by_role("button", name="上报").click()
    expect(county.get_by_text("已上报 1 项数据")).to_be_visible()
    look(county, "entry")
    assert Report.objects.get(region="500153", indicator="visitors", period=QUARTER).value == 1_900_000

    office = sign_in(world.office, open_window())
    office.goto("/reported/acceptance/")
    expect(office.get_by_text("未说明").first).to_be_visible()
    look(office, "acceptance")
    office.get_by_role("button", name="认定所选数据").focus()
    office.keyboard.press("Enter")
    expect(office.get_by_text("已认定 1 项数据")).to_be_visible()


@pytest.mark.parametrize(
    ("name", "address"),
    [
        ("overview", "/reported/"),
        ("data-set", "/reported/sets/tourism/"),
        ("period", f"/reported/sets/tourism/{QUARTER}/"),
        ("indicator", "/reported/indicators/visitors/"),
        ("survey", "/reported/indicators/safety/"),
        ("dictionary", "/reported/indicators/"),
        ("differences", "/reported/differences/"),
        ("read-only", f"/reported/sets/tourism/{QUARTER}/500118/"),
        ("define", "/reported/indicators/visitors/define/500000/"),
    ],
)
def test_pages_of_reported_indicators(world, open_window, sign_in, name, address):
    page = sign_in(world.office, open_window())
    page.goto(address)
    look(page, name)


def test_the_form_of_an_indicator(world, open_window, sign_in):
    page = sign_in(world.corridor, open_window())
    page.goto("/reported/indicators/visitors/edit/")
    look(page, "edit")

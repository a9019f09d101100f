"""The calendar of working days and the proposed days of a meeting, on a phone and on a desk."""

import datetime as dt

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from accounts.models import Role
from core.models import CalendarDay
from meetings.models import JointMeeting
from tests import factories
from tests.browser.conftest import NARROW, check_page
from tests.core.test_holidays import NOTICE_2026

YEAR = 2031


@pytest.fixture
def world(transactional_db):
    """荣昌 convenes the belt and has two halls, of which one is taken for the next hundred days."""
    county = factories.CountyFactory(code="500153", name="荣昌区")
    belt = factories.BeltFactory(code="south", name="川南渝西")
    factories.BeltMembershipFactory(belt=belt, region=county)
    today = timezone.localdate()
    rotation = factories.RotationFactory(belt=belt, first_day=dt.date(today.year, 1, 1))
    rotation.places.create(position=1, region=county)
    for number in range(2):
        factories.ConvenerTermFactory(belt=belt, year=today.year + number, region=county)
    meeting = JointMeeting.objects.create(
        body=factories.BodyFactory(belt=belt),
        period="2099Q4",
        period_first=today,
        period_last=today + dt.timedelta(days=80),
    )
    taken = factories.VenueFactory(region=county, name="荣昌礼堂", capacity=100)
    begin = timezone.now() + dt.timedelta(hours=1)
    factories.BookingFactory(
        venue=taken, state="approved", starts_at=begin, ends_at=begin + dt.timedelta(days=100), borrower_region=county
    )
    return {"meeting": meeting, "taken": taken, "reviewer": factories.reviewer(county)}


def test_a_hall_is_chosen_and_a_proposed_day_taken(world, open_window, sign_in):
    phone = sign_in(world["reviewer"], open_window(viewport=NARROW))
    phone.goto(f"/meetings/{world['meeting'].pk}/plan/")
    days = phone.locator("#proposals li")
    expect(days).to_have_count(5)
    check_page(phone)
    phone.locator("#id_venue").select_option(str(world["taken"].pk))
    expect(phone.locator("#proposals")).to_contain_text("所选场地已占用")
    phone.locator("#id_venue").select_option("")
    expect(phone.locator("#proposals")).not_to_contain_text("所选场地")
    day = days.first.locator("strong").first.inner_text()[:10]
    days.first.get_by_role("link").click()
    expect(phone.locator("#id_day")).to_have_value(day)
    check_page(phone)
    desk = sign_in(world["reviewer"], open_window())
    desk.goto(f"/meetings/{world['meeting'].pk}/proposals/")
    check_page(desk)


def test_the_office_pastes_the_notice_of_a_year(world, open_window, sign_in):
    office = factories.person(Role.CORRIDOR_OFFICE)
    desk = sign_in(office, open_window())
    desk.goto(f"/calendar/{YEAR}/")
    expect(desk.get_by_text("尚未公布").first).to_be_visible()
    check_page(desk)
    desk.locator("#id_days").fill(NOTICE_2026.replace("2026", str(YEAR)))
    desk.locator("form[action$='/publish/'] #id_source").fill("国办发明电〔2030〕7号")
    desk.locator("form[action$='/publish/'] button").click()
    expect(desk.get_by_text("国办发明电〔2030〕7号").first).to_be_visible()
    check_page(desk)
    assert CalendarDay.objects.count() == 39
    phone = sign_in(office, open_window(viewport=NARROW))
    phone.goto("/calendar/2026/")
    expect(phone.get_by_text("春节").first).to_be_visible()
    check_page(phone)

"""Asking for a venue, deciding, and its calendar: on a phone, by the keyboard, and without scripts."""

import datetime as dt

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from tests.browser.conftest import NARROW, check_page
from tests.venues.booking_world import DAY, at, booked, make_world
from venues.models import Booking


@pytest.fixture
def world(transactional_db):
    return make_world()


def address(route, *args, query=""):
    return reverse(f"venues:{route}", args=args) + query


def test_asked_for_by_the_keyboard_on_a_phone_and_decided_on_the_other_side(world, open_window, sign_in):
    booked(world, state="approved", start=14, end=16, borrower_region=world.neighbour, title="内部会议")
    phone = sign_in(world.logger, open_window(viewport=NARROW))
    phone.goto(address("ask", world.hall.pk, query=f"?day={DAY}&from=09:00&to=11:00"))
    expect(phone.locator("#day-title ~ *, .card").first).to_be_visible()
    check_page(phone)
    phone.locator("[name=title]").focus()
    phone.keyboard.type("Lecture")
    phone.keyboard.press("Enter")  # the first button of the form asks
    phone.wait_for_url("**/venues/bookings/*/")
    check_page(phone)
    booking = Booking.objects.get(title="Lecture")
    assert (booking.starts_at, booking.ends_at) == (at(9), at(11))
    for person, step, state in ((world.reviewer, "agree", "agreed"), (world.manager, "approve", "approved")):
        window = sign_in(person, open_window(viewport=NARROW))
        window.goto(booking.get_absolute_url())
        check_page(window)
        button = window.locator(f"form[action$='/{step}/'] button")
        button.focus()
        window.keyboard.press("Enter")
        window.wait_for_load_state()
        expect(window.locator(".timeline li.now")).to_be_visible()
        booking.refresh_from_db()
        assert booking.state == state
    manager = sign_in(world.manager, open_window())
    manager.goto(booking.get_absolute_url())
    manager.locator("details summary").last.click()
    manager.locator("#cancel_reason").fill("礼堂检修")
    check_page(manager)


def test_what_is_taken_is_waited_for_without_scripts(world, open_window, sign_in):
    booked(world, state="approved", borrower_region=world.neighbour)
    plain = sign_in(world.logger, open_window(java_script_enabled=False, viewport=NARROW))
    plain.goto(address("ask", world.hall.pk, query=f"?day={DAY}&from=09:00&to=11:00"))
    plain.locator("[name=title]").fill("联合宣讲")
    plain.locator("button[value=ask]").click()
    expect(plain.locator(".message-warning .button").first).to_be_visible()
    plain.locator("button[value=wait]").click()
    assert Booking.objects.get(title="联合宣讲").waits_since is not None


@pytest.mark.parametrize("view", ["day", "week", "month"])
def test_the_calendar_is_walked_through_by_the_keyboard(world, page, sign_in, view):
    booked(world, state="approved", title="村晚彩排")
    sign_in(world.logger)
    page.goto(address("calendar", world.hall.pk, query=f"?view={view}&day={DAY}"))
    expect(page.get_by_text("村晚彩排").first).to_be_visible()
    check_page(page)
    heading = page.locator("#span-title").inner_text()
    page.locator("a[rel=next]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#span-title")).not_to_have_text(heading)
    page.locator("a[rel=prev]").focus()
    page.keyboard.press("Enter")
    expect(page.locator("#span-title")).to_have_text(heading)


def test_every_other_page_passes_the_check(world, page, sign_in):
    booked(world, state="agreed")
    booked(world, state="agreed", start=10, end=12)
    booked(world, state="held", start=14, end=15)
    own = booked(world, start=16, end=17)
    sign_in(world.manager)
    for route, query in (
        ("bookings", ""),
        ("bookings_asked", ""),
        ("reciprocity", f"?from={DAY}&to={DAY + dt.timedelta(days=30)}&region=511083"),
    ):
        page.goto(address(route, query=query))
        check_page(page)
    page.goto(address("door_sheet", world.hall.pk, query=f"?view=week&day={DAY}"))
    check_page(page)
    sign_in(world.reviewer)
    page.goto(address("bookings_own"))
    check_page(page)
    page.goto(address("move_booking", own.pk))
    check_page(page)


def test_a_series_is_looked_at_before_it_is_asked_for(world, page, sign_in):
    booked(world, state="approved", start=18, end=22, borrower_region=world.neighbour)
    sign_in(world.logger)
    page.goto(address("ask_series", world.hall.pk))
    check_page(page)
    page.locator("[name=title]").fill("夜校")
    for name, value in (
        ("first_day", DAY.isoformat()), ("last_day", (DAY + dt.timedelta(days=14)).isoformat()),
        ("starts", "19:00"), ("ends", "21:00"),
    ):  # fmt: skip
        page.locator(f"[name={name}]").fill(value)
    for box in page.locator("[name=weekdays]:checked").all():
        box.uncheck()
    page.locator(f"[name=weekdays][value='{DAY.weekday()}']").check()
    page.locator("[name=skip_holidays]").uncheck()
    page.locator("button[value=preview]:visible").last.click()
    expect(page.locator("#outcome-title")).to_be_visible()
    check_page(page)
    page.locator("button[value=partly]").click()
    page.wait_for_url("**/venues/bookings/?series=*")
    assert Booking.objects.filter(title="夜校").count() == 2

"""A convener plans the quarter's meeting, moves it and gives notice: on a phone, by the keyboard, without scripts."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from meetings.models import JointMeeting
from meetings.services.expecting import expect_meetings
from tests import factories
from tests.browser.conftest import NARROW, check_page


@pytest.fixture
def world(transactional_db):
    """荣昌 convenes this year, 隆昌 next year; the body's meetings are expected, one before them was missed."""
    own = factories.CountyFactory(code="500153", name="荣昌区")
    other = factories.CountyFactory(code="511083", name="隆昌市", province=factories.sichuan())
    belt = factories.BeltFactory(code="south", name="川南渝西")
    year = timezone.localdate().year
    for number, county in enumerate((own, other)):
        factories.BeltMembershipFactory(belt=belt, region=county)
        factories.ConvenerTermFactory(belt=belt, year=year + number, region=county)
    body = factories.BodyFactory(belt=belt, since=timezone.localdate() - dt.timedelta(days=100))
    expect_meetings()
    body.meetings.filter(period_last__lt=timezone.localdate()).update(state="missed")
    return {
        "body": body,
        "convener": factories.logger(own),
        "member": factories.reviewer(other),
        "hall": factories.VenueFactory(region=own, name="荣昌新风礼堂"),
        "next": body.meetings.latest("period_first"),
    }


def test_planned_on_a_phone_by_the_keyboard_and_seen_on_the_other_side(world, open_window, sign_in):
    meeting = world["next"]
    day = meeting.period_first + dt.timedelta(days=40)
    phone = sign_in(world["convener"], open_window(viewport=NARROW))
    phone.goto(meeting.get_absolute_url())
    check_page(phone)
    phone.goto(reverse("meetings:plan", args=[meeting.pk]) + f"?day={day}")
    check_page(phone)
    phone.locator("[name=venue]").select_option(label="荣昌新风礼堂")
    phone.locator("[name=place]").focus()
    phone.keyboard.type("Room 2")
    phone.keyboard.press("Enter")
    phone.wait_for_url(f"**{meeting.get_absolute_url()}")
    check_page(phone)
    phone.locator("form[action$='/open-agenda/'] button").focus()
    phone.keyboard.press("Enter")
    expect(phone.locator("form[action$='/lock-agenda/'] button")).to_be_visible()
    meeting.refresh_from_db()
    assert (meeting.state, meeting.place, meeting.booking.state) == ("agenda_open", "Room 2", "requested")
    member = sign_in(world["member"], open_window(viewport=NARROW))
    member.goto(meeting.get_absolute_url())
    expect(member.locator(".timeline li.now")).to_be_visible()
    assert member.locator("form[action*='/steps/']").count() == 0
    check_page(member)


def test_moved_and_postponed_without_scripts(world, open_window, sign_in):
    meeting = world["next"]
    plain = sign_in(world["convener"], open_window(java_script_enabled=False, viewport=NARROW))
    plain.goto(reverse("meetings:plan", args=[meeting.pk]))
    plain.locator("[name=day]").fill((meeting.period_last + dt.timedelta(days=3)).isoformat())
    plain.locator("[name=place]").fill("会议室")
    plain.locator("main form button[type=submit]").click()
    assert plain.locator("[data-error-summary]").count() == 1, "late, and does not say why"
    plain.locator("[name=reason]").fill("防汛")
    plain.locator("main form button[type=submit]").click()
    plain.goto(reverse("meetings:move", args=[meeting.pk]))
    plain.locator("[name=day]").fill((meeting.period_first + dt.timedelta(days=50)).isoformat())
    plain.locator("main form button[type=submit]").click()
    plain.locator("main details summary").first.click()
    plain.locator("#postpone_reason").fill("与省级会议冲突")
    plain.locator("form[action$='/postpone/'] button").click()
    assert JointMeeting.objects.get(pk=meeting.pk).state == "postponed"


def test_every_other_page_passes_the_check(world, page, sign_in):
    sign_in(world["convener"])
    for address in (
        reverse("meetings:list"),
        reverse("meetings:list") + "?state=missed&year=1",
        reverse("meetings:body", args=["south"]),
        reverse("meetings:add", args=["south"]),
        reverse("belts:belt", args=["south"]),
        reverse("belts:corridor"),
        "/",
    ):
        page.goto(address)
        check_page(page)

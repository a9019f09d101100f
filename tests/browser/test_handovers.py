"""A year handed over: by the keyboard on a phone, sent back, completed and accepted; printed."""

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from meetings.models import Handover
from tests import factories
from tests.browser.conftest import NARROW, check_page


@pytest.fixture
def handover(transactional_db):
    own = factories.CountyFactory(code="500153", name="荣昌区")
    neighbour = factories.CountyFactory(code="511083", name="隆昌市", province=factories.sichuan())
    belt = factories.BeltFactory(code="south", name="川南渝西")
    year = timezone.localdate().year
    for county in (own, neighbour):
        factories.BeltMembershipFactory(belt=belt, region=county)
    term = factories.ConvenerTermFactory(belt=belt, year=year, region=own)
    body = factories.BodyFactory(belt=belt)
    held = factories.MeetingFactory(
        body=body, state="issued", period=f"{year}Q3", period_first=f"{year}-07-01", period_last=f"{year}-09-30"
    )
    factories.MinutesFactory(meeting=held, title="第三季度区域联席会议纪要", issue_number=9, issued_on=f"{year}-09-01")
    factories.MeetingFactory(
        body=body, state="expected", starts_at=None, host=None,
        period=f"{year + 1}Q1", period_first=f"{year + 1}-01-01", period_last=f"{year + 1}-03-31",
    )  # fmt: skip
    factories.ResolutionFactory(meeting=held, text="在石燕桥镇、吴家镇共建川渝联合调解室，年内挂牌运行", lead=own)
    factories.ListEntryFactory(body=body, kind="problem", title="跨省巡演车辆通行手续办理时间长", region=neighbour)
    factories.ListEntryFactory(body=body, kind="resource", title="隆昌青石文化宣讲团可赴对岸巡讲", region=neighbour)
    return factories.HandoverFactory(term=term, incoming=neighbour)


def test_handed_over_sent_back_and_accepted_on_a_phone(handover, open_window, sign_in):
    outgoing = sign_in(factories.reviewer(handover.outgoing), open_window(viewport=NARROW))
    outgoing.goto(reverse("home"))
    outgoing.locator(f".work a.button[href='{handover.get_absolute_url()}']").focus()
    outgoing.keyboard.press("Enter")
    expect(outgoing.get_by_text("共建川渝联合调解室").first).to_be_visible()
    check_page(outgoing)
    send(outgoing, "contacts", "隆昌市：区委宣传部 李四")
    expect(outgoing.locator(".tag").first).to_have_text("已移交")

    incoming = sign_in(factories.reviewer(handover.incoming), open_window(viewport=NARROW))
    incoming.goto(handover.get_absolute_url())
    check_page(incoming)
    incoming.locator("details.more summary").click()
    send(incoming, "missing", "缺第二季度会议纪要")
    expect(incoming.locator(".tag").first).to_have_text("待补齐")

    outgoing.reload()
    expect(outgoing.get_by_text("缺第二季度会议纪要")).to_be_visible()
    check_page(outgoing)
    send(outgoing, "note", "第二季度纪要已补交")
    expect(outgoing.locator(".tag").first).to_have_text("已移交")

    incoming.reload()
    incoming.locator("form[action$='/accept/'] button").focus()
    incoming.keyboard.press("Enter")
    expect(incoming.locator(".tag").first).to_have_text("已接收")
    check_page(incoming)
    row = Handover.objects.get()
    assert (row.state, len(row.contents["entries"])) == ("accepted", 2)


def send(window, name, text):
    window.locator(f"[name={name}]").fill(text)
    window.locator(f"form:has([name={name}]) button[type=submit]").focus()
    window.keyboard.press("Enter")
    window.wait_for_load_state()


def test_the_list_the_page_and_its_print(handover, page, sign_in):
    factories.HandoverFactory(term__year=2025, state="accepted", contents={})
    sign_in(factories.reviewer(handover.outgoing))
    page.goto(reverse("meetings:handovers"))
    check_page(page)
    page.locator("nav.chips a").first.click()
    expect(page.locator("#rows tbody tr")).to_have_count(1)
    page.goto(reverse("meetings:handovers") + "?mine=accept")
    expect(page.locator("#rows .empty")).to_be_visible()
    check_page(page)
    page.goto(handover.get_absolute_url())
    check_page(page)
    page.emulate_media(media="print")
    expect(page.get_by_text("共建川渝联合调解室").first).to_be_visible()
    expect(page.locator("form textarea").first).to_be_hidden()
    page.emulate_media(media="screen")
    page.goto(reverse("meetings:rotation", args=["south"]))
    check_page(page)

"""Logging as a clerk does it: on a phone, by the keyboard, without scripts; and how long it takes."""

import re
import sys
import time

import pytest
from playwright.sync_api import expect

from activities.models import Activity
from tests import factories
from tests.browser.conftest import NARROW, check_page

# A practised person: 4 keystrokes a second on a phone, pinyin letters included (two to three for a Chinese
# character), and a second to find and tap the next control.
KEY_SECONDS, LOOK_SECONDS = 0.25, 1.0
KEYS_PER_CHARACTER = 2.5


@pytest.fixture
def corridor(transactional_db):
    own = factories.CountyFactory(code="500153", name="荣昌区")
    neighbour = factories.CountyFactory(code="511083", name="隆昌市", province=factories.sichuan())
    far = factories.CountyFactory(code="500101", name="万州区")
    south, east = (
        factories.BeltFactory(code="south", name="川南渝西", position=1),
        factories.BeltFactory(code="east", name="川东北渝东北", position=4),
    )
    for belt, county in ((south, own), (south, neighbour), (east, far)):
        factories.BeltMembershipFactory(belt=belt, region=county)
    factories.BorderPairFactory(chongqing=own, sichuan=neighbour)
    unit = factories.UnitFactory(region=own, name="荣昌区委宣传部")
    factories.TeamFactory(home_region=own, name="荣昌「海棠」宣讲队")
    factories.TeamFactory(home_region=neighbour, name="隆昌百姓名嘴队")
    factories.WorkFactory(home_region=own, title="《家门口的新变化》")
    return {"own": own, "neighbour": neighbour, "unit": unit}


@pytest.fixture
def clerk(corridor):
    return factories.logger(corridor["own"], unit=corridor["unit"])


@pytest.fixture
def phone(open_window, sign_in, clerk):
    return sign_in(clerk, open_window(viewport=NARROW, has_touch=True))


class Clerk:
    """Fills the page and counts what a hand does: taps and keystrokes, each with its time."""

    def __init__(self, page):
        self.page, self.taps, self.keys = page, 0, 0

    def tap(self, locator):
        self.taps += 1
        time.sleep(LOOK_SECONDS)
        locator.tap()

    def type(self, locator, text):
        self.tap(locator)
        for character in text:
            keys = KEYS_PER_CHARACTER if ord(character) > 0x3000 else 1
            self.keys += keys
            time.sleep(keys * KEY_SECONDS)
            self.page.keyboard.insert_text(character)

    def chip(self, words):
        self.tap(self.page.locator(".chip", has_text=re.compile(f"^\\s*{words}")).first.locator("input"))

    def pick_time(self, name, value):
        """The phone's own wheel: a tap to open, two turns, a tap to close."""
        self.tap(self.page.locator(f"[name={name}]"))
        time.sleep(3 * LOOK_SECONDS)
        self.taps += 3
        self.page.locator(f"[name={name}]").fill(value)

    def report(self, what, seconds, capsys):
        with capsys.disabled():
            sys.stdout.write(f"\n{what}: {seconds:.1f} s, {self.taps} taps, {self.keys:.0f} keystrokes\n")


@pytest.mark.slow
def test_a_practised_clerk_needs_less_than_a_minute(phone, capsys):
    """The eight fields of the mock. The day, the lead unit and the region are filled in already."""
    phone.goto("/activities/new/")
    began, hand = time.monotonic(), Clerk(phone)
    hand.type(phone.locator("#id_title"), "理响重庆走进隆昌石碾镇")
    hand.chip("宣讲")
    hand.pick_time("starts_at", "09:30")
    hand.pick_time("ends_at", "11:00")
    hand.type(phone.locator("#id_place"), "隆昌市石碾镇文化广场")
    hand.chip("隆昌市")
    hand.chip("荣昌「海棠」宣讲队")
    hand.chip("《家门口的新变化》")
    hand.type(phone.locator("#id_audience"), "120")
    hand.chip("清点")
    hand.tap(phone.get_by_role("button", name="提交审核"))
    phone.wait_for_url(re.compile(r"/activities/\d+/$"))
    seconds = time.monotonic() - began

    activity = Activity.objects.get()
    assert (activity.state, activity.task, activity.audience) == ("submitted", "theory", 120)
    assert (str(activity.place_region), [str(party) for party in activity.partners]) == ("隆昌市", ["隆昌市"])
    assert (activity.teams.count(), activity.works.count()) == (1, 1)
    hand.report("logging an activity", seconds, capsys)
    assert seconds < 60


@pytest.mark.slow
def test_copying_the_last_one_is_faster_still(phone, clerk, corridor, capsys):
    factories.ActivityFactory(
        title="「理响重庆」走进隆昌石碾镇",
        created_by=clerk,
        lead=corridor["own"],
        lead__unit=corridor["unit"],
        partners=[corridor["neighbour"]],
    )
    phone.goto("/activities/new/?copy=last")
    began, hand = time.monotonic(), Clerk(phone)
    hand.type(phone.locator("#id_audience"), "80")
    hand.chip("清点")
    hand.tap(phone.get_by_role("button", name="提交审核"))
    phone.wait_for_url(re.compile(r"/activities/\d+/$"))
    seconds = time.monotonic() - began

    assert Activity.objects.filter(state="submitted").count() == 1
    hand.report("copying the last one", seconds, capsys)
    assert seconds < 20


def test_the_page_is_sound_empty_folded_out_and_refused(phone):
    phone.goto("/activities/new/")
    check_page(phone)
    for summary in phone.locator("#activity-form summary").all():
        summary.click()
    check_page(phone)
    phone.locator("#activity-form").evaluate("form => { form.noValidate = true }")
    phone.get_by_role("button", name="提交审核").click()
    phone.locator("[data-error-summary]").wait_for()
    assert phone.evaluate("document.activeElement.hasAttribute('data-error-summary')")
    check_page(phone)
    assert not Activity.objects.exists()


def test_what_helps_while_typing(phone):
    phone.goto("/activities/new/")
    assert phone.evaluate("document.activeElement.id") == "id_title"
    hint = phone.locator("#counting-hint")
    assert hint.inner_text().startswith("单个区县")
    phone.locator("#id_partners_511083").check()
    assert hint.inner_text() == "跨省活动：走廊和本带计一次，重庆、四川各记一次。"
    phone.get_by_text("其他…", exact=True).click()
    phone.locator("#id_partners_500101").check()
    assert "多个实践带" in hint.inner_text()
    phone.locator("#id_place").press_sequentially("隆昌市石碾镇")
    assert phone.locator("#id_place_region").input_value() == "511083"
    assert phone.locator("#estimate").is_hidden()
    phone.locator("input[value=estimated]").check()
    assert phone.locator("#estimate").is_visible()


def test_the_counties_follow_the_day_without_losing_a_choice(phone, corridor):
    ended = factories.CountyFactory(code="500112", name="渝北区", until="2025-11-05")
    factories.BeltMembershipFactory(belt_id="south", region=ended, until="2025-11-05")
    phone.goto("/activities/new/")
    phone.locator("#id_partners_511083").check()
    assert phone.locator("#id_partners_500112").count() == 0

    phone.locator("#id_starts_on").fill("2025-06-01")
    phone.locator("#id_starts_on").blur()

    phone.locator("#id_partners_500112").wait_for(state="attached")
    assert phone.locator("#id_partners_511083").is_checked()
    expect(phone.locator("#counting-hint")).to_contain_text("跨省活动")


def test_teams_are_found_while_typing_and_chosen_ones_stay(phone):
    phone.goto("/activities/new/")
    phone.locator("[name=teams]").first.check()
    phone.locator("#find_teams").press_sequentially("百姓", delay=30)
    phone.locator("#id_teams .chip", has_text="隆昌百姓名嘴队").wait_for()
    phone.locator("#id_teams .chip", has_text="隆昌百姓名嘴队").locator("input").check()
    phone.locator("#find_teams").fill("")
    with phone.expect_response(lambda response: "%E6%B2%A1%E6%9C%89" in response.url):
        phone.locator("#find_teams").press_sequentially("没有", delay=30)
    phone.locator("#id_teams:not(.htmx-request) .chip", has_text="海棠").wait_for()
    assert phone.locator("[name=teams]:checked").count() == 2
    assert phone.problems == []


def test_a_draft_keeps_itself_and_a_reload_brings_it_back(phone):
    phone.goto("/activities/new/")
    phone.locator("#id_title").fill("边界联合宣讲")
    phone.locator("[name=kind]").first.check()
    phone.locator("#saved", has_text="草稿已保存").wait_for()
    draft = Activity.objects.get()
    assert (draft.state, draft.title) == ("draft", "边界联合宣讲")

    phone.locator("#id_place").fill("石碾镇")
    phone.locator("#id_place").press("Enter")  # stays on the page
    phone.locator("#saved [name=version][value='2']").wait_for(state="attached")
    assert phone.url.endswith(f"/activities/{draft.pk}/edit/")
    phone.reload()
    assert phone.locator("#id_place").input_value() == "石碾镇"
    phone.get_by_role("button", name="提交审核").click()
    phone.wait_for_url(re.compile(r"/activities/\d+/$"))
    assert Activity.objects.get().state == "submitted"
    assert phone.problems == []


def test_submitting_waits_for_a_draft_on_its_way(phone):
    """The slow answer of an autosave must not make the submitted form a stale one."""
    phone.goto("/activities/new/")
    phone.locator("#id_title").fill("边界联合宣讲")
    phone.locator("#id_place").fill("石碾镇")

    def slowly(route, request):
        time.sleep(1)
        route.continue_()

    phone.route("**/activities/new/", slowly)
    with phone.expect_request(lambda request: request.method == "POST"):
        phone.locator("[name=kind]").first.check()
    phone.unroute("**/activities/new/")
    phone.get_by_role("button", name="提交审核").click()
    phone.wait_for_url(re.compile(r"/activities/\d+/$"))

    assert Activity.objects.get().state == "submitted"


def test_no_draft_sets_out_while_the_form_is_being_answered(phone):
    phone.goto("/activities/new/")
    phone.locator("#id_title").fill("边界联合宣讲")
    phone.locator("[name=kind]").first.check()
    phone.locator("#id_place").fill("石碾镇")
    actions = []

    def slowly(route, request):
        actions.append("autosave" if "autosave" in (request.post_data or "") else "submit")
        if actions == ["submit"]:
            phone.wait_for_timeout(4_000)  # longer than a draft waits before it sets out
        route.continue_()

    phone.route("**/activities/new/", slowly)
    phone.get_by_role("button", name="提交审核").click()
    phone.wait_for_url(re.compile(r"/activities/\d+/$"))

    assert actions == ["submit"]
    assert Activity.objects.get().state == "submitted"


def test_a_double_click_makes_one_record(phone):
    phone.goto("/activities/new/")
    phone.locator("#id_title").fill("边界联合宣讲")
    phone.locator("[name=kind]").first.check()
    phone.locator("#id_place").fill("石碾镇")
    phone.get_by_role("button", name="提交审核").dblclick()
    phone.wait_for_url(re.compile(r"/activities/\d+/$"))

    assert Activity.objects.count() == 1


def test_the_keyboard_is_enough(page, sign_in, clerk):
    sign_in(clerk).goto("/activities/new/")
    page.keyboard.type("边界联合宣讲")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    for _stop in range(40):
        page.keyboard.press("Tab")
        name, value = page.evaluate("[document.activeElement.name, document.activeElement.value]")
        if name == "place":
            page.keyboard.type("石碾镇")
        if name == "partners" and value == "511083":
            page.keyboard.press("Space")
        if (name, value) == ("action", "submit"):
            page.keyboard.press("Enter")
            break
    page.wait_for_url(re.compile(r"/activities/\d+/$"))

    activity = Activity.objects.get()
    assert (activity.state, activity.kind, activity.place) == ("submitted", "lecture", "石碾镇")
    assert [str(party) for party in activity.partners] == ["隆昌市"]


def test_it_works_without_scripts(open_window, sign_in, clerk):
    page = sign_in(clerk, open_window(java_script_enabled=False, viewport=NARROW))
    page.goto("/activities/new/")
    page.locator("#id_title").fill("边界联合宣讲")
    page.locator("[name=kind]").first.check()
    page.locator("#id_place").fill("石碾镇")
    page.locator("#find_teams").fill("百姓")
    page.locator("button[name=find][value=teams]").click()
    page.locator("#id_teams .chip", has_text="隆昌百姓名嘴队").locator("input").check()
    page.get_by_role("button", name="提交审核").click()

    activity = Activity.objects.get()
    assert (activity.state, activity.title) == ("submitted", "边界联合宣讲")
    assert [str(team) for team in activity.teams.all()] == ["隆昌百姓名嘴队"]


def test_a_record_and_the_queues_are_sound(page, sign_in, clerk, corridor):
    reviewer = factories.reviewer(corridor["own"], unit=corridor["unit"])
    waits = factories.ActivityFactory(
        state="submitted", created_by=clerk, lead=corridor["own"], partners=[corridor["neighbour"]], audience=120,
        audience_basis="counted",
    )  # fmt: skip
    sign_in(reviewer).goto(f"/activities/{waits.pk}/")
    check_page(page)
    page.get_by_text("说明原因，退回").click()
    check_page(page)
    page.goto("/activities/to-verify/")
    check_page(page)
    page.locator("[name=ticked]").check()
    page.get_by_role("button", name="所选审核通过").click()
    page.get_by_text("已审核通过 1 条记录。").wait_for()
    sign_in(clerk).goto("/activities/mine/")
    check_page(page)

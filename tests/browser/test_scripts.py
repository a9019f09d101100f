"""What the script does with its attributes, on markup of our own served beside the real assets."""

import pytest

from tests.browser.conftest import check_page

PAGE = """<!doctype html><html lang="en"><head><title>Pieces</title><link rel="icon" href="/static/img/logo.svg">
<link rel="stylesheet" href="/static/dist/portal.css"><script src="/static/dist/portal.js" defer></script></head>
<body {body}><main class="page" id="content"><h1>Pieces</h1>{main}</main>
<div class="visually-hidden" id="live" role="status"></div>
<dialog id="confirm-dialog" aria-labelledby="ct" aria-describedby="cs"><form method="dialog"><h2 id="ct">Sure?</h2>
<p id="cs" data-sentence></p><button class="button" value="no">No</button>
<button class="button" value="yes">Yes</button>
</form></dialog>{rest}</body></html>"""


@pytest.fixture
def show(page, live_server):
    """``show(main, body, rest)`` opens a page; ``page.asked`` lists what it then asked for: method, path, data."""
    page.asked = []

    def open_it(main, body="", rest=""):
        def answer(route, request):
            path = request.url.removeprefix(live_server.url)
            if path.split("?")[0] == "/pieces":
                return route.fulfill(body=PAGE.format(main=main, body=body, rest=rest), content_type="text/html")
            if path.startswith("/static/"):
                return route.continue_()
            page.asked.append((request.method, path, request.post_data or ""))
            return route.fulfill(body="<p>answer</p>", content_type="text/html", status=page.answer_status)

        page.answer_status = 200
        page.route("**/*", answer)
        page.goto("/pieces")
        return page

    return open_it


CONFIRM = """<form method="post" action="/go" data-confirm="Really delete?">
<button class="button" name="verb" value="delete">Delete</button></form>"""


def test_a_question_before_sending(show):
    page = show(CONFIRM)
    page.get_by_role("button", name="Delete").click()
    assert page.get_by_role("dialog").inner_text().startswith("Sure?")
    assert "Really delete?" in page.get_by_role("dialog").inner_text()
    check_page(page)
    page.get_by_role("button", name="No", exact=True).click()
    assert page.asked == []
    page.get_by_role("button", name="Delete").click()
    page.get_by_role("button", name="Yes").click()
    page.get_by_text("answer").wait_for()
    assert page.asked == [("POST", "/go", "verb=delete")]


def test_escape_answers_no(show):
    page = show(CONFIRM)
    page.get_by_role("button", name="Delete").click()
    page.keyboard.press("Escape")
    assert page.get_by_role("dialog").count() == 0
    assert page.asked == []


def test_a_download_form_can_be_used_again(show):
    page = show(
        '<form method="post" action="/file" data-download target="_blank"><button class="button">Get</button></form>'
    )
    page.clock.install()
    page.get_by_role("button", name="Get").click()
    assert page.get_by_role("button", name="Get").is_disabled()
    page.clock.run_for(5100)
    assert page.get_by_role("button", name="Get").is_enabled()


FILTER = """<form method="get" action="/list" data-autosubmit hx-get="/list" hx-target="#rows">
<label>Kind <select name="kind"><option value="">All</option><option value="a">A</option></select></label>
<label>Text <input type="search" name="q"></label></form><div id="rows">old</div>"""


def test_a_filter_is_sent_when_a_choice_is_made(show):
    page = show(FILTER)
    page.get_by_label("Kind").select_option("a")
    page.locator("#rows", has_text="answer").wait_for()
    assert page.asked == [("GET", "/list?kind=a", "")]


def test_typing_is_sent_once_when_it_pauses(show):
    page = show(FILTER)
    page.get_by_label("Text").press_sequentially("宣讲队", delay=30)
    page.locator("#rows", has_text="answer").wait_for()
    page.keyboard.press("Tab")  # leaving the field asks nothing again
    page.wait_for_timeout(200)
    assert len(page.asked) == 1


def test_back_shows_the_whole_page_of_the_filter_before(show):
    page = show(FILTER.replace('hx-target="#rows"', 'hx-target="#rows" hx-push-url="/pieces?filtered"'))
    page.get_by_label("Kind").select_option("a")
    page.locator("#rows", has_text="answer").wait_for()
    assert page.url.endswith("/pieces?filtered")
    page.go_back()
    page.locator("#rows", has_text="old").wait_for()
    kept = page.evaluate("JSON.stringify(sessionStorage) + JSON.stringify(localStorage)")
    assert "<p>answer" not in kept  # pages hold people's data: none of them stays in the browser


def test_an_answer_from_another_page_is_shown_as_a_page(page, show):
    show(FILTER)
    page.route(
        "**/list?*", lambda route: route.fulfill(status=302, headers={"Location": "/accounts/login/?next=/pieces"})
    )
    page.get_by_label("Kind").select_option("a")
    page.wait_for_url("**/accounts/login/?next=/pieces")
    assert page.locator("#rows").count() == 0, "the whole page, not a piece put into the list"


def test_a_failed_update_is_said(show):
    page = show(FILTER, body='data-text-failed="Could not be updated"')
    page.answer_status = 500
    page.get_by_label("Kind").select_option("a")
    page.locator("#live", has_text="Could not be updated").wait_for()
    assert page.locator("#rows").inner_text() == "old"


IDLE_BODY = (
    'data-idle-seconds="300" data-idle-warn-seconds="120" data-idle-extend="/extend" data-idle-end="/accounts/login/"'
)
IDLE_DIALOG = """<dialog id="idle-dialog" role="alertdialog" aria-labelledby="it" aria-describedby="is">
<h2 id="it">Soon</h2><p id="is">Sentence</p><b data-left></b>
<button class="button" type="button" data-extend>Stay</button></dialog>"""


@pytest.fixture
def idle(page, show):
    page.clock.install()
    return show("<p>text</p>", body=IDLE_BODY, rest=IDLE_DIALOG)


def test_the_idle_warning_comes_in_time_and_can_be_put_off(idle):
    idle.clock.run_for(175_000)
    assert idle.get_by_role("alertdialog").count() == 0
    idle.clock.run_for(6_000)
    dialog = idle.get_by_role("alertdialog")
    assert dialog.is_visible()
    assert dialog.locator("[data-left]").inner_text() in {"1:59", "2:00"}
    check_page(idle)
    idle.get_by_role("button", name="Stay").click()
    dialog.wait_for(state="hidden")
    assert idle.asked == [("POST", "/extend", "")]
    idle.clock.run_for(60_000)
    assert idle.get_by_role("alertdialog").count() == 0


def test_the_page_is_left_when_the_session_has_ended(idle):
    idle.clock.run_for(301_000)
    idle.wait_for_url("**/accounts/login/?next=%2Fpieces")
    assert idle.locator("#idle-dialog").count() == 0


def test_an_extension_that_fails_leads_to_the_sign_in_page(idle):
    idle.clock.run_for(181_000)
    idle.answer_status = 403
    idle.get_by_role("button", name="Stay").click()
    idle.wait_for_url("**/accounts/login/?next=%2Fpieces")
    assert idle.locator("#idle-dialog").count() == 0


MESSAGE = """<div class="message"><p>Saved</p>
<button type="button" class="dismiss needs-js" data-dismiss aria-label="Close">×</button></div>"""
TOKEN = """<code id="token">abc</code> <button type="button" class="button" data-copy="#token">Copy</button>"""


def test_a_message_can_be_dismissed_and_a_token_copied(show):
    page = show(MESSAGE + TOKEN, body='data-text-copied="Copied."')
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy").click()
    page.locator("#live", has_text="Copied.").wait_for()
    assert page.evaluate("navigator.clipboard.readText()") == "abc"
    page.get_by_role("button", name="Close").click()
    assert page.get_by_text("Saved").count() == 0


def test_the_error_summary_takes_the_focus(show):
    page = show('<div class="error-summary" role="alert" tabindex="-1" data-error-summary>Nothing was saved</div>')
    assert page.evaluate("document.activeElement.className") == "error-summary"

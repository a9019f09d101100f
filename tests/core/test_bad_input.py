"""Requests that no view could use get a clear answer, as a page or as the API's refusal."""

import pytest

from tests.factories import CountyFactory, logger

pytestmark = pytest.mark.django_db
TWO_GIGABYTES = 2 * 1024**3


@pytest.fixture
def browser(client):
    client.force_login(logger(CountyFactory()))
    return client


@pytest.mark.parametrize("path", ["/large-mode/", "/api/v1/schema/"])
def test_two_gigabytes_are_refused_by_their_length_and_never_read(browser, path):
    class Unread:
        def read(self, *args):
            raise AssertionError("the body was read")

        readline = read

    answer = browser.generic("POST", path, CONTENT_LENGTH=str(TWO_GIGABYTES), **{"wsgi.input": Unread()})

    assert answer.status_code == 413
    if path.startswith("/api/"):
        assert answer.json()["errors"][0]["code"] == "too_large"
    else:
        assert "413.html" in [template.name for template in answer.templates]


def test_a_form_larger_than_forms_may_be_is_refused_with_the_same_page(browser):
    answer = browser.post("/large-mode/", {"next": "长" * 1_000_000})

    assert answer.status_code == 413


@pytest.mark.parametrize("length", ["-1", "１２"])
def test_a_length_that_is_no_number_is_refused(browser, length):
    assert browser.generic("POST", "/large-mode/", CONTENT_LENGTH=length).status_code == 400


@pytest.mark.parametrize("path", ["/errors/?q=%00", "/errors/?%00=1", "/belts/%00/", "/api/v1/schema/?q=a%00b"])
def test_a_nul_character_in_an_address_is_refused(browser, path):
    answer = browser.get(path)

    assert answer.status_code in {400, 404}
    if path.startswith("/api/"):
        assert answer.json()["errors"][0]["code"] == "bad_request"


def test_an_unknown_address_under_the_api_is_answered_in_json(browser):
    answer = browser.get("/api/v1/nothing/", headers={"X-Request-Id": "request-of-a-test"})

    assert answer.status_code == 404
    assert answer.json() == {
        "errors": [{"code": "not_found", "field": None, "message": answer.json()["errors"][0]["message"]}],
        "request_id": "request-of-a-test",
    }


@pytest.mark.parametrize(("sent", "kept"), [("abcdefgh-1", True), ("x\n<script>", False), ("short", False)])
def test_a_callers_request_id_is_kept_only_when_harmless(browser, sent, kept):
    answered = browser.get("/errors/", headers={"X-Request-Id": sent})["X-Request-Id"]

    assert (answered == sent) == kept
    assert len(answered) >= 8


def test_a_page_that_fails_shows_the_request_id_and_no_traceback(browser, monkeypatch):
    browser.raise_request_exception = False
    monkeypatch.setattr("core.views.errors.all_codes", lambda: 1 / 0)

    answer = browser.get("/errors/", headers={"X-Request-Id": "request-of-a-test"})

    assert answer.status_code == 500
    assert "request-of-a-test" in answer.text
    assert "ZeroDivisionError" not in answer.text

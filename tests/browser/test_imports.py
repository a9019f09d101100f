"""Both steps of an import as a person does them, with scripts and without."""

import threading
import time

import pytest
from django.db import connection
from playwright.sync_api import expect

from core.imports.applying import apply_batch
from core.imports.judging import judge_batch
from core.models import ImportBatch
from tests.activities.importing.conftest import GOOD, counties, logger  # noqa: F401 (fixtures)
from tests.browser.conftest import check_page
from tests.importing import csv_bytes

ROWS = [
    GOOD,
    GOOD | {"id": "2", "kind": "会议", "title": "两地座谈"},
    GOOD | {"id": "3", "starts_on": "三月一日"},
    GOOD | {"id": "4", "task": "", "audience": "60"},
]


@pytest.fixture(autouse=True)
def _world(transactional_db):
    """The browser's requests are on another connection."""


@pytest.fixture
def worker():
    """What a worker does, in a thread: reads what was uploaded, applies what was confirmed."""
    over = threading.Event()

    def work():
        while not over.is_set():
            for batch in ImportBatch.objects.filter(state__in=["uploaded", "confirmed"]):
                (judge_batch if batch.state == "uploaded" else apply_batch)(batch.pk)
            time.sleep(0.1)
        connection.close()

    thread = threading.Thread(target=work)
    thread.start()
    yield
    over.set()
    thread.join()


def table():
    header = list(dict.fromkeys(key for row in ROWS for key in row))
    return csv_bytes([header, *([row.get(key, "") for key in header] for row in ROWS)], encoding="gbk")


def send(page):
    page.goto("/activities/imports/")
    check_page(page)
    page.locator(".page-head .button-primary").click()
    page.locator("input[type=file]").set_input_files({"name": "台账.csv", "mimeType": "text/csv", "buffer": table()})
    page.locator("input[name=source]").fill("荣昌台账")
    page.locator("main form .button-primary").click()
    page.wait_for_url("**/imports/*/")


def test_upload_review_decide_and_apply(page, sign_in, logger, worker):  # noqa: F811
    send(sign_in(logger))
    chips = page.locator("main nav.chips .chip")
    chips.first.wait_for()  # the page loads itself again when the file was read
    check_page(page)
    assert page.locator(".remark-error").count() == 2
    page.locator("select[name=kind-word0]").select_option("map:other")
    page.locator("main form[action$='/words/'] button").click()
    page.locator(".tag", has_text="错误").first.wait_for()
    expect(page.locator(".remark-error")).to_have_count(1)
    page.locator("main form[action$='/confirm/'] button").click()
    page.locator(
        "dialog[open] .button-primary, dialog[open] button[value=yes], dialog[open] .button-danger"
    ).first.click()
    page.locator(".page-head .tag", has_text="已导入").wait_for()
    assert page.locator("tbody th a").count() == 3
    check_page(page)


def test_without_scripts(open_window, sign_in, logger):  # noqa: F811
    window = sign_in(logger, open_window(java_script_enabled=False))
    window.goto("/activities/imports/new/")
    window.locator("input[type=file]").set_input_files({"name": "台账.csv", "mimeType": "text/csv", "buffer": table()})
    window.locator("input[name=source]").fill("荣昌台账")
    window.locator("main form .button-primary").click()
    batch = ImportBatch.objects.get()
    judge_batch(batch.pk)
    window.locator("#progress a").click()
    window.locator("main form[action$='/confirm/'] button").click()
    apply_batch(batch.pk)
    window.reload()
    assert window.locator("tbody th a").count() == 2

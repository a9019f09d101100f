import json
import logging
import logging.config

import pytest
import structlog
from django.conf import settings as django_settings

from core import logging as portal_logging
from core import request_id

REQUEST = "0123456789abcdef"


@pytest.fixture
def lines(capsys):
    """What production writes, as a list of objects."""
    logging.config.dictConfig(portal_logging.configuration(level="INFO", json=True))
    token = request_id.current.set(REQUEST)
    yield lambda: [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    request_id.current.reset(token)
    logging.config.dictConfig(django_settings.LOGGING)


def test_both_kinds_of_logger_write_json_with_the_request_id(lines):
    structlog.get_logger("portal.test").info("saved", county="荣昌区")
    logging.getLogger("portal.test").warning("slow: %s ms", 900)
    first, second = lines()
    assert first["event"] == "saved"
    assert first["county"] == "荣昌区"
    assert (second["event"], second["level"]) == ("slow: 900 ms", "warning")
    assert first["request_id"] == second["request_id"] == REQUEST
    assert first["timestamp"].endswith("Z")


def fail():
    name = "张三" + "李四"
    try:
        raise KeyError(len(name))
    except KeyError:
        structlog.get_logger("portal.test").exception("failed")


def test_an_exception_is_one_line_with_its_type_and_without_the_values_of_variables(lines):
    fail()
    (line,) = lines()
    assert line["exception"][0]["exc_type"] == "KeyError"
    assert "张三李四" not in json.dumps(line, ensure_ascii=False)


def test_readable_lines_do_not_show_the_values_of_variables_either(lines, capsys):
    logging.config.dictConfig(portal_logging.configuration(level="INFO", json=False))
    fail()
    written = capsys.readouterr().err
    assert "KeyError: 4" in written
    assert "张三李四" not in written


def test_signs_of_life_are_not_logged_but_their_failure_is(lines):
    data = {"data": {"name": "core.tasks.show_schedule_is_alive"}}
    logger = logging.getLogger("celery.app.trace")
    logger.info("succeeded", extra=data)
    logger.error("failed", extra=data)
    assert [line["event"] for line in lines()] == ["failed"]


@pytest.mark.django_db
def test_the_access_log_has_no_query(client, settings, lines):
    settings.MIDDLEWARE = [
        settings.MIDDLEWARE[0],
        "core.access_log.AccessLogMiddleware",
        *settings.MIDDLEWARE[1:],
    ]
    client.get("/errors/?name=张三", headers={"X-Request-Id": "caller-id-1"})
    client.get("/health/live")
    (line,) = [line for line in lines() if line["logger"] == "portal.access"]
    assert line["request_id"] == "caller-id-1"
    assert (line["method"], line["path"], line["status"], line["user"]) == ("GET", "/errors/", 302, None)
    assert "张三" not in json.dumps(line, ensure_ascii=False)


@pytest.mark.django_db
def test_addresses_that_are_keys_are_not_logged(client, settings, lines):
    settings.MIDDLEWARE = [settings.MIDDLEWARE[0], "core.access_log.AccessLogMiddleware", *settings.MIDDLEWARE[1:]]
    client.get("/feeds/kept-between-us.ics")
    client.get("/screens/show/kept-between-us/figures.json")
    client.get("/accounts/password/reset/key/1-kept-between-us/")
    written = lines()
    paths = [line["path"] for line in written if line["logger"] == "portal.access"]
    assert paths == ["/feeds/….ics", "/screens/show/…/figures.json", "/accounts/password/reset/key/…/"]
    assert "Not Found: /feeds/….ics" in [line["event"] for line in written]
    assert "kept-between-us" not in json.dumps(written)

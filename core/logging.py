"""Logs: one line of JSON an event in production, readable lines elsewhere, each with the id of its request."""

import logging
import re
import sys

import structlog

from core import request_id

# Addresses that are keys themselves: of a calendar feed, of a big screen, of a link to set a password.
_SECRETS = re.compile(r"(?<=/feeds/)[^/\s]+(?=\.ics)|(?<=/screens/show/)[^/\s]+|(?<=/reset/key/)[^/\s]+")


def _without_secrets(_logger, _method, event):
    return {name: _SECRETS.sub("…", value) if isinstance(value, str) else value for name, value in event.items()}


def _add_request_id(_logger, _method, event):
    current = request_id.current.get()
    return event | {"request_id": current} if current else event


def _is_worth_a_line(record):
    """Not the signs of life every few seconds; and a probe that is told "not ready" got an answer, not an error."""
    if record.levelno > logging.INFO and record.name != "django.request":
        return True
    path = getattr(getattr(record, "request", None), "path", "")
    task = getattr(record, "data", {}).get("name", "") if record.name.startswith("celery.") else ""
    return not path.startswith("/health/") and not task.endswith("show_schedule_is_alive")


class StderrHandler(logging.StreamHandler):
    """Writes to what stderr is now, not to what it was when logging was set up."""

    def __init__(self):
        logging.Handler.__init__(self)

    @property
    def stream(self):
        return sys.stderr


COMMON = [
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    _add_request_id,
    _without_secrets,
    structlog.processors.StackInfoRenderer(),
]


# Tracebacks never show the values of variables: they hold people's data.


def _as_json():
    return [
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        structlog.processors.ExceptionRenderer(structlog.tracebacks.ExceptionDictTransformer(show_locals=False)),
        structlog.processors.JSONRenderer(ensure_ascii=False),
    ]


def _as_lines():
    return [
        structlog.processors.TimeStamper(fmt="%H:%M:%S", utc=False),
        structlog.dev.ConsoleRenderer(colors=False, exception_formatter=structlog.dev.plain_traceback),
    ]


def configuration(*, level, json):
    """Django's LOGGING; structlog's own loggers end in the same place."""
    structlog.configure(
        processors=[*COMMON, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )
    formatter = {
        "()": structlog.stdlib.ProcessorFormatter,
        "foreign_pre_chain": COMMON,
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            *(_as_json() if json else _as_lines()),
        ],
    }
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"portal": formatter},
        "filters": {
            "worth_a_line": {"()": "django.utils.log.CallbackFilter", "callback": _is_worth_a_line},
        },
        "handlers": {
            "stderr": {"()": StderrHandler, "formatter": "portal", "filters": ["worth_a_line"]},
        },
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {"django": {"handlers": [], "level": level, "propagate": True}},
    }

"""A person whose number and mobile are known, and every place where these must not be found.

What people do is a **walk**: a function in ``tests/volunteers/walks/<noun>.py`` that takes the ``Trail`` and is
marked with ``@walk``. It uses pages, API, exports, imports, tasks and failing forms on ``trail.volunteer``, and keeps
the answers with ``trail.ask`` (or ``trail.keep`` for a file). ``test_canary.py`` takes all walks and then searches
the answers, the database with its histories, logs, Redis with its queue, and files.
"""

import base64
import datetime as dt
import hashlib
import io
import logging
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any

import redis
from django.conf import settings
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client

from core import logging as portal_logging
from tests.volunteers.factories import mobile_number, resident_number

# The registered person's and the guardian's; a pair that is sent and typed wrongly; one of somebody who is to come.
DOCUMENT, MOBILE = resident_number(87_651, dt.date(2012, 5, 17)), mobile_number(87_65_1234)
GUARDIAN_DOCUMENT, GUARDIAN_MOBILE = resident_number(87_652, dt.date(1983, 2, 3)), mobile_number(87_65_2345)
OTHER_DOCUMENT, OTHER_MOBILE = resident_number(87_653, dt.date(1991, 8, 9)), mobile_number(87_65_3456)
FRESH_DOCUMENT, FRESH_MOBILE = resident_number(87_654, dt.date(1995, 11, 1)), mobile_number(87_65_4567)
PASSING_DOCUMENT = resident_number(87_655, dt.date(2012, 5, 17))  # a mistake that is corrected
KNOWN = (
    DOCUMENT, MOBILE, GUARDIAN_DOCUMENT, GUARDIAN_MOBILE, OTHER_DOCUMENT, OTHER_MOBILE, FRESH_DOCUMENT, FRESH_MOBILE,
    PASSING_DOCUMENT,
)  # fmt: skip

WALKS: list[Callable[["Trail"], None]] = []


def walk(function: Callable[["Trail"], None]) -> Callable[["Trail"], None]:
    WALKS.append(function)
    return function


def all_walks() -> list[Callable[["Trail"], None]]:
    folder = Path(__file__).with_name("walks")
    for module in iter_modules([str(folder)]):
        import_module(f"tests.volunteers.walks.{module.name}")
    return WALKS


@dataclass
class Trail:
    """``people`` holds users by name; ``kept`` is what the portal answered."""

    volunteer: Any
    people: dict[str, Any]
    patch: Any  # pytest's monkeypatch: to let things fail in the middle
    kept: list[tuple[str, bytes]] = field(default_factory=list)

    def ask(self, person: str, path: str, data: Any = None, *, method: str = "", echoes: bool = False, **options: Any):
        """One request as that person, whatever its status. ``echoes``: the answer may repeat what was typed."""
        client = Client(raise_request_exception=False)
        if self.people.get(person):
            client.force_login(self.people[person])
        method = method or ("get" if data is None else "post")
        answer = getattr(client, method)(path, data, **options)
        body = answer.getvalue()  # reads a file to its end, which closes it
        if not echoes:
            what = f"{method} {path} as {person}: {answer.status_code}"
            self.keep(what, body)
            self.keep(f"headers of {what}", str(answer.headers).encode())
        return answer

    def keep(self, what: str, body: bytes) -> None:
        """A workbook is kept as what is in it."""
        self.kept.append((what, body))
        if body.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(body)) as book:
                self.kept += [(f"{what}: {name}", book.read(name)) for name in book.namelist()]


def needles(value: str) -> dict[str, bytes]:
    """The shapes in which a value might lie somewhere, without a key: anything of these is a leak."""
    plain = value.encode()
    found = {"plain": plain, "hexadecimal": plain.hex().encode()}
    for shift in range(3):  # inside base64, wherever it begins
        text = base64.b64encode(b"\0" * shift + plain)
        found[f"base64 {shift}"] = text[(0, 2, 3)[shift] : len(text) // 4 * 4 - 4]
    for kind in ("md5", "sha1", "sha256", "sm3"):
        digest = hashlib.new(kind, plain)
        found[kind], found[f"{kind} in bytes"] = digest.hexdigest().encode(), digest.digest()
    if len(value) == 11:
        found["in groups"] = f"{value[:3]} {value[3:7]} {value[7:]}".encode()
        found["with hyphens"] = f"{value[:3]}-{value[3:7]}-{value[7:]}".encode()
    return found


SHAPES = [(value, shape, needle) for value in KNOWN for shape, needle in needles(value).items()]


def leaks(places: Iterator[tuple[str, bytes]]) -> list[str]:
    return [
        f"{place}: {shape} of {value}" for place, body in places for value, shape, needle in SHAPES if needle in body
    ]


def database() -> Iterator[tuple[str, bytes]]:
    """Every row of every table as a dump would write it, histories too, and sessions in clear."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public' ORDER BY 1")
        for (table,) in cursor.fetchall():
            rows = io.BytesIO()
            cursor.copy_expert(f"COPY {table} TO STDOUT", rows)
            yield f"table {table}", rows.getvalue()
    for session in Session.objects.all():
        yield "a session", repr(session.get_decoded()).encode()


READ = {
    b"string": lambda server, key: server.get(key),
    b"list": lambda server, key: server.lrange(key, 0, -1),
    b"set": lambda server, key: server.smembers(key),
    b"zset": lambda server, key: server.zrange(key, 0, -1),
    b"hash": lambda server, key: server.hgetall(key),
    b"stream": lambda server, key: server.xrange(key),
}


def queue_and_cache() -> Iterator[tuple[str, bytes]]:
    """All keys and values of Redis; what waits in the queue is among them."""
    with redis.Redis.from_url(settings.REDIS_URL) as server:
        for key in server.scan_iter(count=1000):
            yield "a key of Redis", key
            value = READ[server.type(key)](server, key) if server.exists(key) else b""
            body = value if isinstance(value, bytes) else repr(value).encode()
            yield f"Redis {key!r}", body


def files(*folders: Path) -> Iterator[tuple[str, bytes]]:
    for folder in folders:
        for path in folder.rglob("*"):
            if path.is_file():
                yield str(path), path.read_bytes()


class LogBook(logging.Handler):
    """Keeps every line of every logger, in both of the forms that the portal writes."""

    def __init__(self):
        super().__init__(level=logging.DEBUG)
        self.lines: list[str] = []
        self.forms = []
        for as_json in (True, False):
            options = dict(portal_logging.configuration(level="DEBUG", json=as_json)["formatters"]["portal"])
            self.forms.append(options.pop("()")(**options))

    def emit(self, record):
        for form in self.forms:
            copy = logging.makeLogRecord(record.__dict__)
            self.lines.append(form.format(copy))

    def places(self) -> Iterator[tuple[str, bytes]]:
        for line in self.lines:
            yield f"log: {line[:80]}", line.encode("utf-8", "replace")

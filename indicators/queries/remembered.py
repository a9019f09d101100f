"""Answers that were given before, kept in Redis as long as no figure has changed: exact, and found by one look-up.

The version counts every change of a figure that was ever committed, those that are folded and those that wait. Changes
are only added, so an equal count is an equal state. It is asked before an answer is made: what was committed
meanwhile may be in an answer kept under the older version, which nobody is given any more then.
"""

import datetime as dt
import hashlib
from typing import Any

import orjson
from django.core.cache import cache
from django.db import connection
from django.utils import timezone
from django.utils.translation import get_language

KEPT_SECONDS = 3_600
VERSION = """
SELECT coalesce((SELECT folded FROM indicators_tallystate WHERE id = 1), 0)
    + (SELECT count(*) FROM indicators_waiting(NULL))
"""


def version_of_figures() -> int:
    """Another number than before: some figure, seat or name may have changed."""
    with connection.cursor() as cursor:
        cursor.execute(VERSION)
        return int(cursor.fetchone()[0])


def key_of(user: Any, question: str, version: int, *, today: dt.date | None = None) -> str:
    """What an answer depends on: who asks with which rights, what, in which language, on which day."""
    reach = user.reach
    rights = [
        user.pk, getattr(user.token, "pk", None), sorted(reach.roles), sorted(reach.counties), sorted(reach.provinces),
        None if reach.places is None else sorted(reach.places), bool(reach.sees_everything),
    ]  # fmt: skip
    day = (today or timezone.localdate()).isoformat()
    digest = hashlib.sha256(orjson.dumps([rights, question, get_language(), day, version])).hexdigest()
    return f"statistics:{digest}"


def remembered(key: str) -> tuple[str, bytes] | None:
    """(ETag, content) of the answer that was kept, if it was."""
    found = cache.get(key)
    return (found[0], found[1]) if found else None


def remember(key: str, etag: str, content: bytes) -> None:
    cache.set(key, (etag, content), KEPT_SECONDS)

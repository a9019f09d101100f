"""The id of the request being answered, for logs, error pages and the history."""

import re
import uuid
from contextvars import ContextVar

current: ContextVar[str] = ContextVar("request_id", default="")

_ACCEPTED = re.compile(r"[A-Za-z0-9_-]{8,64}")


def accepted_or_new(value: str) -> str:
    """A caller's id when it is harmless, else a new one of 32 hexadecimal digits."""
    return value if _ACCEPTED.fullmatch(value) else uuid.uuid4().hex

"""How a text message leaves the portal: through a gateway, or onto the console where there is none."""

import hashlib
import hmac
import http.client
import json
import sys
import time

from django.conf import settings

from core import outgoing
from volunteers import vault

PASSING_STATUSES = frozenset({408, 425, 429, *range(500, 600)})


class NotSentError(Exception):
    """``passing``: another attempt may go better. The message never holds a number or a code."""

    def __init__(self, reason: str, *, passing: bool) -> None:
        super().__init__(reason)
        self.passing = passing


def send(*, key: str, mobile: str, text: str) -> None:
    """``key`` is the same at each attempt, so that the gateway can drop a repeat. Raises NotSentError."""
    if settings.SMS_URL:
        _by_gateway(key, mobile, text)
    elif settings.PRODUCTION:
        raise NotSentError("PORTAL_SMS_URL is not set", passing=False)
    else:
        sys.stdout.write(f"SMS to {vault.mask_mobile(mobile)}: {text}\n")
        sys.stdout.flush()


def signature(timestamp: str, body: bytes) -> str:
    """HMAC-SHA256 over “timestamp.body”, in hexadecimal digits: docs/sms-gateway.md."""
    return hmac.new(settings.SMS_KEY.encode(), timestamp.encode() + b"." + body, hashlib.sha256).hexdigest()


def _by_gateway(key: str, mobile: str, text: str) -> None:
    body = json.dumps({"id": key, "mobile": mobile, "text": text}, ensure_ascii=False).encode()
    timestamp = str(int(time.time()))
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "X-Portal-Timestamp": timestamp,
        "X-Portal-Signature": signature(timestamp, body),
    }
    try:
        status, _answer = outgoing.post(settings.SMS_URL, body, headers, private=settings.SMS_PRIVATE)
    except outgoing.RefusedError as fault:
        raise NotSentError(str(fault), passing=False) from fault
    except (OSError, http.client.HTTPException) as fault:
        raise NotSentError(f"the gateway cannot be reached: {type(fault).__name__}", passing=True) from fault
    if not 200 <= status < 300:
        raise NotSentError(f"the gateway answered {status}", passing=status in PASSING_STATUSES)

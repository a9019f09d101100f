"""Signatures of what goes between the portal and platforms, the same in both directions: docs/api.md.

HMAC-SM3 (GB/T 32905) under a secret that the two share, over the time, a word used once, and the body as it was sent.
"""

import hashlib
import hmac
import secrets
import time

TIMESTAMP, NONCE, SIGNATURE = "Portal-Timestamp", "Portal-Nonce", "Portal-Signature"
SCHEME = "sm3="


def signature(secret: str, *, timestamp: str, nonce: str, body: bytes) -> str:
    """ "sm3=" and 64 hexadecimal digits. ``timestamp``: seconds since 1970, as text."""
    message = f"{timestamp}\n{nonce}\n".encode() + body
    return SCHEME + hmac.new(secret.encode(), message, lambda: hashlib.new("sm3")).hexdigest()


def is_signed(secret: str, *, timestamp: str, nonce: str, body: bytes, given: str) -> bool:
    """Whether ``given`` is the signature; how old it may be and whether the nonce is new is the caller's to ask."""
    wanted = signature(secret, timestamp=timestamp, nonce=nonce, body=body)
    return hmac.compare_digest(wanted.encode(), given.encode("utf-8", "replace"))


def signed_headers(secret: str, body: bytes) -> dict[str, str]:
    """The three headers of a request that is sent now."""
    timestamp, nonce = str(int(time.time())), secrets.token_hex(16)
    sealed = signature(secret, timestamp=timestamp, nonce=nonce, body=body)
    return {TIMESTAMP: timestamp, NONCE: nonce, SIGNATURE: sealed}

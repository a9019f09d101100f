"""Signatures of requests between the portal and another system, by a secret that both know. The same both ways."""

import hashlib
import hmac
import re

HASHES = {"hmac-sha256": "sha256", "hmac-sm3": "sm3"}
SIGNATURE = re.compile(r"(?P<way>[a-z0-9-]{1,20})=(?P<digest>[0-9a-f]{64})")


def sign(way: str, secret: str, *, method: str, path: str, timestamp: str, nonce: str, body: bytes) -> str:
    """“hmac-sha256=9f86…” over the lines method, path, timestamp, nonce and the body's digest. ``way``: of HASHES.

    ``path`` is what follows the host, with the query if there is one.
    """
    name = HASHES[way]
    lines = (method.upper(), path, timestamp, nonce, hashlib.new(name, body).hexdigest())
    return f"{way}={hmac.new(secret.encode(), chr(10).join(lines).encode(), name).hexdigest()}"


def is_right(given: str, secret: str, *, method: str, path: str, timestamp: str, nonce: str, body: bytes) -> bool:
    """Whether ``given`` is what ``sign`` makes by one of the hashes; compared in constant time."""
    match = SIGNATURE.fullmatch(given)
    if match is None or match["way"] not in HASHES:
        return False
    expected = sign(match["way"], secret, method=method, path=path, timestamp=timestamp, nonce=nonce, body=body)
    return hmac.compare_digest(expected, given)

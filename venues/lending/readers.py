"""Readers: known by a keyed hash alone. The number of a card is in memory while a request lasts, and nowhere else.

HMAC-SM3 (GB/T 39786) under a key of its own, ``PORTAL_READER_KEY``: without it nobody can try out the few million
numbers that there are. Over the home library too: two libraries may have given the same number to two people.
"""

import hmac
import re
import unicodedata

from django.conf import settings

HASH = re.compile(r"[0-9a-f]{64}")


def hash_of(home: str, number: str) -> str:
    """64 hexadecimal digits for a reader's number, or "" for none; the same however the number was typed."""
    plain = "".join(unicodedata.normalize("NFKC", number).upper().split())
    if not plain:
        return ""
    return hmac.digest(settings.READER_KEY.encode(), f"{home.upper()}\n{plain}".encode(), "sm3").hex()

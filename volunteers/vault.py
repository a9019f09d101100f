"""The only module that holds a raw identity number or mobile in its hands on the way to the database and back.

- **Sealed values** (GB/T 39786): SM4-GCM. One byte of format, eight for the id of the key, twelve of nonce, sixteen
  of tag, then the enciphered text. What the value is ("document", "mobile", or "draft" of what is typed before it is
  sent) and the first nine bytes are authenticated with it: a value moved to the other column, or said to be of another
  key, does not open.
- **Blind indexes**: a byte that tells the key, then HMAC-SM3 under a key of its own. Who has the database but not the
  key cannot try out the numbers that there are. A document is indexed by its number alone, in the spelling of
  ``documents.read_document``: there each number fits one kind only (tests/volunteers/test_documents.py), so that the
  same person under a mistaken kind is not a second one. Passports of two countries may share a number; whoever acts
  on a match of passports must look at the birth date too.
- **Tails**: eight bytes for the last four digits of a mobile, for search. Ten thousand possible values: they narrow a
  search, and who has the index key can read them.

Keys turn over: PORTAL_VAULT_KEYS names several, the first seals and all open. While PORTAL_VAULT_INDEX_KEY_OLD is
set, rows stand under either index key, and look-ups ask for both: ``blind_indexes``. ``manage.py turn_vault_keys``
brings all to the new ones.
"""

import hashlib
import os
from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

import structlog
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured

FORMAT = b"\x01"
KEY_ID, NONCE, TAG = 8, 12, 16
HEADER = len(FORMAT) + KEY_ID  # the bytes in front that tell under which key a value lies
BODY = HEADER + NONCE + TAG
DOCUMENT, MOBILE, DRAFT = "document", "mobile", "draft"
WHAT = (DOCUMENT, MOBILE, DRAFT)
BLOCK = 64  # of SM3, for HMAC
MOST_STARS = 3
UNREADABLE = "****"

log = structlog.get_logger(__name__)


class VaultError(Exception):
    """A sealed value that does not open. The message never holds any part of it."""


class _Key(NamedTuple):
    header: bytes
    cipher: algorithms.SM4
    authenticated: dict[str, bytes]


class _Hash(NamedTuple):
    """SM3 with the padded key already in it: a third of the time of ``hmac.digest``. ``mark`` is the byte in front."""

    mark: bytes
    inner: dict[str, "hashlib._Hash"]
    outer: "hashlib._Hash"


def seal(what: str, text: str) -> bytes:
    """A text, enciphered under the current key; never the same bytes twice."""
    key = _ring(settings.VAULT_KEYS)[0]
    nonce = os.urandom(NONCE)
    encryptor = Cipher(key.cipher, modes.GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(key.authenticated[what])
    body = encryptor.update(text.encode()) + encryptor.finalize()
    return key.header + nonce + encryptor.tag + body


def unseal(what: str, sealed: bytes | memoryview) -> str:
    """The text again. A VaultError where the key is missing, the value broken or sealed as something else."""
    sealed = bytes(sealed)  # the database may give a memoryview
    if len(sealed) < BODY:
        raise VaultError("This is not a sealed value.")
    key = _key_of(sealed)
    nonce, tag = sealed[HEADER : HEADER + NONCE], sealed[HEADER + NONCE : BODY]
    decryptor = Cipher(key.cipher, modes.GCM(nonce, tag)).decryptor()
    decryptor.authenticate_additional_data(key.authenticated[what])
    try:
        return (decryptor.update(sealed[BODY:]) + decryptor.finalize()).decode()
    except InvalidTag:
        raise VaultError("A sealed value was changed, or was sealed as something else.") from None


def key_id_of(sealed: bytes) -> str:
    """The id of the key under which a value lies, whether we have that key or not. The first nine bytes are enough."""
    sealed = bytes(sealed)
    if len(sealed) < HEADER or sealed[:1] != FORMAT:
        raise VaultError("This is not a sealed value.")
    return sealed[1:HEADER].rstrip(b"\0").decode("ascii", "replace")


def is_current(sealed: bytes) -> bool:
    """Whether the value lies under the key that seals now."""
    return bytes(sealed[:HEADER]) == current_header()


def current_header() -> bytes:
    """The first nine bytes of what is sealed now, for the database to compare."""
    return _ring(settings.VAULT_KEYS)[0].header


def known_headers() -> list[bytes]:
    """The first nine bytes of every value that can be opened."""
    return [key.header for key in _ring(settings.VAULT_KEYS)]


def blind_index(what: str, text: str) -> bytes:
    """32 bytes, the same for the same text under the same key: for uniqueness. Look-ups ask for ``blind_indexes``."""
    return _digest(settings.VAULT_INDEX_KEY, what, text)


def tail_index(mobile: str) -> bytes:
    """8 bytes for the last four digits of a mobile, or for those digits alone."""
    return _digest(settings.VAULT_INDEX_KEY, "tail", mobile[-4:])[:8]


def blind_indexes(what: str, text: str) -> list[bytes]:
    """Every index under which a row with this text may stand: two while the index key turns over. For look-ups."""
    return [_digest(key, what, text) for key in _index_keys()]


def tail_indexes(mobile: str) -> list[bytes]:
    """The same for the last four digits of a mobile."""
    return [_digest(key, "tail", mobile[-4:])[:8] for key in _index_keys()]


def index_mark() -> bytes:
    """The first byte of every index under the present key, for the database to compare."""
    return _hashes(settings.VAULT_INDEX_KEY).mark


def check_keys() -> None:
    """Whether old and new index can be told apart: one pair of keys in 256 has the same mark."""
    if settings.VAULT_INDEX_KEY_OLD and len({_hashes(key).mark for key in _index_keys()}) == 1:
        raise ImproperlyConfigured(
            "PORTAL_VAULT_INDEX_KEY cannot be told from PORTAL_VAULT_INDEX_KEY_OLD. Make another new one."
        )


def mask_document(number: str) -> str:
    """“5001**********1234”; of a short number, as of a passport, one character at each end."""
    shown = 4 if len(number) >= 15 else 1
    return f"{number[:shown]}{'*' * (len(number) - 2 * shown)}{number[-shown:]}"


def mask_mobile(mobile: str) -> str:
    """“138****1234”."""
    return f"{mobile[:3]}****{mobile[-4:]}"


def mask_name(name: str) -> str:
    """The first character, and a star for each further one up to three: “张*”, “张**”."""
    return name[:1] + "*" * min(len(name) - 1, MOST_STARS)


def masked_document(sealed: bytes) -> str:
    return _masked(DOCUMENT, sealed, mask_document)


def masked_mobile(sealed: bytes) -> str:
    return _masked(MOBILE, sealed, mask_mobile)


def _masked(what: str, sealed: bytes, mask: Callable[[str], str]) -> str:
    """A list is shown though one of its values does not open; the log says so, and the readiness page."""
    try:
        return mask(unseal(what, sealed))
    except VaultError as fault:
        log.error("a sealed value does not open", what=what, fault=str(fault))
        return UNREADABLE


def _index_keys() -> list[str]:
    return [key for key in (settings.VAULT_INDEX_KEY, settings.VAULT_INDEX_KEY_OLD) if key]


def _key_of(sealed: bytes) -> _Key:
    for key in _ring(settings.VAULT_KEYS):
        if sealed.startswith(key.header):
            return key
    raise VaultError(f"The key {key_id_of(sealed)!r} of a sealed value is not among those of PORTAL_VAULT_KEYS.")


def _digest(key: str, what: str, text: str) -> bytes:
    hashes = _hashes(key)
    inner, outer = hashes.inner[what].copy(), hashes.outer.copy()
    inner.update(text.encode())
    outer.update(inner.digest())
    return hashes.mark + outer.digest()[:-1]


@lru_cache(maxsize=4)
def _ring(keys: tuple[tuple[str, str], ...]) -> list[_Key]:
    """The ciphers of the keys as the settings give them: pairs of id and hexadecimal digits."""
    ring = []
    for name, key in keys:
        header = FORMAT + name.encode().ljust(KEY_ID, b"\0")
        authenticated = {what: header + what.encode() for what in WHAT}
        ring.append(_Key(header, algorithms.SM4(bytes.fromhex(key)), authenticated))
    return ring


@lru_cache(maxsize=4)
def _hashes(key: str) -> _Hash:
    padded = bytes.fromhex(key).ljust(BLOCK, b"\0")
    inner = {}
    for what in (*WHAT, "tail"):
        inner[what] = hashlib.new("sm3", bytes(byte ^ 0x36 for byte in padded))
        inner[what].update(f"{what}\n".encode())
    mark = bytes([hashlib.new("sm3", b"mark\n" + padded).digest()[0] % 254 + 1])  # never the first or last of all
    return _Hash(mark, inner, hashlib.new("sm3", bytes(byte ^ 0x5C for byte in padded)))

"""What the vault is to single values, for whole files and rows that wait to be imported: SM4-GCM, with the key's id.

A file is sealed piece by piece, so that neither side holds all of it; each piece is authenticated with its place and
whether it is the last one, so that none can be left out, repeated or cut off. The keys are made from those of the
vault, and turn over with them: what waits lies under the key of its day, and opens while that is named.
"""

import hashlib
import hmac
import os
from collections.abc import Iterator
from functools import lru_cache
from typing import IO, Any, NamedTuple

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.conf import settings

from volunteers.vault import VaultError

FORMAT = b"PF1"
KEY_ID, NONCE, TAG, LENGTH = 8, 12, 16, 4
PIECE = 1 << 20
LAST, MORE = b"\x01", b"\x00"


class _Key(NamedTuple):
    header: bytes
    cipher: algorithms.SM4


def seal_bytes(raw: bytes) -> bytes:
    """A row that waits."""
    key = _ring(settings.VAULT_KEYS)[0]
    return key.header + _sealed(key, raw, b"row")


def unseal_bytes(sealed: bytes) -> bytes:
    """The row again; a VaultError where it was changed or its key is missing."""
    key = _key_of(sealed)
    return _opened(key, sealed[len(key.header) :], b"row")


def sealed_pieces(file: IO[bytes]) -> Iterator[bytes]:
    """The bytes of the sealed file, piece by piece; ``file`` is read from where it stands."""
    key = _ring(settings.VAULT_KEYS)[0]
    yield key.header
    piece, place = file.read(PIECE), 0
    while True:
        following = file.read(PIECE) if piece else b""
        sealed = _sealed(key, piece, _place(place, last=not following))
        yield len(sealed).to_bytes(LENGTH, "big") + sealed
        if not following:
            return
        piece, place = following, place + 1


class OpenedFile:
    """Reads a sealed file as what it was. A VaultError where a piece is missing or was changed."""

    def __init__(self, sealed: Any):
        self._file = sealed
        header = sealed.read(len(FORMAT) + KEY_ID)
        self._key = _key_of(header)
        self._place, self._rest, self._ended = 0, b"", False

    def read(self, size: int) -> bytes:
        while not self._rest and not self._ended:
            self._next()
        given, self._rest = self._rest[:size], self._rest[size:]
        return given

    def _next(self) -> None:
        length = self._file.read(LENGTH)
        sealed = self._file.read(int.from_bytes(length, "big")) if len(length) == LENGTH else b""
        for last in (False, True):
            try:
                self._rest = _opened(self._key, sealed, _place(self._place, last=last))
            except VaultError:
                if last:
                    raise
            else:
                self._ended = last
                break
        self._place += 1


def _place(place: int, *, last: bool) -> bytes:
    return b"piece" + place.to_bytes(8, "big") + (LAST if last else MORE)


def _sealed(key: _Key, raw: bytes, what: bytes) -> bytes:
    nonce = os.urandom(NONCE)
    encryptor = Cipher(key.cipher, modes.GCM(nonce)).encryptor()
    encryptor.authenticate_additional_data(key.header + what)
    body = encryptor.update(raw) + encryptor.finalize()
    return nonce + encryptor.tag + body


def _opened(key: _Key, sealed: bytes, what: bytes) -> bytes:
    if len(sealed) < NONCE + TAG:
        raise VaultError("A sealed file ends too early.")
    nonce, tag, body = sealed[:NONCE], sealed[NONCE : NONCE + TAG], sealed[NONCE + TAG :]
    decryptor = Cipher(key.cipher, modes.GCM(nonce, tag)).decryptor()
    decryptor.authenticate_additional_data(key.header + what)
    try:
        return decryptor.update(body) + decryptor.finalize()
    except InvalidTag:
        raise VaultError("A sealed file was changed, or was sealed as something else.") from None


def _key_of(sealed: bytes) -> _Key:
    for key in _ring(settings.VAULT_KEYS):
        if sealed.startswith(key.header):
            return key
    raise VaultError("A sealed file lies under a key that is not among those of PORTAL_VAULT_KEYS.")


@lru_cache(maxsize=4)
def _ring(keys: tuple[tuple[str, str], ...]) -> list[_Key]:
    ring = []
    for name, key in keys:
        own = hmac.new(bytes.fromhex(key), b"volunteers.vault_files", hashlib.sha256).digest()[:16]
        ring.append(_Key(FORMAT + name.encode().ljust(KEY_ID, b"\0"), algorithms.SM4(own)))
    return ring

"""Secrets of second factors are enciphered at rest (GB/T 39786-2021): SM4-GCM, keyed by the portal's secret key."""

import base64
import hashlib
import hmac
import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from django.conf import settings
from django.utils.encoding import force_bytes

PREFIX = "sm4:"
NONCE, TAG = 12, 16


def seal(text: str) -> str:
    nonce = os.urandom(NONCE)
    encryptor = Cipher(algorithms.SM4(_key(settings.SECRET_KEY)), modes.GCM(nonce)).encryptor()
    body = encryptor.update(text.encode()) + encryptor.finalize()
    return PREFIX + base64.b64encode(nonce + encryptor.tag + body).decode()


def unseal(sealed: str) -> str:
    """The text that was sealed under the secret key or under one of its forerunners."""
    raw = base64.b64decode(sealed.removeprefix(PREFIX))
    nonce, tag, body = raw[:NONCE], raw[NONCE : NONCE + TAG], raw[NONCE + TAG :]
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        decryptor = Cipher(algorithms.SM4(_key(secret)), modes.GCM(nonce, tag)).decryptor()
        try:
            return (decryptor.update(body) + decryptor.finalize()).decode()
        except InvalidTag:
            continue
    raise ValueError("This value was sealed under another secret key.")


def _key(secret: str | bytes) -> bytes:
    return hmac.new(force_bytes(secret), b"accounts.secrets", hashlib.sha256).digest()[:16]

"""Typed readers for settings that come from the environment. A bad value stops the start with a sentence."""

import os
import re
from itertools import pairwise
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

TRUE, FALSE = {"1", "true", "yes", "on"}, {"0", "false", "no", "off"}
KEY_ID = re.compile(r"[a-z0-9-]{1,8}")
# Keys that stand in standards and manuals. What repeats itself or counts up needs no list.
SAMPLE_KEYS = (
    "0123456789abcdeffedcba9876543210",
    "2b7e151628aed2a6abf7158809cf4f3c",
    "feffe9928665731c6d6a8f9467308308",
    "603deb1015ca71be2b73aef0857d77811f352c073b6108d72d9810a30914dff4",
)


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, "").strip() or default


def required(name: str, *, needed: bool) -> str:
    value = text(name)
    if needed and not value:
        raise ImproperlyConfigured(f"{name} must be set when PORTAL_MODE is production.")
    return value


def flag(name: str, default: bool, *, never: bool = False) -> bool:
    """``never`` refuses a yes, for what would be dangerous there."""
    value = text(name).lower()
    if not value:
        return default
    if value not in TRUE | FALSE:
        raise ImproperlyConfigured(f"{name} must be one of 1, 0, true, false, yes, no, on, off; it is {value!r}.")
    if never and value in TRUE:
        raise ImproperlyConfigured(f"{name} must not be on when PORTAL_MODE is production.")
    return value in TRUE


def whole(name: str, default: int, *, least: int = 0, most: int = 10**9) -> int:
    value = text(name)
    if not value:
        return default
    if not value.isascii() or not value.isdigit() or not least <= int(value) <= most:
        raise ImproperlyConfigured(f"{name} must be a whole number from {least} to {most}; it is {value!r}.")
    return int(value)


def words(name: str, default: tuple[str, ...] = ()) -> list[str]:
    """Comma-separated words."""
    value = text(name)
    return [word.strip() for word in value.split(",") if word.strip()] if value else list(default)


def choice(name: str, default: str, allowed: tuple[str, ...]) -> str:
    value = text(name, default)
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} must be one of {', '.join(allowed)}; it is {value!r}.")
    return value


def folder(name: str, default: Path) -> Path:
    return Path(text(name) or default).expanduser().resolve()


def address(name: str, default: str) -> str:
    """The public address: scheme and host only, so that links, cookies and origins agree on it."""
    value = text(name, default).rstrip("/")
    parts = urlsplit(value)
    if parts.scheme not in {"http", "https"} or not parts.hostname or parts.path or parts.query or parts.username:
        raise ImproperlyConfigured(
            f"{name} must look like https://portal.example.org, without a path; it is {value!r}."
        )
    return value


def host_of(public_address: str) -> str:
    return urlsplit(public_address).hostname or ""


def database(name: str, *, needed: bool = False) -> dict[str, object] | None:
    """Django's connection settings from ``postgresql://user:password@host:port/name``, or None when not set.

    A Unix socket folder is given percent-encoded as the host, or as ``?host=/folder``.
    """
    value = required(name, needed=needed)
    if not value:
        return None
    url = urlsplit(value)
    query = dict(part.split("=", 1) for part in url.query.split("&") if "=" in part)
    if url.scheme not in {"postgresql", "postgres"} or len(url.path) < 2:
        raise ImproperlyConfigured(f"{name} must look like postgresql://user:password@host:5432/name.")
    try:
        port = url.port
    except ValueError as error:
        raise ImproperlyConfigured(f"{name} has a port that is not a number from 1 to 65535.") from error
    return {
        "NAME": unquote(url.path[1:]),
        "USER": unquote(url.username or ""),
        "PASSWORD": unquote(url.password or ""),
        "HOST": unquote(query.get("host") or url.hostname or ""),
        "PORT": str(port or query.get("port", "")),
    }


def redis_url(name: str, *, needed: bool = False) -> str:
    value = required(name, needed=needed)
    if value and urlsplit(value).scheme not in {"redis", "rediss", "unix"}:
        raise ImproperlyConfigured(f"{name} must look like redis://host:6379/0 or unix:///folder/redis.sock?db=0.")
    return value


def broker_url(url: str) -> str:
    """The same Redis in Celery's spelling, which has its own for a Unix socket."""
    parts = urlsplit(url)
    if parts.scheme != "unix":
        return url
    number = dict(part.split("=", 1) for part in parts.query.split("&") if "=" in part).get("db", "0")
    return f"redis+socket://{parts.path}?virtual_host={number}"


def secret(name: str, *, development: str) -> str:
    """A secret of at least 32 characters; ``development`` (not empty) stands in outside production."""
    value = text(name) or development
    if len(value) < 32:
        raise ImproperlyConfigured(f"{name} must be set to at least 32 random characters.")
    return value


def cipher_keys(name: str, *, development: str) -> tuple[tuple[str, str], ...]:
    """Keys of SM4 as pairs of id and 32 hexadecimal digits, from ``id:hex,id:hex``; the first is the current one.

    ``development`` (not empty) is a key without an id that stands in outside production.
    """
    keys = []
    for word in words(name) or [f"kept:{development}" if development else ""]:
        key_id, _, key = word.partition(":")
        if not KEY_ID.fullmatch(key_id):
            raise ImproperlyConfigured(
                f"{name} must look like id:hex,id:hex; an id has 1 to 8 of a-z, 0-9 and the hyphen."
            )
        keys.append((key_id, _strong_key(name, key, digits=32)))
    if len(dict(keys)) < len(keys) or len({key for _id, key in keys}) < len(keys):
        raise ImproperlyConfigured(f"{name} must not name an id or a key twice.")
    return tuple(keys)


def index_key(name: str, *, development: str = "", needed: bool = True) -> str:
    """A key of HMAC-SM3: 64 hexadecimal digits; "" where it is neither set nor needed."""
    value = text(name) or development
    return _strong_key(name, value, digits=64) if value or needed else ""


def _strong_key(name: str, key: str, *, digits: int) -> str:
    """Refuses what nobody drew at random. The key itself is never said."""
    if not re.fullmatch(f"[0-9a-fA-F]{{{digits}}}", key):
        raise ImproperlyConfigured(f"{name} must be set to keys of {digits} hexadecimal digits: docs/operations.md.")
    raw = bytes.fromhex(key)
    steps = {(after - before) % 256 for before, after in pairwise(raw)}
    repeats = any(raw == (raw[:part] * len(raw))[: len(raw)] for part in range(1, len(raw) // 2 + 1))
    if repeats or len(steps) < 4 or any(key.lower().startswith(sample) for sample in SAMPLE_KEYS):
        raise ImproperlyConfigured(f"{name} has a key that is not random. Make one as docs/operations.md says.")
    return key.lower()


def file_storage() -> dict[str, object]:
    """Django's storage for photos and files: the disk, or an S3-compatible service when PORTAL_S3_BUCKET is set."""
    bucket = text("PORTAL_S3_BUCKET")
    if not bucket:
        return {"BACKEND": "django.core.files.storage.FileSystemStorage"}
    key, secret_key = text("PORTAL_S3_KEY"), text("PORTAL_S3_SECRET")
    if not key or not secret_key:
        raise ImproperlyConfigured("PORTAL_S3_KEY and PORTAL_S3_SECRET must be set when PORTAL_S3_BUCKET is.")
    options = {
        "bucket_name": bucket,
        "endpoint_url": text("PORTAL_S3_ENDPOINT") or None,
        "region_name": text("PORTAL_S3_REGION") or None,
        "access_key": key,
        "secret_key": secret_key,
        "default_acl": None,
        "file_overwrite": False,
    }
    return {"BACKEND": "storages.backends.s3.S3Storage", "OPTIONS": options}

"""Where PostgreSQL and Redis of a machine that has neither are found. Only computes; config/servers.py starts them."""

import hashlib
import os
import secrets
import tempfile
from collections.abc import Callable
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

DATABASE = USER = "portal"
PORT = 5432


def _random_words() -> str:
    return secrets.token_urlsafe(48)


def kept_secret(var: Path | None, name: str, make: Callable[[], str] = _random_words) -> str:
    """A random secret made once and kept in ``var/``, readable by its owner only; "" where nothing is kept."""
    if var is None:
        return ""
    path = var / name
    try:
        if not path.exists():
            _make_secret(path, make)
        return path.read_text().strip()
    except OSError as error:
        raise ImproperlyConfigured(
            f"{path} cannot be read or written ({error.strerror}). Start as the user who started first, or free space."
        ) from error


def _make_secret(path: Path, make: Callable[[], str]) -> None:
    """Linked into place whole: of two processes that start at once, both read the same secret."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(make())
        os.link(name, path)
    except FileExistsError:
        pass  # the other process was first: its secret is the one
    finally:
        os.unlink(name)


def kept_key(var: Path | None, name: str, size: int) -> str:
    """The same for a key: ``size`` random bytes in hexadecimal digits."""
    return kept_secret(var, name, lambda: secrets.token_hex(size))


def socket_folder(var: Path) -> Path:
    """A short folder of our own for the Unix sockets, whose paths may not be longer than about 100 bytes.

    Always /tmp where there is one: the same for every user and shell, whatever TMPDIR says.
    """
    shared = "/tmp" if os.access("/tmp", os.W_OK) else tempfile.gettempdir()  # noqa: S108 (the folder is checked)
    mark = hashlib.sha256(os.fsencode(var)).hexdigest()[:16]
    return Path(shared) / f"portal-{mark}"


def database(var: Path) -> dict[str, object]:
    return {"NAME": DATABASE, "USER": USER, "PASSWORD": "", "HOST": str(socket_folder(var)), "PORT": str(PORT)}


def redis_url(var: Path) -> str:
    return f"unix://{socket_folder(var) / 'redis.sock'}?db=0"

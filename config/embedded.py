"""Where PostgreSQL and Redis of a machine that has neither are found. Only computes; config/servers.py starts them."""

import hashlib
import os
import secrets
import tempfile
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured

DATABASE = USER = "portal"
PORT = 5432


def kept_secret(var: Path, name: str) -> str:
    """A random secret made once and kept in ``var/``, readable by its owner only."""
    path = var / name
    try:
        if not path.exists():
            _make_secret(path)
        return path.read_text().strip()
    except OSError as error:
        raise ImproperlyConfigured(
            f"{path} cannot be read or written ({error.strerror}). Start as the user who started first, or free space."
        ) from error


def _make_secret(path: Path) -> None:
    """Linked into place whole: of two processes that start at once, both read the same secret."""
    path.parent.mkdir(parents=True, exist_ok=True)
    descriptor, name = tempfile.mkstemp(dir=path.parent)
    try:
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
        os.link(name, path)
    except FileExistsError:
        pass  # the other process was first: its secret is the one
    finally:
        os.unlink(name)


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

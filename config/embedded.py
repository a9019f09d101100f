"""PostgreSQL and Redis in ``var/`` for a machine that has neither."""

import secrets
from pathlib import Path


def kept_secret(var: Path, name: str) -> str:
    """A random secret made once and kept in ``var/``, readable by its owner only."""
    path = var / name
    if not path.exists():
        var.mkdir(parents=True, exist_ok=True)
        path.touch(mode=0o600)
        path.write_text(secrets.token_urlsafe(48))
    return path.read_text().strip()


def database(var: Path) -> dict[str, object]:
    return {"NAME": "portal", "USER": "portal", "HOST": str(var), "PORT": "5432"}


def redis_url(var: Path) -> str:
    return f"unix://{var}/redis.sock?db=0"

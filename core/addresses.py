"""The address a request came from, as far as it can be trusted."""

import ipaddress
from contextvars import ContextVar

from django.conf import settings
from django.http import HttpRequest

current: ContextVar[str | None] = ContextVar("client_address", default=None)


def client_address(request: HttpRequest) -> str | None:
    """The client's address: what the outermost trusted proxy saw, or the peer itself without a trusted proxy.

    Whoever is further out can write anything into X-Forwarded-For: only the last PORTAL_TRUSTED_PROXIES entries count.
    """
    hops = settings.TRUSTED_PROXIES
    forwarded = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    seen = forwarded[-hops] if hops and len(forwarded) >= hops else request.META.get("REMOTE_ADDR", "")
    return _plain(seen)


def _plain(text: str) -> str | None:
    """An address without port or brackets; an IPv4 address that came as IPv6 as IPv4."""
    if text.startswith("["):
        text = text[1:].partition("]")[0]
    elif text.count(":") == 1:
        text = text.partition(":")[0]
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return None
    return str(getattr(address, "ipv4_mapped", None) or address)

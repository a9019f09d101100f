"""Messages to addresses that somebody typed in: https to the open network alone (``core.outgoing``).

Hosts that are named in PORTAL_WEBHOOK_PRIVATE_HOSTS may have private addresses and plain http.
"""

import http.client
import ipaddress
import ssl
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from core import outgoing


class SendingError(Exception):
    """It was not taken; the text says why in a few words and holds nothing that was sent."""


@dataclass(frozen=True)
class Target:
    host: str
    named: bool


def target_of(address: str) -> Target:
    """What an address names; ValidationError (``webhook_address_refused``) where nothing is ever sent to it."""
    if not address.isascii() or not address.isprintable() or " " in address:
        raise _refused(_("The address holds no spaces and no characters beyond ASCII."))
    try:
        parts = urlsplit(address)
        host, _port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError as error:
        raise _refused(_("This is no address.")) from error
    named = host in settings.WEBHOOK_PRIVATE_HOSTS
    if not host or not (parts.scheme == "https" or (parts.scheme == "http" and named)):
        raise _refused(_("The address begins with https:// and a host."))
    if parts.username is not None or parts.fragment:
        raise _refused(_("The address holds no user name and no “#”."))
    literal = _literal(host)
    if literal and not named and not outgoing.is_public(literal):
        raise _refused(_("Addresses of private networks are not told, unless their host is named in the settings."))
    return Target(host, named)


def _refused(message):
    return ValidationError({"address": ValidationError(message, code="webhook_address_refused")})


def _literal(host):
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def post(address: str, body: bytes, headers: dict[str, str]) -> None:
    """Send ``body``; SendingError where it did not come back with a status from 200 to 299."""
    try:
        target = target_of(address)
        status, _answer = outgoing.post(address, body, headers, private=target.named)
    except ValidationError as error:
        raise SendingError("the address is refused") from error
    except (outgoing.RefusedError, outgoing.NoAddressError) as error:
        raise SendingError(str(error)) from error
    except TimeoutError as error:
        raise SendingError("no answer in time") from error
    except ssl.SSLError as error:
        raise SendingError(f"no safe connection: {error.reason}"[:200]) from error
    except (OSError, http.client.HTTPException) as error:
        raise SendingError(f"the connection failed: {type(error).__name__}") from error
    if not 200 <= status < 300:
        raise SendingError(f"the answer was {status}")

"""Requests to addresses that somebody typed in: never to machines of our own network, whatever a name resolves to.

The host is resolved once, every address that comes is judged, and the connection is made to one that was judged: a
name that resolves to something else a moment later changes nothing. Redirects are not followed. Hosts that are named in
PORTAL_WEBHOOK_PRIVATE_HOSTS may have private addresses and plain http.
"""

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

SECONDS = 5  # for the connection and for each answer to a read
SECONDS_IN_ALL = 15
NAT64 = ipaddress.ip_network("64:ff9b::/96")
COMPATIBLE = ipaddress.ip_network("::/96")
# Public by their number, and yet the inside of a cloud.
METADATA = frozenset({ipaddress.ip_address("168.63.129.16")})


class SendingError(Exception):
    """It was not taken; the text says why in a few words and holds nothing that was sent."""


@dataclass(frozen=True)
class Target:
    host: str
    port: int
    path: str
    tls: bool


def target_of(address: str) -> Target:
    """What an address names; ValidationError (``webhook_address_refused``) where nothing is ever sent to it."""
    if not address.isascii() or not address.isprintable() or " " in address:
        raise _refused(_("The address holds no spaces and no characters beyond ASCII."))
    try:
        parts = urlsplit(address)
        host, port = (parts.hostname or "").rstrip("."), parts.port
    except ValueError as error:
        raise _refused(_("This is no address.")) from error
    named = host in settings.WEBHOOK_PRIVATE_HOSTS
    if not host or not (parts.scheme == "https" or (parts.scheme == "http" and named)):
        raise _refused(_("The address begins with https:// and a host."))
    if parts.username is not None or parts.fragment:
        raise _refused(_("The address holds no user name and no “#”."))
    literal = _literal(host)
    if literal and not named and not is_public(literal):
        raise _refused(_("Addresses of private networks are not told, unless their host is named in the settings."))
    return Target(host, port or (443 if parts.scheme == "https" else 80), path_of(address), parts.scheme == "https")


def path_of(address: str) -> str:
    """What follows the host of an address, with the query if there is one."""
    parts = urlsplit(address)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def _refused(message):
    return ValidationError({"address": ValidationError(message, code="webhook_address_refused")})


def _literal(host):
    try:
        return ipaddress.ip_address(host)
    except ValueError:
        return None


def is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    """Whether an address, and every IPv4 address that it carries inside, is one of the open network."""
    return all(
        part.is_global
        and not (part.is_multicast or part.is_reserved or part.is_loopback or part.is_link_local)
        and part not in METADATA
        for part in (address, *_inside(address))
    )


def _inside(address):
    if address.version == 4:
        return []
    found = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in NAT64 or address in COMPATIBLE:
        found.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return [part for part in found if part is not None]


def checked_addresses(target: Target) -> list[str]:
    """The addresses of a host, all of them fit; SendingError where one of them is not, or there is none."""
    try:
        found = socket.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise SendingError("the host has no address") from error
    addresses = list(dict.fromkeys(str(place[4][0]) for place in found))
    if target.host not in settings.WEBHOOK_PRIVATE_HOSTS:
        for address in addresses:
            if not is_public(ipaddress.ip_address(address)):
                raise SendingError(f"the host has an address that is not public: {address}")
    return addresses


class _Connection(http.client.HTTPConnection):
    """To an address that was judged, under the name of the host."""

    def __init__(self, target, addresses):
        super().__init__(target.host, target.port, timeout=SECONDS)
        self.target, self.addresses = target, addresses
        self.default_port = 443 if target.tls else 80

    def connect(self):
        self.sock = self._first()
        if self.target.tls:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.target.host)

    def _first(self):
        for place, address in enumerate(self.addresses):
            try:
                return socket.create_connection((address, self.target.port), SECONDS)
            except OSError:
                if place == len(self.addresses) - 1:
                    raise
        raise OSError("no address")

    def cut(self):
        """From another thread: whoever waits for this connection stops waiting."""
        if self.sock is not None:
            with contextlib.suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)


def post(address: str, body: bytes, headers: dict[str, str]) -> None:
    """Send ``body``; SendingError where it did not come back with a status from 200 to 299 within SECONDS_IN_ALL."""
    try:
        target = target_of(address)
    except ValidationError as error:
        raise SendingError("the address is refused") from error
    connection = _Connection(target, checked_addresses(target))
    end = threading.Timer(SECONDS_IN_ALL, connection.cut)
    end.daemon = True
    end.start()
    try:
        connection.request("POST", target.path, body, headers)
        status = connection.getresponse().status
    except TimeoutError as error:
        raise SendingError("no answer in time") from error
    except ssl.SSLError as error:
        raise SendingError(f"no safe connection: {error.reason}"[:200]) from error
    except (OSError, http.client.HTTPException) as error:
        raise SendingError(f"the connection failed: {type(error).__name__}") from error
    finally:
        end.cancel()
        connection.close()
    if not 200 <= status < 300:
        raise SendingError(f"the answer was {status}")

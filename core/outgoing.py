"""Requests to other systems over HTTP: never to machines of our own network, whatever a name resolves to.

The host is resolved once, every address that comes is judged, and the connection is made to one that was judged: a
name that resolves to something else a moment later changes nothing. Redirects are not followed. Only where the caller
says that the host may be ``private`` is it connected to wherever it leads.
"""

import contextlib
import http.client
import ipaddress
import socket
import ssl
import threading
from urllib.parse import urlsplit

SECONDS = 5  # for the connection and for each answer to a read
SECONDS_IN_ALL = 15
LARGEST_ANSWER = 100_000
NAT64 = ipaddress.ip_network("64:ff9b::/96")
COMPATIBLE = ipaddress.ip_network("::/96")
# Public by their number, and yet the inside of a cloud.
METADATA = frozenset({ipaddress.ip_address("168.63.129.16")})

Address = ipaddress.IPv4Address | ipaddress.IPv6Address


class RefusedError(Exception):
    """The address may not be asked: its scheme, or a private network. It will be so again."""


class NoAddressError(OSError):
    """The name of the host leads nowhere at the moment."""


def post(url: str, body: bytes, headers: dict[str, str], *, private: bool = False) -> tuple[int, bytes]:
    """Status and the first bytes of the answer, within SECONDS_IN_ALL.

    Raises RefusedError, an OSError (NoAddressError, TimeoutError, ssl.SSLError …) or an http.client.HTTPException.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise RefusedError("the address does not begin with http:// or https:// and a host")
    host, tls = parts.hostname.rstrip("."), parts.scheme == "https"
    port = parts.port or (443 if tls else 80)
    connection = JudgedConnection(host, port, judged_addresses(host, port, private=private), tls=tls)
    end = threading.Timer(SECONDS_IN_ALL, connection.cut)
    end.daemon = True
    end.start()
    try:
        connection.request("POST", path_of(url), body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read(LARGEST_ANSWER)
    finally:
        end.cancel()
        connection.close()


def path_of(url: str) -> str:
    """What follows the host of an address, with the query if there is one."""
    parts = urlsplit(url)
    return (parts.path or "/") + (f"?{parts.query}" if parts.query else "")


def is_public(address: Address) -> bool:
    """Whether an address, and every IPv4 address that it carries inside, is one of the open network."""
    return all(
        part.is_global
        and not (part.is_multicast or part.is_reserved or part.is_loopback or part.is_link_local)
        and part not in METADATA
        for part in (address, *_inside(address))
    )


def _inside(address: Address) -> list[ipaddress.IPv4Address]:
    if isinstance(address, ipaddress.IPv4Address):
        return []
    found = [address.ipv4_mapped, address.sixtofour, *(address.teredo or ())]
    if address in NAT64 or address in COMPATIBLE:
        found.append(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return [part for part in found if part is not None]


def judged_addresses(host: str, port: int, *, private: bool) -> list[str]:
    """The addresses of a host, all of them fit; RefusedError where one is not, NoAddressError where there is none."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except OSError as error:
        raise NoAddressError("the host has no address") from error
    addresses = list(dict.fromkeys(str(place[4][0]) for place in found))
    for address in addresses:
        if not private and not is_public(ipaddress.ip_address(address)):
            raise RefusedError(f"the host has an address that is not public: {address}")
    return addresses


class JudgedConnection(http.client.HTTPConnection):
    """To an address that was judged, under the name of the host."""

    def __init__(self, host: str, port: int, addresses: list[str], *, tls: bool):
        super().__init__(host, port, timeout=SECONDS)
        self.addresses, self.tls = addresses, tls
        self.default_port = 443 if tls else 80

    def connect(self) -> None:
        self.sock = self._first()
        if self.tls:
            self.sock = ssl.create_default_context().wrap_socket(self.sock, server_hostname=self.host)

    def _first(self) -> socket.socket:
        for place, address in enumerate(self.addresses):
            try:
                return socket.create_connection((address, self.port), SECONDS)
            except OSError:
                if place == len(self.addresses) - 1:
                    raise
        raise NoAddressError("the host has no address")

    def cut(self) -> None:
        """From another thread: whoever waits for this connection stops waiting."""
        if self.sock is not None:
            with contextlib.suppress(OSError):
                self.sock.shutdown(socket.SHUT_RDWR)

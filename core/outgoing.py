"""Requests to other systems over HTTP. The address is looked up once, judged, and then connected to: nobody can answer
the judge with one address and the connection with another."""

import http.client
import ipaddress
import socket
import ssl
from urllib.parse import urlsplit

LARGEST_ANSWER = 100_000


class RefusedError(Exception):
    """The address may not be asked: its scheme, or a private network. It will be so again."""


def post(url: str, body: bytes, headers: dict[str, str], *, timeout: float, private: bool = False) -> tuple[int, bytes]:
    """Status and the first bytes of the answer; redirects are not followed.

    ``timeout`` in seconds for connecting and for each answer of the socket. Raises RefusedError, an OSError or an
    http.client.HTTPException.
    """
    parts = urlsplit(url)
    if parts.scheme not in {"http", "https"} or not parts.hostname:
        raise RefusedError("The address must begin with http:// or https://.")
    port = parts.port or (443 if parts.scheme == "https" else 80)
    connection = http.client.HTTPConnection(parts.hostname, port, timeout=timeout)
    connection.sock = _connected(parts.hostname, port, timeout, private)
    if parts.scheme == "https":
        context = ssl.create_default_context()
        connection.sock = context.wrap_socket(connection.sock, server_hostname=parts.hostname)
    try:
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        connection.request("POST", path, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read(LARGEST_ANSWER)
    finally:
        connection.close()


def _connected(host: str, port: int, timeout: float, private: bool) -> socket.socket:
    addresses = [str(found[4][0]) for found in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    if not private and not all(ipaddress.ip_address(address).is_global for address in addresses):
        raise RefusedError(f"{host} leads into a private network, which is not allowed here.")
    return socket.create_connection((addresses[0], port), timeout=timeout)

"""Nothing is sent to the inside of a network, however its address is dressed up."""

import datetime as dt
import ipaddress
import socket
import ssl
import time

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID
from django.core.exceptions import ValidationError
from django.utils import timezone

from core import outgoing
from core.outgoing import is_public
from tests.volunteers.feeding import Listener
from volunteers.exchange.outgoing import SendingError, post, target_of


@pytest.fixture
def listener():
    made = Listener()
    yield made
    made.close()


@pytest.fixture
def resolved(monkeypatch):
    """``resolved(host=[addresses])``: what names resolve to, and the addresses that were connected to."""
    names, connected, connect = {}, [], socket.create_connection

    def getaddrinfo(host, port, *_arguments, **_given):
        if host not in names:
            raise socket.gaierror
        return [(socket.AF_INET6 if ":" in found else socket.AF_INET, 1, 6, "", (found, port)) for found in names[host]]

    def create_connection(place, *arguments):
        connected.append(place[0])
        return connect(place, *arguments)

    monkeypatch.setattr("core.outgoing.socket.getaddrinfo", getaddrinfo)
    monkeypatch.setattr("core.outgoing.socket.create_connection", create_connection)
    return names, connected


PRIVATE = [
    *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.100.100.200", "0.0.0.0"),
    *("224.0.0.1", "255.255.255.255", "240.0.0.1", "168.63.129.16", "::1", "::", "fe80::1", "fd00:ec2::254", "ff02::1"),
    *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a9fe:a9fe", "2002:7f00:1::"),
    *("2002:a00:1::1", "2001:db8::1"),
]


@pytest.mark.parametrize("address", PRIVATE)
def test_addresses_of_the_inside_are_known(address):
    assert not is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize("address", ["1.1.1.1", "223.5.5.5", "2400:3200::1"])
def test_addresses_of_the_open_network_are_known(address):
    assert is_public(ipaddress.ip_address(address))


@pytest.mark.parametrize(
    "address",
    [
        *("http://platform.example.org/", "ftp://platform.example.org/", "https://", "https:///path", "platform"),
        *("https://user:word@platform.example.org/", "https://platform.example.org/#there", "https://例子.example/"),
        *("https://platform.example.org:99999/", "https://127.0.0.1/", "https://[::1]/", "https://[::ffff:10.0.0.1]/"),
        *(
            "https://169.254.169.254/latest/meta-data/",
            "https://[bad/",
            "https://a b.example/",
            "https://a.example/\r\nX: y",
        ),
    ],
)
def test_addresses_that_are_never_told(address):
    with pytest.raises(ValidationError) as refused:
        target_of(address)
    assert refused.value.error_dict["address"][0].code == "webhook_address_refused"


def test_a_host_that_is_named_may_be_private_and_plain(settings, listener):
    settings.WEBHOOK_PRIVATE_HOSTS = ["localhost"]
    post(listener.address(path="/hooks?place=1"), b"{}", {"X-Portal-Event": "changed"})
    ((path, headers, body),) = listener.requests
    assert (path, body, headers["X-Portal-Event"]) == ("/hooks?place=1", b"{}", "changed")
    assert headers["Host"] == f"localhost:{listener.port}"


@pytest.mark.parametrize("address", ["127.0.0.1", "::1", "::ffff:127.0.0.1", "10.0.0.8", "169.254.169.254"])
def test_a_name_that_resolves_to_the_inside_is_not_connected_to(resolved, address):
    names, connected = resolved
    names["platform.example.org"] = [address]
    with pytest.raises(SendingError, match="not public"):
        post("https://platform.example.org/", b"{}", {})
    assert connected == []


def test_one_bad_address_among_good_ones_is_enough(resolved):
    names, connected = resolved
    names["platform.example.org"] = ["1.1.1.1", "127.0.0.1"]
    with pytest.raises(SendingError, match="not public"):
        post("https://platform.example.org/", b"{}", {})
    assert connected == []


@pytest.mark.parametrize("host", ["2130706433", "0x7f.1", "127.1", "0177.0.0.1"])
def test_odd_spellings_of_the_loopback_are_seen_through(host):
    with pytest.raises((SendingError, ValidationError)):
        post(f"https://{host}/", b"{}", {})


def test_a_name_is_resolved_once_and_the_judged_address_is_used(settings, resolved, monkeypatch):
    """A name that says something else at its second asking gains nothing."""
    names, connected = resolved
    names["platform.example.org"] = ["1.1.1.1"]

    def connect(place, *_arguments):
        connected.append(place[0])
        raise ConnectionRefusedError

    monkeypatch.setattr("core.outgoing.socket.create_connection", connect)
    host = "platform.example.org"
    addresses = outgoing.judged_addresses(host, 443, private=False)
    names[host] = ["127.0.0.1"]
    with pytest.raises(ConnectionRefusedError):
        outgoing.JudgedConnection(host, 443, addresses, tls=True).connect()
    assert connected == ["1.1.1.1"]


def test_a_redirect_is_not_followed(settings, listener):
    settings.WEBHOOK_PRIVATE_HOSTS = ["localhost"]
    listener.status, listener.headers = 302, {"Location": "http://127.0.0.1:1/inside"}
    with pytest.raises(SendingError, match="the answer was 302"):
        post(listener.address(), b"{}", {})
    assert len(listener.requests) == 1


@pytest.mark.parametrize("status", [301, 400, 404, 500])
def test_what_is_not_a_success_is_a_fault(settings, listener, status):
    settings.WEBHOOK_PRIVATE_HOSTS = ["localhost"]
    listener.status = status
    with pytest.raises(SendingError, match=str(status)):
        post(listener.address(), b"{}", {})


def test_a_server_that_does_not_answer_is_left(settings, listener, monkeypatch):
    settings.WEBHOOK_PRIVATE_HOSTS = ["localhost"]
    monkeypatch.setattr(outgoing, "SECONDS_IN_ALL", 0.3)
    listener.wait = 2
    begun = time.monotonic()
    with pytest.raises(SendingError):
        post(listener.address(), b"{}", {})
    assert time.monotonic() - begun < 2


def test_a_host_without_an_address_and_a_closed_port_are_faults(settings, resolved, listener):
    settings.WEBHOOK_PRIVATE_HOSTS = ["localhost"]
    with pytest.raises(SendingError, match="no address"):
        post("https://nobody.example.org/", b"{}", {})
    resolved[0]["localhost"] = ["127.0.0.1"]
    address = listener.address()
    listener.close()
    with pytest.raises(SendingError, match="connection failed"):
        post(address, b"{}", {})


def certificate_for(host, folder):
    """A file with a key and a certificate for ``host`` that it signed itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now, day = timezone.now(), dt.timedelta(days=1)
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(now - day).not_valid_after(now + day)
    made = made.add_extension(x509.SubjectAlternativeName([x509.DNSName(host)]), critical=False)
    signed = made.add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
    secret = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file = folder / f"{host}.pem"
    file.write_bytes(secret + signed.sign(key, hashes.SHA256()).public_bytes(Encoding.PEM))
    return file


@pytest.mark.parametrize(("host", "taken"), [("localhost", True), ("other.example.org", False)])
def test_the_certificate_is_the_hosts_though_the_address_is_connected_to(settings, tmp_path, monkeypatch, host, taken):
    settings.WEBHOOK_PRIVATE_HOSTS = ["localhost"]
    file = certificate_for(host, tmp_path)
    served = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    served.load_cert_chain(file)
    trusting = ssl.create_default_context(cafile=file)
    monkeypatch.setattr("core.outgoing.ssl.create_default_context", lambda: trusting)
    listener = Listener(served)
    address = listener.address().replace("http:", "https:")
    try:
        if taken:
            post(address, b"{}", {})
        else:
            with pytest.raises(SendingError, match="no safe connection"):
                post(address, b"{}", {})
    finally:
        listener.close()
    assert len(listener.requests) == int(taken)


def test_plain_http_where_tls_is_wanted_is_no_safe_connection(settings, listener):
    settings.WEBHOOK_PRIVATE_HOSTS = ["localhost"]
    with pytest.raises(SendingError, match="connection"):
        post(listener.address().replace("http:", "https:"), b"{}", {})
    assert listener.requests == []

"""Factories of what goes out to platforms."""

import contextlib
import datetime as dt
import secrets
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlencode

import factory
from django.test import Client
from django.utils import timezone
from factory.django import DjangoModelFactory

from accounts.models import Role
from accounts.secrets import seal
from accounts.services.tokens import issue_token
from tests.factories import chongqing, person, sichuan
from tests.volunteers.factories import PlatformFactory
from volunteers.choices import TransferKind
from volunteers.models import Platform, Transfer, Webhook, WebhookDelivery
from volunteers.services.platforms import issue_secret
from volunteers.signatures import sign

FEED = "/api/v1/volunteer-changes/"


class TransferFactory(DjangoModelFactory):
    """Somebody in Sichuan looked at three people of Chongqing."""

    class Meta:
        model = Transfer

    kind = TransferKind.PAGE
    user = factory.LazyFunction(person)
    from_province = factory.LazyFunction(chongqing)
    to_province = factory.LazyFunction(sichuan)
    what = "名册"
    people = 3
    basis = "本人同意"


def system_of(platform, **token):
    """Headers by which the system of a platform asks; its account is made."""
    account = person(Role.API_CLIENT)
    Platform.objects.filter(pk=platform.pk).update(client=account)
    given = {"whole_corridor": True, "may_write": True, "expires_at": timezone.now() + dt.timedelta(days=1)} | token
    _token, secret = issue_token(actor=person(Role.SECURITY_ADMINISTRATOR), user=account, purpose="exchange", **given)
    return {"Authorization": f"Bearer {secret}"}


class Puller:
    """A platform's system that keeps a copy: what it would hold if it did as the document says."""

    def __init__(self, platform):
        self.headers, self.client, self.platform = system_of(platform), Client(), platform
        _platform, self.secret = issue_secret(actor=None, platform=platform)
        self.cursor, self.copy, self.pages, self.ended = "", {}, [], {}

    def ask(self, **query):
        path = f"{FEED}?{urlencode(query)}" if query else FEED
        return self.client.get(path, headers=self.headers | self.signed(path))

    def signed(self, path, *, way="hmac-sha256", **changes):
        """Headers of a signature over a pull; ``changes`` replaces what is signed: method, path, body, timestamp …"""
        said = {"method": "GET", "path": path, "timestamp": str(int(time.time())), "nonce": secrets.token_hex(16)}
        said |= {"body": b""} | changes
        return {
            "X-Portal-Timestamp": said["timestamp"],
            "X-Portal-Nonce": said["nonce"],
            "X-Portal-Signature": sign(way, self.secret, **said),
        }

    def pull(self, size=500):
        """To the end of what there is; the rows that came, in order."""
        came = []
        while True:
            answer = self.ask(size=size, **({"cursor": self.cursor} if self.cursor else {}))
            assert answer.status_code == 200, answer.content
            page = answer.json()
            self.take(page["results"])
            came += page["results"]
            self.cursor = page["cursor"]
            if not page["more"]:
                return came

    def take(self, rows):
        for row in rows:
            if row["volunteer"]:
                self.copy[row["volunteer_no"]] = row
            else:
                self.copy.pop(row["volunteer_no"], None)
                self.ended[row["volunteer_no"]] = row


class WebhookFactory(DjangoModelFactory):
    """Told of everything; ``secret_text`` signs."""

    class Meta:
        model = Webhook
        exclude = ("secret_text",)

    class Params:
        secret_text = "shared-between-the-two"

    platform = factory.SubFactory(PlatformFactory)
    address = factory.Sequence("https://platform.example.org/hooks/{}".format)
    secret = factory.LazyAttribute(lambda made: seal(made.secret_text))


class WebhookDeliveryFactory(DjangoModelFactory):
    class Meta:
        model = WebhookDelivery

    webhook = factory.SubFactory(WebhookFactory)
    event = "changed"
    epoch = "epoch"
    place = factory.Sequence(lambda number: number + 1)
    cursor = "cursor"
    numbers = ["431823828396"]


class Listener:
    """A server on the loopback that keeps what is sent to it and answers with ``status`` after ``wait`` seconds."""

    def __init__(self, tls=None):
        self.requests, self.status, self.headers, self.wait = [], 204, {}, 0
        self.server = ThreadingHTTPServer(("127.0.0.1", 0), self._handler())
        if tls is not None:
            self.server.socket = tls.wrap_socket(self.server.socket, server_side=True)
        self.server.daemon_threads = True
        self.port = self.server.server_address[1]
        threading.Thread(target=self.server.serve_forever, daemon=True).start()

    def _handler(outer):
        class Handler(BaseHTTPRequestHandler):
            def do_POST(self):
                body = self.rfile.read(int(self.headers["Content-Length"]))
                outer.requests.append((self.path, dict(self.headers), body))
                time.sleep(outer.wait)
                with contextlib.suppress(OSError):  # who asked may have left
                    self.send_response(outer.status)
                    for name, value in outer.headers.items():
                        self.send_header(name, value)
                    self.end_headers()

            def do_GET(self):
                outer.requests.append((self.path, dict(self.headers), b""))

            def log_message(self, *_arguments):
                """Nothing on the screen."""

        return Handler

    def address(self, host="localhost", path="/hooks"):
        return f"http://{host}:{self.port}{path}"

    def close(self):
        self.server.shutdown()
        self.server.server_close()

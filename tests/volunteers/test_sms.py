"""Text messages: each sent once, through a gateway that is real enough, and forgotten."""

import datetime as dt
import json
import os
import signal
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest
from django.db import connection
from django.utils import timezone
from django.utils.translation import override

from tests.volunteers.factories import mobile_number
from volunteers import vault
from volunteers.models import Joining, MobileProof, SmsMessage
from volunteers.services import forgetting, sms, sms_ways
from volunteers.services.proofs import request_proof

pytestmark = pytest.mark.django_db

MOBILE = mobile_number(1)


def owe(key="1", **changes):
    values = {"kind": "welcome", "mobile": vault.seal("mobile", MOBILE), "number": "316619695830"}
    values["expires_at"] = timezone.now() + dt.timedelta(hours=1)
    return sms.owe_sms(key=key, **(values | changes))


@pytest.fixture
def gateway(settings):
    """A gateway on loopback that keeps what it was sent and answers with ``answers``, the last one for ever."""

    class Gateway(BaseHTTPRequestHandler):
        received, answers = [], [200]

        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            self.received.append((dict(self.headers), body))
            self.send_response(self.answers.pop(0) if len(self.answers) > 1 else self.answers[0])
            self.end_headers()

        def log_message(self, *_words):
            """Quiet."""

    server = HTTPServer(("127.0.0.1", 0), Gateway)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.SMS_URL = f"http://127.0.0.1:{server.server_port}/send"
    settings.SMS_KEY, settings.SMS_PRIVATE = "k" * 32, True
    yield Gateway
    server.shutdown()
    server.server_close()


class TestSending:
    def test_goes_out_signed_and_once(self, gateway):
        owe()
        owe()
        assert (sms.send_sms(), sms.send_sms()) == (1, 0)
        ((headers, body),) = gateway.received
        assert json.loads(body)["mobile"] == MOBILE
        assert "316619695830" in json.loads(body)["text"]
        assert headers["X-Portal-Signature"] == sms_ways.signature(headers["X-Portal-Timestamp"], body)
        message = SmsMessage.objects.get()
        assert (message.send_at, message.fault, message.attempts) == (None, "", 1)
        assert message.sent_at is not None

    def test_is_in_the_language_of_whoever_asked(self, gateway):
        with override("zh-hans"):
            owe()
        sms.send_sms()
        assert "志愿者编号" in json.loads(gateway.received[0][1])["text"]

    def test_a_passing_fault_is_tried_again_and_another_is_not(self, gateway):
        gateway.answers[:] = [503, 429, 200]
        owe()
        for _attempt in range(2):
            assert sms.send_sms() == 0
            SmsMessage.objects.update(send_at=timezone.now())
        assert sms.send_sms() == 1
        gateway.answers[:] = [403]
        owe(key="2")
        sms.send_sms()
        refused = SmsMessage.objects.get(key="2")
        assert (refused.send_at, refused.fault) == (None, "the gateway answered 403")

    def test_is_given_up_after_a_while(self, gateway):
        gateway.answers[:] = [500]
        owe()
        for _attempt in range(10):
            sms.send_sms()
            SmsMessage.objects.filter(send_at__isnull=False).update(send_at=timezone.now())
        assert SmsMessage.objects.get().failures == len(sms.WAITS) + 1
        assert len(gateway.received) == len(sms.WAITS) + 1

    def test_a_private_address_is_not_asked_unless_allowed(self, gateway, settings):
        settings.SMS_PRIVATE = False
        owe()
        assert sms.send_sms() == 0
        assert gateway.received == []
        assert "not public" in SmsMessage.objects.get().fault

    def test_a_gateway_that_is_gone_may_come_back(self, settings):
        settings.SMS_URL, settings.SMS_KEY, settings.SMS_PRIVATE = "http://127.0.0.1:9/", "k" * 32, True
        owe()
        assert sms.send_sms() == 0
        message = SmsMessage.objects.get()
        assert message.send_at is not None
        assert message.fault == "the gateway cannot be reached: ConnectionRefusedError"

    def test_production_without_a_gateway_sends_none(self, settings):
        settings.PRODUCTION = True
        owe()
        assert sms.send_sms() == 0
        assert SmsMessage.objects.get().fault == "PORTAL_SMS_URL is not set"

    def test_the_console_shows_the_mobile_masked(self, capsys):
        owe()
        sms.send_sms()
        out = capsys.readouterr().out
        assert out.startswith("SMS to 199****0001: ")
        assert MOBILE not in out

    def test_a_code_that_is_too_late_is_not_sent(self):
        owe(expires_at=timezone.now() - dt.timedelta(seconds=1))
        assert sms.send_sms() == 0
        assert SmsMessage.objects.get().fault == "not sent in time"

    def test_nothing_personal_and_no_code_is_in_a_row(self):
        proof = request_proof(mobile=MOBILE, purpose="join")
        with connection.cursor() as cursor:
            cursor.execute("SELECT m::text, p::text FROM volunteers_smsmessage m, volunteers_mobileproof p")
            text = " ".join(cursor.fetchone())
        assert MOBILE not in text
        assert sms.text_of(SmsMessage.objects.get()).split("is ")[1][:6] not in text.replace(str(proof.pk), "")


DYING = """
import os, signal, django
django.setup()
from volunteers.services import sms, sms_ways
def send(**said):
    os.kill(os.getpid(), signal.SIGKILL)
sms_ways.send = send
sms.send_sms()
"""


@pytest.mark.django_db(transaction=True)
def test_a_worker_that_dies_delays_and_does_not_lose(capsys):
    """Killed in the middle of sending: another worker sends it; killed twice over the same, it is given up."""
    owe()
    database = connection.settings_dict
    address = f"postgresql://{database['USER']}:{database['PASSWORD']}@/{database['NAME']}?host={database['HOST']}"
    address += f"&port={database['PORT']}" if database["PORT"] else ""
    died = subprocess.run(
        [sys.executable, "-c", DYING], env=os.environ | {"DATABASE_URL": address}, check=False, timeout=300
    )
    assert died.returncode == -signal.SIGKILL
    message = SmsMessage.objects.get()
    assert (message.attempts, message.failures, message.sent_at) == (1, 0, None)
    assert sms.send_sms() == 0  # still that worker's
    SmsMessage.objects.update(send_at=timezone.now())
    assert sms.send_sms() == 1
    SmsMessage.objects.update(send_at=timezone.now(), sent_at=None, attempts=2)
    assert sms.send_sms() == 0
    assert "worker died" in SmsMessage.objects.get().fault


def test_two_workers_send_each_once(transactional_db, gateway):
    for number in range(20):
        owe(key=str(number))

    def work():
        sms.send_sms()
        connection.close()

    workers = [threading.Thread(target=work) for _number in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    sent = [json.loads(body)["id"] for _headers, body in gateway.received]
    assert sorted(sent, key=int) == [str(number) for number in range(20)]


def test_what_was_needed_for_a_moment_is_forgotten():
    request_proof(mobile=MOBILE, purpose="join")
    Joining.objects.create()
    forgetting.forget_joining()
    assert (MobileProof.objects.count(), Joining.objects.count(), SmsMessage.objects.count()) == (1, 1, 1)
    for model in (MobileProof, Joining, SmsMessage):
        model.objects.update(created_at=timezone.now() - dt.timedelta(days=8))
    forgetting.forget_joining()
    assert (MobileProof.objects.count(), Joining.objects.count(), SmsMessage.objects.count()) == (0, 0, 0)

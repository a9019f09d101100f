import datetime as dt
import email
import os
import signal
import smtplib
import subprocess
import sys
import threading
from urllib.parse import urlencode

import pytest
from django.core import mail
from django.core.mail.backends.locmem import EmailBackend
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from accounts.models import Notice
from accounts.services import notice_mail, notices
from tests import factories

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("kinds")]

SENTENCE = {"post": "荣昌区 · 登记员", "since": "2026-03-08"}


def owe(to, **changes):
    plan = {"kind": "told", "key": "booking:1", "url": "/errors/", "params": SENTENCE}
    return notices.owe_notice(to=to, **(plan | changes))


@pytest.fixture
def anna():
    return factories.person(email="anna@example.org")


def make_due(notice):
    """As if its wait, or the time of the worker that took it, were over."""
    Notice.objects.filter(pk=notice.pk).update(mail_at=timezone.now())


class TestMail:
    def test_is_in_the_receivers_language_and_leads_to_the_page(self, anna, settings):
        settings.PUBLIC_ADDRESS = "https://portal.example.org"
        anna.language = "zh-hans"
        anna.save()
        notice = owe(anna)
        assert notice_mail.send_notices() == 1
        (message,) = mail.outbox
        assert message.subject == "通知"
        assert message.to == ["anna@example.org"]
        assert message.body.startswith("荣昌区 · 登记员，自2026年3月8日起。\n\nhttps://portal.example.org/errors/\n")
        assert "我的账号" in message.body
        assert message.message()["Message-ID"] == f"<notice-{notice.pk}@localhost>"
        notice.refresh_from_db()
        assert notice.mailed_at is not None
        assert (notice.mail_at, notice.mail_attempts, notice.mail_failures) == (None, 1, 0)

    def test_without_a_language_the_portals_own_is_taken_and_nothing_is_escaped(self, anna, settings):
        settings.LANGUAGE_CODE = "zh-hans"
        owe(anna, params=SENTENCE | {"post": "<甲 & 乙>"})
        notice_mail.send_notices()
        assert mail.outbox[0].body.startswith("<甲 & 乙>，自2026年3月8日起。")

    def test_a_name_with_a_line_break_stays_in_the_subject_line(self, anna):
        notices.notices.register("broken", "%(name)s!", "%(name)s", {"name": str})
        owe(anna, kind="broken", params={"name": "a\r\nBcc: x@example.org"})
        notice_mail.send_notices()
        assert mail.outbox[0].subject == "a Bcc: x@example.org!"

    def test_each_is_sent_once(self, anna):
        owe(anna)
        owe(anna, key="2")
        assert notice_mail.send_notices() == 2
        assert notice_mail.send_notices() == 0
        assert len(mail.outbox) == 2

    def test_one_that_is_due_later_is_sent_later(self, anna):
        owe(anna, due_at=timezone.now() + dt.timedelta(hours=1))
        assert notice_mail.send_notices() == 0


class TestPortalOnly:
    def owe_to(self, **fields):
        notice = owe(factories.person(**fields))
        notice_mail.send_notices()
        notice.refresh_from_db()
        assert mail.outbox == []
        assert (notice.mail_at, notice.mailed_at, notice.mail_fault) == (None, None, "")
        return notice

    def test_without_an_address(self):
        notice = self.owe_to(email="")
        assert notice.user.unread_notices == 1

    def test_by_ones_own_choice(self):
        self.owe_to(notices_by_mail=False)

    def test_switched_off(self):
        self.owe_to(is_active=False)

    def test_a_kind_that_is_only_shown(self, anna):
        notice = owe(anna, kind="shown", params={"count": 1, "when": "2026-03-08T09:00:00+08:00"})
        assert notice.mail_at is None

    @pytest.mark.parametrize("act", ["read", "withdraw"])
    def test_read_or_withdrawn_before_it_was_sent(self, anna, act):
        notice = owe(anna)
        if act == "read":
            notices.mark_read(actor=anna, notice=notice)
        else:
            notices.cancel_notices(kind="told", key="booking:1")
        assert notice_mail.send_notices() == 0
        assert mail.outbox == []

    def test_the_choice_is_on_the_page_of_the_account(self, client, anna):
        client.force_login(anna)
        client.post(reverse("profile"), {"name": anna.name, "email": anna.email})
        anna.refresh_from_db()
        assert anna.notices_by_mail is False
        client.post(reverse("profile"), {"name": anna.name, "email": anna.email, "notices_by_mail": "on"})
        anna.refresh_from_db()
        assert anna.notices_by_mail is True


@pytest.fixture
def refuse(monkeypatch):
    """Let the mail server answer with a fault; None is the end of it."""
    usual = EmailBackend.send_messages

    def refuse(fault, method="send_messages"):
        def answer(backend, *_arguments):
            raise fault

        monkeypatch.setattr(EmailBackend, method, answer if fault else usual)

    return refuse


BUSY = smtplib.SMTPDataError(451, b"try again later")
UNKNOWN = smtplib.SMTPRecipientsRefused({"anna@example.org": (550, b"no such user")})


class TestFaults:
    @pytest.mark.parametrize(
        ("fault", "passes"),
        [
            (BUSY, True),
            (smtplib.SMTPRecipientsRefused({"a": (450, b"grey")}), True),
            (smtplib.SMTPServerDisconnected("gone"), True),
            (smtplib.SMTPSenderRefused(550, b"not yours", "portal@localhost"), True),
            (TimeoutError(), True),
            (ConnectionResetError(), True),
            (UNKNOWN, False),
            (smtplib.SMTPDataError(554, b"spam"), False),
            (smtplib.SMTPNotSupportedError("SMTPUTF8"), False),
        ],
    )
    def test_which_pass(self, fault, passes):
        assert notice_mail.may_pass(fault) is passes

    def test_a_passing_one_is_tried_again_later(self, anna, refuse):
        notice = owe(anna)
        before = timezone.now()
        refuse(BUSY)
        assert notice_mail.send_notices() == 0
        refuse(None)
        notice.refresh_from_db()
        assert notice.mail_at >= before + notice_mail.WAITS[0]
        assert notice_mail.send_notices() == 0, "not before its time"
        make_due(notice)
        assert notice_mail.send_notices() == 1
        notice.refresh_from_db()
        assert (notice.mail_attempts, notice.mail_failures, notice.mail_fault) == (2, 1, "")

    def test_after_so_many_tries_the_fault_is_kept(self, anna, refuse):
        notice = owe(anna)
        refuse(BUSY)
        for tried in range(1, len(notice_mail.WAITS) + 2):
            notice_mail.send_notices()
            notice.refresh_from_db()
            assert notice.mail_failures == tried
            assert (notice.mail_at is None) == (tried > len(notice_mail.WAITS))
            if notice.mail_at:
                make_due(notice)
        assert "try again later" in notice.mail_fault
        assert notice.mailed_at is None
        assert anna.unread_notices == 1

    def test_a_lasting_one_is_not_tried_again_and_does_not_stop_the_others(self, anna, refuse):
        notice = owe(anna)
        other = owe(anna, key="2")
        refuse(UNKNOWN)
        notice_mail.send_notices()
        for row in (notice, other):
            row.refresh_from_db()
            assert (row.mail_at, row.mail_attempts) == (None, 1)
            assert "no such user" in row.mail_fault

    def test_when_the_connection_breaks_the_others_wait_for_the_next_run(self, anna, refuse):
        owe(anna)
        owe(anna, key="2")
        refuse(smtplib.SMTPServerDisconnected("gone"))
        notice_mail.send_notices()
        assert sorted(Notice.objects.values_list("mail_attempts", flat=True)) == [0, 1]

    def test_a_server_that_is_away_costs_no_attempt(self, anna, refuse):
        notice = owe(anna)
        refuse(ConnectionRefusedError("away"), "open")
        assert notice_mail.send_notices() == 0
        notice.refresh_from_db()
        assert (notice.mail_attempts, notice.mail_fault) == (0, "")

    def test_without_anything_owed_the_server_is_not_asked(self, refuse):
        refuse(AssertionError("asked"), "open")
        assert notice_mail.send_notices() == 0

    def test_what_comes_days_too_late_is_not_sent(self, anna):
        notice = owe(anna, due_at=timezone.now() - dt.timedelta(days=4))
        assert notice_mail.send_notices() == 0
        notice.refresh_from_db()
        assert notice.mail_fault == "not sent within 3 days"

    def test_a_kind_that_no_app_has_any_more_is_not_sent(self, anna):
        notice = owe(anna)
        Notice.objects.update(kind="gone")
        assert notice_mail.send_notices() == 0
        notice.refresh_from_db()
        assert "nobody knows this kind" in notice.mail_fault

    def test_withdrawn_while_it_is_being_sent_it_is_not_tried_again(self, anna):
        owe(anna)
        taken = notice_mail.take_notice()
        notices.cancel_notices(kind="told", key="booking:1")
        notice_mail.note_failure(notice=taken, fault=BUSY)
        taken.refresh_from_db()
        assert taken.mail_at is None

    def test_a_worker_that_was_too_slow_does_not_speak_for_the_next(self, anna):
        owe(anna)
        slow = notice_mail.take_notice()
        make_due(slow)
        notice_mail.take_notice()
        notice_mail.note_failure(notice=slow, fault=UNKNOWN)
        slow.refresh_from_db()
        assert (slow.mail_failures, slow.mail_fault) == (0, "")
        assert slow.mail_at is not None


class TestWorkerThatDies:
    def test_before_sending_it_has_only_delayed_the_mail(self, anna):
        notice = owe(anna)
        assert notice_mail.take_notice() == notice
        assert notice_mail.send_notices() == 0, "the row is still its own"
        make_due(notice)
        assert notice_mail.send_notices() == 1

    @pytest.mark.django_db(transaction=True)
    def test_between_sending_and_marking_it_repeats_once_under_the_same_id(self, tmp_path):
        """The second death over the same notice ends it: it went out twice, and no third time."""
        notice = owe(factories.person())
        for _death in range(2):
            assert run_and_die(tmp_path) == -signal.SIGKILL
            notice.refresh_from_db()
            assert (notice.mailed_at, notice.mail_failures) == (None, 0)
            make_due(notice)
        assert run_and_die(tmp_path) == 0, "nothing more to send"
        sent = [email.message_from_bytes(file.read_bytes()) for file in tmp_path.iterdir()]
        assert [message["Message-ID"] for message in sent] == [notice_mail.message_id(notice)] * 2
        notice.refresh_from_db()
        assert notice.mail_at is None
        assert "it may have been sent" in notice.mail_fault


def run_and_die(folder):
    """The code with which a real process ended that sent what is owed; it knows no kind but those of the apps."""
    Notice.objects.update(kind="post_given", params={"post": ["volunteer", ""], "since": "2026-03-08"})
    database = connection.settings_dict
    where = urlencode({"host": database["HOST"], "port": database["PORT"]})
    program = (
        "import django; django.setup()\n"
        "from django.conf import settings\n"
        "settings.EMAIL_BACKEND = 'tests.accounts.dying.DyingBackend'\n"
        f"settings.EMAIL_FILE_PATH = {str(folder)!r}\n"
        "from accounts.services.notice_mail import send_notices\n"
        "send_notices()\n"
    )
    environment = os.environ | {
        "DATABASE_URL": f"postgresql://{database['USER']}:{database['PASSWORD']}@/{database['NAME']}?{where}",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    return subprocess.run([sys.executable, "-c", program], env=environment, check=False).returncode


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_workers_at_once_send_each_once():
    for number in range(60):
        owe(factories.person(email=f"{number}@example.org"))
    start, sent = threading.Barrier(2), []

    def work():
        connection.ensure_connection()
        start.wait()
        sent.append(notice_mail.send_notices())
        connection.close()

    threads = [threading.Thread(target=work) for _number in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(sent) == 60
    assert min(sent) > 0, "both had something to do"
    assert sorted(message.to[0] for message in mail.outbox) == sorted(f"{number}@example.org" for number in range(60))
    assert not Notice.objects.filter(mailed_at=None).exists()

import datetime as dt
import io
import threading

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import connection, connections, transaction
from django.utils import timezone

from accounts.models import Act, AuditDay, AuditEntry
from accounts.services import seals
from accounts.services.audit import record_act
from tests import factories

pytestmark = pytest.mark.django_db

HISTORY = "belts_regionhistoryevent"


def behind_the_portal_s_back(sql, *values):
    """As somebody does it who owns the database: triggers do not run."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        cursor.execute(sql, values)
        assert cursor.rowcount
        cursor.execute("SET LOCAL session_replication_role = origin")


def date_back(days):
    """Make all rows so far that many days older."""
    dated = {HISTORY: "pgh_created_at", "accounts_userhistoryevent": "pgh_created_at", "accounts_auditentry": "at"}
    for table, moment in dated.items():
        with connection.cursor() as cursor:
            cursor.execute("SET LOCAL session_replication_role = replica")
            cursor.execute(f"UPDATE {table} SET {moment} = {moment} - interval '{days} days'")
            cursor.execute("SET LOCAL session_replication_role = origin")


@pytest.fixture
def sealed():
    """Two sealed days with rows, the older one first."""
    factories.CountyFactory.create_batch(3)
    date_back(1)
    factories.CountyFactory(name="改前")
    record_act(actor=None, action=Act.EXPORT, target="all")
    date_back(1)
    assert seals.seal_days() == 2
    return list(AuditDay.objects.order_by("day"))


def texts():
    return [str(finding) for finding in seals.verify_history()]


def test_days_are_sealed_once_each_over_the_one_before(sealed):
    first, second = sealed
    assert (first.previous, second.previous) == ("", first.digest)
    assert first.rows >= 4  # three counties and their province
    assert second.rows == 2
    assert seals.seal_days() == 0
    assert texts() == []


def test_a_day_without_rows_is_sealed_too(sealed):
    AuditEntry.objects.create(action=Act.EXPORT, at=timezone.now())
    assert {day.day for day in sealed} == {timezone.localdate() - dt.timedelta(days=n) for n in (1, 2)}


@pytest.mark.parametrize(
    ("sql", "found"),
    [
        (f"UPDATE {HISTORY} SET name = '改后' WHERE name = '改前'", "rows changed"),
        (f"UPDATE {HISTORY} SET pgh_context = '{{\"user\": 99}}' WHERE name = '改前'", "rows changed"),
        (f"DELETE FROM {HISTORY} WHERE name = '改前'", "1 of 1 rows deleted"),
        (f"UPDATE {HISTORY} SET pgh_created_at = pgh_created_at - '1 day'::interval WHERE name = '改前'", "inserted"),
        ("DELETE FROM accounts_auditentry", "1 of 1 rows deleted"),
        ("UPDATE accounts_auditentry SET target = 'nothing'", "rows changed"),
        ("INSERT INTO accounts_auditentry (at, actor_name, action, target, success, reason, request_id)"
         " SELECT at, '', 'sign_in', '', true, '', '' FROM accounts_auditentry", "1 rows inserted"),
        ("INSERT INTO belts_belthistoryevent"
         " (code, name, zone, position, source, pgh_created_at, pgh_label, pgh_obj_id)"
         " VALUES ('x', 'x', 'x', 1, 'x', now() - interval '1 day', 'insert', 'x')", "1 rows inserted"),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("sealed")
def test_what_is_done_to_the_rows_of_a_sealed_day_is_found(sql, found):
    behind_the_portal_s_back(sql)
    assert any(found in text for text in texts())


@pytest.mark.parametrize(
    ("sql", "found"),
    [
        ("UPDATE accounts_auditday SET digest = repeat('0', 64) WHERE previous = ''", "does not follow"),
        ("UPDATE accounts_auditday SET manifest = '{}' WHERE previous = ''", "the seal itself was changed"),
        ("DELETE FROM accounts_auditday WHERE previous = ''", "does not follow"),
    ],
)
@pytest.mark.usefixtures("sealed")
def test_what_is_done_to_a_seal_is_found(sql, found):
    behind_the_portal_s_back(sql)
    assert any(found in text for text in texts())


def test_a_seal_kept_elsewhere_finds_a_chain_made_anew(sealed):
    kept = f"{sealed[1].day}={sealed[1].digest}"
    call_command("verify_history", known=kept, stdout=io.StringIO())
    behind_the_portal_s_back(f"UPDATE {HISTORY} SET name = '改后' WHERE name = '改前'")
    behind_the_portal_s_back("DELETE FROM accounts_auditday")
    seals.seal_days()
    assert texts() == []
    errors = io.StringIO()
    with pytest.raises(CommandError, match="not as it was sealed"):
        call_command("verify_history", known=kept, stdout=io.StringIO(), stderr=errors)
    assert "not in the chain" in errors.getvalue()


@pytest.mark.usefixtures("sealed")
def test_the_command_says_that_all_is_well_or_what_is_not():
    out = io.StringIO()
    call_command("verify_history", stdout=out)
    assert "2 sealed days, all as they were" in out.getvalue()
    behind_the_portal_s_back("DELETE FROM accounts_auditentry")
    errors = io.StringIO()
    with pytest.raises(CommandError):
        call_command("verify_history", stderr=errors)
    assert "accounts_auditentry" in errors.getvalue()


@pytest.mark.usefixtures("sealed")
def test_a_column_that_a_later_version_adds_does_not_break_a_seal():
    with connection.cursor() as cursor:
        cursor.execute(f"ALTER TABLE {HISTORY} ADD COLUMN later integer NOT NULL DEFAULT 7")
    assert texts() == []


class TestPurge:
    @pytest.fixture
    def old(self, settings):
        """Rows and seals of three days that may go, and one that may not."""
        settings.AUDIT_DAYS = 200
        factories.CountyFactory()
        date_back(198)
        factories.CountyFactory()
        date_back(3)
        factories.CountyFactory()
        seals.seal_days()
        return timezone.localdate() - dt.timedelta(days=200)

    def test_purged_days_keep_their_seal_and_the_chain_stays_whole(self, old):
        rows = AuditDay.objects.get(day=old - dt.timedelta(days=1)).rows
        assert rows
        out = io.StringIO()
        call_command("purge_history", before=old, stdout=out)
        assert AuditDay.objects.exclude(purged_at=None).count() == 1
        assert texts() == []
        assert AuditEntry.objects.filter(action=Act.HISTORY_PURGED).exists()
        assert seals.seal_days() == 0

    def test_a_row_put_back_into_a_purged_day_is_found(self, old):
        seals.purge_history(actor=None, before=old)
        behind_the_portal_s_back(
            f"UPDATE {HISTORY} SET pgh_created_at = %s WHERE pgh_id = (SELECT min(pgh_id) FROM {HISTORY})",
            timezone.make_aware(dt.datetime.combine(old - dt.timedelta(days=1), dt.time(12))),
        )
        assert any("inserted after the purge" in text for text in texts())

    @pytest.mark.parametrize("days", [0, 1, 182, 199])
    def test_what_is_too_young_is_refused(self, old, days):
        with pytest.raises(ValidationError) as refused:
            seals.purge_history(actor=None, before=timezone.localdate() - dt.timedelta(days=days))
        assert refused.value.code == "history_too_young"
        assert not AuditDay.objects.exclude(purged_at=None).exists()

    def test_days_that_were_never_sealed_are_not_purged(self, settings):
        settings.AUDIT_DAYS = 183
        factories.CountyFactory()
        date_back(190)
        with pytest.raises(ValidationError) as refused:
            seals.purge_history(actor=None, before=timezone.localdate() - dt.timedelta(days=185))
        assert refused.value.code == "days_not_sealed"


@pytest.mark.django_db(transaction=True)
def test_a_day_waits_for_a_transaction_that_began_in_it(monkeypatch):
    """Its rows would be dated into the day after it was sealed."""
    AuditEntry.objects.create(action=Act.EXPORT, at=timezone.now() - dt.timedelta(days=1))
    opened, close = threading.Event(), threading.Event()

    def stay_open():
        with transaction.atomic():
            AuditEntry.objects.create(action=Act.EXPORT)
            opened.set()
            close.wait(10)
        connections.close_all()

    # The transaction cannot be begun yesterday, so the day is moved: it ends a minute from now.
    real = seals.chain.bounds
    monkeypatch.setattr(seals.chain, "bounds", lambda day: (real(day)[0], timezone.now() + dt.timedelta(minutes=1)))
    thread = threading.Thread(target=stay_open)
    thread.start()
    opened.wait(10)
    assert seals.seal_days() == 0
    close.set()
    thread.join()
    monkeypatch.undo()
    assert seals.seal_days() == 1

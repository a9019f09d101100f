"""Keys of the vault turn over while everything goes on: no row is unreadable or unfindable at any moment."""

import os
import subprocess
import sys
import threading
from io import StringIO
from urllib.parse import quote

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from core import heartbeat
from tests.volunteers.factories import GuardianFactory, IdentityFactory, VolunteerFactory
from volunteers import vault
from volunteers.models import Guardian, Identity, Joining, MobileProof, SmsMessage
from volunteers.queries import keys
from volunteers.services import turning

OLD, NEW = ("old", "d41f7ac93be2065881a7f4c63d9e0b52"), ("2027", "0c8e25b1f6739ad44fe018b26a5d97c3")
INDEX = "5f0b93d17ac2e84660d9b73e1f58ca2497e3106bd5482fac7b19e06d3ca85f12"
NEW_INDEX = "7c40e8192fbd63a58e0417d6b92ca35f1d86f0e4a7395b2cc81e64f09d37ab52"


@pytest.fixture
def key_ring(settings):
    def turn(*ring, index=INDEX, old_index=""):
        settings.VAULT_KEYS, settings.VAULT_INDEX_KEY, settings.VAULT_INDEX_KEY_OLD = ring, index, old_index

    turn(OLD)
    return turn


def people(count):
    """Volunteers, every third with a guardian, every fourth without a mobile."""
    for number in range(count):
        volunteer = VolunteerFactory()
        if number % 3 == 0:
            GuardianFactory(volunteer=volunteer)
        if number % 4 == 0:
            Identity.objects.filter(pk=volunteer.pk).update(mobile=None, mobile_index=None, mobile_tail=None)


def in_clear():
    """What the vault makes of each row now."""
    return {
        (model.__name__, row.pk): (
            vault.unseal("document", row.document),
            row.mobile and vault.unseal("mobile", row.mobile),
        )
        for model in (Identity, Guardian)
        for row in model.objects.all()
    }


def lost():
    """Rows that are not found by their document, mobile or tail."""
    missing = []
    for (name, pk), (document, mobile) in in_clear().items():
        rows = {"Identity": Identity, "Guardian": Guardian}[name].objects.filter(pk=pk)
        asked = {"document_index__in": vault.blind_indexes("document", document)}
        if mobile:
            asked["mobile_index__in"] = vault.blind_indexes("mobile", mobile)
            asked["mobile_tail__in"] = vault.tail_indexes(mobile[-4:])
        if not rows.filter(**asked).exists():
            missing.append((name, pk))
    return missing


def run(**options):
    said = StringIO()
    call_command("turn_vault_keys", stdout=said, **options)
    return said.getvalue().splitlines()[-1]


@pytest.mark.django_db
def test_every_value_comes_under_the_current_key(key_ring):
    people(8)
    before = in_clear()
    key_ring(NEW, OLD)
    assert run(count=True) == "0 rows turned; 11 left under old keys"
    assert run(chunk=2) == "11 rows turned; 0 left under old keys"
    assert run() == "0 rows turned; 0 left under old keys"
    key_ring(NEW)
    assert in_clear() == before
    assert keys.count_by_key() == {"2027": 8 + 6 + 3 + 3}
    assert not lost()


@pytest.mark.django_db
def test_what_waits_comes_under_the_current_key(key_ring):
    sealed = vault.seal("mobile", "19900000001")
    proof = MobileProof.objects.create(
        purpose="join", mobile=sealed, mobile_index=vault.blind_index("mobile", "19900000001"), address=b"-"
    )
    joining = Joining.objects.create(proof=proof, draft=vault.seal("draft", "{}"))
    Joining.objects.create(draft=vault.seal("draft", "{}")[:-1])
    message = SmsMessage.objects.create(kind="code", key="1", mobile=sealed, language="en", expires_at=timezone.now())
    key_ring(NEW, OLD)
    assert run(chunk=1) == "3 rows turned; 1 left under old keys"
    key_ring(NEW)
    for row, column, text in (
        (proof, "mobile", "19900000001"),
        (joining, "draft", "{}"),
        (message, "mobile", "19900000001"),
    ):
        row.refresh_from_db()
        assert vault.unseal(column, getattr(row, column)) == text


@pytest.mark.django_db
def test_every_index_comes_under_the_current_key(key_ring):
    people(8)
    key_ring(OLD, index=NEW_INDEX, old_index=INDEX)
    fresh = IdentityFactory()
    assert not lost()
    sealed = bytes(Identity.objects.first().document)
    assert run(chunk=3) == "11 rows turned; 0 left under old keys"
    assert bytes(Identity.objects.first().document) == sealed  # what was sealed under this key stays
    key_ring(OLD, index=NEW_INDEX)
    assert not lost()
    assert Identity.objects.get(document_index=fresh.document_index) == fresh


@pytest.mark.django_db
def test_no_row_is_unreadable_or_unfindable_in_between(key_ring):
    people(7)
    before = in_clear()
    key_ring(NEW, OLD, index=NEW_INDEX, old_index=INDEX)
    for model in keys.sealed_models():
        after, done = 0, turning.Turned()
        while after is not None:
            after = turning.turn_chunk(model, done, after=after, size=1, wait=True)
            assert in_clear() == before
            assert not lost()
    assert keys.count_left() == 0


@pytest.mark.django_db
def test_a_turn_changes_nothing_of_the_volunteer_and_writes_no_history(key_ring):
    people(3)
    events = Identity.events.rel.related_model
    rows = events.objects.count()
    stamps = list(Identity.objects.order_by("pk").values_list("updated_at", "volunteer__changed_in"))
    key_ring(NEW, OLD)
    run()
    assert events.objects.count() == rows
    assert list(Identity.objects.order_by("pk").values_list("updated_at", "volunteer__changed_in")) == stamps


@pytest.mark.django_db
def test_what_cannot_be_opened_stays_and_is_named(key_ring):
    people(3)
    broken = Identity.objects.select_related("volunteer").first()
    Identity.objects.filter(pk=broken.pk).update(document=b"\x01old\0\0\0\0\0" + bytes(46))
    key_ring(NEW, OLD)
    with pytest.raises(CommandError, match=broken.volunteer.volunteer_no):
        run()
    assert keys.count_left() == 1


@pytest.mark.django_db
def test_who_was_registered_twice_in_between_is_named(key_ring):
    first = IdentityFactory(serial=77)
    people(2)
    key_ring(OLD, index=NEW_INDEX, old_index=INDEX)
    IdentityFactory(serial=77)
    with pytest.raises(CommandError, match=f"Registered twice.*{first.volunteer.volunteer_no}"):
        run()
    assert keys.count_left() == 1


def ready(client):
    heartbeat.write(heartbeat.WORKER)
    heartbeat.write(heartbeat.SCHEDULE)
    answer = client.get(reverse("health_ready"))
    return answer.status_code, answer.json()["checks"]["vault"]


@pytest.mark.django_db
def test_readiness_says_what_is_left_and_what_is_missing(client, key_ring):
    people(4)
    assert ready(client) == (200, {"ok": True, "detail": ""})
    key_ring(NEW, OLD, index=NEW_INDEX, old_index=INDEX)
    turning.note_counts()
    detail = "11 values are under old keys; indexes are under an old key"
    assert ready(client) == (200, {"ok": True, "detail": detail})
    key_ring(NEW, index=NEW_INDEX)
    status, check = ready(client)
    assert (status, check["ok"]) == (503, False)
    assert check["detail"] == "values are kept under keys that are not in the settings: old"
    key_ring(NEW, OLD, index=NEW_INDEX, old_index=INDEX)
    run()
    assert ready(client) == (200, {"ok": True, "detail": ""})


@pytest.mark.django_db
def test_readiness_finds_a_missing_key_before_anything_was_counted(client, key_ring):
    people(1)
    key_ring(NEW)
    assert ready(client)[0] == 503


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_killed_turn_goes_on_where_it_was(key_ring):
    people(12)
    before = in_clear()
    turn = subprocess.Popen(
        [sys.executable, "manage.py", "turn_vault_keys", "--chunk=1", "--pause=0.3", "--verbosity=2"],
        env=with_keys(), cwd=settings.BASE_DIR, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    while turn.stdout.readline() != "3 rows\n":
        assert turn.poll() is None
    turn.kill()
    turn.communicate()
    key_ring(NEW, OLD)
    assert in_clear() == before
    assert 0 < keys.count_left() < 16
    run()
    assert keys.count_left() == 0
    assert in_clear() == before


def with_keys():
    """The environment of a process of its own on the test database, in the middle of a turn."""
    database = connection.settings_dict
    address = f"{quote(database['USER'])}:{quote(database['PASSWORD'])}@/{database['NAME']}"
    return os.environ | {
        "DATABASE_URL": f"postgresql://{address}?host={quote(database['HOST'])}&port={database['PORT']}",
        "PORTAL_VAULT_KEYS": ",".join(":".join(key) for key in (NEW, OLD)),
        "PORTAL_VAULT_INDEX_KEY": INDEX,
        "PYTHONUNBUFFERED": "1",
    }


@pytest.mark.race
@pytest.mark.django_db(transaction=True)
def test_two_turns_at_once_do_each_row_once(key_ring):
    people(30)
    before = in_clear()
    key_ring(NEW, OLD)
    turned = []

    def work():
        try:
            turned.append(turning.turn_all(size=3).rows)
        finally:
            connection.close()

    threads = [threading.Thread(target=work) for _turn in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sum(turned) == 40
    assert in_clear() == before
    assert keys.count_left() == 0

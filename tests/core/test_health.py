import json

import pytest
from django.db import connection
from django.urls import reverse

from core import health, heartbeat


@pytest.fixture(autouse=True)
def _asked_anew():
    health._migrated.cache_clear()
    yield
    health._migrated.cache_clear()


@pytest.fixture
def everything_lives():
    heartbeat.write(heartbeat.WORKER)
    heartbeat.write(heartbeat.SCHEDULE)


def ask(client):
    response = client.get(reverse("health_ready"))
    return response.status_code, json.loads(response.content)


def failing(answer):
    return {name: check["detail"] for name, check in answer["checks"].items() if not check["ok"]}


def test_alive_needs_no_database_and_no_sign_in(client):
    response = client.get(reverse("health_live"))
    assert response.status_code == 200
    assert response.json() == {"status": "alive"}


@pytest.mark.django_db
def test_ready_when_everything_answers(client, everything_lives):
    status, answer = ask(client)
    assert (status, answer["status"], failing(answer)) == (200, "ready", {})
    assert set(answer["checks"]) == {
        "database",
        "migrations",
        "redis",
        "worker",
        "schedule",
        "disk",
        "vault",
        "figures",
    }


@pytest.mark.django_db
def test_not_ready_without_a_worker(client):
    heartbeat.write(heartbeat.SCHEDULE)
    status, answer = ask(client)
    assert status == 503
    assert failing(answer) == {"worker": "no sign of life"}


@pytest.mark.django_db
@pytest.mark.parametrize("who", [heartbeat.WORKER, heartbeat.SCHEDULE])
def test_not_ready_when_the_last_sign_of_life_is_old(client, everything_lives, monkeypatch, who):
    monkeypatch.setitem(heartbeat.LONGEST_SILENCE, who, -1)
    status, answer = ask(client)
    assert status == 503
    assert failing(answer) == {who: "last sign of life 0 seconds ago"}


@pytest.mark.django_db
def test_signs_of_life_are_forgotten(client, everything_lives):
    heartbeat.forget()
    assert set(failing(ask(client)[1])) == {"worker", "schedule"}


@pytest.mark.django_db
def test_not_ready_while_a_migration_is_missing(client, everything_lives):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE id = (SELECT max(id) FROM django_migrations)")
    status, answer = ask(client)
    assert status == 503
    assert failing(answer) == {"migrations": "1 migrations are not applied"}


@pytest.mark.django_db
def test_not_ready_without_redis_and_the_answer_names_no_server(client, settings):
    settings.REDIS_URL = "redis://127.0.0.1:1/0"
    status, answer = ask(client)
    assert status == 503
    assert failing(answer) == dict.fromkeys(["redis", "worker", "schedule"], "does not answer")
    assert "127.0.0.1" not in json.dumps(answer)


@pytest.mark.django_db
def test_not_ready_on_a_full_disk(client, everything_lives, settings):
    settings.LEAST_DISK_MEGABYTES = 10**9
    status, answer = ask(client)
    assert status == 503
    assert failing(answer)["disk"].startswith("only ")


@pytest.mark.django_db
def test_only_reading_is_allowed(client):
    assert client.post(reverse("health_ready")).status_code == 405

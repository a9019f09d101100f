"""The services of docker-compose.yml: their commands are started here as processes, against real servers."""

import http.client
import os
import re
import secrets
import signal
import socket
import subprocess
import sys
import time
from urllib.parse import quote

import pytest
import yaml
from django.conf import settings
from django.db import connection

from config import embedded, servers

COMPOSE = yaml.safe_load((settings.BASE_DIR / "docker-compose.yml").read_text())
OURS = ("migrate", "web", "worker", "beat")
DOCKERFILE = (settings.BASE_DIR / "Dockerfile").read_text()


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def environment(django_db_setup, tmp_path, monkeypatch):
    """Production's, on the test database and a Redis of its own."""
    database = connection.settings_dict
    host = f"@/{database['NAME']}?host={quote(database['HOST'])}&port={database['PORT']}"
    user = f"{quote(database['USER'])}:{quote(database['PASSWORD'])}"
    with servers.sole_user(tmp_path):
        servers._make_socket_folder(tmp_path)
        redis = servers.Redis(tmp_path, fast=True)
        redis.start()
        kept = {name: value for name, value in os.environ.items() if not name.startswith("PORTAL_")}
        yield kept | {
            "PORTAL_MODE": "production",
            "PORTAL_ADDRESS": "https://portal.example.org",
            "PORTAL_SECRET_KEY": "k" * 40,
            "PORTAL_READER_KEY": "r" * 40,
            "PORTAL_VAULT_KEYS": f"made:{secrets.token_hex(16)}",
            "PORTAL_VAULT_INDEX_KEY": secrets.token_hex(32),
            "PORTAL_PORT": str(free_port()),
            "PORTAL_VAR_DIR": str(tmp_path),
            "PORTAL_WEB_PROCESSES": "1",
            "PORTAL_WORKER_PROCESSES": "1",
            "PORTAL_LEAST_DISK_MEGABYTES": "1",
            "DATABASE_URL": f"postgresql://{user}{host}",
            "REDIS_URL": embedded.redis_url(tmp_path),
        }
        redis.stop()
    servers.remove(tmp_path)


def words(command):
    """A service's command as it runs here: this Python instead of the image's."""
    assert command[0] == "python"
    return [sys.executable, *command[1:]]


def is_healthy(name, environment):
    """Asks what the container engine asks: the service's healthcheck, or the image's."""
    check = COMPOSE["services"][name].get("healthcheck", {}).get("test")
    if check is None:
        check = yaml.safe_load(re.search(r"HEALTHCHECK[^[]*(\[.*\])", DOCKERFILE)[1])
    command = words([word for word in check if word != "CMD"])
    return subprocess.run(command, env=environment, check=False, capture_output=True).returncode == 0


def wait_until_healthy(name, process, environment, seconds=180):
    """Long, for a machine that is busy with other tests; a process that ends is noticed at once."""
    end = time.monotonic() + seconds
    while not is_healthy(name, environment):
        assert process.poll() is None, f"{name} has ended"
        assert time.monotonic() < end, f"{name} is not healthy after {seconds} seconds"
        time.sleep(0.5)


def ask(environment, path, host="portal.example.org"):
    web = http.client.HTTPConnection("127.0.0.1", int(environment["PORTAL_PORT"]), timeout=10)
    web.request("GET", path, headers={"Host": host})
    answer = web.getresponse()
    body = answer.read().decode()
    web.close()
    return answer.status, body


def test_the_services_are_whole():
    services = COMPOSE["services"]
    assert set(services) == {"postgres", "redis", *OURS}
    for name in OURS:
        assert services[name]["env_file"] == ".env"
        assert services[name]["volumes"] == ["files:/var/lib/portal"]
        assert "ports" not in services[name] or services[name]["ports"] == ["127.0.0.1:8000:8000"]
    for service in services.values():
        assert "healthcheck" in service or service["command"][-1] == "web"  # the image's own
        for volume in service["volumes"]:
            assert volume.split(":")[0] in COMPOSE["volumes"]
        for needed in service.get("depends_on", {}):
            assert needed in services


def test_the_image_runs_as_nobody_special_and_has_what_it_copies():
    assert re.search(r"^USER portal$", DOCKERFILE, re.MULTILINE)
    for line in re.findall(r"^COPY (?!--from)(.+) \S+$", DOCKERFILE, re.MULTILINE):
        for source in line.split():
            assert (settings.BASE_DIR / source).exists(), source
    assert words(yaml.safe_load(re.findall(r"^CMD (.+)$", DOCKERFILE, re.MULTILINE)[0])) == words(
        COMPOSE["services"]["web"]["command"]
    )


def collect_static_files(environment):
    """As the image is built: without any server."""
    (command,) = re.findall(
        r"&& PORTAL_MODE=demo PORTAL_VAR_DIR=/tmp/build (python manage.py collectstatic .+?) \\", DOCKERFILE
    )
    nowhere = {"PORTAL_MODE": "demo", "DATABASE_URL": "", "REDIS_URL": ""}
    subprocess.run(words(command.split()), env=environment | nowhere, check=True, capture_output=True)


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_each_command_starts_serves_and_stops(environment):
    collect_static_files(environment)
    for _again in range(2):  # nothing is done twice
        subprocess.run(words(COMPOSE["services"]["migrate"]["command"]), env=environment, check=True)
    assert not is_healthy("worker", environment)
    started = {}
    try:
        for name in OURS[1:]:
            started[name] = subprocess.Popen(
                words(COMPOSE["services"][name]["command"]),
                env=environment, cwd=settings.BASE_DIR, stderr=subprocess.PIPE, text=True,
            )  # fmt: skip
        for name, process in started.items():
            wait_until_healthy(name, process, environment)
        status, body = ask(environment, "/health/ready")
        assert (status, '"status": "ready"' in body) == (200, True), body
        assert ask(environment, "/")[0] == 301  # production wants https
        assert ask(environment, "/health/ready", host="evil.example")[0] == 400
    finally:
        for process in started.values():
            process.send_signal(signal.SIGTERM)
        output = {name: process.communicate(timeout=60)[1] for name, process in started.items()}
    assert {name: process.returncode for name, process in started.items()} == {"web": 0, "worker": 0, "beat": 0}
    assert '"logger": "portal.access"' in output["web"]
    assert "Traceback" not in "".join(output.values())
    assert not is_healthy("web", environment)

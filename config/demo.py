"""The whole portal as one foreground command: ``python -m config.demo --port 8000``. Ctrl-C stops all of it."""

import argparse
import http.client
import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import django
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError
from django.db import OperationalError
from redis.exceptions import RedisError

from config import servers
from config.processes import ask, commands
from config.servers.children import StartError, says_disk_full, spawn, stop

READY_SECONDS = 60
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
NAMES = {"web": "The web server", "worker": "The worker", "beat": "The schedule (beat)"}
ROOT = Path(__file__).resolve().parent.parent


class Stopped(BaseException):
    """Somebody asked us to stop: Ctrl-C, SIGTERM or a closed window."""


def _stop(*_):
    """Once: a second Ctrl-C must not cut the stopping short."""
    for number in STOP_SIGNALS:
        signal.signal(number, signal.SIG_IGN)
    raise Stopped


def main() -> int:
    for number in STOP_SIGNALS:
        signal.signal(number, _stop)
    try:
        port = _port()
        os.environ.update(PORTAL_PORT=str(port), DJANGO_SETTINGS_MODULE="config.settings")
        os.environ.setdefault("PORTAL_ADDRESS", f"http://localhost:{port}")
        _run(port)
    except BaseException as failure:
        # Of a stop that hits it at its beginning a library may make an error of its own.
        if isinstance(failure, Stopped) or _is_stopping():
            _say("Stopped.")
            return 0
        reason = _reason(failure)
        if not reason:
            raise
        sys.stderr.write(f"{reason}\n")
        return 1
    return 0


def _is_stopping() -> bool:
    return signal.getsignal(signal.SIGTERM) is signal.SIG_IGN


def _reason(failure: BaseException) -> str:
    """What to tell people; empty for what is a fault of ours."""
    if isinstance(failure, StartError | ImproperlyConfigured):
        return str(failure)
    if not isinstance(failure, CommandError | OperationalError | OSError | RedisError):
        return ""
    reason = str(failure).strip().splitlines()[0]
    reason = "the disk is full. Free some space, then start again." if says_disk_full(reason) else reason
    return f"The portal could not be started: {reason}"


def _port() -> int:
    parser = argparse.ArgumentParser(prog="make demo", description=__doc__)
    parser.add_argument("--port", default="8000")
    value = parser.parse_args().port
    if not value.isascii() or not value.isdigit() or not 1 <= int(value) <= 65535:
        raise StartError(f"PORT must be a number from 1 to 65535; it is {value!r}.")
    return int(value)


def _run(port: int) -> None:
    from django.conf import settings

    var = settings.VAR_DIR
    trouble = servers.disk_trouble(var, settings.LEAST_DISK_MEGABYTES)
    if trouble:
        raise StartError(trouble)
    with servers.sole_user(var):
        _check_port(settings.LISTEN, port)
        _say("Starting the database and the queue …")
        with servers.running(var):
            _prepare()
            _serve(settings)


def _check_port(host: str, port: int) -> None:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except PermissionError:
            raise StartError(
                f"Port {port} may not be used by this user. Choose one from 1024: make demo PORT=8000"
            ) from None
        except OSError:
            raise StartError(
                f"Port {port} is in use. Choose another: make demo PORT={port + 1 if port < 65535 else 8000}"
            ) from None


def _prepare() -> None:
    from django.db import connections

    from config import prepare
    from core import heartbeat

    heartbeat.forget()
    if not prepare.is_done():
        _say("Preparing the database and the sample records …")
        django.setup()
        prepare.migrate()
        prepare.load_reference_data()
        prepare.load_demo_data()
        prepare.collect_static_files()
        prepare.note_done()
    connections.close_all()


def _serve(settings) -> None:
    children: dict[str, subprocess.Popen] = {}
    try:
        for name, command in commands().items():
            children[name] = spawn(command, cwd=ROOT)
        _wait_until_ready(children)
        _greet(settings)
        while True:
            _check(children)
            time.sleep(0.5)
    finally:
        _stop_all(children)


def _check(children: dict[str, subprocess.Popen]) -> None:
    for name, process in children.items():
        if process.poll() is not None:
            raise StartError(
                f"{NAMES[name]} has ended (code {process.returncode}); the portal is stopped. See the lines above."
            )


def _wait_until_ready(children: dict[str, subprocess.Popen]) -> None:
    """Web server, database, queue, worker and schedule all answer."""
    end, answer = time.monotonic() + READY_SECONDS, ""
    while time.monotonic() < end:
        _check(children)
        status, answer = ask("/health/ready")
        if status == http.client.OK:
            return
        time.sleep(0.1)
    raise StartError(f"The portal was not ready within {READY_SECONDS} seconds: {answer or 'no answer'}")


def _greet(settings) -> None:
    from config import prepare

    _say(f"\nThe portal is ready: {settings.PUBLIC_ADDRESS}\n")
    django.setup()
    prepare.show_sample_accounts()
    _say("\nCtrl-C stops everything.")


def _stop_all(children: dict[str, subprocess.Popen]) -> None:
    """All are asked at once, then waited for."""
    for process in children.values():
        if process.poll() is None:
            process.terminate()
    for process in children.values():
        stop(process, seconds=10)


def _say(sentence: str) -> None:
    sys.stdout.write(f"{sentence}\n")
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())

"""The commands of the portal's processes, in one place for the demo, the containers and the tests.

``python -m config.processes web`` becomes the web server, and so on; ``healthy web`` asks whether it serves.
"""

import http.client
import os
import sys

from config.servers.children import StartError


def commands() -> dict[str, list[str]]:
    from django.conf import settings

    celery = [sys.executable, "-m", "celery", "--quiet", "-A", "config"]
    schedule = str(settings.VAR_DIR / "beat-schedule")
    return {
        "web": [
            *[sys.executable, "-m", "granian", "--interface", "wsgi", "--no-ws"],
            *["--host", settings.LISTEN, "--port", str(settings.LISTEN_PORT)],
            *["--workers", str(settings.WEB_PROCESSES), "--blocking-threads", str(settings.WEB_THREADS)],
            *["--log-level", "error", "--respawn-failed-workers", "--workers-kill-timeout", "10"],
            "config.wsgi:application",
        ],
        "worker": [*celery, "worker", "--concurrency", str(settings.WORKER_PROCESSES), "--without-mingle"],
        "beat": [*celery, "beat", "--schedule", schedule, "--pidfile="],
    }


def prepare() -> None:
    """Bring the database to this release; the same command again changes nothing."""
    import django

    django.setup()
    from config import prepare

    prepare.migrate()
    prepare.load_reference_data()


def ask(path: str) -> tuple[int, str]:
    """The web server's answer on this machine: status and body, or 0 while nobody listens."""
    from django.conf import settings

    host = "127.0.0.1" if settings.LISTEN == "0.0.0.0" else settings.LISTEN  # noqa: S104 (compared, not bound)
    connection = http.client.HTTPConnection(host, settings.LISTEN_PORT, timeout=5)
    try:
        connection.request("GET", path, headers={"Host": settings.ALLOWED_HOSTS[0]})
        answer = connection.getresponse()
        return answer.status, answer.read().decode(errors="replace")
    except (OSError, http.client.HTTPException):
        return 0, ""
    finally:
        connection.close()


def healthy(name: str) -> bool:
    """For the web server an answer, for the others their sign of life in Redis."""
    if name == "web":
        return ask("/health/live")[0] == http.client.OK
    from core import heartbeat

    return heartbeat.is_fresh({"worker": heartbeat.WORKER, "beat": heartbeat.SCHEDULE}[name])


def main(words: list[str]) -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    from django.core.exceptions import ImproperlyConfigured

    try:
        if words == ["prepare"]:
            prepare()
            return 0
        if len(words) == 2 and words[0] == "healthy" and words[1] in commands():
            return 0 if healthy(words[1]) else 1
        if len(words) == 1 and words[0] in commands():
            command = commands()[words[0]]
            os.execv(command[0], command)  # noqa: S606 (our own command, without a shell)
    except (ImproperlyConfigured, StartError) as failure:
        sys.stderr.write(f"{failure}\n")
        return 1
    sys.stderr.write("Say one of: web, worker, beat, prepare, healthy web, healthy worker, healthy beat.\n")
    return 2


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

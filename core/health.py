"""What a load balancer and an operator ask: is this process alive, and is the portal ready to serve."""

import shutil
from functools import cache

import structlog
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from core import heartbeat

log = structlog.get_logger(__name__)


class NotReadyError(Exception):
    """A check that failed; its text may be read by anybody."""


@cache
def _migrated():
    """Asked until it is so: a running process never becomes older than its database again."""
    executor = MigrationExecutor(connection)
    pending = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if pending:
        raise NotReadyError(f"{len(pending)} migrations are not applied")


def check_database():
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


def check_migrations():
    _migrated()


def check_worker():
    _check_heartbeat(heartbeat.WORKER)


def check_schedule():
    _check_heartbeat(heartbeat.SCHEDULE)


def _check_heartbeat(who):
    """Redis is asked here too: without it no sign of life can be read."""
    seconds = heartbeat.seconds_since(who)
    if seconds is None or seconds > heartbeat.LONGEST_SILENCE[who]:
        raise NotReadyError("no sign of life" if seconds is None else f"last sign of life {seconds} seconds ago")


def check_redis():
    heartbeat.seconds_since(heartbeat.WORKER)


def check_disk():
    free = shutil.disk_usage(settings.VAR_DIR).free // 1_000_000
    if free < settings.LEAST_DISK_MEGABYTES:
        raise NotReadyError(f"only {free} MB are free")


def register(name, check):
    """A check of an upper app. It raises NotReadyError, or gives a sentence that is shown though all is well."""
    CHECKS[name] = check


CHECKS = {
    "database": check_database,
    "migrations": check_migrations,
    "redis": check_redis,
    "worker": check_worker,
    "schedule": check_schedule,
    "disk": check_disk,
}


def look():
    """The checks that fail and those that remark something, each with a sentence that gives nothing away."""
    found, notes = {}, {}
    for name, check in CHECKS.items():
        try:
            notes[name] = check() or ""
        except NotReadyError as reason:
            found[name] = str(reason)
        except Exception:
            # Whatever it was, it means "not ready"; the log has the whole of it.
            log.exception("health check failed", check=name)
            found[name] = "does not answer"
    return found, notes


@login_not_required
@never_cache
@require_safe
def live(request):
    return JsonResponse({"status": "alive"})


@login_not_required
@never_cache
@require_safe
def ready(request):
    found, notes = look()
    checks = {name: {"ok": name not in found, "detail": found.get(name) or notes.get(name, "")} for name in CHECKS}
    status = "not ready" if found else "ready"
    return JsonResponse({"status": status, "checks": checks}, status=503 if found else 200)

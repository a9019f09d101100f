"""What has to be in the database and on the disk before the portal serves; each step changes nothing when repeated."""

import hashlib
import os
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command, get_commands

# Every installation needs these rows; the demo has the real records and sample people besides. In this order.
REFERENCE_DATA = ("load_corridor",)
DEMO_DATA = ("load_people", "load_activities")


def migrate() -> None:
    call_command("migrate", interactive=False, verbosity=0)


def load_reference_data() -> None:
    _call(REFERENCE_DATA)


def load_demo_data() -> None:
    _call(DEMO_DATA)


def show_sample_accounts() -> None:
    _call(("sample_accounts",))


def _call(commands: tuple[str, ...]) -> None:
    for command in commands:
        if command in get_commands():
            call_command(command)


def collect_static_files() -> None:
    """Only when a file has changed since: compressing all of them takes seconds."""
    stamp = Path(settings.STATIC_ROOT).with_name("static-stamp")
    now = _fingerprint()
    if stamp.exists() and stamp.read_text() == now and Path(settings.STATIC_ROOT).is_dir():
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(now)


def _fingerprint() -> str:
    mark = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list([]):
            found = os.stat(storage.path(name))
            mark.update(f"{name}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
    return mark.hexdigest()

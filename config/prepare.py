"""What has to be in the database and on the disk before the portal serves; each step changes nothing when repeated."""

import contextlib
import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.db import ProgrammingError, connection

# Every installation needs these rows; the demo has the real records and sample people besides. In this order.
REFERENCE_DATA = (
    "load_corridor", "load_libraries", "load_rotations", "load_bodies", "load_registry", "load_indicators",
)  # fmt: skip
DEMO_DATA = (
    "load_people", "load_venues", "load_bookings", "load_activities", "load_meetings", "load_history",
    "load_lending_sample", "load_volunteers_sample", "load_reported_sample", "load_bulletins_sample",
)  # fmt: skip

# Whose files decide whether there is something to prepare.
OUR_APPS = ("core", "belts", "accounts", "venues", "volunteers", "activities", "meetings", "indicators", "config")


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
        call_command(command)


def collect_static_files() -> None:
    """Only when a file has changed since: compressing all of them takes seconds."""
    stamp = Path(settings.STATIC_ROOT).with_name("static-stamp")
    now = _fingerprint(storage.path(name) for finder in get_finders() for name, storage in finder.list([]))
    if stamp.exists() and stamp.read_text() == now and Path(settings.STATIC_ROOT).is_dir():
        return
    call_command("collectstatic", interactive=False, clear=True, verbosity=0)
    stamp.write_text(now)


def is_done() -> bool:
    """Whether this very code and data have prepared this very database: its comment says with what it was done."""
    with contextlib.closing(_plain_connection()) as plain, plain.cursor() as cursor:
        cursor.execute(
            "SELECT shobj_description(oid, 'pg_database') FROM pg_database WHERE datname = current_database()"
        )
        return cursor.fetchone()[0] == _release() and Path(settings.STATIC_ROOT).is_dir()


def note_done() -> None:
    name = connection.ops.quote_name(connection.settings_dict["NAME"])
    with contextlib.suppress(ProgrammingError), connection.cursor() as cursor:
        # Refused to whom the database does not belong: then every start prepares it again.
        cursor.execute(f"COMMENT ON DATABASE {name} IS '{_release()}'")


def _plain_connection():
    """The driver's own: Django is not set up yet, which takes longer than the question."""
    with connection.wrap_database_errors:
        return connection.get_new_connection(connection.get_connection_params())


def _release() -> str:
    """A mark of all code, data and static files."""
    folders = [settings.BASE_DIR / name for name in (*OUR_APPS, "static")]
    files = [path for folder in folders for path in folder.rglob("*") if path.suffix != ".pyc" and path.is_file()]
    return _fingerprint([*files, settings.BASE_DIR / "requirements.lock"])


def _fingerprint(files: Iterable[str | Path]) -> str:
    mark = hashlib.sha256()
    for name, found in sorted((str(file), os.stat(file)) for file in files):
        mark.update(f"{name}\0{found.st_size}\0{found.st_mtime_ns}\n".encode())
    return mark.hexdigest()
